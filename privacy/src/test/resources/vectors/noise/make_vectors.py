#!/usr/bin/env python3
"""Noise of two releases, by another hand than the product's: prints what ReleaseNoiseTest holds as golden values.

Python's integers and fractions alone; the AES stream comes from the openssl command. Run: python3 make_vectors.py
"""
import hashlib
import hmac
import math
import subprocess
from fractions import Fraction


class Bits:
    """AES-256-CTR stream of zeros, read as little-endian 64-bit words, lowest bits first."""

    def __init__(self, key):
        zeros = bytes(1 << 20)
        stream = subprocess.run(
            ["openssl", "enc", "-aes-256-ctr", "-K", key.hex(), "-iv", "00" * 16, "-nopad"],
            input=zeros, stdout=subprocess.PIPE, check=True).stdout
        self.all = int.from_bytes(stream, "little")
        self.at = 0

    def take(self, count):
        value = (self.all >> self.at) & ((1 << count) - 1)
        self.at += count
        return value

    def below(self, bound):
        count = (bound - 1).bit_length()
        while True:
            value = self.take(count)
            if value < bound:
                return value

    def below_wide(self, bound):
        """Of integers without bound: highest 32 bits first."""
        while True:
            value, left = 0, (bound - 1).bit_length()
            while left > 0:
                part = min(32, left)
                value = value << part | self.take(part)
                left -= part
            if value < bound:
                return value


def one(bits):
    """True with probability exp(-1): the first twelve draws of Bernoulli(1/k) are one number below 12!."""
    factorial = math.factorial(12)
    drawn = bits.below(factorial)
    if drawn < sum((-1) ** k * factorial // math.factorial(k) for k in range(12)):
        return True
    if drawn < factorial - 1:
        return False
    k = 13
    while bits.below(k) == 0:
        k += 1
    return (k - 1) % 2 == 0


def fraction(bits, numerator, denominator, below):
    k = 1
    while below(denominator) < numerator and bits.below(k) == 0:
        k += 1
    return (k - 1) % 2 == 0


def laplace_size(bits, scale):
    while True:
        rest = bits.below(scale)
        if fraction(bits, rest, scale, bits.below):
            break
    whole = 0
    while one(bits):
        whole += 1
    return rest + scale * whole


def accept(bits, numerator, denominator, below):
    for _ in range(numerator // denominator):
        if not one(bits):
            return False
    return fraction(bits, numerator % denominator, denominator, below)


def of_sigma(bits, sigma):
    while True:
        size = laplace_size(bits, sigma)
        negative = bits.take(1) == 1
        if negative and size == 0:
            continue
        if accept(bits, (size - sigma) ** 2, 2 * sigma * sigma, bits.below):
            return -size if negative else size


def of_variance(bits, numerator, denominator):
    scale = math.isqrt(numerator // denominator) + 1
    while True:
        size = laplace_size(bits, scale)
        negative = bits.take(1) == 1
        if negative and size == 0:
            continue
        gamma = (size - Fraction(numerator, denominator) / scale) ** 2 * Fraction(denominator, 2 * numerator)
        # The stream is read by the size of the denominator, which is not reduced: 2 n d t^2.
        whole = 2 * numerator * denominator * scale * scale
        scaled = gamma * whole
        assert scaled.denominator == 1
        if accept(bits, int(scaled), whole, bits.below_wide):
            return -size if negative else size


if __name__ == "__main__":
    key = hmac.new(bytes([1] * 32), bytes([101] * 32), hashlib.sha256).digest()
    bits = Bits(key)
    print("sigma 65536:", [of_sigma(bits, 1 << 16) for _ in range(6)])
    bits = Bits(key)
    print("variance 9/4:", [of_variance(bits, 9, 4) for _ in range(8)])
