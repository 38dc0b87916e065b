"""What was refused of this client's updates, for the developer to see."""

from __future__ import annotations

import collections
import logging
from typing import Callable, NamedTuple

from tributary.errors import UndecodableError
from tributary.log.reader import LogRecord
from tributary.model.version import NOTICE_PREFIX
from tributary.wire import records

_LOG = logging.getLogger(__name__)
_MOST_KEPT = 100
_MOST_SENT = 64
# protocol.md, section 8.
ADVICE = {
    "UNDECODABLE": "the encoder is at fault, the golden files show how",
    "CLIENT_ID_MISMATCH": "the client id must be the record's key",
    "WRONG_PARTITION": "the partitioner must be murmur2, as librdkafka calls Kafka's default",
    "MALFORMED_MANIFEST": "a field of the manifest is out of its bounds",
    "UNSUPPORTED_ENCODING": "send FLOAT32",
    "UNKNOWN_BASE_VERSION": "train from a version of the model topic",
    "STALE_VERSION": "train faster, or ask the operator to raise round.maxStaleness",
    "ROLLED_BACK": "nothing to do: the next training begins from the newest version",
    "NOT_IN_COHORT": "nothing to do: wait for a version whose cohort this client is in",
    "FEDERATION_STOPPED": "nothing to do: the federation is done",
    "DUPLICATE_UPDATE": "nothing to do: it counts",
    "SECOND_UPDATE": "wait for a newer version; do two processes share a secret?",
    "LAYOUT_MISMATCH": "take layout and number of parameters from the head",
    "LENGTH_MISMATCH": "the encoder is at fault",
    "TOO_LARGE": "the encoder is at fault",
    "EXAMPLE_COUNT_OUT_OF_RANGE": "ask the operator to raise admission.maxExampleCount",
    "DIGEST_MISMATCH": "the encoder is at fault",
    "MISSING_CHUNKS": "nothing to do if the client was interrupted; do two processes share a secret?",
    "EXCESS_CHUNKS": "each chunk must be sent once, all anew after a failure",
    "MALFORMED_PAYLOAD": "the encoder is at fault, the golden files show how",
    "NON_FINITE": "check learning rate and data",
    "NORM_TOO_LARGE": "clip the delta, or ask the operator to raise admission.maxDeltaNorm",
    "TOO_MUCH_HELD": "nothing to do: the aggregator has too many incomplete updates",
}


class Rejection(NamedTuple):
    """An update that was refused, why, and what to do about it."""

    reason: str
    detail: str
    update_id: str
    base_version: int
    advice: str


class Rejections:
    """Picks this client's rejections out of what comes by, says them in the log, and keeps the last hundred.

    On the topic ``rejections`` they stand under the client's id; among the notices on ``model`` it knows its own by the ids
    of the updates that it has sent. One that comes both ways is told once.
    """

    def __init__(self, client_id: str, listener: Callable[[Rejection], None] | None) -> None:
        self._client_id = client_id
        self._listener = listener
        self._sent: collections.deque[str] = collections.deque(maxlen=_MOST_SENT)
        self._told: collections.deque[str] = collections.deque(maxlen=_MOST_KEPT)
        self.count = 0
        self.last: collections.deque[Rejection] = collections.deque(maxlen=_MOST_KEPT)

    def sent(self, update_id: str) -> None:
        """Remembers an update, so that its notice is recognised."""
        self._sent.append(update_id)

    def take(self, came: list[LogRecord]) -> None:
        """Looks through records of both topics."""
        for record in came:
            is_notice = record.key.startswith(NOTICE_PREFIX)
            if is_notice or record.key == self._client_id:
                try:
                    rejection = records.decode("Rejection", record.value)
                    if not is_notice or rejection["updateId"] in self._sent:
                        self._take(rejection)
                except UndecodableError as e:
                    _LOG.warning("a rejection is passed over: %s", e)

    def _take(self, record: records.Record) -> None:
        reason = record["reason"]
        if record["updateId"] in self._told:
            return
        if record["updateId"]:
            self._told.append(record["updateId"])
        rejection = Rejection(reason, record["detail"], record["updateId"], record["baseVersion"],
                              ADVICE.get(reason, "see the reason in docs/protocol.md"))
        self.count += 1
        self.last.append(rejection)
        _LOG.warning("update rejected: reason=%s modelVersion=%d detail=%s; %s", reason, rejection.base_version,
                     rejection.detail, rejection.advice)
        if self._listener is not None:
            self._listener(rejection)
