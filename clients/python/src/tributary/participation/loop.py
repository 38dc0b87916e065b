"""The rounds of a client: protocol.md, section 7."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any, Callable, NamedTuple

from tributary.errors import TributaryError
from tributary.identity.pseudonym import is_in_cohort
from tributary.log.sender import Outgoing, Sender
from tributary.model.search import ModelSearch
from tributary.model.version import CONTROL_PREFIX, GlobalModel
from tributary.participation.rejections import Rejections
from tributary.training import (Evaluated, Evaluator, Trainer, Training, TrainingStopped, require_example_count,
                                require_metrics, training_of)
from tributary.update.delta import Delta, NonFiniteDeltaError, delta_of
from tributary.wire import records

_LOG = logging.getLogger(__name__)
_WAIT_SECONDS = 0.5
_GRACE_SECONDS = 1.0

# Turns a delta into records, sends them until acknowledged, and gives the update's id; None if they were not.
Publish = Callable[[GlobalModel, Training, Delta], str | None]


class Work(NamedTuple):
    """What a client does with a version, and what is called with its number when its update was acknowledged."""

    trainer: Trainer
    publish: Publish
    on_update: Callable[[int], None]


class Participation:
    """Takes part until so many updates are acknowledged, the federation is stopped, or the client is told to."""

    def __init__(self, client_id: str, search: ModelSearch, work: Work, rejections: Rejections,
                 stop: threading.Event) -> None:
        self._client_id = client_id
        self._search = search
        self._work = work
        self._rejections = rejections
        self._stop = stop
        self.updates = 0
        self.model: GlobalModel | None = None

    def run(self, rounds: int | None, evaluate: Callable[[GlobalModel], None]) -> None:
        """Runs; ``evaluate`` is called once with each version that is received."""
        trained = True
        while not self._is_over(rounds):
            newer = self._next_version()
            if newer is not None:
                _LOG.info("model received: modelVersion=%d parameters=%d", newer.version, newer.layout.parameter_count)
                _require_no_control(newer)
                self.model, trained = newer, False
                evaluate(newer)
            if self.model is not None and not trained and not self._is_over(rounds) and self._is_invited(self.model):
                trained = True
                self._train(self.model)
        self._hear_of_the_last()

    def _is_over(self, rounds: int | None) -> bool:
        return (self._stop.is_set() or (rounds is not None and self.updates >= rounds)
                or self._search.state.is_stopped)

    def _next_version(self) -> GlobalModel | None:
        if self.model is None:
            newer = self._search.find() or self._search.follow(_WAIT_SECONDS)
            if newer is None and not self._stop.is_set():
                _LOG.info("no model yet, waiting; version 0 is published with: tributary model init")
                newer = self._wait_for_first()
        elif self._search.is_far_behind(self.model):
            newer = self._search.find(self.model.version)
        else:
            newer = self._search.follow(_WAIT_SECONDS)
        self._rejections.take(self._search.others())
        return newer

    def _wait_for_first(self) -> GlobalModel | None:
        newer = None
        while newer is None and not self._stop.is_set():
            newer = self._search.follow(_WAIT_SECONDS)
        return newer

    def _is_invited(self, model: GlobalModel) -> bool:
        state = self._search.state
        return state.mode != "SYNC" or is_in_cohort(self._client_id, model.version, state.sampling_rate)

    def _train(self, model: GlobalModel) -> None:
        begin = time.monotonic()
        try:
            training = training_of(self._work.trainer(model.arrays()))
        except TrainingStopped:
            _LOG.info("training given up: modelVersion=%d", model.version)
            return
        _LOG.info("trained: modelVersion=%d examples=%d ms=%d metrics=%s", model.version, training.example_count,
                  1000 * (time.monotonic() - begin), dict(training.metrics))
        try:
            update_id = self._work.publish(model, training, delta_of(model, training))
        except NonFiniteDeltaError as e:
            # Trained again from the same parameters it would end the same way: only a newer version helps.
            _LOG.warning("delta not sent: modelVersion=%d reason=%s", model.version, e)
            return
        if update_id is not None:
            self._rejections.sent(update_id)
            self.updates += 1
            self._work.on_update(model.version)

    def _hear_of_the_last(self) -> None:
        """A rejection of the last update comes a moment after it."""
        deadline = time.monotonic() + _GRACE_SECONDS
        while self.updates and not self._stop.is_set() and (left := deadline - time.monotonic()) > 0:
            self._search.follow(min(left, _WAIT_SECONDS))
            self._rejections.take(self._search.others())


def _require_no_control(model: GlobalModel) -> None:
    control = [tensor.name for tensor in model.layout.tensors if tensor.name.startswith(CONTROL_PREFIX)]
    if control:
        raise TributaryError(f"layout must have no tensor {CONTROL_PREFIX}…, had {control[0]}; the federation uses"
                             " SCAFFOLD, which this client does not know: zeros there would hold the others back")


class VersionReports:
    """Measures each version on test data that stays here, and sends an Evaluation of it that nobody waits for."""

    def __init__(self, client_id: str, topic: str, evaluator: Evaluator | None, sender: Sender) -> None:
        self._client_id = client_id
        self._topic = topic
        self._evaluator = evaluator
        self._sender = sender

    def __call__(self, model: GlobalModel) -> None:
        """Measures a version, and reports it."""
        if self._evaluator is None:
            return
        count, metrics = _evaluated(self._evaluator(model.arrays()))
        _LOG.info("evaluated: modelVersion=%d examples=%d metrics=%s", model.version, count, metrics)
        self._sender.offer(Outgoing(self._topic, str(model.version), records.encode("Evaluation", {
            "version": model.version, "clientId": self._client_id, "exampleCount": count, "metrics": metrics})))


def _evaluated(result: Any) -> tuple[int, dict[str, float]]:
    if isinstance(result, Evaluated) or isinstance(result, tuple) and len(result) == 2:
        return require_example_count(result[0]), require_metrics(result[1])
    raise TributaryError(f"an evaluator must return an example count and metrics, returned {type(result).__name__}")
