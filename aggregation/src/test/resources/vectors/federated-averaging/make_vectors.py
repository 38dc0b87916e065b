#!/usr/bin/env python3
"""Writes vectors.json: FedAvg steps computed with exact fractions, each rounded once at the end.

A case holds the current parameters, the deltas with their example counts and staleness, and the next parameters as
float32 bit patterns. Inputs are float32 values given as bit patterns too, so that no reader rounds them.
The staleness exponent of each case is chosen so that (1 + tau)^-a is an exact fraction.
"""
import json
import random
import struct
from fractions import Fraction


def bits(value):
    return struct.unpack("<I", struct.pack("<f", value))[0]


def from_bits(pattern):
    return struct.unpack("<f", struct.pack("<I", pattern))[0]


def nearest_float32(fraction):
    """The float32 nearest to a fraction, ties to even; fractions here are normal numbers or zero."""
    if fraction == 0:
        return 0
    guess = bits(float(fraction))
    candidates = [p for p in (guess - 1, guess, guess + 1) if 0 <= p < 2**32 and p & 0x7F800000 != 0x7F800000]
    return min(candidates, key=lambda p: (abs(Fraction(from_bits(p)) - fraction), p & 1))


def factor(exponent, staleness):
    """(1 + staleness)^-exponent, where that is a fraction."""
    base = 1 + staleness
    if exponent == Fraction(1, 2):
        root = round(base**0.5)
        assert root * root == base
        return Fraction(1, root)
    return Fraction(1, base**exponent)


def case(name, current, updates, exponent, by_weights, rate):
    divisor = sum(n * (factor(exponent, tau) if by_weights else 1) for _, n, tau in updates)
    result = []
    for i, value in enumerate(current):
        total = sum(Fraction(delta[i]) * n * factor(exponent, tau) for delta, n, tau in updates)
        result.append(nearest_float32(Fraction(value) + rate * total / divisor))
    return {
        "name": name,
        "current": [bits(v) for v in current],
        "updates": [
            {"delta": [bits(v) for v in delta], "examples": n, "staleness": tau} for delta, n, tau in updates
        ],
        "stalenessExponent": float(exponent),
        "normalization": "WEIGHTS" if by_weights else "EXAMPLES",
        "serverLearningRate": float(rate),
        "next": result,
    }


def float32s(rng, count, scale):
    return [from_bits(bits(rng.uniform(-scale, scale))) for _ in range(count)]


def main():
    rng = random.Random(20261122)
    cases = [
        case("one update moves the model by its delta", [1.0, -2.0], [([0.5, 0.25], 7, 0)], 0, False, Fraction(1)),
        case("examples weigh", [0.0], [([4.0], 1, 0), ([8.0], 3, 0)], 0, False, Fraction(1)),
        case("staleness shortens the step", [0.0], [([4.0], 2, 3)], Fraction(1, 2), False, Fraction(1)),
        case("staleness shifts influence", [0.0], [([4.0], 2, 3), ([0.0], 1, 0)], Fraction(1, 2), True, Fraction(1)),
        case("server learning rate halves", [1.0], [([4.0], 2, 0)], 0, False, Fraction(1, 2)),
        case("a small step on a large parameter", [16777216.0], [([1.0], 1, 0), ([2.0], 1, 0)], 0, False, Fraction(1)),
    ]
    for i in range(12):
        size = rng.choice([1, 3, 17])
        updates = [
            (float32s(rng, size, 10.0 ** rng.randint(-4, 2)), rng.randint(1, 10_000), rng.choice([0, 0, 0, 3, 8]))
            for _ in range(rng.randint(1, 9))
        ]
        rate = Fraction(1, 2 ** (i % 3))
        cases.append(case(f"random {i}", float32s(rng, size, 1.0), updates, Fraction(1, 2), i % 2 == 1, rate))
    with open("vectors.json", "w", encoding="utf-8") as out:
        json.dump(cases, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
