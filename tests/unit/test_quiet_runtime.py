"""Reading writes nothing anywhere and calls nobody: ONNX Runtime would, if it were left to itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

READ = "from digitpad import Recognizer; print(Recognizer.load().read_strokes([[(9, 0), (9, 60), (9, 99)]]).text)"
PLACES = ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "TMPDIR")
WATCHED = ("CI", "GITHUB_ACTIONS", "TF_BUILD", "ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED", "PYTEST_CURRENT_TEST")


def environment(home: Path) -> dict[str, str]:
    """As a user has it: where nothing says that this is a test."""
    return {name: value for name, value in os.environ.items() if name not in WATCHED} | dict.fromkeys(PLACES, str(home))


def test_reading_leaves_no_file_behind(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    done = subprocess.run([sys.executable, "-c", READ], env=environment(home), capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("1", "")
    assert not list(home.rglob("*"))


def test_where_nothing_can_be_written_it_reads_all_the_same(tmp_path):
    nowhere = tmp_path / "a file" / "home"
    (tmp_path / "a file").touch()
    done = subprocess.run([sys.executable, "-c", READ], env=environment(nowhere), capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("1", "")


def test_reading_opens_no_connection(tmp_path):
    if not shutil.which("strace"):
        pytest.skip("strace is not here")
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-e", "trace=network", "-o", trace, sys.executable, "-c", READ]
    subprocess.run(command, env=environment(tmp_path), capture_output=True, check=True)
    assert "AF_INET" not in trace.read_text()
