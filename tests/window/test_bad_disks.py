"""Disks, folders and locales that refuse: the window and the commands say so in a sentence and go on.

A disk of a few kilobytes, or one that cannot be written to, is mounted where only the tested program sees it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from digitpad.records import Sample
from digitpad.store.samples import FILE_NAME, SampleStore
from tests.support.disks import FULL, READ_ONLY, SEALED, WAY, mounted
from tests.support.drawings import DIGITS
from tests.support.samples import number_strokes, stroke_line

ROOT = Path(__file__).parents[2]
ODD = "Zoë & Söhne 数字"
WINDOW = """
import json
import sys
from pathlib import Path
from digitpad import settings
from digitpad.ui.app import App
from tests.support.hand import Hand
from tests.support.readers import Counting

folder = Path(sys.argv[1])
app = App((Counting,), settings.load(folder)[0], folder)
app.start()
hand = Hand(app)
hand.wait_ready()
hand.stroke([(100, 110), (190, 105), (150, 300)])
hand.wait_for_number("0")
card = hand.widgets("Card")[0]
hand.click(card)
hand.type(card, "4")
hand.wait_until(lambda: "samples" in hand.complaint, "a sentence on the sample")
said = [hand.complaint]
hand.choose("Switch light and dark")
said.append(hand.complaint)
print(json.dumps(said))
app.quit()
"""
LOOKING = """
import json
import sys
from pathlib import Path
from digitpad import settings
from digitpad.ui.app import App
from tests.support.hand import Hand
from tests.support.readers import Counting

folder = Path(sys.argv[1])
app = App((Counting,), settings.load(folder)[0], folder)
app.start()
hand = Hand(app)
hand.wait_ready()
hand.wait_until(lambda: hand.complaint, "a sentence on the disk")
said = [hand.complaint]
hand.key("<Escape>")
for page in ("Samples", "Draw", "Samples"):
    hand.turn_to(page)
    hand.rest(1.5)
    said.append(hand.complaint)
tiles = hand.widgets("SampleGrid")[0].ids if hand.widgets("SampleGrid") else []
print(json.dumps([said, len(tiles)]))
app.quit()
"""
mounts = pytest.mark.skipif(not WAY, reason="this machine lets nobody mount a disk")


def on(disk: str, place: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with `disk` (a shell command) mounted on `place`, which is made if missing."""
    place.mkdir(parents=True, exist_ok=True)
    prefix = mounted(disk, place) if disk else []
    given = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    return subprocess.run(
        [*prefix, sys.executable, "-P", *command], env=given, capture_output=True, text=True, timeout=300
    )


def only_sentence(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 1, result.stdout + result.stderr
    (line,) = result.stderr.splitlines()
    assert line.startswith("digitpad: ") and "unexpected" not in line
    return line


@mounts
@pytest.mark.parametrize(("disk", "words"), [(FULL, ("full", "space")), (READ_ONLY, ("written", "Read-only"))])
def test_the_window_says_what_cannot_be_kept_and_goes_on(disk: str, words: Sequence[str], tmp_path: Path) -> None:
    result = on(disk, tmp_path / ODD, "-c", WINDOW, str(tmp_path / ODD))
    assert result.returncode == 0, result.stderr
    sample, setting = json.loads(result.stdout)
    assert any(word in sample for word in words) and FILE_NAME in sample
    assert any(word in setting for word in words) and "settings.json" in setting
    assert "Traceback" not in result.stderr


@mounts
@pytest.mark.parametrize("count", [0, 2])
def test_the_window_says_once_that_nothing_can_be_saved_and_shows_what_is_stored(count: int, tmp_path: Path) -> None:
    place = tmp_path / ODD
    place.mkdir()
    if count:
        with SampleStore(place / FILE_NAME) as store:
            store.add([Sample(np.full((28, 28), 10 * number, np.uint8), number, "import") for number in range(count)])
    result = on(SEALED, place, "-c", LOOKING, str(place))
    assert result.returncode == 0, result.stderr
    (first, *later), shown = json.loads(result.stdout)
    assert FILE_NAME in first and ("nothing can be saved there" in first if count else "no sample can be kept" in first)
    assert later == ["", "", ""] and shown == count
    assert "Traceback" not in result.stderr


COMMANDS = {
    "samples": ["samples", "import", "{given}", "--data-dir", "{disk}"],
    "answers": ["read", "{table}", "--out", "{disk}/answers.csv"],
    "network": ["export", "--onnx", "{disk}/lenet5.onnx"],
}


@mounts
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("disk", [FULL, READ_ONLY], ids=["full", "read-only"])
def test_a_command_that_cannot_write_ends_with_a_sentence(disk: str, command: Sequence[str], tmp_path: Path) -> None:
    place, given, table = tmp_path / ODD, tmp_path / "own.jsonl", tmp_path / "table.csv"
    given.write_text("".join(stroke_line(label, "me") for label in DIGITS))
    table.write_text(",".join(f"pixel{number}" for number in range(784)) + "\n" + ",".join(["0"] * 784) + "\n")
    words = [word.format(given=given, table=table, disk=place) for word in command]
    sentence = only_sentence(on(disk, place, "-m", "digitpad", *words, LC_ALL="C.UTF-8"))
    assert str(place) in sentence


def test_what_a_newer_version_made_is_left_alone(tmp_path: Path) -> None:
    with SampleStore(tmp_path / FILE_NAME), contextlib.suppress(OSError):
        pass
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as newer:
        newer.execute("PRAGMA user_version = 99")
    (tmp_path / "settings.json").write_text(json.dumps({"theme": "dark", "voice": "on"}))
    before = (tmp_path / FILE_NAME).read_bytes()
    result = on("", tmp_path, "-c", WINDOW, str(tmp_path))
    assert result.returncode == 0, result.stderr
    assert "newer DigitPad" in json.loads(result.stdout)[0]
    assert (tmp_path / FILE_NAME).read_bytes() == before
    kept = json.loads((tmp_path / "settings.json").read_text())
    assert (kept["theme"], kept["voice"]) == ("light", "on")


@mounts
def test_it_reads_from_a_folder_that_nobody_can_write_to_in_a_locale_of_ascii(tmp_path: Path) -> None:
    place = tmp_path / ODD
    for name in ("digitpad", "models", "assets"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    drawing = tmp_path / f"{ODD}.json"
    drawing.write_text(json.dumps(number_strokes("2026")))
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(place)}
    words = ["-m", "digitpad", "read", str(drawing), "--data-dir", str(tmp_path / "new")]
    result = on(SEALED, place, *words, **ascii_only, PYTHONDONTWRITEBYTECODE="")
    assert (result.returncode, result.stdout, result.stderr) == (0, "2026\n", "")


def test_letters_that_the_terminal_lacks_are_no_error(tmp_path: Path) -> None:
    for name in (f"{ODD}.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(number_strokes("7")))
    result = on("", tmp_path, "-m", "digitpad", "read", str(tmp_path), PYTHONIOENCODING="ascii")
    assert result.returncode == 0, result.stderr
    assert "Zo\\xeb" in result.stdout and result.stdout.count("7") >= 2
