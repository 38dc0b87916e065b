"""A model version and the state of its federation, as a client has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tributary.model.layout import FloatArray, Layout

CONTROL_PREFIX = "control/"
# Keys of notices of refused updates on the topic `model`: protocol-records.md, Rejection.
NOTICE_PREFIX = "refusal/"


@dataclass(frozen=True)
class GlobalModel:
    """A published version. ``parameters`` is the flat vector, read-only, in the layout's order."""

    version: int
    layout: Layout
    parameters: FloatArray
    definition_format: str
    definition: str
    digest: bytes
    provenance: Mapping[str, Any]

    def arrays(self) -> dict[str, FloatArray]:
        """Gives a copy of each tensor by name, which the caller may change."""
        return self.layout.unflatten(self.parameters.copy())

    def __repr__(self) -> str:
        return f"GlobalModel(version={self.version}, parameters={self.layout.parameter_count})"


@dataclass(frozen=True)
class FederationState:
    """What a client has to know beside the model. Where there is none yet, the mode is taken as ASYNC."""

    version: int = -1
    mode: str = "ASYNC"
    sampling_rate: float = 1.0
    is_stopped: bool = False
    stop_reason: str = ""

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> FederationState:
        """Reads a FederationState record."""
        return cls(record["version"], record["mode"], record["samplingRate"], record["isStopped"], record["stopReason"])
