"""Drawing, correcting and retraining, with MNIST on disk, talk to nobody: every `connect` of the session is watched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.data import DATA, needs_data
from tests.drawings import DIGITS
from tests.samples import stroke_line

ROOT = Path(__file__).parent.parent
NETWORK = re.compile(r"connect\(\d+, \{sa_family=AF_INET6?\b.*")
SESSION = """
import sys
from pathlib import Path
from digitpad import cli
from digitpad.settings import Settings
from digitpad.ui.app import App, loaders
from tests.hand import Hand

folder, data, own = map(Path, sys.argv[1:])
app = App(loaders(None, "cpu", folder), Settings(), folder)
app.start()
hand = Hand(app)
hand.wait_ready()
hand.stroke([(100, 110), (190, 105), (150, 300)])
hand.wait_for_number("7")
card = hand.widgets("Card")[0]
hand.click(card)
hand.type(card, "4")
hand.wait_until(lambda: hand.status.startswith("Saved"), "the correction")
app.quit()
words = ["finetune", "--samples", str(own), "--data", str(data), "--epochs", "1", "--keep", "--data-dir", str(folder)]
sys.exit(cli.main(words))
"""


@needs_data
def test_drawing_correcting_and_retraining_connect_to_nothing(tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text("".join(stroke_line(label, "me") for label in DIGITS))
    found = connections(tmp_path, SESSION, tmp_path / "home", DATA, own)
    assert found == []
    assert list((tmp_path / "home").rglob("*.safetensors"))


def connections(folder: Path, code: str, *arguments: Path) -> list[str]:
    """What a Python program and all it starts connect to over the network, as strace or Python itself sees it."""
    log = folder / "connects"
    watch, guard = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect", "-o", str(log)], ""
    if not _may_trace():
        watch, guard = [], GUARD.format(log=str(log))
    command = [*watch, sys.executable, "-c", guard + code, *map(str, arguments)]
    result = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True, timeout=300
    )
    assert result.returncode == 0, result.stderr[-2000:]
    return NETWORK.findall(log.read_text()) if log.exists() else []


GUARD = """
import sys

def _told(event, arguments, log={log!r}):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        with open(log, "a") as file:
            file.write(f"connect(0, {{{{sa_family=AF_INET, {{arguments[1]}}}}}}\\n")

sys.addaudithook(_told)
"""


def _may_trace() -> bool:
    """Whether strace is here and the machine lets it watch."""
    if shutil.which("strace") is None:
        return False
    tried = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect", "true"]
    return subprocess.run(tried, capture_output=True, timeout=60).returncode == 0


@pytest.mark.parametrize("watched", ["strace", "python"])
def test_both_watches_see_the_same(watched: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if watched == "python":
        monkeypatch.setenv("PATH", "")
    code = "import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    assert len(connections(tmp_path, code)) == 1
