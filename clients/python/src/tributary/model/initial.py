"""Publishes version 0 of a federation: protocol.md, section 9."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import numpy as np
from confluent_kafka import KafkaException

from tributary.codecs import dense
from tributary.errors import TributaryError
from tributary.identity.pseudonym import require_federation
from tributary.log.connection import Connection, KafkaSettings
from tributary.log.names import name_of
from tributary.log.reader import LogReader
from tributary.log.sender import Outgoing
from tributary.model.layout import Layout, TensorShape
from tributary.model.search import ModelSearch
from tributary.wire import records
from tributary.wire.chunks import chunk_bytes, cut

_SECONDS = 60.0
_CODE_VERSION = "tributary-client for Python"


def publish_initial(federation: str, arrays: Mapping[str, Any], *, kafka: KafkaSettings,
                    definition_format: str = "external", definition: str = "", mode: str = "ASYNC",
                    sampling_rate: float = 1.0) -> Layout:
    """Publishes version 0 with these tensors, in their order; each is flattened with its last index fastest.

    ``definition_format`` names the library and its format, 1 to 64 characters, and ``definition`` is the architecture
    in its words, empty if clients know it. ``mode`` and ``sampling_rate`` are those of federation.yaml: what clients go
    by until an aggregator has started. Raises TributaryError if the federation has a version already, or a value is
    not finite. Nobody sees a part of it: it is one transaction.
    """
    require_federation(federation)
    if not 1 <= len(definition_format) <= 64:
        raise TributaryError(f"definition_format must be 1 to 64 characters, was {definition_format!r}")
    if mode not in ("ASYNC", "SYNC") or not 0 < sampling_rate <= 1:
        raise TributaryError(f"mode must be ASYNC or SYNC and sampling_rate above 0 and at most 1, were {mode} and"
                             f" {sampling_rate}")
    layout = Layout(tuple(TensorShape(name, np.shape(array)) for name, array in arrays.items()))
    payload = dense.write_float32(dense.require_finite(layout.flatten(arrays)))
    connection = Connection(kafka, name_of(federation, "publisher"))
    _require_no_version(connection, federation)
    max_record_bytes = connection.max_record_bytes(name_of(federation, "model"))
    to_send = _records(federation, layout, payload, chunk_bytes(max_record_bytes), (definition_format, definition))
    to_send.append(_state(federation, mode, sampling_rate))
    _send(connection.publisher(name_of(federation, "publisher"), max_record_bytes), to_send)
    return layout


def _require_no_version(connection: Connection, federation: str) -> None:
    with closing(LogReader(connection.consumer(), threading.Event(), connection.request_seconds)) as reader:
        found = ModelSearch(reader, name_of(federation, "model")).find()
    if found is not None:
        raise TributaryError(f"federation {federation} must have no version yet, had {found.version};"
                             " a new model needs a federation of another name")


def _records(federation: str, layout: Layout, payload: bytes, size: int, definition: tuple[str, str]) -> list[Outgoing]:
    chunks = cut(payload, size)
    now = int(time.time() * 1000)
    head = {
        "version": 0,
        "layout": [{"name": t.name, "shape": list(t.shape), "order": t.order} for t in layout.tensors],
        "layoutFingerprint": layout.fingerprint, "parameterCount": layout.parameter_count, "encoding": "FLOAT32",
        "payloadBytes": len(payload), "chunkCount": len(chunks), "payloadDigest": hashlib.sha256(payload).digest(),
        "definition": {"format": definition[0], "text": definition[1]},
        "provenance": {"baseVersion": -1, "strategy": "initial", "settings": {}, "updateCount": 0, "exampleCount": 0,
                       "codeVersion": _CODE_VERSION, "createdAtMs": now},
    }
    result = {
        "version": 0, "baseVersion": -1, "closeReason": "INITIAL", "updateCount": 0, "clientCount": 0,
        "partialCount": 0, "exampleCount": 0, "aggregationWeight": 0.0, "staleness": {}, "metrics": {},
        "updateBytes": 0, "modelBytes": len(payload), "stepL2Norm": 0.0, "openedAtMs": now, "firstUpdateAtMs": now,
        "closedAtMs": now, "aggregationMs": 0.0, "extensions": 0, "memberRecords": 0, "strategy": "initial",
        "layoutFingerprint": layout.fingerprint, "parameterCount": layout.parameter_count, "settings": "",
        "commandId": "", "rolledBackTo": -1, "discardedUpdateCount": 0, "note": "",
        "privacy": {}, "closedPartials": {},
    }
    model = name_of(federation, "model")
    return [
        *(Outgoing(model, f"0/{index}", records.encode("PayloadChunk", {
            "payloadId": "0", "index": index, "payloadCrc32c": chunk.crc32c, "payload": chunk.payload}))
          for index, chunk in enumerate(chunks)),
        Outgoing(model, "0/head", records.encode("GlobalModelHead", head)),
        Outgoing(name_of(federation, "rounds"), "round/0", records.encode("RoundResult", result)),
    ]


def _state(federation: str, mode: str, sampling_rate: float) -> Outgoing:
    return Outgoing(name_of(federation, "model"), "state", records.encode("FederationState", {
        "version": 0, "mode": mode, "samplingRate": float(sampling_rate) if mode == "SYNC" else 1.0, "isStopped": False,
        "stopReason": "", "writtenAtMs": int(time.time() * 1000)}))


def _send(producer: Any, to_send: list[Outgoing]) -> None:
    try:
        producer.init_transactions(_SECONDS)
        producer.begin_transaction()
        for record in to_send:
            producer.produce(record.topic, record.value, record.key.encode(), partition=0)
            producer.poll(0)
        producer.commit_transaction(_SECONDS)
    except (KafkaException, BufferError) as e:
        reason = e.args[0].str() if isinstance(e, KafkaException) else str(e)
        raise TributaryError(f"version 0 must be taken by the cluster, was not: {reason}; see: tributary topics check,"
                             " and tributary topics acls for the publisher's rights") from e
