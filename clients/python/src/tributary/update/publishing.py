"""Sends deltas in the clear."""

from __future__ import annotations

import logging

from tributary.log.sender import Sender
from tributary.model.version import GlobalModel
from tributary.training import Training
from tributary.update.delta import Delta
from tributary.update.encoding import UpdateEncoding
from tributary.update.records import Origin, UpdateRecords

_LOG = logging.getLogger(__name__)


class ClearPublishing:
    """Encodes a delta, sends it, and keeps what the encoding left out once it is acknowledged."""

    def __init__(self, sender: Sender, encoding: UpdateEncoding, origin: Origin) -> None:
        self._sender = sender
        self._encoding = encoding
        self._origin = origin

    def __call__(self, model: GlobalModel, training: Training, delta: Delta) -> str | None:
        """Sends an update until each record is acknowledged, and gives its id; None if told to stop before that."""
        encoded = self._encoding.encode(delta, model.layout)
        update = UpdateRecords(self._origin, model, training, encoded)
        if not self._sender.send(update, f"sending update {update.update_id}"):
            _LOG.info("update given up: modelVersion=%d updateId=%s", model.version, update.update_id)
            return None
        self._encoding.acknowledged(encoded, model.layout)
        _LOG.info("update sent: modelVersion=%d updateId=%s bytes=%d", model.version, update.update_id,
                  len(encoded.payload))
        return update.update_id
