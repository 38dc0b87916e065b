"""The records of one update: the manifest with chunk 0, then the other chunks. protocol.md, sections 4 and 7."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from typing import NamedTuple

from tributary.log.sender import Outgoing
from tributary.model.version import GlobalModel
from tributary.training import Training
from tributary.update.encoding import Encoded
from tributary.wire import records
from tributary.wire.chunks import cut


class Origin(NamedTuple):
    """Who sends, where to, and in which encoding and size of chunks."""

    client_id: str
    topic: str
    encoding: str
    chunk_bytes: int


class UpdateRecords:
    """One update, which gives the same records however often it is asked for them."""

    def __init__(self, origin: Origin, model: GlobalModel, training: Training, encoded: Encoded) -> None:
        self.update_id = str(uuid.uuid4())
        self._origin = origin
        self._chunks = cut(encoded.payload, origin.chunk_bytes)
        self._manifest = records.encode("ModelUpdate", {
            "updateId": self.update_id,
            "clientId": origin.client_id,
            "baseVersion": model.version,
            "layoutFingerprint": model.layout.fingerprint,
            "exampleCount": training.example_count,
            "encoding": origin.encoding,
            "parameterCount": model.layout.parameter_count,
            "payloadBytes": len(encoded.payload),
            "chunkCount": len(self._chunks),
            "payloadDigest": hashlib.sha256(encoded.payload).digest(),
            "deltaL2Norm": encoded.l2_norm,
            "metrics": dict(training.metrics),
            "payloadCrc32c": self._chunks[0].crc32c,
            "payload": self._chunks[0].payload,
        })

    def __call__(self) -> Iterator[Outgoing]:
        """Gives the records in the order in which they must travel."""
        yield self._outgoing(self._manifest)
        for index, chunk in enumerate(self._chunks[1:], 1):
            yield self._outgoing(records.encode("PayloadChunk", {
                "payloadId": self.update_id, "index": index, "payloadCrc32c": chunk.crc32c, "payload": chunk.payload}))

    def _outgoing(self, value: bytes) -> Outgoing:
        return Outgoing(self._origin.topic, self._origin.client_id, value)
