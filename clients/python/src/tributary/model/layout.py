"""Which tensors follow each other in the flat vector, and how each is flattened: protocol.md, section 6."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tributary.errors import TributaryError

MAX_PARAMETERS = 268_435_447
_MAX_NAME = 128
_SHOWN_FLAWS = 5

FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class TensorShape:
    """One tensor's place in the flat vector. ``order`` C: last index fastest, F: first index fastest."""

    name: str
    shape: tuple[int, ...]
    order: Literal["C", "F"] = "C"

    def __post_init__(self) -> None:
        if not 1 <= len(self.name) <= _MAX_NAME or any(c in self.name for c in "\t\r\n"):
            raise TributaryError(f"name of a tensor must be 1 to {_MAX_NAME} characters without tab or line break,"
                                 f" was {self.name!r}")
        if any(length < 1 for length in self.shape):
            raise TributaryError(f"each dimension of {self.name} must be at least 1, was {list(self.shape)}")
        if self.order not in ("C", "F"):
            raise TributaryError(f"order of {self.name} must be C or F, was {self.order}")

    @property
    def size(self) -> int:
        """Values of the tensor."""
        return math.prod(self.shape)


@dataclass(frozen=True)
class Layout:
    """The tensors of a model, in the order of the flat vector; names are unique."""

    tensors: tuple[TensorShape, ...]
    parameter_count: int = field(init=False)
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        names = [tensor.name for tensor in self.tensors]
        if len(set(names)) != len(names):
            twice = sorted({name for name in names if names.count(name) > 1})
            raise TributaryError(f"names of tensors must be unique, were twice: {', '.join(twice)}")
        count = sum(tensor.size for tensor in self.tensors)
        if not 1 <= count <= MAX_PARAMETERS:
            raise TributaryError(f"parameters of a layout must be 1 to {MAX_PARAMETERS}, were {count}")
        object.__setattr__(self, "parameter_count", count)
        object.__setattr__(self, "fingerprint", hashlib.sha256(self.text().encode("utf-8")).hexdigest())

    @classmethod
    def of_record(cls, tensors: Iterable[Mapping[str, Any]]) -> Layout:
        """Reads the field ``layout`` of a GlobalModelHead."""
        return cls(tuple(TensorShape(t["name"], tuple(t["shape"]), t["order"]) for t in tensors))

    def text(self) -> str:
        """The lines that the fingerprint is made of."""
        return "".join(f"{t.name}\t{t.order}\t{','.join(map(str, t.shape))}\n" for t in self.tensors)

    def unflatten(self, flat: FloatArray) -> dict[str, FloatArray]:
        """Gives each tensor as a view into the flat vector: writing to one writes to the other."""
        views, at = {}, 0
        for tensor in self.tensors:
            views[tensor.name] = flat[at:at + tensor.size].reshape(tensor.shape, order=tensor.order)
            at += tensor.size
        return views

    def flatten(self, arrays: Mapping[str, Any]) -> FloatArray:
        """Gives a new flat vector of the arrays, which must have the layout's names and shapes, no more, no less."""
        converted = {name: np.asarray(array) for name, array in arrays.items()}
        self._require_same_tensors(converted)
        flat = np.empty(self.parameter_count, dtype=np.float32)
        # What is too great for binary32 becomes infinite here, and is refused with the name of its tensor later.
        with np.errstate(over="ignore"):
            for name, view in self.unflatten(flat).items():
                view[...] = converted[name]
        return flat

    def tensor_at(self, position: int) -> str:
        """Gives the name of the tensor that has the value at a position of the flat vector."""
        for tensor in self.tensors:
            if position < tensor.size:
                return tensor.name
            position -= tensor.size
        raise IndexError(position)

    def _require_same_tensors(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        flaws = []
        for tensor in self.tensors:
            if tensor.name not in arrays:
                flaws.append(f"{tensor.name} is missing")
            elif arrays[tensor.name].shape != tensor.shape:
                flaws.append(f"{tensor.name} must be {list(tensor.shape)}, was {list(arrays[tensor.name].shape)}")
            elif arrays[tensor.name].dtype.kind not in "fiu":
                flaws.append(f"{tensor.name} must hold real numbers, held {arrays[tensor.name].dtype}")
        known = {tensor.name for tensor in self.tensors}
        flaws += [f"{name} is not in the layout" for name in arrays if name not in known]
        if flaws:
            more = f"; and {len(flaws) - _SHOWN_FLAWS} more" if len(flaws) > _SHOWN_FLAWS else ""
            raise TributaryError("tensors must be those of the model's layout, were not: "
                                 + "; ".join(flaws[:_SHOWN_FLAWS]) + more)
