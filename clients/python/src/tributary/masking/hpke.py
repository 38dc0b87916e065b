"""HPKE in base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, over cryptography 38 or later."""

from __future__ import annotations

import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_KEM = b"KEM" + struct.pack(">H", 0x0020)
_SUITE = b"HPKE" + struct.pack(">HHH", 0x0020, 0x0001, 0x0002)


def seal(public_key: bytes, info: bytes, plain: bytes, ephemeral: X25519PrivateKey | None = None) -> bytes:
    """Gives the encapsulated key, then ciphertext and tag. Only a test names the ephemeral key."""
    own = ephemeral or X25519PrivateKey.generate()
    encapsulated = own.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    shared = _shared(own.exchange(X25519PublicKey.from_public_bytes(public_key)), encapsulated, public_key)
    key, nonce = _key_and_nonce(shared, info)
    return encapsulated + AESGCM(key).encrypt(nonce, plain, None)


def open_sealed(private_key: X25519PrivateKey, info: bytes, sealed: bytes) -> bytes:
    """The reverse, for tests; raises cryptography's InvalidTag."""
    public = private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    exchanged = private_key.exchange(X25519PublicKey.from_public_bytes(sealed[:32]))
    key, nonce = _key_and_nonce(_shared(exchanged, sealed[:32], public), info)
    return AESGCM(key).decrypt(nonce, sealed[32:], None)


def _shared(exchanged: bytes, encapsulated: bytes, public_key: bytes) -> bytes:
    secret = _extract(_KEM, b"", b"eae_prk", exchanged)
    return _expand(_KEM, secret, b"shared_secret", encapsulated + public_key, 32)


def _key_and_nonce(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    context = b"\0" + _extract(_SUITE, b"", b"psk_id_hash", b"") + _extract(_SUITE, b"", b"info_hash", info)
    secret = _extract(_SUITE, shared, b"secret", b"")
    return _expand(_SUITE, secret, b"key", context, 32), _expand(_SUITE, secret, b"base_nonce", context, 12)


def _extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    mac = HMAC(salt or bytes(32), SHA256())
    mac.update(b"HPKE-v1" + suite + label + secret)
    return mac.finalize()


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = struct.pack(">H", length) + b"HPKE-v1" + suite + label + info
    return HKDFExpand(SHA256(), length, labelled).derive(key)
