"""Versions of a small model, and the records that carry them."""

import hashlib

import numpy as np

from tributary.codecs import dense
from tributary.model.layout import Layout, TensorShape
from tributary.model.version import GlobalModel
from tributary.wire import records
from tributary.wire.chunks import cut

LAYOUT = Layout((TensorShape("W", (2, 3), "F"), TensorShape("b", (3,))))


def model(version=4, values=range(9), layout=LAYOUT):
    parameters = np.array(values, dtype=np.float32)
    parameters.setflags(write=False)
    return GlobalModel(version, layout, parameters, "example", "", bytes(32), {})


def records_of(number, values=range(9), chunk_bytes=16, **changed):
    """The records of a version in the order of the topic, as pairs of key and value."""
    payload = dense.write_float32(np.array(values, dtype=np.float32))
    chunks = cut(payload, chunk_bytes)
    head = {
        "version": number,
        "layout": [{"name": t.name, "shape": list(t.shape), "order": t.order} for t in LAYOUT.tensors],
        "layoutFingerprint": LAYOUT.fingerprint, "parameterCount": 9, "encoding": "FLOAT32",
        "payloadBytes": len(payload), "chunkCount": len(chunks), "payloadDigest": hashlib.sha256(payload).digest(),
        "definition": {"format": "example", "text": ""},
        "provenance": {"baseVersion": number - 1, "strategy": "FedAvg", "settings": {}, "updateCount": 1,
                       "exampleCount": 1, "codeVersion": "0", "createdAtMs": 0},
    }
    parts = [(f"{number}/{index}", records.encode("PayloadChunk", {
        "payloadId": str(number), "index": index, "payloadCrc32c": chunk.crc32c, "payload": chunk.payload}))
        for index, chunk in enumerate(chunks)]
    return [*parts, (f"{number}/head", records.encode("GlobalModelHead", {**head, **changed}))]
