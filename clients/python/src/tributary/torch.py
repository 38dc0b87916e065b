"""A trainer for PyTorch modules. The only module of this package that imports PyTorch."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any, Callable

import numpy as np
import torch

from tributary.errors import TributaryError
from tributary.training import Evaluated, Training, TrainingStopped

Loss = Callable[[Any, Any], Any]


class TorchTrainer:
    """Trains a module on batches of a loader that stays here: plain SGD, or an optimiser of your own.

    ``network``    its ``state_dict()`` must have each tensor of the layout, of the same shape; tensors that the layout
                   lacks are not shared, and keep their values from round to round
    ``loader``     batches as pairs of inputs and targets, such as a ``torch.utils.data.DataLoader``
    ``epochs``     passes over the loader in each round
    ``loss``       ``torch.nn.functional.cross_entropy`` if None: a mean over the batch
    ``optimizer``  a function from parameters to an optimiser, made anew in each round; SGD with ``learning_rate`` if None
    ``test``       batches that ``evaluate`` measures a version on

    ``stop`` ends a training between two batches. Metrics: ``loss``, and ``accuracy`` where targets are class numbers.
    """

    def __init__(self, network: torch.nn.Module, loader: Iterable[Any], *, epochs: int = 1,
                 learning_rate: float = 0.05, loss: Loss | None = None,
                 optimizer: Callable[[Iterable[Any]], Any] | None = None, test: Iterable[Any] | None = None) -> None:
        if epochs < 1:
            raise TributaryError(f"epochs must be at least 1, was {epochs}")
        self._network = network
        self._loader = loader
        self._epochs = epochs
        self._loss = loss or torch.nn.functional.cross_entropy
        self._optimizer = optimizer or (lambda parameters: torch.optim.SGD(parameters, lr=learning_rate))
        self._test = test
        self._stop = threading.Event()

    def __call__(self, arrays: Mapping[str, Any]) -> Training:
        """Trains from the arrays, which must have names and shapes of the network's tensors."""
        self._load(arrays)
        self._network.train()
        optimizer = self._optimizer(self._network.parameters())
        totals = _Totals()
        for epoch in range(self._epochs):
            totals = _Totals()
            for inputs, targets in self._loader:
                if self._stop.is_set():
                    raise TrainingStopped
                optimizer.zero_grad()
                outputs = self._network(inputs)
                loss = self._loss(outputs, targets)
                loss.backward()
                optimizer.step()
                totals.add(loss, outputs, targets)
        trained = self._network.state_dict()
        return Training({name: trained[name].detach().cpu().numpy() for name in arrays}, totals.examples, totals.means())

    def evaluate(self, arrays: Mapping[str, Any]) -> Evaluated:
        """Measures a version on ``test``; give it as a client's ``evaluator``."""
        if self._test is None:
            raise TributaryError("test must be batches to measure a version on, was None; give TorchTrainer(test=…)")
        self._load(arrays)
        self._network.eval()
        totals = _Totals()
        with torch.no_grad():
            for inputs, targets in self._test:
                outputs = self._network(inputs)
                totals.add(self._loss(outputs, targets), outputs, targets)
        return Evaluated(totals.examples, totals.means())

    def stop(self) -> None:
        """Ends a training that is running, and each one that is begun after it."""
        self._stop.set()

    def _load(self, arrays: Mapping[str, Any]) -> None:
        own = self._network.state_dict()
        flaws = []
        for name, array in arrays.items():
            if name not in own:
                flaws.append(f"{name} is not in the network")
            elif tuple(own[name].shape) != tuple(array.shape):
                flaws.append(f"{name} must be {list(own[name].shape)}, was {list(array.shape)}")
        if flaws:
            raise TributaryError("tensors of the model must be those of the network, were not: " + "; ".join(flaws)
                                 + f"; the network has {', '.join(own)}")
        shared = {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in arrays.items()}
        self._network.load_state_dict({**own, **shared})


class _Totals:
    """Sums over batches, from which means over examples come."""

    def __init__(self) -> None:
        self.examples = 0
        self._loss = 0.0
        self._right = 0
        self._has_classes = True

    def add(self, loss: Any, outputs: Any, targets: Any) -> None:
        count = len(targets)
        self.examples += count
        self._loss += float(loss.detach()) * count
        if targets.dtype == torch.int64 and targets.dim() == 1 and outputs.dim() == 2:
            self._right += int((outputs.detach().argmax(dim=1) == targets).sum())
        else:
            self._has_classes = False

    def means(self) -> dict[str, float]:
        if not self.examples:
            raise TributaryError("loader must give at least one batch with an example, gave none")
        means = {"loss": self._loss / self.examples}
        if self._has_classes:
            means["accuracy"] = self._right / self.examples
        return means
