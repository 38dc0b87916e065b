"""Reads topics of one partition by assignment, without a group and without keeping a place."""

from __future__ import annotations

import logging
import threading
from typing import Any, NamedTuple

from confluent_kafka import KafkaError, KafkaException, TopicPartition

from tributary.errors import TributaryError
from tributary.log.backoff import Backoff

_LOG = logging.getLogger(__name__)
_MOST_AT_ONCE = 64
_FATAL = {
    KafkaError._AUTHENTICATION: "check the credentials in Kafka's properties",
    KafkaError.SASL_AUTHENTICATION_FAILED: "check the credentials in Kafka's properties",
    KafkaError.TOPIC_AUTHORIZATION_FAILED: "grant Read and Describe on it, see: tributary topics acls",
    KafkaError.UNKNOWN_TOPIC_OR_PART: "create it with: tributary topics apply; or check the federation's name",
    KafkaError._UNKNOWN_TOPIC: "create it with: tributary topics apply; or check the federation's name",
    KafkaError._UNKNOWN_PARTITION: "create it with: tributary topics apply; or check the federation's name",
}
# No group is ever asked anything, so that nobody needs rights on one.
_OF_NO_MATTER = {KafkaError.GROUP_AUTHORIZATION_FAILED}


class LogRecord(NamedTuple):
    """A record as it stands on the log; ``value`` is None for a tombstone."""

    topic: str
    key: str
    value: bytes | None


class LogReader:
    """Partition 0 of topics, from where it is told. Not thread-safe; the stop event ends every wait."""

    def __init__(self, consumer: Any, stop: threading.Event, request_seconds: float) -> None:
        self._consumer = consumer
        self._request_seconds = request_seconds
        self._stop = stop
        # Next offset of each topic that is read beside the one that was started.
        self._beside: dict[str, int] = {}
        self._at_end: set[str] = set()

    def range_of(self, topic: str) -> tuple[int, int] | None:
        """Gives the first offset and the last stable one, trying until the broker answers; None if told to stop."""
        backoff = Backoff(self._stop)
        while not self._stop.is_set():
            try:
                low, high = self._consumer.get_watermark_offsets(TopicPartition(topic, 0), timeout=self._request_seconds)
                return int(low), int(high)
            except KafkaException as e:
                self._raise_if_final(e.args[0], topic)
                backoff.wait(f"reading {topic}", e.args[0].str())
        return None

    def start(self, topic: str, offset: int) -> None:
        """Reads this topic from the offset on; those that were added go on where they were."""
        self._at_end.clear()
        beside = [TopicPartition(name, 0, place) for name, place in self._beside.items()]
        self._consumer.assign([TopicPartition(topic, 0, offset), *beside])

    def add_at_end(self, topic: str) -> bool:
        """Reads what will come to another topic too, if this client may; gives whether it looks so."""
        try:
            _, high = self._consumer.get_watermark_offsets(TopicPartition(topic, 0), timeout=self._request_seconds)
            self._beside[topic] = int(high)
            self._consumer.incremental_assign([TopicPartition(topic, 0, high)])
            return True
        except KafkaException as e:
            _LOG.info("%s is not read: %s", topic, e.args[0].str())
            return False

    def is_stopped(self) -> bool:
        """Says whether the client was told to stop."""
        return self._stop.is_set()

    def is_at_end(self, topic: str) -> bool:
        """Says whether everything that was committed when the end was last seen has been given."""
        return topic in self._at_end

    def left(self, topic: str) -> int:
        """Gives how many offsets are between what was given and the end, as far as that is known without a request."""
        partition = TopicPartition(topic, 0)
        _, high = self._consumer.get_watermark_offsets(partition, cached=True)
        position = self._consumer.position([partition])[0].offset
        return max(0, int(high) - int(position)) if position >= 0 and high >= 0 else 0

    def read(self, seconds: float) -> list[LogRecord]:
        """Gives what has come, and waits up to so many seconds for the first of it."""
        messages = self._consumer.consume(1, seconds)
        # The rest of what was fetched with it, without waiting.
        messages += self._consumer.consume(_MOST_AT_ONCE, 0) if messages else []
        return [record for record in map(self._record_of, messages) if record is not None]

    def close(self) -> None:
        """Ends all reading."""
        self._consumer.close()

    def _record_of(self, message: Any) -> LogRecord | None:
        topic = message.topic()
        if message.error():
            self._handle(message.error(), topic)
            return None
        if topic in self._beside:
            self._beside[topic] = message.offset() + 1
        key = message.key() or b""
        return LogRecord(topic, key.decode("utf-8", "replace"), message.value())

    def _handle(self, error: Any, topic: str | None) -> None:
        if error.code() == KafkaError._PARTITION_EOF and topic is not None:
            self._at_end.add(topic)
        elif error.code() in _OF_NO_MATTER:
            _LOG.debug("of no matter: %s", error.str())
        elif topic is not None and topic in self._beside:
            _LOG.info("%s cannot be read: %s", topic, error.str())
        else:
            self._raise_if_final(error, topic)
            _LOG.warning("reading goes on after: %s", error.str())

    @staticmethod
    def _raise_if_final(error: Any, topic: str | None) -> None:
        advice = _FATAL.get(error.code())
        if advice is not None:
            raise TributaryError(f"topic {topic} must be there and readable, was not: {error.str()}; {advice}")
