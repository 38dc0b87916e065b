"""Key and certificate files of ``tributary keys``, and Ed25519 signatures."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tributary.errors import TributaryError
from tributary.masking.canonical import Certificate

_KEY_LINE = re.compile(r"tributary ([a-z]+) key: ([0-9a-f]{64})\s*")
_HEX_KEY = re.compile(r"[0-9a-f]{64}")
_MOST_BYTES = 8192


def read_client_key(file: Path) -> Ed25519PrivateKey:
    """Reads a private key: one line, ``tributary client key: <64 hexadecimal digits>``, hidden from others."""
    text = _text(file)
    mode = stat.S_IMODE(file.stat().st_mode)
    if os.name == "posix" and mode & 0o026:
        raise TributaryError(f"{file} must be hidden from others, was {stat.filemode(mode)[1:]}; run: chmod 600 {file}")
    match = _KEY_LINE.fullmatch(text)
    if match is None or match[1] != "client":
        # Neither the content nor a part of it: it may be a key of another kind.
        raise TributaryError(f"{file} must be a client key as tributary keys client writes it, was something else")
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(match[2]))


def read_certificate(file: Path) -> Certificate:
    """Reads a certificate: one line of hexadecimal digits, as ``tributary keys enrol`` writes it."""
    try:
        return Certificate.parse(bytes.fromhex(_text(file)))
    except ValueError as e:
        raise TributaryError(f"{file} must be a certificate as tributary keys enrol writes it, was something else") from e


def pinned_key(digits: str) -> bytes:
    """Gives the 32 bytes of a public key, written as ``tributary keys helper`` prints it."""
    if not _HEX_KEY.fullmatch(digits):
        raise TributaryError("helper_root must be 64 lower-case hexadecimal digits, as tributary keys helper prints them,"
                             f" was {len(digits)} characters")
    return bytes.fromhex(digits)


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The public half of a key."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def is_signed(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Says whether the owner of the key signed the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise TributaryError(f"{file} must be at most {_MOST_BYTES} bytes, was {file.stat().st_size}")
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise TributaryError(f"{file} must be a readable file of tributary keys, was not: {type(e).__name__}") from e
