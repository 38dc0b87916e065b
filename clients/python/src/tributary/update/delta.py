"""Trained minus received."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from tributary.errors import TributaryError
from tributary.model.layout import FloatArray, Layout
from tributary.model.version import GlobalModel
from tributary.training import Training


class NonFiniteDeltaError(TributaryError):
    """A training gave a value that is infinite or not a number: it can only be left out."""


class Delta(NamedTuple):
    """What a training changed, in the order of the layout, all finite; ``l2_norm`` is computed in binary64."""

    values: FloatArray
    l2_norm: float


def delta_of(model: GlobalModel, trained: Training) -> Delta:
    """Takes the difference, in binary32, of what was trained and the model; the trained arrays may be overwritten."""
    values = model.layout.flatten(trained.parameters)
    if not trained.is_delta:
        with np.errstate(over="ignore", invalid="ignore"):
            values -= model.parameters
    return checked(values, model.layout)


def checked(values: FloatArray, layout: Layout) -> Delta:
    """Computes the norm, which is finite if and only if all values are: squares of binary32 fit in binary64."""
    wide = values.astype(np.float64)
    squares = float(np.dot(wide, wide))
    if not math.isfinite(squares):
        position = int(np.argmin(np.isfinite(values)))
        raise NonFiniteDeltaError(f"each value of the delta must be finite, one of tensor {layout.tensor_at(position)}"
                                  f" was {values[position]}; check learning rate and data")
    return Delta(values, math.sqrt(squares))
