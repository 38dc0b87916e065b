import hashlib
import random

import pytest

import golden
from tributary.errors import PayloadError, TributaryError
from tributary.wire.chunks import Chunk, chunk_bytes, cut, join
from tributary.wire.crc32c import RELATION, crc32c


def bit_by_bit(data):
    register = 0xFFFFFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (0x82F63B78 if register & 1 else 0)
    register ^= 0xFFFFFFFF
    return register - (1 << 32) if register >> 31 else register


@pytest.mark.parametrize("vector", golden.VECTORS["crc32c"], ids=lambda v: f"{len(v['bytes']) // 2} bytes")
def test_should_give_the_golden_crc(vector):
    assert crc32c(bytes.fromhex(vector["bytes"])) == vector["crc32c"]


def advanced(register, words):
    for _ in range(32 * words):
        register = (register >> 1) ^ (0x82F63B78 if register & 1 else 0)
    return register


def test_should_have_the_relation_that_shortens_words():
    # Advancing is multiplication in a ring: what holds for its 1, which is the top bit, holds for every register.
    one = 0x80000000
    furthest, middle, nearest = RELATION

    assert advanced(one, furthest) == advanced(one, middle) ^ advanced(one, nearest) ^ one


# 22,740 bytes are the words of the relation.
@pytest.mark.parametrize("length", [*range(70), 255, 256, 257, 1023, 1024, 1025, 22_739, 22_740, 22_741, 50_000, 300_003])
def test_should_give_the_crc_of_any_length(length):
    data = random.Random(length).randbytes(length)

    assert crc32c(data) == bit_by_bit(data)


def test_should_give_the_payload_when_its_chunks_are_joined():
    payload = bytes(range(250))

    chunks = cut(payload, 100)

    assert [len(chunk.payload) for chunk in chunks] == [100, 100, 50]
    assert join(chunks, 250, hashlib.sha256(payload).digest()) == payload


def test_should_be_one_empty_chunk_when_the_payload_is_empty():
    assert cut(b"", 100) == [Chunk(b"", 0)]


def test_should_be_the_size_of_the_page_when_kafka_has_its_defaults():
    assert chunk_bytes(1_048_588) == 1_040_384


def test_should_refuse_when_no_chunk_fits_in_a_record():
    with pytest.raises(TributaryError, match="largest record must be at least 9216 bytes, was 9215"):
        chunk_bytes(9215)


@pytest.mark.parametrize("changed, flaw", [
    ({"crc32c": 1}, "DIGEST"),
    ({"payload_bytes": 11}, "LENGTH"),
    ({"payload_bytes": 9}, "EXCESS"),
    ({"digest": bytes(32)}, "DIGEST"),
])
def test_should_name_the_flaw_when_a_payload_is_not_what_its_manifest_says(changed, flaw):
    payload = b"0123456789"
    chunk = Chunk(payload, changed.get("crc32c", crc32c(payload)))

    with pytest.raises(PayloadError) as refused:
        join([chunk], changed.get("payload_bytes", 10), changed.get("digest", hashlib.sha256(payload).digest()))

    assert refused.value.flaw == flaw
