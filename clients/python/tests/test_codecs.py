import numpy as np
import pytest

import golden
from tributary.codecs import decode, dense, int8, top_k
from tributary.errors import PayloadError, TributaryError
from tributary.wire import records
from tributary.wire.chunks import Chunk, join

BAD = golden.INDEX["badPayload"]


def floats(hexadecimal):
    return np.frombuffer(bytes.fromhex(hexadecimal), dtype="<f4")


def bits(values):
    return values.astype("<f4").tobytes().hex()


def test_should_write_the_bits_when_float32():
    vector = golden.VECTORS["float32"]
    values = np.array([int(word, 16) for word in vector["bits"]], dtype=np.uint32).view(np.float32)

    assert dense.write_float32(values).hex() == vector["payload"]


@pytest.mark.parametrize("name, encoding, write", [
    ("float16", "FLOAT16", dense.write_float16),
    ("int8", "INT8", int8.write_nearest),
    ("topK", "TOP_K", lambda values: top_k.write(values, golden.VECTORS["topK"]["fraction"])),
])
def test_should_write_and_read_the_golden_bytes(name, encoding, write):
    vector = golden.VECTORS[name]
    values = floats(vector["values"])

    payload = write(values)

    assert payload.hex() == vector["payload"]
    assert bits(decode(encoding, payload, len(values))) == vector["read"]


@pytest.mark.parametrize("name", BAD)
def test_should_name_the_flaw_when_a_golden_payload_is_bad(name):
    update = records.decode("ModelUpdate", golden.read_hex(name))
    chunk = Chunk(update["payload"], update["payloadCrc32c"])

    with pytest.raises(PayloadError) as refused:
        payload = join([chunk], update["payloadBytes"], update["payloadDigest"])
        decode(update["encoding"], payload, update["parameterCount"])

    assert refused.value.flaw == BAD[name]["flaw"]


@pytest.mark.parametrize("encoding", ["FLOAT32", "FLOAT16", "INT8", "TOP_K"])
@pytest.mark.parametrize("count", [1, 255, 256, 257, 70_000])
def test_should_read_what_was_written_when_values_are_exact_in_each_encoding(encoding, count):
    values = np.random.default_rng(count).integers(-127, 128, count).astype(np.float32)
    values[::256] = 127

    payload = written(encoding, values)

    assert np.array_equal(decode(encoding, payload, count), values)


def written(encoding, values):
    writers = {"FLOAT32": dense.write_float32, "FLOAT16": dense.write_float16,
               "INT8": lambda v: int8.write_at_random(v, np.random.default_rng(1)),
               "TOP_K": lambda v: top_k.write(v, 1.0)}
    return writers[encoding](values)


@pytest.mark.parametrize("encoding", ["FLOAT32", "FLOAT16", "INT8", "TOP_K"])
def test_should_write_zeros_when_all_values_are_zero(encoding):
    payload = written(encoding, np.zeros(300, dtype=np.float32))

    assert np.array_equal(decode(encoding, payload, 300), np.zeros(300))


def test_should_keep_the_greatest_step_when_values_are_the_greatest_floats():
    greatest = np.finfo(np.float32).max
    values = np.array([greatest, -greatest, greatest / 2], dtype=np.float32)

    read = decode("INT8", int8.write_at_random(values, np.random.default_rng(3)), 3)

    assert np.isfinite(read).all()
    assert np.abs(read - values).max() <= greatest / 127


def test_should_have_the_right_mean_when_int8_rounds_at_random():
    # 10,000 draws of a value between two steps: the mean's standard error is at most step / 200, so that six of
    # them reject a right codec with a probability below 2e-9.
    step = 1.0
    values = np.full(256, 0.3, dtype=np.float32)
    values[0] = 127 * step
    random = np.random.default_rng(7)

    means = np.mean([decode("INT8", int8.write_at_random(values, random), 256)[1:] for _ in range(40)])

    assert abs(means - 0.3) < 6 * step * np.sqrt(0.21 / (40 * 255))


def test_should_write_gaps_of_every_length_when_values_are_far_apart():
    values = np.zeros(3_000_000, dtype=np.float32)
    kept = [0, 1, 128, 129, 300, 20_000, 2_999_999]
    values[kept] = np.arange(1, 8)

    payload = top_k.write(values, 1e-5)

    assert np.array_equal(np.flatnonzero(decode("TOP_K", payload, len(values))), kept)


def test_should_refuse_when_the_encoding_is_unknown():
    with pytest.raises(TributaryError, match="encoding must be one of FLOAT32, .* was UNKNOWN"):
        decode("UNKNOWN", b"", 1)
