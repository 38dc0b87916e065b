"""What is hashed and signed: protocol-masked.md, section 4."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import astuple, dataclass
from typing import Union

from tributary.errors import TributaryError

Field = Union[int, float, str, bytes]
MAX_HEADER_BYTES = 1024
_SIGNATURE_BYTES = 64


def canonical(label: str, *fields: Field) -> bytes:
    """A text or bytes after its length in 4 bytes, a number in 8, all big-endian; the label is the first text."""
    return b"".join(_field(field) for field in (label, *fields))


def _field(field: Field) -> bytes:
    if isinstance(field, float):
        return struct.pack(">d", field)
    if isinstance(field, int):
        return struct.pack(">q", field)
    data = field.encode("utf-8") if isinstance(field, str) else field
    return struct.pack(">I", len(data)) + data


@dataclass(frozen=True)
class Header:
    """What a masked vector is, without the digest of its payload; the mask hangs on each field of it."""

    federation: str
    purpose: str
    base_version: int
    settings_fingerprint: bytes
    layout_fingerprint: bytes
    word_count: int
    word_bits: int
    update_id: str
    chunk_count: int
    helper_key_id: str
    expires_at_ms: int

    def prefix(self) -> bytes:
        """The header bytes without their last field."""
        return canonical("tributary/masked/1", *astuple(self))

    def encoded(self, payload_digest: bytes) -> bytes:
        """The whole header bytes."""
        encoded = self.prefix() + _field(payload_digest)
        if len(encoded) > MAX_HEADER_BYTES:
            raise TributaryError(f"header must be at most {MAX_HEADER_BYTES} bytes, was {len(encoded)}")
        return encoded


@dataclass(frozen=True)
class Certificate:
    """The enrolment authority's word that a key is a client's, as ``tributary keys enrol`` writes it."""

    encoded: bytes
    federation: str
    serial: str
    client_id: str
    public_key: bytes
    expires_at_ms: int
    signature: bytes

    @classmethod
    def parse(cls, encoded: bytes) -> Certificate:
        """Reads the canonical bytes; the signature is not checked, the mask helper does that."""
        try:
            texts, at = [], 0
            for _ in range(5):
                at, text = _read(encoded, at)
                texts.append(text)
            (expires_at_ms,) = struct.unpack_from(">q", encoded, at)
            at, signature = _read(encoded, at + 8)
            if texts[0] != b"tributary/certificate/1" or at != len(encoded) or len(signature) != _SIGNATURE_BYTES:
                raise ValueError("label, signature or end")
            names = [text.decode("utf-8") for text in texts[1:4]]
        except (struct.error, ValueError) as e:
            raise TributaryError(f"certificate must be as tributary keys enrol writes it, was not: {e}") from e
        return cls(encoded, names[0], names[1], names[2], texts[4], expires_at_ms, signature)


def _read(data: bytes, at: int) -> tuple[int, bytes]:
    (length,) = struct.unpack_from(">I", data, at)
    end = at + 4 + length
    if end > len(data):
        raise ValueError("it ends too early")
    return end, data[at + 4:end]


def sha256(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()
