"""Clients in a real federation: Tributary's broker and aggregator, by its own commands."""

import json
import threading
import time

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

import golden
import whole_numbers
from java import Tributary, free_port
from tributary import Client, Masking, PrivacySettings, Training, TributaryError, newest_model, publish_initial
from tributary.identity.pseudonym import is_in_cohort
from tributary.log.connection import Connection
from tributary.log.reader import LogReader
from tributary.masking.keys import public_bytes, read_client_key
from tributary.wire import records

pytestmark = pytest.mark.broker

SHAPES = {"hidden": (600, 500), "bias": (500,)}
ENCODINGS = ["FLOAT32", "FLOAT16", "TOP_K", "FLOAT32"]
ROUNDS = 3
SETTINGS = """
federation: {federation}
topics: {{updatePartitions: 2, replicationFactor: 1}}
round: {{goal: 4, quorum: 1, deadline: 2s, stalenessExponent: 0{more}}}
admission: {{maxDeltaNorm: 1e9}}
evaluation: {{minReports: 3}}
model: {{keepVersions: 100}}
privacy: {{masking: off}}
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    directory = tmp_path_factory.mktemp("cluster")
    tributary = Tributary(directory)
    kafka = f"127.0.0.1:{free_port()}"
    try:
        tributary.start("broker", "--port", kafka.split(":")[1], "--data", str(directory / "kafka"))
        tributary.await_line("broker", "broker runs on")
        yield tributary, kafka, directory
    finally:
        tributary.close()


@pytest.fixture(scope="module")
def federation(cluster):
    return started(cluster, "whole", "")


def started(cluster, name, settings_of_rounds, **state):
    _, kafka, _ = cluster
    settings = applied(cluster, name, SETTINGS.format(federation=name, more=settings_of_rounds))
    publish_initial(name, {tensor: np.zeros(shape) for tensor, shape in SHAPES.items()}, kafka=kafka, **state)
    start_aggregator(cluster, name, settings)
    return name


def applied(cluster, name, text):
    tributary, kafka, directory = cluster
    settings = directory / f"{name}.yaml"
    settings.write_text(text)
    tributary.run("topics", "apply", "--settings", str(settings), "--bootstrap-server", kafka)
    return settings


def start_aggregator(cluster, name, settings):
    tributary, kafka, directory = cluster
    tributary.start("aggregator", "--settings", str(settings), "--bootstrap-server", kafka, "--state-dir",
                    str(directory / f"{name}-state"))


def client_of(cluster, federation, number, **options):
    """A client that learns whole numbers."""
    _, kafka, directory = cluster
    secret = directory / f"{number}.secret"
    secret.write_bytes(number.to_bytes(32, "big"))
    secret.chmod(0o600)
    client = Client(federation, kafka=kafka, secret=secret,
                    trainer=lambda arrays: whole_numbers.learnt_from(arrays, number, client.model.version), **options)
    return client


def run_all(clients, rounds):
    threads = [threading.Thread(target=client.run, args=[rounds], kwargs={"progress": False}) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
        assert not thread.is_alive()


def whole_log(kafka, topic):
    with_key = []
    reader = LogReader(Connection(kafka, "test").consumer(), threading.Event(), 10.0)
    low, _ = reader.range_of(topic)
    reader.start(topic, low)
    while not reader.is_at_end(topic):
        with_key += reader.read(1)
    reader.close()
    return with_key


def await_value(give, is_good):
    deadline = time.monotonic() + 60
    while not is_good(value := give()):
        assert time.monotonic() < deadline, value
        time.sleep(0.2)
    return value


def test_should_add_up_to_the_bit_when_clients_send_whole_numbers(cluster, federation):
    _, kafka, _ = cluster
    clients = [client_of(cluster, federation, number, encoding=encoding, top_k_fraction=1.0,
                         evaluator=lambda arrays: (10, {"accuracy": 0.5}))
               for number, encoding in enumerate(ENCODINGS, 1)]
    numbers = {client.client_id: number for number, client in enumerate(clients, 1)}

    run_all(clients, ROUNDS)

    members = await_value(lambda: members_of(kafka, federation),
                          lambda found: sum(map(len, found.values())) == ROUNDS * len(clients))
    expected = np.zeros(300_500, dtype=np.float32)
    for version in range(1, max(members) + 1):
        total = sum(member["exampleCount"] for member in members[version])
        learnt = sum(member["exampleCount"] * whole_numbers.delta(numbers[member["clientId"]], member["baseVersion"], 300_500)
                     for member in members[version])
        expected = (expected + learnt / total).astype(np.float32)
    model = await_value(lambda: newest_model(federation, kafka=kafka)[0], lambda found: found.version >= max(members))
    assert np.array_equal(model.parameters.view(np.uint32), expected.view(np.uint32))
    assert rejections(kafka, federation) == []


def members_of(kafka, federation):
    members = {}
    for record in whole_log(kafka, f"fl.{federation}.rounds"):
        if records.name_of(record.value) == "RoundMembers":
            part = records.decode("RoundMembers", record.value)
            members.setdefault(part["version"], []).extend(part["members"])
    return members


def rejections(kafka, federation):
    return [records.decode("Rejection", record.value) for record in whole_log(kafka, f"fl.{federation}.rejections")]


def test_should_show_evaluations_when_enough_clients_report(cluster, federation):
    _, kafka, _ = cluster

    def seen():
        return [records.decode("VersionEvaluation", record.value)
                for record in whole_log(kafka, f"fl.{federation}.rounds")
                if records.name_of(record.value) == "VersionEvaluation"]

    evaluated = await_value(seen, lambda found: len(found) > 0)

    assert evaluated[0]["metrics"]["accuracy"]["mean"] == 0.5


def test_should_tell_the_developer_when_an_update_is_refused(cluster, federation):
    told = []
    client = client_of(cluster, federation, 7, on_rejection=told.append)
    client._trainer = lambda arrays: Training(arrays, 2_000_000)

    result = client.run(1)

    assert [rejection.reason for rejection in result.rejections] == ["EXAMPLE_COUNT_OUT_OF_RANGE"]
    assert told == list(result.rejections)


def test_should_train_in_its_cohorts_alone_and_end_when_it_is_stopped(cluster):
    _, kafka, _ = cluster
    name = started(cluster, "lottery", ", mode: sync, samplingRate: 0.5, overSelection: 1.0", mode="SYNC", sampling_rate=0.5)
    clients = [client_of(cluster, name, number) for number in range(11, 19)]
    threads = [threading.Thread(target=client.run, kwargs={"progress": False}) for client in clients]
    for thread in threads:
        thread.start()

    await_value(lambda: newest_model(name, kafka=kafka)[0].version, lambda version: version >= 3)
    for client in clients:
        client.stop()
    for thread in threads:
        thread.join(30)

    assert not any(thread.is_alive() for thread in threads)
    assert rejections(kafka, name) == []
    members = members_of(kafka, name)
    assert all(is_in_cohort(member["clientId"], member["baseVersion"], 0.5)
               for version in members for member in members[version])


def test_should_get_a_good_receipt_when_the_mask_helper_opens_its_seed(cluster):
    tributary, kafka, directory = cluster
    masking = masked_federation(cluster, "hidden")
    client = client_of(cluster, "hidden", 21)
    tributary.run("keys", "enrol", "--federation", "hidden", "--authority-key", "authority.key", "--client-key",
                  public_bytes(read_client_key(directory / "client.key")).hex(), "--client-id", client.client_id,
                  "--certificate", "client.certificate")

    client = client_of(cluster, "hidden", 21, masking=masking)
    assert client.run(1).updates == 1

    receipts = await_value(lambda: [records.decode("SeedReceipt", record.value)
                                    for record in whole_log(kafka, "fl.hidden.receipts")], lambda found: found)
    sent = [record for record in whole_log(kafka, "fl.hidden.updates") if records.name_of(record.value) == "MaskedUpdate"]
    assert [(r["clientId"], r["verdict"], r["reason"]) for r in receipts] == [(client.client_id, "GOOD", "")]
    assert [records.decode("MaskedUpdate", record.value)["updateId"] for record in sent] == [receipts[0]["updateId"]]


def masked_federation(cluster, name):
    """Starts a mask helper, with keys in the files that tributary keys would write."""
    tributary, kafka, directory = cluster
    root = Ed25519PrivateKey.generate()
    for file, kind, key in (("root.key", "root", root), ("noise.key", "noise", Ed25519PrivateKey.generate()),
                            ("authority.key", "authority", authority := Ed25519PrivateKey.generate())):
        raw = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        (directory / file).write_text(f"tributary {kind} key: {raw.hex()}\n")
        (directory / file).chmod(0o600)
    (directory / "helper.properties").write_text(
        f"root.key.file=root.key\nnoise.key.file=noise.key\nauthority.public.key={public_bytes(authority).hex()}\n"
        "epoch.directory=epochs\nepoch.hours=24\n")
    settings = directory / f"{name}.yaml"
    settings.write_text(f"""
