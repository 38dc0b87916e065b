"""``INT8``: blocks of 256 values, each a scale and one signed byte a value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tributary.codecs.dense import FloatArray, require_finite, require_length
from tributary.errors import PayloadError

BLOCK = 256
STEPS = 127
_SCALE_BYTES = 4
_ROW = _SCALE_BYTES + BLOCK
# The greatest binary32 divided by 128: what any byte times the scale is finite with.
_MAX_SCALE = np.float32(2.0 ** 121 - 2.0 ** 97)


def write_nearest(values: FloatArray) -> bytes:
    """Rounds each value to the nearest step of its block, ties to even: the same bytes each time."""
    return _written(values, None)


def write_at_random(values: FloatArray, random: np.random.Generator) -> bytes:
    """Rounds each value up or down, so that the mean over many updates is right."""
    return _written(values, random)


def _written(values: FloatArray, random: np.random.Generator | None) -> bytes:
    blocks = -(-len(values) // BLOCK)
    padded = np.zeros(blocks * BLOCK, dtype=np.float32)
    padded[:len(values)] = values
    rows = padded.reshape(blocks, BLOCK)
    scales = _scales(rows)
    # In binary64: a quotient of two binary32 that were rounded to binary32 could pass the next step.
    divisors = np.where(scales == 0, 1, scales).astype(np.float64)
    steps = rows / divisors[:, None]
    if random is None:
        np.rint(steps, out=steps)
    else:
        # 32 random bits are finer than any step of a binary32 that is kept.
        steps += random.random(steps.shape, dtype=np.float32)
        np.floor(steps, out=steps)
    # Only where the scale was cut off at its greatest: there a value may be up to 128 steps.
    np.clip(steps, -STEPS, STEPS, out=steps)
    out = np.empty((blocks, _ROW), dtype=np.uint8)
    out[:, :_SCALE_BYTES] = scales.astype("<f4").view(np.uint8).reshape(blocks, _SCALE_BYTES)
    out[:, _SCALE_BYTES:] = steps.astype(np.int8).view(np.uint8)
    return out.tobytes()[:_SCALE_BYTES * blocks + len(values)]


def _scales(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    greatest = np.maximum(rows.max(axis=1), -rows.min(axis=1)).astype(np.float64)
    scales: NDArray[np.float32] = (greatest / STEPS).astype(np.float32)
    too_small = scales.astype(np.float64) * STEPS < greatest
    scales[too_small] = np.nextafter(scales[too_small], np.float32(np.inf))
    return np.minimum(scales, _MAX_SCALE)


def read(payload: bytes, count: int) -> FloatArray:
    """Reads ``count`` values, each byte times its block's scale, rounded to binary32 once."""
    blocks = -(-count // BLOCK)
    require_length(payload, count + _SCALE_BYTES * blocks)
    padded = np.zeros(blocks * _ROW, dtype=np.uint8)
    padded[:len(payload)] = np.frombuffer(payload, dtype=np.uint8)
    rows = padded.reshape(blocks, _ROW)
    scales = np.ascontiguousarray(rows[:, :_SCALE_BYTES]).view("<f4").reshape(blocks)
    require_finite(scales)
    if ((scales < 0) | (scales > _MAX_SCALE)).any():
        wrong = int(np.argmax((scales < 0) | (scales > _MAX_SCALE)))
        raise PayloadError("MALFORMED", f"scale of block {wrong} must be 0 to 2^121 - 2^97, was {scales[wrong]}")
    # 24 bits of scale times 8 of a byte: a binary64 holds the product, so it is rounded once.
    steps = rows[:, _SCALE_BYTES:].view(np.int8)
    values: FloatArray = (steps * np.abs(scales).astype(np.float64)[:, None]).astype(np.float32)
    return values.reshape(-1)[:count]
