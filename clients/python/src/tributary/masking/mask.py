"""The mask and what lies under it: protocol-masked.md, section 5."""

from __future__ import annotations

from typing import Any

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from numpy.typing import NDArray

from tributary.masking.canonical import Header, sha256

SEED_BYTES = 32
_INFO = b"tributary/mask/1"
_ZERO_BLOCK = bytes(16)


def mask_key(seed: bytes, header: Header) -> bytes:
    """The key of a mask, which hangs on the header too."""
    return HKDF(SHA256(), 32, salt=None, info=_INFO + sha256(header.prefix())).derive(seed)


def mask_words(seed: bytes, header: Header) -> NDArray[Any]:
    """The words of a mask, unsigned, as many as the header says."""
    encryptor = Cipher(algorithms.AES(mask_key(seed, header)), modes.CTR(_ZERO_BLOCK)).encryptor()
    stream = encryptor.update(bytes(header.word_count * header.word_bits // 8)) + encryptor.finalize()
    return np.frombuffer(stream, dtype=f"<u{header.word_bits // 8}")


def masked_payload(seed: bytes, header: Header, words: NDArray[np.int64]) -> bytes:
    """Adds the mask to whole numbers modulo 2^b."""
    # A cast to fewer bits keeps the number modulo 2^b, and so does the sum.
    unsigned = words.astype(f"<u{header.word_bits // 8}")
    unsigned += mask_words(seed, header)
    return unsigned.tobytes()
