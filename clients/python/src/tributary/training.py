"""What a trainer is: any function from named arrays to the same arrays, trained on data that stays here."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable, NamedTuple, Union

from tributary.errors import TributaryError

_METRIC = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_MOST_METRICS = 16
_GREATEST_LONG = (1 << 63) - 1


class TrainingStopped(Exception):
    """A trainer raises it to give a training up, because it was told to stop. Nothing is sent then."""


@dataclass(frozen=True)
class Training:
    """What a training gave.

    ``parameters`` has the names and shapes that were received, as arrays or anything that numpy takes for one;
    ``example_count`` says how many examples were trained on, at least 1; ``metrics`` are means over them, such as
    ``loss`` and ``accuracy``: at most 16, finite. With ``is_delta`` the arrays hold what changed, trained minus
    received, for trainers that know it better than a difference of binary32 does.
    """

    parameters: Mapping[str, Any]
    example_count: int
    metrics: Mapping[str, float] = field(default_factory=dict)
    is_delta: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "example_count", require_example_count(self.example_count))
        object.__setattr__(self, "metrics", require_metrics(self.metrics))


class Evaluated(NamedTuple):
    """How well a version does on test data that stays here: how many examples, and means over them."""

    example_count: int
    metrics: Mapping[str, float]


# Named arrays, each the trainer's own to change, to a Training or a tuple of what a Training has.
Trainer = Callable[[dict[str, Any]], Union[Training, tuple[Mapping[str, Any], int, Mapping[str, float]]]]
Evaluator = Callable[[dict[str, Any]], Union[Evaluated, tuple[int, Mapping[str, float]]]]


def training_of(result: Any) -> Training:
    """Takes what a trainer returned."""
    if isinstance(result, Training):
        return result
    if isinstance(result, tuple) and len(result) == 3 and isinstance(result[0], Mapping):
        return Training(*result)
    raise TributaryError("a trainer must return a Training, or named arrays, an example count and metrics, returned"
                         f" {type(result).__name__}; see: tributary.Training")


def require_example_count(count: Any) -> int:
    """Gives a number of examples as an int, if it is one of at least 1."""
    if isinstance(count, bool) or not hasattr(count, "__index__") or not 1 <= int(count) <= _GREATEST_LONG:
        raise TributaryError(f"example count must be a whole number of at least 1, was {count!r};"
                             " do not take part without examples")
    return int(count)


def require_metrics(metrics: Mapping[str, Any]) -> dict[str, float]:
    """Gives metrics as floats, if they are within the protocol's bounds."""
    if len(metrics) > _MOST_METRICS:
        raise TributaryError(f"metrics must be at most {_MOST_METRICS}, were {len(metrics)}; leave some out")
    checked = {}
    for name, value in metrics.items():
        if not _METRIC.fullmatch(name):
            raise TributaryError(f"name of a metric must be 1 to 64 of A-Z a-z 0-9 _ . -, was {name!r}")
        checked[name] = float(value)
        if not math.isfinite(checked[name]):
            raise TributaryError(f"metric {name} must be finite, was {value}; leave it out, or check the training")
    return checked
