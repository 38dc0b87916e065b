"""A federated client."""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from tributary.errors import TributaryError
from tributary.identity import secret as secret_file
from tributary.identity.pseudonym import client_id, require_federation
from tributary.log.connection import Connection, KafkaSettings
from tributary.log.names import name_of
from tributary.log.reader import LogReader
from tributary.log.sender import Sender
from tributary.masking.enrolment import Enrolled, Masking
from tributary.masking.helper_keys import HelperKeys
from tributary.masking.publishing import MaskedPublishing
from tributary.model.search import ModelSearch
from tributary.model.version import FederationState, GlobalModel
from tributary.participation.loop import Participation, Publish, VersionReports, Work
from tributary.participation.progress import progress_bar
from tributary.participation.rejections import Rejection, Rejections
from tributary.training import Evaluator, Trainer
from tributary.update.encoding import UpdateEncoding
from tributary.update.publishing import ClearPublishing
from tributary.update.records import Origin
from tributary.update.residual import ResidualFile
from tributary.wire.chunks import chunk_bytes

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Result:
    """What a client did: updates that were acknowledged, the newest model it saw, and what was refused."""

    updates: int
    model: GlobalModel | None
    rejections: tuple[Rejection, ...]
    stop_reason: str


class Client:
    """A client of one federation: it trains on data that stays here, and sends what changed.

    ``federation``      its name, such as ``digits``; the topics begin with ``fl.<federation>.``, or another
                        prefix for ``fl.`` that ``TRIBUTARY_TOPIC_PREFIX`` names
    ``kafka``           brokers as ``host:port,…``, or any properties of librdkafka as a dict
    ``trainer``         a function from named arrays to a Training, or to named arrays, an example count and metrics;
                        if it has a method ``stop``, that is called when the client is to stop
    ``secret``          the file that the pseudonym comes from, made on first use; the same as a Java client's
    ``evaluator``       a function from named arrays to an example count and metrics, called with each version
    ``encoding``        FLOAT32, FLOAT16, INT8 or TOP_K, with ``top_k_fraction`` and ``error_feedback``
    ``state_directory`` where what an encoding left out survives a restart; in memory alone if None
    ``masking``         key, certificate, pinned mask helper and settings of a masked federation; in the clear if None
    ``on_rejection``    called with each update of this client that it hears was refused; details need a right to read that topic
    ``seed``            makes INT8's rounding repeatable

    One instance runs once at a time. ``stop`` may be called from any thread, or from a signal handler.
    """

    def __init__(self, federation: str, *, kafka: KafkaSettings, trainer: Trainer,
                 secret: str | os.PathLike[str] | None = None, evaluator: Evaluator | None = None,
                 encoding: str = "FLOAT32", top_k_fraction: float = 0.05, error_feedback: bool | None = None,
                 state_directory: str | os.PathLike[str] | None = None,
                 masking: Masking | None = None, on_rejection: Callable[[Rejection], None] | None = None, seed: int | None = None) -> None:
        self.federation = require_federation(federation)
        self._trainer = trainer
        self._evaluator = evaluator
        file = secret_file.default_path(os.environ) if secret is None else Path(secret)
        self.client_id = client_id(secret_file.load_or_create(file), federation)
        self._connection = Connection(kafka, self.client_id)
        residual = None if state_directory is None else ResidualFile(Path(state_directory), self.client_id)
        self._encoding = UpdateEncoding(encoding.upper(), top_k_fraction, error_feedback, seed, residual)
        self._enrolled = None if masking is None else Enrolled.load(masking, federation, self.client_id)
        if masking is not None and (evaluator is not None or self._encoding.name != "FLOAT32"):
            raise TributaryError("evaluator must be None and encoding FLOAT32 with masking, were not; masked evaluations are"
                                 " not sent by this client yet, and a clear one would tell what masks hide")
        self._on_rejection = on_rejection
        self._stop = threading.Event()
        self._participation: Participation | None = None

    @property
    def model(self) -> GlobalModel | None:
        """The newest model that was received; while the trainer runs, the one that it trains from."""
        return self._participation.model if self._participation is not None else None

    def stop(self) -> None:
        """Ends a run after what it is doing, and a trainer that can be stopped sooner."""
        self._stop.set()
        stop_trainer = getattr(self._trainer, "stop", None)
        if callable(stop_trainer):
            stop_trainer()

    def run(self, rounds: int | None = None, *, progress: bool | None = None) -> Result:
        """Takes part until so many updates of this client are acknowledged, the federation stops, or ``stop``.

        ``rounds`` None means without end. ``progress`` shows a bar if tqdm is there; None means on a terminal. An
        interrupted run (Ctrl-C) lets go of Kafka and raises KeyboardInterrupt; what was not acknowledged may not count.
        """
        if rounds is not None and rounds < 1:
            raise TributaryError(f"rounds must be at least 1 or None, was {rounds}")
        self._stop.clear()
        with ExitStack() as stack:
            result = self._run(rounds, stack, sys.stderr.isatty() if progress is None else progress)
        return result

    def _run(self, rounds: int | None, stack: ExitStack, shows_progress: bool) -> Result:
        reader = stack.enter_context(closing(LogReader(self._connection.consumer(), self._stop, self._connection.request_seconds)))
        search = ModelSearch(reader, self._topic("model"))
        # Says in one line whether the cluster, the topic and the rights on it are there, before anything else.
        if reader.range_of(self._topic("model")) is None:
            return Result(0, None, (), "")
        updates = self._topic("updates")
        max_record_bytes = self._connection.max_record_bytes(updates)
        sender = stack.enter_context(closing(Sender(lambda: self._connection.producer(max_record_bytes), self._stop)))
        reader.add_at_end(self._topic("rejections"))
        rejections = Rejections(self.client_id, self._on_rejection)
        bar = stack.enter_context(progress_bar(rounds, self.federation, shows_progress))
        publish = self._publishing(sender, chunk_bytes(max_record_bytes), stack)
        work = Work(self._trainer, publish, bar)
        participation = Participation(self.client_id, search, work, rejections, self._stop)
        self._participation = participation
        reports = VersionReports(self.client_id, self._topic("evaluations"), self._evaluator, sender)
        participation.run(rounds, reports)
        if search.state.is_stopped:
            _LOG.info("the federation is stopped: %s", search.state.stop_reason)
        return Result(participation.updates, participation.model, tuple(rejections.last), search.state.stop_reason)

    def _publishing(self, sender: Sender, size: int, stack: ExitStack) -> Publish:
        if self._enrolled is None:
            return ClearPublishing(sender, self._encoding,
                                   Origin(self.client_id, self._topic("updates"), self._encoding.name, size))
        reader = stack.enter_context(closing(LogReader(self._connection.consumer(), self._stop, self._connection.request_seconds)))
        helper_keys = HelperKeys(reader, self._enrolled, self._stop)
        return MaskedPublishing(sender, self._enrolled, helper_keys, self.client_id, size)

    def _topic(self, noun: str) -> str:
        return name_of(self.federation, noun)

    def __repr__(self) -> str:
        return f"Client(federation={self.federation!r}, client_id={self.client_id!r})"


def newest_model(federation: str, *, kafka: KafkaSettings, client_id: str = "tributary-reader",
                 ) -> tuple[GlobalModel | None, FederationState]:
    """Gives the newest version of a federation and its state, without taking part; None while there is no version."""
    require_federation(federation)
    connection = Connection(kafka, client_id)
    with closing(LogReader(connection.consumer(), threading.Event(), connection.request_seconds)) as reader:
        search = ModelSearch(reader, name_of(federation, "model"))
        return search.find(), search.state
