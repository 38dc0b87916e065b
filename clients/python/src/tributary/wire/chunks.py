"""Payloads in chunks, with their checksums: protocol.md, section 5."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from tributary.errors import PayloadError, TributaryError
from tributary.wire.crc32c import crc32c

# Room for the largest manifest, the key and Kafka's batch header.
_RESERVED_BYTES = 8192
_UNIT = 1024


class Chunk(NamedTuple):
    """A piece of a payload, and the checksum that came or shall go with it."""

    payload: bytes
    crc32c: int


def chunk_bytes(max_record_bytes: int) -> int:
    """Gives the bytes of payload that fit in one record.

    ``max_record_bytes`` is the lesser of the topic's max.message.bytes and the producer's largest request.
    """
    room = (max_record_bytes - _RESERVED_BYTES) // _UNIT * _UNIT
    if room < _UNIT:
        raise TributaryError(
            f"largest record must be at least {_RESERVED_BYTES + _UNIT} bytes, was {max_record_bytes};"
            " raise max.message.bytes of the topic or message.max.bytes of the client")
    return room


def cut(payload: bytes, size: int) -> list[Chunk]:
    """Cuts a payload into chunks of at most ``size`` bytes; an empty one is one empty chunk."""
    view = memoryview(payload)
    pieces = [bytes(view[at:at + size]) for at in range(0, len(payload), size)] or [b""]
    return [Chunk(piece, crc32c(piece)) for piece in pieces]


def join(chunks: Sequence[Chunk], payload_bytes: int, digest: bytes) -> bytes:
    """Puts chunks together, and checks the CRC-32C of each, the length and the SHA-256 of all."""
    for index, chunk in enumerate(chunks):
        if crc32c(chunk.payload) != chunk.crc32c:
            raise PayloadError("DIGEST", f"CRC-32C of chunk {index} must be {chunk.crc32c}, was another")
    length = sum(len(chunk.payload) for chunk in chunks)
    if length != payload_bytes:
        flaw = "LENGTH" if length < payload_bytes else "EXCESS"
        raise PayloadError(flaw, f"payload must be {payload_bytes} bytes, was {length}")
    payload = b"".join(chunk.payload for chunk in chunks)
    if hashlib.sha256(payload).digest() != digest:
        raise PayloadError("DIGEST", f"SHA-256 of the payload must be {digest.hex()}, was another")
    return payload
