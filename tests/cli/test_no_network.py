"""No connection leaves the machine unless asked: the window on all its pages, and the commands, are watched."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.data import DATA, needs_data
from tests.support.drawings import DIGITS
from tests.support.samples import stroke_line

ROOT = Path(__file__).parents[2]
NETWORK = re.compile(r"(?:connect|sendto|sendmsg|sendmmsg)\(\d+, .*sa_family=AF_INET6?\b.*")
STRACE = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=network"]
COMMANDS = """
import sys
from digitpad import cli

folder, drawing, data = sys.argv[1:]
for words in (
    ["read", drawing], ["samples", "list"], ["models", "list"], ["doctor"], ["export", "--onnx", f"{folder}/a.onnx"],
    ["evaluate", "--mnist", data],
):
    if cli.main([*words, "--data-dir", folder]):
        sys.exit(f"{words} failed")
"""
SESSION = """
import sys
from pathlib import Path
from digitpad import cli
from digitpad.settings import Settings
from digitpad.ui.app import App
from digitpad.ui.core.loading import loaders
from tests.support.hand import Hand

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
for page in ("Camera", "Samples", "Models", "Draw"):
    hand.turn_to(page)
    hand.rest(0.5)
app.quit()
words = ["finetune", "--samples", str(own), "--data", str(data), "--epochs", "1", "--force", "--data-dir", str(folder)]
sys.exit(cli.main(words))
"""


@needs_data
def test_drawing_correcting_and_retraining_connect_to_nothing(tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text("".join(stroke_line(label, "me") for label in DIGITS))
    found = connections(tmp_path, SESSION, tmp_path / "home", DATA, own)
    assert found == []
    assert list((tmp_path / "home").rglob("*.safetensors"))


@needs_data
def test_commands_connect_to_nothing(tmp_path: Path) -> None:
    drawing = tmp_path / "seven.json"
    drawing.write_text(json.dumps(DIGITS[7]))
    assert connections(tmp_path, COMMANDS, tmp_path / "home", drawing, DATA) == []


def connections(folder: Path, code: str, *arguments: Path) -> list[str]:
    """What a Python program and all it starts connect to over the network, as strace or Python itself sees it."""
    log = folder / "connects"
    watch, guard = [*STRACE, "-o", str(log)], ""
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
    if event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        with open(log, "a") as file:
            file.write(f"connect(0, {{{{sa_family=AF_INET, {{arguments[1]}}}}}}\\n")

sys.addaudithook(_told)
"""


def _may_trace() -> bool:
    """Whether strace is here and the machine lets it watch."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run([*STRACE, "true"], capture_output=True, timeout=60).returncode == 0


@pytest.mark.parametrize("watched", ["strace", "python"])
def test_both_watches_see_the_same(watched: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if watched == "python":
        monkeypatch.setenv("PATH", "")
    socket = "import socket; there = ('127.0.0.1', 9); mine = socket.socket(type=socket.SOCK_DGRAM); "
    for way in ("mine.connect(there)", "mine.sendto(b'x', there)"):
        folder = tmp_path / way[:9]
        folder.mkdir()
        assert len(connections(folder, socket + way)) == 1
