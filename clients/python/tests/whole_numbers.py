"""What test clients learn: whole numbers that whoever knows client and version can compute again.

The same as Contribution.java in e2e-tests, so that clients of both languages are added up by one test.
"""

import numpy as np

from tributary import Training

_MASK = (1 << 64) - 1


def delta(client, version, count):
    """A whole number from -8 to 7 for each parameter."""
    salts = np.arange(count, dtype=np.uint64) * np.uint64(0x8CB92BA72F3D8DD7)
    return (_mixed(salts + np.uint64(_base(client, version))) >> np.uint64(60)).astype(np.int64) - 8


def example_count(client, version):
    """A multiple of all numbers up to 10, so that a mean weighted by staleness has whole weights."""
    salt = -0x8CB92BA72F3D8DD7 & _MASK
    mixed = int(_mixed(np.array([(_base(client, version) + salt) & _MASK], dtype=np.uint64)).view(np.int64)[0])
    return 2520 * (1 + mixed % 5)


def _base(client, version):
    return (client * 0x9E3779B97F4A7C15 + version * 0xD1B54A32D192ED03) & _MASK


def _mixed(z):
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def learnt_from(arrays, client, version):
    """What a client learns from named arrays: a delta, since a sum with numbers that are not whole would be rounded."""
    count = sum(array.size for array in arrays.values())
    flat, at, learnt = delta(client, version, count), 0, {}
    for name, array in arrays.items():
        learnt[name] = flat[at:at + array.size].reshape(array.shape)
        at += array.size
    return Training(learnt, example_count(client, version), {"loss": 1 / (1 + version)}, is_delta=True)
