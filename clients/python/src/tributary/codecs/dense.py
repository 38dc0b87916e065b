"""``FLOAT32`` and ``FLOAT16``: every value, one after the other, little-endian."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tributary.errors import PayloadError

FLOAT16_MAX = np.float32(65504.0)
FloatArray = NDArray[np.float32]


def write_float32(values: FloatArray) -> bytes:
    """Writes values as binary32, bit for bit."""
    return values.astype("<f4", copy=False).tobytes()


def read_float32(payload: bytes, count: int) -> FloatArray:
    """Reads ``count`` finite values."""
    require_length(payload, 4 * count)
    return require_finite(np.frombuffer(payload, dtype="<f4"))


def write_float16(values: FloatArray) -> bytes:
    """Rounds to binary16, to nearest, ties to even; what is beyond ±65,504 becomes ±65,504."""
    return np.clip(values, -FLOAT16_MAX, FLOAT16_MAX).astype("<f2").tobytes()


def read_float16(payload: bytes, count: int) -> FloatArray:
    """Reads ``count`` finite values."""
    require_length(payload, 2 * count)
    return require_finite(np.frombuffer(payload, dtype="<f2").astype(np.float32))


def require_length(payload: bytes, expected: int) -> None:
    """Raises PayloadError unless the payload has as many bytes as expected."""
    if len(payload) != expected:
        raise PayloadError("LENGTH", f"payload must be {expected} bytes, was {len(payload)}")


def require_finite(values: FloatArray) -> FloatArray:
    """Gives the values back, or raises PayloadError with the position of the first that is not finite."""
    if not np.isfinite(values).all():
        position = int(np.argmin(np.isfinite(values)))
        raise PayloadError("NON_FINITE", f"value {position} must be finite, was {values[position]}")
    return values
