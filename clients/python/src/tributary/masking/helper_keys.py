"""Finds the mask helper's newest key: protocol-masked.md, section 1, step 1."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from typing import Any, Callable

from tributary.errors import UndecodableError
from tributary.log.backoff import Backoff
from tributary.log.names import name_of
from tributary.log.reader import LogReader
from tributary.masking.enrolment import Enrolled
from tributary.wire import records

_LOG = logging.getLogger(__name__)
_READ_SECONDS = 0.5


class HelperKeys:
    """Reads the small compacted topic anew whenever a key is wanted: one that was sealed to last may be over."""

    def __init__(self, reader: LogReader, enrolled: Enrolled, stop: threading.Event,
                 now: Callable[[], float] = time.time) -> None:
        self._reader = reader
        self._enrolled = enrolled
        self._stop = stop
        self._now = now
        self._topic = name_of(enrolled.federation, "helper-keys")

    def newest(self) -> Mapping[str, Any] | None:
        """Gives the key of the greatest epoch that is good, waiting until there is one; None if told to stop."""
        backoff = Backoff(self._stop)
        while True:
            good = [key for key in self._read() if self._enrolled.is_good(key, self._now() * 1000)]
            if good:
                return max(good, key=lambda key: int(key["epoch"]))
            if not backoff.wait("finding a key of the mask helper", f"{self._topic} has none that the pinned root key"
                                " signed, that is not over, and that has this client's privacy settings"):
                return None

    def _read(self) -> list[Mapping[str, Any]]:
        offsets = self._reader.range_of(self._topic)
        if offsets is None:
            return []
        keys: dict[str, Mapping[str, Any]] = {}
        self._reader.start(self._topic, offsets[0])
        while not self._reader.is_at_end(self._topic) and not self._stop.is_set():
            for record in self._reader.read(_READ_SECONDS):
                keys.pop(record.key, None)
                try:
                    if record.value is not None:
                        keys[record.key] = records.decode("HelperKey", record.value)
                except UndecodableError as e:
                    _LOG.warning("key %s of the mask helper is passed over: %s", record.key, e)
        return list(keys.values())
