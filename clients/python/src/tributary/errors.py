"""Errors that name the thing, its bound, the value that was found, and what to do about it."""

from __future__ import annotations


class TributaryError(Exception):
    """A setting, a file, a record or a result of training that cannot be used.

    The message is one line: ``<name> must be <bound>, was <value>; <what to do>``.
    """


class UndecodableError(TributaryError):
    """Bytes that are no record of the protocol."""


class PayloadError(TributaryError):
    """A payload that is not what its manifest or its encoding says.

    ``flaw`` is ``LENGTH``, ``DIGEST``, ``EXCESS``, ``MISSING_CHUNK``, ``NON_FINITE`` or ``MALFORMED``, the words
    of ``index.json`` beside the golden files.
    """

    def __init__(self, flaw: str, message: str) -> None:
        super().__init__(message)
        self.flaw = flaw
