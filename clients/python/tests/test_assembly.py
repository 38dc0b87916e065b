import numpy as np
import pytest

import models
from tributary.model.assembly import VersionAssembly
from tributary.wire import records


def assembled(*parts):
    assembly = VersionAssembly()
    for key, value in parts:
        assembly.add(key, value)
    return assembly


def test_should_give_the_newest_version_when_several_are_whole():
    newest = assembled(*models.records_of(3), *models.records_of(4, range(10, 19))).take_newest()

    assert newest.version == 4
    assert newest.arrays()["b"].tolist() == [16, 17, 18]
    assert newest.layout == models.LAYOUT


def test_should_give_a_version_once():
    assembly = assembled(*models.records_of(3))

    assert assembly.take_newest().version == 3
    assert assembly.take_newest() is None


@pytest.mark.parametrize("broken", [
    models.records_of(4)[1:],
    models.records_of(4, payloadDigest=bytes(32)),
    models.records_of(4, layoutFingerprint="0" * 64),
    models.records_of(4, version=5),
    models.records_of(4, encoding="UNKNOWN"),
    models.records_of(4, encoding="TOP_K"),
    models.records_of(4, chunkCount=0),
    models.records_of(4, payloadBytes=35),
    [*models.records_of(4), ("4/head", None)],
    [*models.records_of(4), ("4/0", None)],
    [*models.records_of(4), ("4/head", b"\xc3\x01 and no head")],
    [*models.records_of(4)[:-1], ("4/0", models.records_of(4)[1][1]), models.records_of(4)[-1]],
    models.records_of(4, [*range(8), float("nan")]),
], ids=range(13))
def test_should_give_the_older_version_when_the_newer_one_is_not_whole(broken):
    assert assembled(*models.records_of(3), *broken).take_newest().version == 3


def test_should_take_the_later_record_when_two_have_one_key():
    again = models.records_of(4, range(20, 29))

    assert assembled(*models.records_of(4), *again).take_newest().parameters.tolist() == list(range(20, 29))


@pytest.mark.parametrize("key", ["", "4", "4/", "04/head", "-4/head", "4/tail", "4/00", "x/head", "state/head"])
def test_should_pass_over_when_a_key_is_not_of_the_protocol(key):
    assert assembled(*models.records_of(3), (key, b"anything")).take_newest().version == 3


def test_should_have_the_newest_state():
    def state(version):
        return records.encode("FederationState", {"version": version, "mode": "SYNC", "samplingRate": 0.5,
                                                  "isStopped": version == 7, "stopReason": "", "writtenAtMs": 0})

    assembly = assembled(("state", state(6)), ("state", state(7)), ("state", b"damaged"))

    assert (assembly.state.version, assembly.state.mode, assembly.state.is_stopped) == (7, "SYNC", True)


def test_should_take_async_when_there_is_no_state():
    assert VersionAssembly().state.mode == "ASYNC"


def test_should_let_the_caller_change_arrays_and_not_the_model():
    newest = assembled(*models.records_of(3)).take_newest()

    newest.arrays()["W"][...] = 100

    assert newest.parameters.tolist() == list(range(9))
    with pytest.raises(ValueError):
        newest.parameters[0] = 1
    assert not np.shares_memory(newest.parameters, newest.arrays()["W"])
