import time

import numpy as np
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

import golden
import models
from tributary.errors import TributaryError
from tributary.masking import hpke
from tributary.masking.canonical import Certificate, Header, canonical, sha256
from tributary.masking.enrolment import Enrolled, Masking, key_id
from tributary.masking.keys import is_signed, pinned_key, public_bytes, read_client_key
from tributary.masking.mask import mask_key, mask_words, masked_payload
from tributary.masking.settings import PrivacySettings
from tributary.masking.update import MaskedOrigin, MaskedUpdateRecords
from tributary.masking.words import words_of
from tributary.training import Training
from tributary.wire import records

VECTORS = golden.read_json("masked")
ENVELOPE = {name: bytes.fromhex(value) if name not in ("clientId", "helperKeyId") and isinstance(value, str) else value
            for name, value in VECTORS["envelope"].items()}
SETTINGS = PrivacySettings(example_count_cap=10, clipping_norm=1.0, bound=1 << 20)


def header_of(vector):
    return Header(vector["federation"], vector["purpose"], vector["baseVersion"],
                  bytes.fromhex(vector["settingsFingerprint"]), bytes.fromhex(vector["layoutFingerprint"]),
                  vector["wordCount"], vector["wordBits"], vector["updateId"], vector["chunkCount"],
                  vector["helperKeyId"], vector["expiresAtMs"])


@pytest.mark.parametrize("vector", VECTORS["headers"], ids=range(len(VECTORS["headers"])))
def test_should_give_the_golden_header(vector):
    header = header_of(vector["header"])

    encoded = header.encoded(bytes.fromhex(vector["payloadDigest"]))

    assert encoded.hex() == vector["bytes"]
    assert sha256(header.prefix()).hex() == vector["prefixDigest"]
    assert sha256(encoded).hex() == vector["digest"]


@pytest.mark.parametrize("vector", VECTORS["masks"], ids=lambda v: f"{v['header']['wordBits']} bits")
def test_should_give_the_golden_mask(vector):
    header, seed = header_of(vector["header"]), bytes.fromhex(vector["seed"])

    assert mask_key(seed, header).hex() == vector["key"]
    assert mask_words(seed, header).tolist() == vector["mask"]
    assert masked_payload(seed, header, np.array(vector["quantised"], dtype=np.int64)).hex() == vector["payload"]


@pytest.mark.parametrize("vector", VECTORS["sums"], ids=lambda v: f"{v['wordBits']} bits")
def test_should_give_the_clear_sum_when_masks_are_taken_off(vector):
    word = f"<u{vector['wordBits'] // 8}"
    total = np.zeros(len(vector["quantised"]), dtype=word)
    for weight, member in zip(vector["weights"], vector["members"]):
        header = header_of(member["header"])
        total += (np.frombuffer(bytes.fromhex(member["payload"]), word) * np.array(weight, word)).astype(word)
        total -= (mask_words(bytes.fromhex(member["seed"]), header) * np.array(weight, word)).astype(word)

    assert total.tobytes().hex() == vector["clearSum"]


def test_should_seal_to_the_golden_bytes_when_the_ephemeral_key_is_given():
    client = Ed25519PrivateKey.from_private_bytes(ENVELOPE["clientPrivateKey"])
    signature = client.sign(canonical("tributary/seed/1", ENVELOPE["headerDigest"]))
    plain = canonical("tributary/seed-envelope/1", ENVELOPE["seed"], signature, ENVELOPE["certificate"])
    ephemeral = X25519PrivateKey.from_private_bytes(ENVELOPE["ephemeralPrivateKey"])

    sealed = hpke.seal(ENVELOPE["helperPublicKey"], ENVELOPE["headerDigest"], plain, ephemeral)

    assert plain == ENVELOPE["plain"]
    assert sealed == ENVELOPE["sealed"]
    assert key_id(ENVELOPE["helperPublicKey"]) == ENVELOPE["helperKeyId"]


def test_should_not_open_when_a_seed_is_moved_to_another_header():
    helper = X25519PrivateKey.from_private_bytes(ENVELOPE["helperPrivateKey"])

    assert hpke.open_sealed(helper, ENVELOPE["headerDigest"], ENVELOPE["sealed"]) == ENVELOPE["plain"]
    with pytest.raises(InvalidTag):
        hpke.open_sealed(helper, sha256(b"another header"), ENVELOPE["sealed"])


def test_should_read_the_golden_certificate():
    certificate = Certificate.parse(ENVELOPE["certificate"])
    signed = canonical("tributary/certificate/1", certificate.federation, certificate.serial, certificate.client_id,
                       certificate.public_key, certificate.expires_at_ms)

    assert (certificate.federation, certificate.client_id) == ("digits", ENVELOPE["clientId"])
    assert is_signed(ENVELOPE["authorityPublicKey"], certificate.signature, signed)


