"""Puts versions together from the records of the topic `model`: protocol.md, section 7, step 1."""

from __future__ import annotations

import logging
import re
from typing import Any

from tributary.codecs import MODEL_ENCODINGS, decode
from tributary.errors import TributaryError, UndecodableError
from tributary.model.layout import Layout
from tributary.model.version import FederationState, GlobalModel
from tributary.wire import records
from tributary.wire.chunks import Chunk, join

_LOG = logging.getLogger(__name__)
_KEY = re.compile(r"(0|[1-9][0-9]{0,18})/(head|0|[1-9][0-9]{0,9})")
_STATE = "state"


class VersionAssembly:
    """Takes records in the order of the topic, and gives the newest version that is whole.

    What is older than a version that was given is forgotten, so that little more than two models are held.
    """

    def __init__(self) -> None:
        self._heads: dict[int, Any] = {}
        self._chunks: dict[int, dict[int, Chunk]] = {}
        self._given = -1
        self.state = FederationState()

    def add(self, key: str, value: bytes | None) -> None:
        """Takes a record; one that is not of the protocol is passed over."""
        match = _KEY.fullmatch(key)
        try:
            if key == _STATE and value is not None:
                self.state = FederationState.of_record(records.decode("FederationState", value))
            elif match and int(match[1]) > self._given:
                self._add_part(int(match[1]), match[2], value)
        except UndecodableError as e:
            _LOG.warning("record %s of the model is passed over: %s", key, e)

    def _add_part(self, version: int, part: str, value: bytes | None) -> None:
        if part == "head":
            self._heads.pop(version, None)
            if value is not None:
                self._heads[version] = records.decode("GlobalModelHead", value)
            return
        chunks = self._chunks.setdefault(version, {})
        chunks.pop(int(part), None)
        if value is not None:
            chunk = records.decode("PayloadChunk", value)
            if chunk["index"] == int(part):
                chunks[chunk["index"]] = Chunk(chunk["payload"], chunk["payloadCrc32c"])

    def missing_before_head(self) -> int | None:
        """Gives the number of chunks of the newest version whose head is here, or None without a head."""
        return self._heads[max(self._heads)]["chunkCount"] if self._heads else None

    def take_newest(self) -> GlobalModel | None:
        """Gives the newest version that is whole and newer than any given before."""
        for version in sorted(self._heads, reverse=True):
            head, chunks = self._heads[version], self._chunks.get(version, {})
            if all(index in chunks for index in range(head["chunkCount"])):
                model = self._checked(version, head, chunks)
                if model is not None:
                    self._forget_up_to(version)
                    return model
        return None

    def _checked(self, version: int, head: Any, chunks: dict[int, Chunk]) -> GlobalModel | None:
        try:
            return _model_of(version, head, [chunks[index] for index in range(head["chunkCount"])])
        except TributaryError as e:
            _LOG.warning("version %d is passed over: %s", version, e)
            # As it stands it never becomes whole; a later record may bring another head.
            del self._heads[version]
            return None

    def _forget_up_to(self, version: int) -> None:
        self._given = version
        self._heads = {v: head for v, head in self._heads.items() if v > version}
        self._chunks = {v: chunks for v, chunks in self._chunks.items() if v > version}


def _model_of(version: int, head: Any, chunks: list[Chunk]) -> GlobalModel:
    if head["version"] != version or head["chunkCount"] < 1:
        raise TributaryError(f"head must be of version {version} with a chunk at least, was of {head['version']} with"
                             f" {head['chunkCount']}")
    if head["encoding"] not in MODEL_ENCODINGS:
        raise TributaryError(f"encoding of a model must be one of {', '.join(MODEL_ENCODINGS)}, was {head['encoding']};"
                             " this client may be too old for the federation")
    layout = Layout.of_record(head["layout"])
    if layout.fingerprint != head["layoutFingerprint"] or layout.parameter_count != head["parameterCount"]:
        raise TributaryError("layout must have the head's fingerprint and number of parameters, had others")
    payload = join(chunks, head["payloadBytes"], head["payloadDigest"])
    parameters = decode(head["encoding"], payload, layout.parameter_count)
    parameters.setflags(write=False)
    definition = head["definition"]
    return GlobalModel(version, layout, parameters, definition["format"], definition["text"], head["payloadDigest"],
                       head["provenance"])
