"""Waiting longer and longer, by chance, before something is tried again."""

from __future__ import annotations

import logging
import random
import threading

_LOG = logging.getLogger(__name__)
_FIRST_SECONDS = 0.2
_GREATEST_SECONDS = 30.0


class Backoff:
    """Doubles the greatest wait each time, and waits between half of it and all of it.

    The stop event ends a wait at once. Not thread-safe.
    """

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._seconds = _FIRST_SECONDS

    def wait(self, doing: str, reason: object) -> bool:
        """Says in the log what is tried again and why, and waits. Gives False if the client is to stop."""
        seconds = self._seconds * random.uniform(0.5, 1.0)
        self._seconds = min(2 * self._seconds, _GREATEST_SECONDS)
        _LOG.warning("%s failed, trying again in %.1f s: %s", doing, seconds, reason)
        return not self._stop.wait(seconds)

    def reset(self) -> None:
        """Begins with short waits again, after a success."""
        self._seconds = _FIRST_SECONDS
