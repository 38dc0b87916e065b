"""``TOP_K``: the values of the greatest magnitude and where they stand; the others are 0."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tributary.codecs.dense import FloatArray, require_finite
from tributary.errors import PayloadError

_COUNT_BYTES = 4
_MAX_GAP_BYTES = 5
_Indices = NDArray[np.int64]


def write(values: FloatArray, fraction: float) -> bytes:
    """Writes the ``ceil(fraction · n)`` values of the greatest magnitude, of equal ones the first, zeros never.

    ``fraction`` is above 0 and at most 1.
    """
    kept = _greatest(np.abs(values), math.ceil(fraction * len(values)))
    gaps = np.diff(kept, prepend=-1) - 1
    return len(kept).to_bytes(_COUNT_BYTES, "little") + _varints(gaps) + values[kept].astype("<f4").tobytes()


def _greatest(magnitudes: FloatArray, count: int) -> _Indices:
    threshold = np.partition(magnitudes, len(magnitudes) - count)[len(magnitudes) - count]
    above = np.flatnonzero(magnitudes > threshold)
    if threshold == 0:
        return above
    equal = np.flatnonzero(magnitudes == threshold)[:count - len(above)]
    merged: _Indices = np.sort(np.concatenate((above, equal)))
    return merged


def _varints(gaps: _Indices) -> bytes:
    """Writes each gap with 7 bits a byte, lowest first, the top bit set in all bytes but the last."""
    lengths = np.ones(len(gaps), dtype=np.int64)
    for i in range(1, _MAX_GAP_BYTES):
        lengths += gaps >= 1 << 7 * i
    starts = np.cumsum(lengths) - lengths
    out = np.zeros(int(np.sum(lengths)), dtype=np.uint8)
    for i in range(_MAX_GAP_BYTES):
        has = lengths > i
        more = np.where(lengths[has] > i + 1, 0x80, 0)
        out[starts[has] + i] = (gaps[has] >> 7 * i) & 0x7F | more
    return out.tobytes()


def read(payload: bytes, count: int) -> FloatArray:
    """Reads a sparse vector of ``count`` values."""
    if len(payload) < _COUNT_BYTES:
        raise PayloadError("LENGTH", f"payload must be at least {_COUNT_BYTES} bytes, was {len(payload)}")
    kept = int.from_bytes(payload[:_COUNT_BYTES], "little")
    if kept > count:
        raise PayloadError("MALFORMED", f"number of values must be at most {count}, was {kept}")
    gap_bytes = len(payload) - _COUNT_BYTES - 4 * kept
    if gap_bytes < kept:
        raise PayloadError("LENGTH", f"{kept} values must have at least {kept} bytes of gaps, had {gap_bytes}")
    gaps = _read_varints(np.frombuffer(payload, np.uint8, gap_bytes, _COUNT_BYTES), kept)
    # Sums of at most 2^28 gaps below 2^35 stay below 2^63.
    indices = np.cumsum(gaps + 1) - 1
    if kept and indices[-1] >= count:
        raise PayloadError("MALFORMED", f"index must be below {count}, was {indices[-1]}")
    values = np.zeros(count, dtype=np.float32)
    values[indices] = np.frombuffer(payload, "<f4", kept, _COUNT_BYTES + gap_bytes)
    return require_finite(values)


def _read_varints(data: NDArray[np.uint8], expected: int) -> _Indices:
    ends = np.flatnonzero(data < 0x80)
    lengths = np.diff(ends, prepend=-1)
    if (lengths > _MAX_GAP_BYTES).any():
        raise PayloadError("MALFORMED", f"a gap must have at most {_MAX_GAP_BYTES} bytes, had {lengths.max()}")
    if len(ends) != expected or (expected and ends[-1] != len(data) - 1):
        raise PayloadError("LENGTH", f"{expected} gaps must fill {len(data)} bytes, {len(ends)} did not")
    if ((lengths > 1) & (data[ends] == 0)).any():
        raise PayloadError("MALFORMED", "a gap must be written in as few bytes as it takes, was longer")
    starts = ends - lengths + 1
    gaps = np.zeros(expected, dtype=np.int64)
    for i in range(_MAX_GAP_BYTES):
        has = lengths > i
        gaps[has] |= (data[starts[has] + i].astype(np.int64) & 0x7F) << 7 * i
    return gaps