@pytest.mark.parametrize("damage", [lambda c: c[:-1], lambda c: c + b"\0", lambda c: b"", lambda c: b"\xff" * 40])
def test_should_refuse_when_a_certificate_is_damaged(damage):
    with pytest.raises(TributaryError, match="certificate must be as tributary keys enrol writes it"):
        Certificate.parse(damage(ENVELOPE["certificate"]))


def norm_of(words):
    return int(np.dot(words[:9], words[:9]))


@pytest.mark.parametrize("delta", [np.zeros(9), np.full(9, 1e-6), np.full(9, 1 / 3), np.full(9, 1e30),
                                   np.arange(9) - 4.0, np.eye(9)[3]], ids=range(6))
def test_should_stay_inside_the_bound_whatever_the_delta(delta):
    words = words_of(delta.astype(np.float32), Training({}, 10), SETTINGS)

    assert norm_of(words) <= SETTINGS.bound ** 2
    assert len(words) == 9 + 4


def test_should_cut_toward_zero():
    settings = PrivacySettings(example_count_cap=10, clipping_norm=1.0, bound=10)

    words = words_of(np.array([0.19, -0.19, 0.09, -0.09, 0, 0, 0, 0, 0], dtype=np.float32), Training({}, 10), settings)

    assert words[:9].tolist() == [1, -1, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("examples, metrics, delta, expected", [
    (10, {"loss": 4.0, "accuracy": 0.5}, 0.1, [1000, 250, 500, -1000]),
    (5, {"loss": 4.0, "accuracy": 0.5}, 0.1, [500, 125, 250, -1000]),
    (99, {}, 9.0, [1000, 0, 0, 1000]),
    (10, {"loss": 99.0, "accuracy": -1.0}, 0.1, [1000, 1000, 0, -1000]),
])
def test_should_tell_examples_and_metrics_under_the_mask(examples, metrics, delta, expected):
    settings = PrivacySettings(example_count_cap=10, clipping_norm=1.0, bound=1000)

    words = words_of(np.full(9, delta, dtype=np.float32), Training({}, examples, metrics), settings)

    assert words[9:].tolist() == expected


def test_should_share_one_ball_when_there_is_noise():
    settings = PrivacySettings(example_count_cap=10, clipping_norm=1.0, bound=1000, noise_multiplier=1.0)

    words = words_of(np.full(9, 9.0, dtype=np.float32), Training({}, 10, {"loss": 1.0}), settings)

    assert words[9:].tolist() == [250]
    assert int(np.dot(words, words)) <= 1000 ** 2


def test_should_not_pass_the_coordinate_bound():
    settings = PrivacySettings(clipping_norm=1.0, bound=1 << 15, word_bits=16, coordinate_bound=0.02, weighting="uniform")

    words = words_of(np.full(9, 5.0, dtype=np.float32), Training({}, 10), settings)

    # 0.02 of 32,768 is 655.36.
    assert words[:9].tolist() == [655] * 9
    assert words[-1] == -656


@pytest.fixture
def enrolled(tmp_path):
    """A client with files as tributary keys writes them, its client id, and the helper's root key."""
    authority, root, raw = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate(), ENVELOPE["clientPrivateKey"]
    key, certificate = tmp_path / "client.key", tmp_path / "client.certificate"
    fields = ("tributary/certificate/1", "digits", "0" * 32, "client-1",
              public_bytes(Ed25519PrivateKey.from_private_bytes(raw)), int(time.time() * 1000) + 60_000)
    key.write_text(f"tributary client key: {raw.hex()}\n")
    key.chmod(0o600)
    certificate.write_text(canonical(*fields, authority.sign(canonical(*fields))).hex() + "\n")
    masking = Masking(key, certificate, public_bytes(root).hex(), SETTINGS)
    return masking, root


def helper_key(root, **changed):
    record = {"epoch": 1, "publicKey": ENVELOPE["helperPublicKey"], "settingsFingerprint": SETTINGS.fingerprint("digits"),
              "createdAtMs": 0, "expiresAtMs": int(time.time() * 1000) + 60_000, "rootKey": public_bytes(root),
              "keyId": key_id(ENVELOPE["helperPublicKey"])}
    record = {**record, **{name: value for name, value in changed.items() if name == "settingsFingerprint"}}
    signed = canonical("tributary/helper-key/1", "digits", record["epoch"], record["publicKey"],
                       record["settingsFingerprint"], record["createdAtMs"], record["expiresAtMs"])
    return {**record, "signature": root.sign(signed), **changed}


def test_should_take_the_pinned_helpers_key_alone(enrolled):
    masking, root = enrolled
    client = Enrolled.load(masking, "digits", "client-1")
    now = time.time() * 1000

    assert client.is_good(helper_key(root), now)
    for changed in ({"rootKey": bytes(32)}, {"signature": bytes(64)}, {"expiresAtMs": int(now) - 1}, {"epoch": 2},
                    {"settingsFingerprint": bytes(32)}, {"keyId": "0" * 16}, {"publicKey": bytes(32)}):
        assert not client.is_good(helper_key(root, **changed), now), changed
    assert not client.is_good(helper_key(Ed25519PrivateKey.generate()), now)


def test_should_read_the_golden_helper_key():
    record = records.decode("HelperKey", golden.read_hex("HelperKey"))
    signed = canonical("tributary/helper-key/1", "digits", record["epoch"], record["publicKey"],
                       record["settingsFingerprint"], record["createdAtMs"], record["expiresAtMs"])

    assert is_signed(record["rootKey"], record["signature"], signed)
    assert record["keyId"] == key_id(record["publicKey"])


def test_should_give_a_seed_and_an_update_that_belong_together(enrolled):
    masking, root = enrolled
    client = Enrolled.load(masking, "digits", "client-1")
    words = words_of(np.full(9, 0.1, dtype=np.float32), Training({}, 10), SETTINGS)

    update = MaskedUpdateRecords(client, MaskedOrigin("client-1", 20, helper_key(root)), models.model(), words)
    sent = list(update())

    seed = records.decode("SealedSeed", sent[0].value)
    manifest = records.decode("MaskedUpdate", sent[1].value)
    payload = manifest["payload"] + b"".join(records.decode("PayloadChunk", r.value)["payload"] for r in sent[2:])
    plain = hpke.open_sealed(X25519PrivateKey.from_private_bytes(ENVELOPE["helperPrivateKey"]), sha256(seed["header"]),
                             seed["sealed"])
    header = Header("digits", "update", 4, SETTINGS.fingerprint("digits"), bytes.fromhex(models.LAYOUT.fingerprint), 13,
                    32, update.update_id, 3, key_id(ENVELOPE["helperPublicKey"]), manifest["expiresAtMs"])
    opened_seed = plain[len(canonical("tributary/seed-envelope/1")) + 4:][:32]
    clear = np.frombuffer(payload, "<u4") - mask_words(opened_seed, header)
    assert [record.topic for record in sent] == ["fl.digits.seeds"] + ["fl.digits.updates"] * 3
    assert seed["header"] == header.encoded(manifest["payloadDigest"])
    assert clear.view("<i4").tolist() == words.tolist()
    assert list(update()) == sent


def test_should_look_unrelated_when_one_delta_is_masked_twice(enrolled):
    masking, root = enrolled
    client = Enrolled.load(masking, "digits", "client-1")
    words = np.zeros(100_000, dtype=np.int64)

    both = [MaskedUpdateRecords(client, MaskedOrigin("client-1", 1 << 20, helper_key(root)), models.model(), words)
            for _ in range(2)]

    one, other = (np.frombuffer(records.decode("MaskedUpdate", list(update())[1].value)["payload"], np.uint8)
                  for update in both)
    # 3,200,000 fair bits have 1,600,000 ones with a standard deviation of 894: six of them in 2 of 1e9 runs.
    assert abs(int(np.unpackbits(one ^ other).sum()) - 1_600_000) < 6 * 895
    assert abs(int(np.unpackbits(one).sum()) - 1_600_000) < 6 * 895


@pytest.mark.parametrize("federation, client, message", [
    ("letters", "client-1", "federation of certificate .* must be letters, was digits"),
    ("digits", "client-2", "client id of certificate .* must be client-2, was client-1"),
])
def test_should_refuse_when_a_certificate_is_anothers(enrolled, federation, client, message):
    with pytest.raises(TributaryError, match=message):
        Enrolled.load(enrolled[0], federation, client)


def test_should_not_show_a_key_when_its_file_is_wrong(tmp_path):
    file = tmp_path / "client.key"
    file.write_text(f"tributary root key: {'ab' * 32}\n")
    file.chmod(0o600)

    with pytest.raises(TributaryError) as refused:
        read_client_key(file)

    assert "must be a client key" in str(refused.value)
    assert "abab" not in str(refused.value)


def test_should_refuse_when_others_can_read_a_key(tmp_path):
    file = tmp_path / "client.key"
    file.write_text(f"tributary client key: {'ab' * 32}\n")
    file.chmod(0o644)

    with pytest.raises(TributaryError, match="must be hidden from others"):
        read_client_key(file)


def test_should_refuse_when_the_root_key_is_not_pinned_as_digits():
    with pytest.raises(TributaryError, match="helper_root must be 64 lower-case hexadecimal digits"):
        pinned_key("AB" * 32)


@pytest.mark.parametrize("changed, message", [
    ({"word_bits": 24}, "word_bits must be 16 or 32, was 24"),
    ({"bound": 1 << 31}, "bound must be at least 1 and no word reach 2.31"),
    ({"bound": 1 << 15, "word_bits": 16}, "bound must be at least 1 and no word reach 2.15"),
    ({"clipping_norm": 0.0}, "clipping_norm must be above 0"),
    ({"weighting": "equal"}, "weighting must be examples or uniform, was 'equal'"),
    ({"example_count_cap": 0}, "example_count_cap must be at least 1, was 0"),
])
def test_should_refuse_when_settings_are_out_of_bounds(changed, message):
    with pytest.raises(TributaryError, match=message):
        PrivacySettings(**changed)
