import hashlib

import numpy as np
import pytest

import models
from tributary.codecs import decode
from tributary.errors import TributaryError
from tributary.training import Training, training_of
from tributary.update.delta import Delta, NonFiniteDeltaError, checked, delta_of
from tributary.update.encoding import UpdateEncoding
from tributary.update.records import Origin, UpdateRecords
from tributary.update.residual import ResidualFile
from tributary.wire import records


def trained(change, examples=5, metrics=None):
    arrays = models.model().arrays()
    change(arrays)
    return Training(arrays, examples, metrics or {})


def add(amount):
    def change(arrays):
        for array in arrays.values():
            array += np.float32(amount)
    return change


def test_should_be_trained_minus_received():
    delta = delta_of(models.model(), trained(add(2)))

    assert delta.values.tolist() == [2] * 9
    assert delta.l2_norm == 6


def test_should_be_what_the_trainer_says_when_it_gives_a_delta():
    third = np.float32(1 / 3)

    delta = delta_of(models.model(), Training({"W": np.full((2, 3), third), "b": np.full(3, third)}, 1, {}, is_delta=True))

    assert delta.values.tolist() == [third] * 9


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_should_name_the_tensor_when_training_gave_no_number(value):
    def change(arrays):
        arrays["b"][1] = value

    with pytest.raises(NonFiniteDeltaError, match="one of tensor b was"):
        delta_of(models.model(), trained(change))


def test_should_refuse_when_binary32_cannot_hold_a_value():
    with pytest.raises(NonFiniteDeltaError, match="one of tensor W was inf"):
        delta_of(models.model(), Training({"W": np.full((2, 3), 1e39), "b": np.zeros(3)}, 1))


def test_should_have_a_norm_when_values_are_the_greatest():
    greatest = np.full(9, np.finfo(np.float32).max, dtype=np.float32)

    assert checked(greatest, models.LAYOUT).l2_norm == pytest.approx(3 * 3.4028235e38)


@pytest.mark.parametrize("encoding", ["FLOAT32", "FLOAT16", "INT8", "TOP_K"])
def test_should_read_as_written_when_one_update_is_put_together(encoding):
    codec = UpdateEncoding(encoding, top_k_fraction=1.0, seed=1)
    delta = delta_of(models.model(), trained(add(2)))
    origin = Origin("client-1", "fl.digits.updates", encoding, 10)

    update = UpdateRecords(origin, models.model(), trained(add(2), 5, {"loss": 0.5}),
                           codec.encode(delta, models.LAYOUT))
    sent = list(update())

    manifest = records.decode("ModelUpdate", sent[0].value)
    chunks = [records.decode("PayloadChunk", record.value) for record in sent[1:]]
    payload = manifest["payload"] + b"".join(chunk["payload"] for chunk in chunks)
    assert {(record.topic, record.key) for record in sent} == {("fl.digits.updates", "client-1")}
    assert [chunk["index"] for chunk in chunks] == list(range(1, manifest["chunkCount"]))
    assert {chunk["payloadId"] for chunk in chunks} <= {manifest["updateId"]}
    assert (manifest["baseVersion"], manifest["exampleCount"], manifest["metrics"]) == (4, 5, {"loss": 0.5})
    assert (len(payload), hashlib.sha256(payload).digest()) == (manifest["payloadBytes"], manifest["payloadDigest"])
    # The scale of a block of INT8 is rounded up.
    assert decode(encoding, payload, manifest["parameterCount"]).tolist() == pytest.approx([2] * 9, rel=1e-6)
    assert list(update()) == sent


def of(values):
    return checked(np.array(values, dtype=np.float32), models.LAYOUT)


def test_should_send_later_what_top_k_left_out():
    codec = UpdateEncoding("TOP_K", top_k_fraction=1 / 9)

    first = codec.encode(of([3, 2, 0, 0, 0, 0, 0, 0, 0]), models.LAYOUT)
    codec.acknowledged(first, models.LAYOUT)
    second = codec.encode(of([0] * 9), models.LAYOUT)

    assert decode("TOP_K", first.payload, 9).tolist() == [3, 0, 0, 0, 0, 0, 0, 0, 0]
    assert decode("TOP_K", second.payload, 9).tolist() == [0, 2, 0, 0, 0, 0, 0, 0, 0]


