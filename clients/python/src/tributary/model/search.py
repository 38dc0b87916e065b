"""Finds the newest version on the topic `model`, and follows it: protocol.md, section 7, steps 1 and 5."""

from __future__ import annotations

import logging
import time

from tributary.log.reader import LogReader, LogRecord
from tributary.model.assembly import VersionAssembly
from tributary.model.version import NOTICE_PREFIX, FederationState, GlobalModel

_LOG = logging.getLogger(__name__)
_FIRST_LOOK = 8
_WIDENING = 4
_READ_SECONDS = 0.5
_STATE_SECONDS = 1.0


class ModelSearch:
    """Gives the versions of a federation, the newest first and then what follows it. Not thread-safe."""

    def __init__(self, reader: LogReader, topic: str) -> None:
        self._reader = reader
        self._topic = topic
        self._assembly = VersionAssembly()
        self._others: list[LogRecord] = []

    @property
    def state(self) -> FederationState:
        """The newest state that was read."""
        return self._assembly.state

    def find(self, newer_than: int = -1) -> GlobalModel | None:
        """Looks backwards from the end until a whole version is found or the beginning is reached.

        Gives None if there is none newer, or the client is told to stop. Reading goes on from the end.
        """
        offsets = self._reader.range_of(self._topic)
        if offsets is None:
            return None
        low, end = offsets
        distance = _FIRST_LOOK
        looked_for_chunks = False
        while True:
            start = max(low, end - distance)
            model = self._look_from(start)
            if model is not None or start == low:
                return model if model is not None and model.version > newer_than else None
            missing = self._assembly.missing_before_head()
            if missing is not None and not looked_for_chunks:
                looked_for_chunks = True
                distance = _FIRST_LOOK + 2 * missing
            else:
                distance *= _WIDENING

    def _look_from(self, start: int) -> GlobalModel | None:
        self._assembly = VersionAssembly()
        self._reader.start(self._topic, start)
        while not self._reader.is_at_end(self._topic):
            if self._reader.is_stopped():
                return None
            self._take(self._reader.read(_READ_SECONDS))
        model = self._assembly.take_newest()
        if model is not None:
            self._read_state_of(model.version)
        return model

    def _read_state_of(self, version: int) -> None:
        """The state follows its head in the same transaction; of an older release there may be none."""
        deadline = time.monotonic() + _STATE_SECONDS
        while self.state.version < version and (left := deadline - time.monotonic()) > 0:
            if self._reader.is_at_end(self._topic) and self.state.version < 0:
                return
            self._take(self._reader.read(min(left, _READ_SECONDS)))

    def follow(self, seconds: float) -> GlobalModel | None:
        """Waits up to so many seconds for records, and gives the newest version that they make whole."""
        self._take(self._reader.read(seconds))
        return self._assembly.take_newest()

    def is_far_behind(self, model: GlobalModel) -> bool:
        """Says whether searching anew reads less than going on would."""
        chunks = 1 + model.parameters.nbytes // (1 << 20)
        return self._reader.left(self._topic) > _WIDENING * (_FIRST_LOOK + chunks)

    def others(self) -> list[LogRecord]:
        """Gives, once, what came from other topics that the reader has, and notices of refused updates."""
        others, self._others = self._others, []
        return others

    def _take(self, came: list[LogRecord]) -> None:
        for record in came:
            if record.topic == self._topic and not record.key.startswith(NOTICE_PREFIX):
                self._assembly.add(record.key, record.value)
            else:
                self._others.append(record)
