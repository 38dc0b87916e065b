"""Writes deltas in the encoding of a client's choice, and keeps what that leaves out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tributary.codecs import UPDATE_ENCODINGS, decode, dense, int8, top_k
from tributary.errors import TributaryError
from tributary.model.layout import FloatArray, Layout
from tributary.update.delta import Delta, checked
from tributary.update.residual import ResidualFile

_DEFAULT_FRACTION = 0.05


class Encoded(NamedTuple):
    """A payload, the norm of the delta in it, and what it leaves out, to be kept once it is acknowledged."""

    payload: bytes
    l2_norm: float
    residual: FloatArray | None


class UpdateEncoding:
    """One of FLOAT32, FLOAT16, INT8 and TOP_K, with or without error feedback.

    With error feedback (Stich et al. 2018, Algorithm 1; Karimireddy et al. 2019, Algorithm 2) p = delta + residual is
    written, and the new residual is p minus what a reader makes of it.
    """

    def __init__(self, name: str = "FLOAT32", top_k_fraction: float = _DEFAULT_FRACTION,
                 error_feedback: bool | None = None, seed: int | None = None, file: ResidualFile | None = None) -> None:
        """``error_feedback`` is on for TOP_K alone if None; ``seed`` makes INT8's rounding repeatable."""
        if name not in UPDATE_ENCODINGS:
            raise TributaryError(f"encoding must be one of {', '.join(UPDATE_ENCODINGS)}, was {name!r}")
        if not 0 < top_k_fraction <= 1:
            raise TributaryError(f"top_k_fraction must be above 0 and at most 1, was {top_k_fraction}")
        self.name = name
        self._fraction = top_k_fraction
        self._keeps_residual = name == "TOP_K" if error_feedback is None else error_feedback and name != "FLOAT32"
        self._random = np.random.default_rng(seed)
        self._file = file if self._keeps_residual else None
        self._residual: FloatArray | None = None
        self._of_layout = ""

    def encode(self, delta: Delta, layout: Layout) -> Encoded:
        """Writes a delta; it is overwritten where there is a residual to add."""
        if not self._keeps_residual:
            return Encoded(self._write(delta.values), delta.l2_norm, None)
        residual = self._residual_for(layout)
        if residual is not None:
            delta.values[...] += residual
            delta = checked(delta.values, layout)
        payload = self._write(delta.values)
        left_out: FloatArray = delta.values - decode(self.name, payload, layout.parameter_count)
        return Encoded(payload, delta.l2_norm, left_out)

    def acknowledged(self, encoded: Encoded, layout: Layout) -> None:
        """Takes over what an update left out, now that the broker has it."""
        if encoded.residual is not None:
            self._residual = encoded.residual
            self._of_layout = layout.fingerprint
            if self._file is not None:
                self._file.write(encoded.residual, layout)

    def _residual_for(self, layout: Layout) -> FloatArray | None:
        if self._of_layout != layout.fingerprint:
            self._residual = self._file.read(layout) if self._file is not None else None
            self._of_layout = layout.fingerprint
        return self._residual

    def _write(self, values: FloatArray) -> bytes:
        if self.name == "FLOAT16":
            return dense.write_float16(values)
        if self.name == "INT8":
            return int8.write_at_random(values, self._random)
        if self.name == "TOP_K":
            return top_k.write(values, self._fraction)
        return dense.write_float32(values)
