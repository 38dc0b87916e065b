import os
import subprocess
import sys

import pytest

import golden

pytest.importorskip("mypy", reason="mypy is not installed: types are not checked here")


def test_should_have_no_flaw_when_types_are_checked():
    directory = golden.REPOSITORY / "clients" / "python"

    checked = subprocess.run([sys.executable, "-m", "mypy", "--cache-dir", os.devnull], cwd=directory, timeout=300,
                             capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout + checked.stderr