def test_should_keep_the_old_residual_when_an_update_was_not_acknowledged():
    codec = UpdateEncoding("TOP_K", top_k_fraction=1 / 9)
    codec.encode(of([3, 2, 0, 0, 0, 0, 0, 0, 0]), models.LAYOUT)

    second = codec.encode(of([0] * 9), models.LAYOUT)

    assert decode("TOP_K", second.payload, 9).tolist() == [0] * 9


def test_should_leave_nothing_for_later_when_feedback_is_off():
    codec = UpdateEncoding("TOP_K", top_k_fraction=1 / 9, error_feedback=False)

    assert codec.encode(of([3, 2, 0, 0, 0, 0, 0, 0, 0]), models.LAYOUT).residual is None


def test_should_go_on_with_the_residual_when_the_client_starts_again(tmp_path):
    first = UpdateEncoding("TOP_K", 1 / 9, file=ResidualFile(tmp_path, "client-1"))
    first.acknowledged(first.encode(of([3, 2, 0, 0, 0, 0, 0, 0, 0]), models.LAYOUT), models.LAYOUT)

    second = UpdateEncoding("TOP_K", 1 / 9, file=ResidualFile(tmp_path, "client-1"))
    payload = second.encode(of([0] * 9), models.LAYOUT).payload

    assert decode("TOP_K", payload, 9).tolist() == [0, 2, 0, 0, 0, 0, 0, 0, 0]
    assert (tmp_path / "client-1" / "residual").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:-1] + b"\x01", lambda data: b"X" + data[1:]])
def test_should_drop_the_residual_when_its_file_is_damaged(tmp_path, damage, caplog):
    file = ResidualFile(tmp_path, "client-1")
    file.write(np.ones(9, dtype=np.float32), models.LAYOUT)
    path = tmp_path / "client-1" / "residual"
    path.write_bytes(damage(path.read_bytes()))

    assert file.read(models.LAYOUT) is None
    assert "is dropped" in caplog.text


@pytest.mark.parametrize("result, message", [
    (None, "a trainer must return a Training, .* returned NoneType"),
    (({}, 0, {}), "example count must be a whole number of at least 1, was 0"),
    (({}, True, {}), "example count must be a whole number of at least 1, was True"),
    (({}, 1.5, {}), "example count must be a whole number of at least 1, was 1.5"),
    (({}, 1, {"loss": float("nan")}), "metric loss must be finite, was nan"),
    (({}, 1, {"l oss": 1.0}), "name of a metric must be 1 to 64"),
    (({}, 1, {str(i): 1.0 for i in range(17)}), "metrics must be at most 16, were 17"),
])
def test_should_say_what_is_wrong_when_a_trainer_returns_it(result, message):
    with pytest.raises(TributaryError, match=message):
        training_of(result)


@pytest.mark.parametrize("arguments, message", [
    ({"name": "FLOAT64"}, "encoding must be one of FLOAT32, FLOAT16, INT8, TOP_K, was 'FLOAT64'"),
    ({"top_k_fraction": 0.0}, "top_k_fraction must be above 0 and at most 1, was 0.0"),
    ({"top_k_fraction": float("nan")}, "top_k_fraction must be above 0 and at most 1, was nan"),
])
def test_should_refuse_when_an_encoding_is_out_of_bounds(arguments, message):
    with pytest.raises(TributaryError, match=message):
        UpdateEncoding(**arguments)


def test_should_stay_finite_when_a_delta_is_the_least_there_is():
    tiny = Delta(np.full(9, 1e-45, dtype=np.float32), 3e-45)

    payload = UpdateEncoding("INT8", seed=3).encode(tiny, models.LAYOUT).payload

    assert np.isfinite(decode("INT8", payload, 9)).all()
