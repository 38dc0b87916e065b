"""How a client reaches its cluster: librdkafka's properties, and the ones that the protocol asks for."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Union

from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka.admin import AdminClient, ConfigResource

from tributary.errors import TributaryError

_LOG = logging.getLogger(__name__)
_KAFKA_LOG = logging.getLogger("tributary.kafka")
DEFAULT_MAX_MESSAGE_BYTES = 1_048_588
_REQUEST_SECONDS = 10.0
# What librdkafka gives a request; a user who has set either expects the broker to be slow.
_TIME_LIMITS = ("socket.timeout.ms", "request.timeout.ms")
_MAX_MESSAGE_BYTES = "message.max.bytes"

KafkaSettings = Union[str, Mapping[str, Any]]

# What the protocol does not leave to anybody's choice.
_CONSUMER_MUSTS = {
    "isolation.level": "read_committed",
    "enable.auto.commit": False,
    "enable.auto.offset.store": False,
    "enable.partition.eof": True,
    "auto.offset.reset": "earliest",
}
_PRODUCER_MUSTS = {
    "enable.idempotence": True,
    "acks": "all",
    # Kafka's own; librdkafka's default is CRC-32, which puts a client on another partition than Java's does.
    "partitioner": "murmur2_random",
}
_PRODUCER_ONLY = ("compression.", "linger.ms", "batch.", "queue.buffering.", "delivery.timeout.ms", "message.timeout.ms",
                  "retries", "request.timeout.ms", "max.in.flight", "message.send.max.retries")
_CONSUMER_ONLY = ("fetch.", "session.timeout.ms", "heartbeat.interval.ms", "max.poll.", "queued.", "check.crcs")


class Connection:
    """A cluster and the name under which this client is known there. Makes consumers, producers, and no others."""

    def __init__(self, kafka: KafkaSettings, client_id: str) -> None:
        """``kafka`` is a list of brokers, ``host:port`` with commas between, or any properties of librdkafka."""
        properties = {"bootstrap.servers": kafka} if isinstance(kafka, str) else dict(kafka)
        if not properties.get("bootstrap.servers"):
            raise TributaryError("bootstrap.servers must be host:port of at least one broker, was nothing;"
                                 " give kafka=\"host:port\" or the property")
        for name, must in {**_CONSUMER_MUSTS, **_PRODUCER_MUSTS}.items():
            if name in properties and str(properties[name]).lower() != str(must).lower():
                raise TributaryError(f"Kafka property {name} must be {must}, was {properties[name]};"
                                     " the protocol asks for it, leave it out")
        if "transactional.id" in properties:
            raise TributaryError("Kafka property transactional.id must be left out, was"
                                 f" {properties['transactional.id']}; an open transaction would hold up every reader")
        self._properties = {name: value for name, value in properties.items()
                            if name not in _CONSUMER_MUSTS and name not in _PRODUCER_MUSTS}
        self._client_id = client_id
        self.brokers = str(properties["bootstrap.servers"])
        self.request_seconds = _request_seconds(properties)

    def consumer(self) -> Any:
        """Gives a new consumer, to be closed by the caller."""
        # librdkafka insists on a group even where partitions are assigned; nothing is ever asked of this one.
        group = self._properties.get("group.id", f"tributary-{self._client_id}-{secrets.token_hex(4)}")
        return _made(Consumer, {"fetch.wait.max.ms": 500, **self._common(_PRODUCER_ONLY), **_CONSUMER_MUSTS,
                                "group.id": group})

    def producer(self, max_record_bytes: int) -> Any:
        """Gives a new producer for records of up to so many bytes, to be flushed by the caller."""
        return _made(Producer, {"linger.ms": 0, "socket.nagle.disable": True, _MAX_MESSAGE_BYTES: max_record_bytes,
                                **self._common(_CONSUMER_ONLY), **_PRODUCER_MUSTS})

    def publisher(self, transactional_id: str, max_record_bytes: int) -> Any:
        """Gives a new producer for one transaction, as the publisher of version 0 needs it; clients must not."""
        return _made(Producer, {_MAX_MESSAGE_BYTES: max_record_bytes, **self._common(_CONSUMER_ONLY), **_PRODUCER_MUSTS,
                                "transactional.id": transactional_id})

    def max_record_bytes(self, topic: str) -> int:
        """Gives the largest record that the topic takes and the client's own property allows, in bytes."""
        own = int(self._properties.get(_MAX_MESSAGE_BYTES, 1 << 31))
        return min(own, self._max_message_bytes(topic))

    def _max_message_bytes(self, topic: str) -> int:
        admin = _made(AdminClient, self._common(_CONSUMER_ONLY + _PRODUCER_ONLY))
        resource = ConfigResource(ConfigResource.Type.TOPIC, topic)
        try:
            answer = admin.describe_configs([resource], request_timeout=self.request_seconds)[resource].result()
            return int(answer["max.message.bytes"].value)
        except KafkaException as e:
            _LOG.info("max.message.bytes of %s is taken to be Kafka's default, it could not be read: %s", topic,
                      e.args[0].str())
            return DEFAULT_MAX_MESSAGE_BYTES

    def _common(self, without: tuple[str, ...]) -> dict[str, Any]:
        kept = {name: value for name, value in self._properties.items() if not name.startswith(without)}
        return {"client.id": self._client_id, **kept, "logger": _KAFKA_LOG}


def _request_seconds(properties: Mapping[str, Any]) -> float:
    """Gives the longest time for an answer: ours, or the user's where that is longer. Several requests may be behind one."""
    given = [str(properties.get(name, "")).strip() for name in _TIME_LIMITS]
    # A value that is no time is refused by librdkafka, in its own words.
    return max([_REQUEST_SECONDS, *(int(value) / 1000 for value in given if value.isdecimal())])


def _made(kind: Any, properties: dict[str, Any]) -> Any:
    try:
        return kind(properties)
    except (KafkaException, ValueError, TypeError) as e:
        reason = e.args[0].str() if isinstance(e, KafkaException) else str(e)
        raise TributaryError(f"Kafka properties must be ones that librdkafka knows, were not: {reason}") from e


def read_properties(file: Path) -> dict[str, str]:
    """Reads a file of ``name=value`` lines; a line that begins with # or ! is a comment."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as e:
        raise TributaryError(f"--kafka-config must be a readable text file, {file} was not: {e}") from e
    properties = {}
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text[0] in "#!":
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise TributaryError(f"line {number} of {file} must be name=value, was {text!r}")
        properties[name.strip()] = value.strip()
    return properties
