"""Reads a payload of any encoding of updates and models."""

from __future__ import annotations

from tributary.codecs import dense, int8, top_k
from tributary.codecs.dense import FloatArray
from tributary.errors import TributaryError

MODEL_ENCODINGS = ("FLOAT32", "FLOAT16", "INT8")
UPDATE_ENCODINGS = ("FLOAT32", "FLOAT16", "INT8", "TOP_K")

_READERS = {
    "FLOAT32": dense.read_float32,
    "FLOAT16": dense.read_float16,
    "INT8": int8.read,
    "TOP_K": top_k.read,
}


def decode(encoding: str, payload: bytes, count: int) -> FloatArray:
    """Gives the ``count`` values of a payload, all finite; PayloadError names what speaks against it.

    The array may share the payload's memory, and is then read-only.
    """
    reader = _READERS.get(encoding)
    if reader is None:
        raise TributaryError(f"encoding must be one of {', '.join(UPDATE_ENCODINGS)}, was {encoding};"
                             " this client may be older than the federation")
    return reader(payload, count)
