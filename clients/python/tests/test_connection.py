import pytest

import golden
from tributary.errors import TributaryError
from tributary.log.connection import Connection, read_properties
from tributary.log.reader import LogRecord
from tributary.model.version import NOTICE_PREFIX
from tributary.participation.rejections import ADVICE, Rejections
from tributary.wire import records


@pytest.mark.parametrize("properties, message", [
    ({}, "bootstrap.servers must be host:port of at least one broker, was nothing"),
    ({"bootstrap.servers": "h:1", "isolation.level": "read_uncommitted"},
     "isolation.level must be read_committed, was read_uncommitted"),
    ({"bootstrap.servers": "h:1", "enable.idempotence": "false"}, "enable.idempotence must be True, was false"),
    ({"bootstrap.servers": "h:1", "transactional.id": "x"}, "transactional.id must be left out, was x"),
])
def test_should_refuse_when_properties_break_the_protocol(properties, message):
    with pytest.raises(TributaryError, match=message):
        Connection(properties, "client-1")


def test_should_take_any_other_property():
    connection = Connection({"bootstrap.servers": "h:1", "compression.type": "zstd", "fetch.max.bytes": 5_000_000,
                             "acks": "all", "enable.partition.eof": "true"}, "client-1")

    connection.producer(1_048_588).flush(0)
    connection.consumer().close()


def test_should_name_the_property_when_librdkafka_does_not_know_it():
    with pytest.raises(TributaryError, match="must be ones that librdkafka knows.*no.such.property"):
        Connection({"bootstrap.servers": "h:1", "no.such.property": "1"}, "client-1").producer(1_048_588)


@pytest.mark.parametrize("given, seconds", [
    ({}, 10.0),
    ({"socket.timeout.ms": 5000}, 10.0),
    ({"socket.timeout.ms": "60000"}, 60.0),
    ({"socket.timeout.ms": 60_000, "request.timeout.ms": " 90000 "}, 90.0),
    ({"socket.timeout.ms": "soon"}, 10.0),
])
def test_should_wait_as_long_as_the_user_has_set_when_that_is_longer(given, seconds):
    assert Connection({"bootstrap.servers": "h:1", **given}, "client-1").request_seconds == seconds


def test_should_read_a_file_of_properties(tmp_path):
    file = tmp_path / "kafka.properties"
    file.write_text("# how to reach it\nbootstrap.servers = h:1\n\n! more\nsasl.password=a=b\n")

    assert read_properties(file) == {"bootstrap.servers": "h:1", "sasl.password": "a=b"}


def test_should_name_the_line_when_a_file_of_properties_is_wrong(tmp_path):
    file = tmp_path / "kafka.properties"
    file.write_text("bootstrap.servers=h:1\nnothing\n")

    with pytest.raises(TributaryError, match="line 2 of .* must be name=value, was 'nothing'"):
        read_properties(file)


def test_should_tell_of_its_own_rejections_alone(caplog):
    value = golden.read_hex("Rejection")
    record = records.decode("Rejection", value)
    told = []
    rejections = Rejections(record["clientId"], told.append)

    rejections.take([LogRecord("rejections", "another", value), LogRecord("rejections", record["clientId"], value),
                     LogRecord("rejections", record["clientId"], b"damaged")])

    assert [rejection.reason for rejection in told] == [record["reason"]]
    assert (rejections.count, list(rejections.last)) == (1, told)
    assert f"reason={record['reason']}" in caplog.text
    assert ADVICE[record["reason"]] in caplog.text


def test_should_tell_once_of_its_own_update_among_notices_without_names():
    record = dict(records.decode("Rejection", golden.read_hex("Rejection")))
    notice = records.encode("Rejection", {**record, "clientId": "", "detail": ""})
    of_another = records.encode("Rejection", {**record, "clientId": "", "detail": "", "updateId": "of-another"})
    told = []
    rejections = Rejections(record["clientId"], told.append)
    key = NOTICE_PREFIX + "0/7"

    rejections.take([LogRecord("model", key, notice)])
    assert told == [], "not sent by this client, as far as it knows"

    rejections.sent(record["updateId"])
    rejections.take([LogRecord("model", key, of_another), LogRecord("model", key, notice), LogRecord("model", key, None),
                     LogRecord("rejections", record["clientId"], golden.read_hex("Rejection"))])
    assert [(rejection.reason, rejection.update_id) for rejection in told] == [(record["reason"], record["updateId"])]


def test_should_have_advice_for_each_reason_of_the_protocol():
    pages = "".join(page.read_text(encoding="utf-8") for page in (golden.REPOSITORY / "docs").glob("protocol*.md"))

    for reason in ADVICE:
        assert f"`{reason}`" in pages
