"""From a delta to whole numbers: protocol-masked.md, section 3."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tributary.masking.settings import PrivacySettings
from tributary.model.layout import FloatArray
from tributary.training import Training

_GREATEST_LOSS = 16.0
_FIRST_SHRINK = 2.0 ** -40
Words = NDArray[np.int64]


def words_of(delta: FloatArray, training: Training, settings: PrivacySettings) -> Words:
    """Gives the words of an update: one a parameter, then those of its example count and metrics.

    The squares of the parameters' words add up to at most the square of the bound, in whole numbers.
    """
    weight = _weight(training.example_count, settings)
    limit = settings.word_limit
    scale = max(1, limit // 4) if settings.noise_multiplier else limit
    bound = math.isqrt(settings.bound ** 2 - scale ** 2) if settings.noise_multiplier else settings.bound
    wide = delta.astype(np.float64)
    if settings.coordinate_bound:
        np.clip(wide, -settings.coordinate_bound, settings.coordinate_bound, out=wide)
    norm = math.sqrt(float(np.dot(wide, wide)))
    shortened = min(1.0, settings.clipping_norm / norm) if norm else 1.0
    quantised = _quantised(wide, weight * shortened * (bound / settings.clipping_norm), bound, min(limit, bound))
    more = _extras(training, weight, scale, norm > settings.clipping_norm, settings)
    return np.concatenate((quantised, np.array(more, dtype=np.int64)))


def _weight(example_count: int, settings: PrivacySettings) -> float:
    if settings.weighting == "uniform":
        return 1.0
    return min(example_count, settings.example_count_cap) / settings.example_count_cap


def _quantised(wide: NDArray[np.float64], factor: float, bound: int, limit: int) -> Words:
    shrink = 0.0
    while True:
        # A cast to whole numbers cuts toward zero.
        quantised: Words = np.clip(wide * (factor * (1 - shrink)), -limit, limit).astype(np.int64)
        if int(np.dot(quantised, quantised)) <= bound * bound:
            return quantised
        shrink = min(1.0, 2 * shrink or _FIRST_SHRINK)


def _extras(training: Training, weight: float, scale: int, was_clipped: bool, settings: PrivacySettings) -> list[int]:
    extras = [math.trunc(weight * scale)] if settings.weighting == "examples" else []
    if settings.noise_multiplier:
        return extras
    loss = min(max(training.metrics.get("loss", 0.0), 0.0), _GREATEST_LOSS)
    accuracy = min(max(training.metrics.get("accuracy", 0.0), 0.0), 1.0)
    return [*extras, math.trunc(loss / _GREATEST_LOSS * weight * scale), math.trunc(accuracy * weight * scale),
            scale if was_clipped else -scale]
