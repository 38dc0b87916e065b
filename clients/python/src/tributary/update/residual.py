"""The file with what an encoding left out, for the next start; Java's client reads and writes the same."""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
from pathlib import Path

import numpy as np

from tributary.errors import TributaryError
from tributary.model.layout import FloatArray, Layout

_LOG = logging.getLogger(__name__)
_MAGIC = b"TRIBSTA1"
_DIGEST_BYTES = 32
_FINGERPRINT_BYTES = 64


class ResidualFile:
    """``<state directory>/<client id>/residual``: ``TRIBSTA1``, the SHA-256 of the rest, and the rest: the layout's
    fingerprint and the values as little-endian binary32. Replaced as a whole, readable by its owner alone."""

    def __init__(self, state_directory: Path, client_id: str) -> None:
        self._file = state_directory / client_id / "residual"

    def read(self, layout: Layout) -> FloatArray | None:
        """Gives the residual of the layout, or None, with a line in the log, where there is none that is good."""
        try:
            expected = len(_MAGIC) + _DIGEST_BYTES + _FINGERPRINT_BYTES + 4 * layout.parameter_count
            if self._file.stat().st_size != expected:
                raise TributaryError(f"file must be {expected} bytes, was {self._file.stat().st_size}")
            return _values_in(self._file.read_bytes(), layout)
        except FileNotFoundError:
            return None
        except (OSError, TributaryError) as e:
            _LOG.warning("residual in %s is dropped: %s", self._file, e)
            return None

    def write(self, values: FloatArray, layout: Layout) -> None:
        """Replaces the residual; where that fails a line in the log says so."""
        rest = layout.fingerprint.encode("ascii") + values.astype("<f4").tobytes()
        draft = self._file.with_name(f".residual.{secrets.token_hex(8)}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
                out.write(_MAGIC + hashlib.sha256(rest).digest() + rest)
            draft.replace(self._file)
        except OSError as e:
            _LOG.warning("residual is not kept, a restart would lose it: %s", e)
            draft.unlink(missing_ok=True)


def _values_in(content: bytes, layout: Layout) -> FloatArray:
    begin = len(_MAGIC) + _DIGEST_BYTES
    rest = content[begin:]
    if content[:len(_MAGIC)] != _MAGIC or content[len(_MAGIC):begin] != hashlib.sha256(rest).digest():
        raise TributaryError("file must begin with TRIBSTA1 and the SHA-256 of the rest, did not")
    if rest[:_FINGERPRINT_BYTES] != layout.fingerprint.encode("ascii"):
        raise TributaryError("layout must be that of the model, was another one")
    values = np.frombuffer(rest, "<f4", offset=_FINGERPRINT_BYTES).copy()
    if not np.isfinite(values).all():
        raise TributaryError("values must be finite, was one that is not")
    return values
