"""digitpad finetune, as a user meets it: what it says, what it leaves on the disk, and its exit code."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import termios
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from digitpad.inference.weights import load_card, load_weights
from digitpad.learning.registry.version import Version
from digitpad.learning.registry.versions import Versions
from digitpad.recognition.strokes import stroke_glyph
from digitpad.recognizer import Recognizer
from digitpad.records import Sample, Stroke
from digitpad.store.samples import FILE_NAME, SampleStore
from tests.cli.test_cli import sentence
from tests.support.data import DATA, needs_data
from tests.support.drawings import DIGITS
from tests.support.samples import stroke_line
from tests.window.test_retraining import hatless_seven, store

SOON_S = 300.0  # on a machine that is busy with other things
MOVED = re.compile(r" [1-9][0-9]*/50000 ")


def finetune(folder: Path, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    """On samples of the folder, without MNIST unless `arguments` name some."""
    named = () if "--data" in arguments else ("--data", folder / "no-mnist")
    command = [
        sys.executable,
        "-m",
        "digitpad",
        "finetune",
        *named,
        "--device",
        "cpu",
        *arguments,
        "--data-dir",
        folder,
    ]
    return subprocess.run([str(word) for word in command], capture_output=True, timeout=SOON_S)


def own_file(folder: Path) -> Path:
    """Two of each drawn digit, as a stroke file."""
    path = folder / "own.jsonl"
    path.write_text("".join(stroke_line(label, writer) for label in DIGITS for writer in ("anna", "ben")))
    return path


def versions(folder: Path) -> list[Version]:
    return list(Versions(folder).list())


def files(folder: Path) -> dict[str, bytes]:
    """What lies in the folder of versions, if there is one."""
    return {path.name: path.read_bytes() for path in sorted((folder / "models").glob("*"))}


def read(weights: Path, line: list[tuple[float, float]]) -> str:
    return Recognizer.load(weights, "cpu").read_strokes((Stroke.of(line, 12),)).text


@needs_data
def test_what_was_corrected_is_read_right_afterwards_beside_real_mnist(tmp_path: Path) -> None:
    store(tmp_path, 15)
    unseen = hatless_seven(99)
    (shipped,) = versions(tmp_path)
    assert read(shipped.path, unseen) == "1"
    result = finetune(tmp_path, "--data", DATA, "--name", "My sevens")
    assert (result.returncode, result.stderr) == (0, b""), result.stderr
    told, kept = result.stdout.decode().splitlines()
    assert told.startswith("15 samples, ") and "of 5,000 images never trained on" in told
    assert kept == "My sevens reads from now on; `digitpad models use shipped` goes back."
    _, mine = versions(tmp_path)
    assert (mine.name, mine.active, mine.samples, mine.parent) == ("My sevens", True, 15, shipped.name)
    assert mine.mnist is not None and mine.mnist > 0.99
    assert read(mine.path, unseen) == "7"


def test_a_file_of_samples_is_compared_without_mnist_and_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    result = finetune(tmp_path, "--samples", own_file(tmp_path), "--epochs", 1, "--dry-run")
    assert (result.returncode, result.stderr) == (0, b""), result.stderr
    (told,) = result.stdout.decode().splitlines()
    assert told.startswith("20 samples, ") and ("MNIST is not here" in told or "Not offered" in told)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.jsonl"]


def test_the_samples_of_one_writer_are_learned_alone(tmp_path: Path) -> None:
    own = own_file(tmp_path)
    result = finetune(tmp_path, "--samples", own, "--writer", "anna", "--epochs", 1, "--lr", 0.1, "--force")
    assert (result.returncode, result.stderr) == (0, b""), result.stderr
    assert result.stdout.decode().startswith("10 samples, ")
    card = load_card(versions(tmp_path)[1].path)
    assert (card["samples"], card["recipe"]["writer"]) == (10, "anna")
    nobody = finetune(tmp_path, "--samples", own, "--writer", "Zoe")
    assert nobody.returncode == 1
    assert sentence(nobody) == "There are no samples of 'Zoe'; the writers that were named are: anna, ben."


def test_what_forgot_is_not_offered_and_kept_only_where_that_is_asked_for(tmp_path: Path) -> None:
    own = own_file(tmp_path)
    rough = ("--samples", own, "--epochs", 1, "--lr", 0.1)
    refused = finetune(tmp_path, *rough)
    assert refused.returncode == 1 and "Not offered: it forgot too much" in refused.stdout.decode()
    wanted = "Nothing was changed; correct more samples, or --force keeps it all the same."
    assert sentence(refused) == wanted
    asked = finetune(tmp_path, *rough, "--keep")
    assert asked.returncode == 1 and sentence(asked) == wanted
    assert len(versions(tmp_path)) == 1 and files(tmp_path) == {}
    insisted = finetune(tmp_path, *rough, "--force")
    assert (insisted.returncode, insisted.stderr) == (0, b"")
    assert [(version.name, version.active) for version in versions(tmp_path)][1:] == [("Mine 1", True)]


def test_it_goes_on_from_the_version_that_reads_and_says_how_to_go_back_to_it(tmp_path: Path) -> None:
    held = Versions(tmp_path)
    first = held.add(load_weights(held.active.path), {}, "First")
    held.activate(first.key)
    store(tmp_path, 3)
    result = finetune(tmp_path, "--epochs", 1, "--force")
    assert result.returncode == 0 and f"`digitpad models use {first.key}` goes back" in result.stdout.decode()
    assert versions(tmp_path)[-1].parent == "First"


def test_without_samples_it_says_where_they_come_from(tmp_path: Path) -> None:
    result = finetune(tmp_path)
    assert result.returncode == 1 and "correct some in the window" in sentence(result)
    store(tmp_path, 2)
    with SampleStore(tmp_path / FILE_NAME) as kept:
        kept.delete(kept.ids())
    result = finetune(tmp_path)
    assert result.returncode == 1 and "correct some in the window" in sentence(result)


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("own.jsonl", b'{"label": 3, "strokes": "none"}\n'),
        ("own.zip", b"PK no archive"),
        ("own.csv", b"label,pixel0\n3,7\n"),
        ("missing.jsonl", None),
    ],
)
def test_a_broken_file_of_samples_is_told_in_a_sentence(tmp_path: Path, name: str, held: bytes | None) -> None:
    if held is not None:
        (tmp_path / name).write_bytes(held)
    result = finetune(tmp_path, "--samples", tmp_path / name)
    assert result.returncode == 1 and name in sentence(result) and result.stdout == b""
    assert files(tmp_path) == {}


def test_a_damaged_store_is_named_and_kept(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"spoiled" * 1000)
    result = finetune(tmp_path)
    moved, none = result.stderr.decode().splitlines()
    assert result.returncode == 1 and f"kept as {FILE_NAME}.bad" in moved and "no samples" in none
    assert (tmp_path / f"{FILE_NAME}.bad").read_bytes() == b"spoiled" * 1000


def test_broken_weights_are_told_and_the_samples_stay(tmp_path: Path) -> None:
    store(tmp_path, 2)
    (tmp_path / "broken.safetensors").write_bytes(b"no weights")
    result = finetune(tmp_path, "--weights", tmp_path / "broken.safetensors")
    assert result.returncode == 1 and "broken.safetensors" in sentence(result)
    with SampleStore(tmp_path / FILE_NAME) as kept:
        assert kept.count() == 2


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("--keep", "--dry-run"), "--dry-run"),
        (("--force", "--dry-run"), "--dry-run"),
        (("--keep", "--force"), "--keep"),
        (("--epochs", "0"), "whole number from 1"),
        (("--lr", "0"), "above 0"),
        (("--share", "1"), "0.9"),
    ],
)
def test_a_misused_command_is_told_in_a_sentence(tmp_path: Path, arguments: tuple[str, ...], part: str) -> None:
    result = finetune(tmp_path, *arguments)
    assert result.returncode == 2 and part in sentence(result)


def test_ctrl_c_while_it_trains_leaves_the_model_that_reads_whole(tmp_path: Path) -> None:
    held = Versions(tmp_path)
    mine = held.add(load_weights(held.active.path), {}, "Mine")
    held.activate(mine.key)
    glyph = stroke_glyph((Stroke.of(hatless_seven(0), 12),))
    with SampleStore(tmp_path / FILE_NAME) as kept:
        kept.add([Sample(np.roll(glyph, shift, axis=1), 7, "pad") for shift in range(6)])
    before = files(tmp_path)
    code, shown = interrupted_once_it_trains(tmp_path)
    assert code == 130 and shown.rstrip().endswith("digitpad: Stopped.")
    assert "Traceback" not in shown
    assert files(tmp_path) == before and Versions(tmp_path).active.key == mine.key
    names = {path.name for path in tmp_path.iterdir()} - {f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"}  # SQLite's own
    assert names == {"models", FILE_NAME}


def interrupted_once_it_trains(folder: Path) -> tuple[int, str]:
    """Ctrl+C as soon as the bar has moved: the exit code, and what stood on the terminal."""
    ours, theirs = pty.openpty()  # the bar is shown on terminals only, where there is room
    termios.tcsetwinsize(theirs, (24, 80))
    command = [sys.executable, "-m", "digitpad", "finetune", "--epochs", "1000", "--device", "cpu"]
    command += ["--data", str(folder / "no-mnist"), "--data-dir", str(folder)]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs start deaf to it
    with subprocess.Popen(command, stderr=theirs, stdout=subprocess.PIPE, preexec_fn=heard) as process:
        os.close(theirs)
        shown = ""
        while not MOVED.search(shown):
            shown += os.read(ours, 1000).decode(errors="replace")
        process.send_signal(signal.SIGINT)
        process.wait(SOON_S)
        shown += rest_of(ours)
    os.close(ours)
    return process.returncode, shown


def rest_of(terminal: int) -> str:
    """What is left on it; its other end is closed."""
    held = b""
    while True:
        try:
            part = os.read(terminal, 1000)
        except OSError:  # how Linux says that it is over
            return held.decode(errors="replace")
        if not part:
            return held.decode(errors="replace")
        held += part
