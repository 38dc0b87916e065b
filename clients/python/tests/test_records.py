import avro.schema
import pytest

import golden
from tributary.errors import UndecodableError
from tributary.wire import records
from tributary.wire.schemas import FINGERPRINTS, schema_of

# Written by make_golden.py for section 12 and not by a reader's encoder: only to be decoded.
GOOD = golden.INDEX["good"]


@pytest.mark.parametrize("name", FINGERPRINTS)
def test_should_give_the_same_bytes_when_a_golden_record_is_decoded_and_encoded(name):
    value = golden.read_hex(name)

    record = records.decode(name, value)

    assert golden.as_json(record) == golden.read_json(name)
    assert records.encode(name, record) == value


@pytest.mark.parametrize("name", GOOD)
def test_should_decode_when_another_encoder_wrote_it(name):
    record = records.decode(GOOD[name], golden.read_hex(name))

    assert golden.as_json(record) == golden.read_json(name)


@pytest.mark.parametrize("name", golden.INDEX["badFraming"])
def test_should_refuse_when_framing_or_body_is_damaged(name):
    value = golden.read_hex(name)

    with pytest.raises(UndecodableError):
        # An array can only be wrong in a record that has one.
        records.decode("RoundMembers" if "array" in name else "ModelUpdate", value)


def test_should_refuse_when_there_is_no_value():
    with pytest.raises(UndecodableError, match="no value"):
        records.decode("ModelUpdate", None)


def test_should_name_the_record_when_its_fingerprint_is_known():
    assert records.name_of(golden.read_hex("Rejection")) == "Rejection"
    assert records.name_of(golden.read_hex("bad_framing_fingerprint_unknown")) is None
    assert records.name_of(None) is None


@pytest.mark.parametrize("name", FINGERPRINTS)
def test_should_have_the_schema_of_the_protocol_when_it_is_shipped(name):
    protocol = golden.REPOSITORY / "schemas" / "src" / "main" / "avro" / f"{name}.avsc"
    shipped = golden.REPOSITORY / "clients" / "python" / "src" / "tributary" / "wire" / "avsc" / f"{name}.avsc"

    assert shipped.read_text(encoding="utf-8") == protocol.read_text(encoding="utf-8")
    assert FINGERPRINTS[name].hex() == golden.VECTORS["schemaFingerprints"][name]
    assert isinstance(schema_of(name), avro.schema.RecordSchema)


def test_should_know_every_schema_of_the_protocol():
    protocol = golden.REPOSITORY / "schemas" / "src" / "main" / "avro"

    assert {file.stem for file in protocol.glob("*.avsc")} == set(FINGERPRINTS)
