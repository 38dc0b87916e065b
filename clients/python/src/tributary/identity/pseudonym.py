"""Pseudonyms and cohorts: protocol.md, sections 2 and 7."""

from __future__ import annotations

import hashlib
import hmac
import re

from tributary.errors import TributaryError

_FEDERATION = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
# The last bits of the hash that do not fit in a binary64 and so do not count.
_UNCOUNTED_BITS = 11


def require_federation(name: str) -> str:
    """Gives the name back if a federation can have it."""
    if not _FEDERATION.fullmatch(name):
        raise TributaryError("federation must be 1 to 63 of a-z, 0-9 and -, the first a letter or digit,"
                             f" was {name!r}; take the name in federation.yaml")
    return name


def client_id(secret: bytes, federation: str) -> str:
    """Gives the client's pseudonym in a federation: 32 hex digits that nobody without the secret can link."""
    return hmac.new(secret, federation.encode("utf-8"), hashlib.sha256).digest()[:16].hex()


def cohort_hash(client: str, version: int) -> int:
    """Gives the unsigned 64-bit number that says from which sampling rate on a client is in a version's cohort."""
    return int.from_bytes(hashlib.sha256(f"{client}/{version}".encode()).digest()[:8], "big")


def is_in_cohort(client: str, version: int, sampling_rate: float) -> bool:
    """Says whether a client trains from a version of a SYNC federation; the rate is above 0 and at most 1."""
    place: float = (cohort_hash(client, version) >> _UNCOUNTED_BITS) / (1 << 64 - _UNCOUNTED_BITS)
    return place < sampling_rate
