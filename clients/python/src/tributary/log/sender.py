"""Sends the records of one update until each is acknowledged."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from typing import Any, Callable, NamedTuple

from confluent_kafka import KafkaError, KafkaException

from tributary.errors import TributaryError
from tributary.log.backoff import Backoff

_LOG = logging.getLogger(__name__)
_POLL_SECONDS = 0.1
_FLUSH_SECONDS = 5.0
_FINAL = {
    KafkaError.MSG_SIZE_TOO_LARGE: "raise max.message.bytes of the topic, or lower message.max.bytes of the client",
    KafkaError.TOPIC_AUTHORIZATION_FAILED: "grant Write and Describe on it, see: tributary topics acls",
    KafkaError.CLUSTER_AUTHORIZATION_FAILED: "grant IdempotentWrite, see: tributary topics acls",
    KafkaError.UNKNOWN_TOPIC_OR_PART: "create it with: tributary topics apply",
    KafkaError._UNKNOWN_TOPIC: "create it with: tributary topics apply",
    KafkaError._AUTHENTICATION: "check the credentials in Kafka's properties",
}


class Outgoing(NamedTuple):
    """A record to be sent."""

    topic: str
    key: str
    value: bytes


class Sender:
    """An idempotent producer, made anew after an error that it does not survive. Not thread-safe."""

    def __init__(self, make_producer: Callable[[], Any], stop: threading.Event) -> None:
        self._make_producer = make_producer
        self._producer = make_producer()
        self._stop = stop

    def send(self, make_records: Callable[[], Iterable[Outgoing]], doing: str) -> bool:
        """Sends the records in order, all of them again after a failure, until each is acknowledged.

        ``make_records`` must give the same records each time. Gives False if told to stop before that; raises
        TributaryError if they can never be sent.
        """
        backoff = Backoff(self._stop)
        while True:
            failure = self._attempt(make_records())
            if failure is None:
                return True
            if self._stop.is_set():
                return False
            self._raise_if_final(failure)
            if failure.fatal():
                self._producer = self._make_producer()
            if not backoff.wait(doing, failure.str()):
                return False

    def offer(self, record: Outgoing) -> None:
        """Sends a record that nobody waits for."""
        try:
            self._producer.produce(record.topic, record.value, record.key.encode(), on_delivery=_log_failure)
        except (BufferError, KafkaException) as e:
            _LOG.warning("not sent to %s: %s", record.topic, e)

    def close(self) -> None:
        """Waits a few seconds for what is on its way."""
        self._producer.flush(_FLUSH_SECONDS)

    def _attempt(self, records: Iterable[Outgoing]) -> Any:
        """Gives None when all are acknowledged, or the first error; then nothing of them is under way any more."""
        failures: list[Any] = []
        waiting = [0]

        def delivered(error: Any, _message: Any) -> None:
            waiting[0] -= 1
            if error is not None:
                failures.append(error)

        for record in records:
            if failures or not self._produce(record, delivered, failures):
                break
            waiting[0] += 1
        while waiting[0]:
            self._producer.poll(_POLL_SECONDS)
            if self._stop.is_set() and not failures:
                # Whoever stops waits for what is under way, but not for a broker that is away.
                self._producer.flush(_FLUSH_SECONDS)
                if waiting[0]:
                    self._producer.purge()
        return failures[0] if failures else None

    def _produce(self, record: Outgoing, delivered: Callable[[Any, Any], None], failures: list[Any]) -> bool:
        while True:
            try:
                self._producer.produce(record.topic, record.value, record.key.encode(), on_delivery=delivered)
                return True
            except BufferError:
                self._producer.poll(_POLL_SECONDS)
                if failures:
                    return False
            except KafkaException as e:
                failures.append(e.args[0])
                return False

    @staticmethod
    def _raise_if_final(failure: Any) -> None:
        advice = _FINAL.get(failure.code())
        if advice is not None:
            raise TributaryError(f"the update must be one that the broker takes, was refused: {failure.str()}; {advice}")


def _log_failure(error: Any, message: Any) -> None:
    if error is not None:
        _LOG.warning("not sent to %s: %s", message.topic(), error.str())
