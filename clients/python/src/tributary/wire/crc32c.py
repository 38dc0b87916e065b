"""CRC-32C (Castagnoli) by numpy: no loop over bytes.

A CRC is linear over GF(2). Let M advance a register by a word of 32 zero bits; the register after the words w(0) …
w(n-1) is M·(M^(n-1)·w(0) ^ … ^ w(n-1)), ^ being the exclusive or.

- Many words become few by M^5685 = M^1362 ^ M^426 ^ 1, of four terms as all that we look for: the words at the front
  are added to three places behind them, and dropped. By squaring, the same holds with all exponents doubled, so that
  a long array needs no more steps than a short one. ``test_checksums`` proves the relation for this polynomial.
- The few are folded in half until one is left, each word of the left half being advanced by as many words as the
  right half has, by four look-ups in tables of 256 registers.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL = 0x82F63B78
_ONES = 0xFFFFFFFF
# M^RELATION[0] is the sum of M to the power of the others, and of 1.
RELATION = (5685, 1362, 426)
_Words = NDArray[np.uint32]


def crc32c(data: bytes | memoryview) -> int:
    """Gives the CRC-32C of the bytes as the signed 32-bit number that stands in records."""
    length = len(data)
    if length < 4:
        return _signed(_of_few(bytes(data)))
    # Zeros before the first byte change nothing in a register that begins with 0; the register's true beginning,
    # all ones, is the same as inverting the first four bytes.
    front = -length % 4
    padded = np.empty(front + length, dtype=np.uint8)
    padded[:front] = 0
    padded[front:] = np.frombuffer(data, dtype=np.uint8)
    padded[front:front + 4] ^= 0xFF
    folded = _folded(_shortened(padded.view("<u4")))
    return _signed(int(_advanced(folded, 0)[0]) ^ _ONES)


def _shortened(words: _Words) -> _Words:
    """Gives at most RELATION[0] words of the same register; overwrites its argument."""
    furthest, middle, nearest = RELATION
    scale = 1 << max(0, (len(words) // furthest).bit_length() - 1)
    while scale:
        while len(words) > furthest * scale:
            # No place may lie in the block itself.
            block = min((furthest - middle) * scale, len(words) - furthest * scale)
            front = words[:block]
            for place in (furthest - middle, furthest - nearest, furthest):
                words[place * scale:place * scale + block] ^= front
            words = words[block:]
        scale //= 2
    return words


def _folded(words: _Words) -> _Words:
    """Gives the one word of the same register."""
    rounded = np.zeros(1 << (len(words) - 1).bit_length(), dtype=np.uint32)
    rounded[len(rounded) - len(words):] = words
    while len(rounded) > 1:
        half = len(rounded) // 2
        rounded = _advanced(rounded[:half], half.bit_length() - 1) ^ rounded[half:]
    return rounded


def _advanced(words: _Words, power: int) -> _Words:
    """Advances each register by 2^power words of zeros."""
    advanced = np.zeros(len(words), dtype=np.uint32)
    for position, table in enumerate(_tables(power)):
        advanced ^= table[(words >> 8 * position) & 0xFF]
    return advanced


@functools.cache
def _tables(power: int) -> tuple[_Words, ...]:
    columns = _columns(power)
    return tuple(_spanned(columns[first:first + 8]) for first in range(0, 32, 8))


def _spanned(columns: _Words) -> _Words:
    """Gives the combination of columns for each number that has a bit for each of them."""
    table = np.zeros(1, dtype=np.uint32)
    for column in columns:
        table = np.concatenate((table, table ^ column))
    return table


@functools.cache
def _columns(power: int) -> _Words:
    """Gives the registers that the 32 single bits become after 2^power words of zeros."""
    if power:
        half = _columns(power - 1)
        bits = (half[:, None] >> np.arange(32, dtype=np.uint32)) & 1
        product: _Words = np.bitwise_xor.reduce(np.where(bits == 1, half[None, :], 0), axis=1).astype(np.uint32)
        return product
    registers = [1 << bit for bit in range(32)]
    for _ in range(32):
        registers = [(r >> 1) ^ (_POLYNOMIAL if r & 1 else 0) for r in registers]
    return np.array(registers, dtype=np.uint32)


def _of_few(data: bytes) -> int:
    register = _ONES
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (_POLYNOMIAL if register & 1 else 0)
    return register ^ _ONES


def _signed(register: int) -> int:
    return register - (1 << 32) if register >> 31 else register