federation: {name}
topics: {{updatePartitions: 1, replicationFactor: 1}}
privacy: {{masking: required, clippingNorm: 2.5, threshold: 5}}
round: {{goal: 6, quorum: 5}}
admission: {{exampleCountCap: 20000}}
""")
    tributary.run("keys", "client", "--key", "client.key")
    tributary.run("topics", "apply", "--settings", str(settings), "--bootstrap-server", kafka)
    publish_initial(name, {tensor: np.zeros(shape) for tensor, shape in SHAPES.items()}, kafka=kafka)
    tributary.start("mask-helper", "--settings", str(settings), "--helper-config", "helper.properties",
                    "--bootstrap-server", kafka, "--state-dir", "helper-state")
    return Masking(directory / "client.key", directory / "client.certificate", public_bytes(root).hex(),
                   PrivacySettings(clipping_norm=2.5, threshold=5, round_goal=6, example_count_cap=20_000))


def test_should_learn_when_the_notebook_runs_from_top_to_bottom(cluster, monkeypatch):
    _, kafka, _ = cluster
    notebook = json.loads((golden.REPOSITORY / "examples" / "python" / "digits.ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    start_aggregator(cluster, "notebook", applied(
        cluster, "notebook", SETTINGS.format(federation="notebook", more="").replace("goal: 4", "goal: 3")))
    monkeypatch.setenv("TRIBUTARY_KAFKA", kafka)
    monkeypatch.setenv("TRIBUTARY_FEDERATION", "notebook")
    names = {}

    for cell in cells:
        exec("".join(cell["source"]), names)

    assert names["model"].version >= 4
    assert names["reached"] > 0.9
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)


def test_should_say_in_one_line_when_there_is_no_such_federation(cluster):
    _, kafka, _ = cluster

    with pytest.raises(TributaryError, match="topic fl.nowhere.model must be there .* tributary topics apply"):
        newest_model("nowhere", kafka=kafka)


def test_should_refuse_when_a_version_is_published_twice(cluster, federation):
    _, kafka, _ = cluster

    with pytest.raises(TributaryError, match="must have no version yet, had"):
        publish_initial(federation, {"hidden": np.zeros(3)}, kafka=kafka)
