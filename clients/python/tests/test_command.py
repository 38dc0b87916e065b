import os
import subprocess
import sys

import pytest

import golden

SOURCE = golden.REPOSITORY / "clients" / "python" / "src"


def run(directory, *words):
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, "-m", "tributary", *words], cwd=directory, env=environment, timeout=60,
                          capture_output=True, text=True)


@pytest.mark.parametrize("words", [[], ["client"], ["model"], ["rounds"]])
def test_should_explain_itself(tmp_path, words):
    done = run(tmp_path, *words, "--help")

    assert done.returncode == 0
    assert done.stdout.startswith("usage: python -m tributary")


@pytest.mark.parametrize("words, message", [
    (["--federation", "Digits", "--bootstrap-server", "h:1", "--trainer", "mine:train"],
     "federation must be 1 to 63 of a-z, 0-9 and -"),
    (["--federation", "digits", "--trainer", "mine:train"],
     "--bootstrap-server must be host:port, or --kafka-config a file with bootstrap.servers, was neither"),
    (["--federation", "digits", "--bootstrap-server", "h:1", "--trainer", "mine"],
     "--trainer must be module:name or file.py:name, was mine"),
    (["--federation", "digits", "--bootstrap-server", "h:1", "--trainer", "mine.py:none"],
     "--trainer must name a function, mine.py:none did not"),
    (["--federation", "digits", "--bootstrap-server", "h:1", "--trainer", "mine:number"],
     "--trainer must name a function, mine:number was a int"),
    (["--federation", "digits", "--bootstrap-server", "h:1", "--trainer", "mine:train", "--rounds", "0"],
     "rounds must be at least 1 or None, was 0"),
    (["--federation", "digits", "--bootstrap-server", "h:1", "--trainer", "mine:train", "--encoding", "int4"],
     "encoding must be one of FLOAT32, FLOAT16, INT8, TOP_K, was 'INT4'"),
])
def test_should_end_in_one_line_when_the_input_is_wrong(tmp_path, words, message):
    (tmp_path / "mine.py").write_text("number = 1\ndef train(arrays): return arrays, 1, {}\n")

    done = run(tmp_path, "client", "--secret-file", "secret", *words)

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"tributary: {message}")
    assert "Traceback" not in done.stderr
