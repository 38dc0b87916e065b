"""The commands of Tributary that a federation needs beside its clients: a broker and an aggregator."""

import os
import pathlib
import shutil
import socket
import subprocess
import time

import pytest

import golden

_MAINS = {
    "broker": "dev.tributary.demo.command.BrokerMain",
    "aggregator": "dev.tributary.aggregator.command.AggregatorMain",
    "mask-helper": "dev.tributary.maskhelper.command.MaskHelperMain",
}
_OPERATOR = "dev.tributary.operator.command.TributaryCommand"
_BOUNDS = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
           "-Dorg.apache.avro.limits.bytes.maxLength=67108864"]
_PATIENCE = 120


class Tributary:
    """Runs commands in a directory: of the class path in ``TRIBUTARY_CLASS_PATH``, or of the launcher's last build."""

    def __init__(self, directory: pathlib.Path) -> None:
        self._directory = directory
        self._class_path = os.environ.get("TRIBUTARY_CLASS_PATH")
        self._started = []
        if self._class_path is None and not list(golden.REPOSITORY.glob("distribution/target/tributary-distribution-*.jar")):
            pytest.skip("no build of Tributary: run ./tributary --version once, or name TRIBUTARY_CLASS_PATH")

    def run(self, *words: str) -> str:
        """Runs a command to its end, which must be a good one, and gives what it printed."""
        done = subprocess.run(self._command(words), cwd=self._directory, env=self._environment(), timeout=_PATIENCE,
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *words: str) -> subprocess.Popen:
        """Starts a command that goes on until the test is over; its output goes to a file of its name."""
        with open(self._directory / f"{words[0]}.log", "ab") as log:
            process = subprocess.Popen(self._command(words), cwd=self._directory, env=self._environment(), stdout=log,
                                       stderr=log)
        self._started.append(process)
        return process

    def await_line(self, command: str, text: str) -> None:
        """Waits until a started command has said something."""
        deadline = time.monotonic() + _PATIENCE
        while text not in self.log(command):
            assert time.monotonic() < deadline, self.log(command)
            assert self._started[-1].poll() is None, self.log(command)
            time.sleep(0.1)

    def log(self, command: str) -> str:
        """What a started command has said."""
        return (self._directory / f"{command}.log").read_text(errors="replace")

    def close(self) -> None:
        """Ends what is still running, the last first."""
        for process in reversed(self._started):
            process.terminate()
        for process in self._started:
            process.wait(_PATIENCE)

    def _command(self, words):
        if self._class_path is None:
            return [str(golden.REPOSITORY / "tributary"), *words]
        main = _MAINS.get(words[0])
        java = os.environ.get("JAVA_HOME")
        program = str(pathlib.Path(java) / "bin" / "java") if java else shutil.which("java")
        return [program, *_BOUNDS, "-cp", self._class_path, main or _OPERATOR, *(words[1:] if words[0] == "broker" else words)]

    @staticmethod
    def _environment():
        return {**os.environ, "TRIBUTARY_BUILD": "never", "TRIBUTARY_JAVA_OPTS": " ".join(_BOUNDS)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
