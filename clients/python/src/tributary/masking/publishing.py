"""Sends deltas under a mask."""

from __future__ import annotations

import logging

from tributary.log.sender import Sender
from tributary.masking.enrolment import Enrolled
from tributary.masking.helper_keys import HelperKeys
from tributary.masking.update import MaskedOrigin, MaskedUpdateRecords
from tributary.masking.words import words_of
from tributary.model.version import GlobalModel
from tributary.training import Training
from tributary.update.delta import Delta

_LOG = logging.getLogger(__name__)


class MaskedPublishing:
    """Seals to the mask helper's newest key, and sends nothing without one."""

    def __init__(self, sender: Sender, enrolled: Enrolled, helper_keys: HelperKeys, client_id: str,
                 chunk_bytes: int) -> None:
        self._sender = sender
        self._enrolled = enrolled
        self._helper_keys = helper_keys
        self._client_id = client_id
        self._chunk_bytes = chunk_bytes

    def __call__(self, model: GlobalModel, training: Training, delta: Delta) -> str | None:
        """Sends a seed and a masked update until each record is acknowledged, and gives its id; None if told to stop."""
        helper_key = self._helper_keys.newest()
        if helper_key is None:
            return None
        origin = MaskedOrigin(self._client_id, self._chunk_bytes, helper_key)
        words = words_of(delta.values, training, self._enrolled.settings)
        update = MaskedUpdateRecords(self._enrolled, origin, model, words)
        words.fill(0)
        if not self._sender.send(update, f"sending masked update {update.update_id}"):
            _LOG.info("masked update given up: modelVersion=%d updateId=%s", model.version, update.update_id)
            return None
        _LOG.info("masked update sent: modelVersion=%d updateId=%s bytes=%d", model.version, update.update_id,
                  update.payload_bytes)
        return update.update_id
