"""digitpad train, as a user meets it."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from digitpad.cli import INTERRUPTED
from tests.cli.test_cli import digitpad, sentence
from tests.support.data import DATA, needs_data


def interrupted_training(out: Path, after: bytes, *options: str) -> tuple[int, str]:
    """Ctrl+C one second after a line that begins with `after`: the exit code and what stood on standard error.

    Python ends itself by the signal, which a shell shows as 130 too, where it came while C code ran a string of Python.
    """
    command = [sys.executable, "-m", "digitpad", "train", "--data", str(DATA), "--out", str(out), *options]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs start deaf to it
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, start_new_session=True, preexec_fn=heard) as process:
        assert process.stdout is not None and process.stderr is not None
        while not process.stdout.readline().startswith(after):
            assert process.poll() is None
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        complaint = process.stderr.read().decode()
        code = process.wait(timeout=60)
        return INTERRUPTED if code == -signal.SIGINT else code, complaint


@needs_data
def test_a_training_stopped_before_there_is_anything_to_keep_leaves_nothing(tmp_path: Path) -> None:
    assert interrupted_training(tmp_path / "run", b"training on") == (INTERRUPTED, "digitpad: Stopped.\n")
    assert not (tmp_path / "run").exists()


@needs_data
def test_a_training_stopped_later_keeps_the_best_in_one_folder_with_everything(tmp_path: Path) -> None:
    out = tmp_path / "run"
    quick = ["--epochs", "90", "--augment", "none", "--batch-size", "512", "--device", "cpu"]
    assert interrupted_training(out, b"epoch   1", *quick) == (INTERRUPTED, "")
    names = ["checkpoint.safetensors", "confusion.png", "curves.png", "history.csv", "lenet5.json"]
    assert sorted(path.name for path in out.iterdir()) == [*names, "lenet5.safetensors", "mistakes.png"]
    card = json.loads((out / "lenet5.json").read_text())
    assert card["recipe"]["batch_size"] == 512
    history = list(csv.DictReader((out / "history.csv").open()))
    assert len(history) == card["epochs_done"] < 90
    best = max(float(row["mnist"]) for row in history)
    assert best == pytest.approx(card["held_out"]["mnist_accuracy"], abs=1e-3)
    again = digitpad("train", "--data", DATA, "--out", out)
    assert again.returncode == 2 and "already exists" in sentence(again)
    more = str(len(history) + 1)
    resumed = digitpad("train", "--data", DATA, "--resume", out, "--epochs", more)
    assert resumed.returncode == 0, resumed.stderr
    assert json.loads((out / "lenet5.json").read_text())["epochs_done"] == int(more)
    other = digitpad("train", "--data", DATA, "--resume", out, "--lr", "0.5")
    assert other.returncode == 1 and "was trained with --lr" in sentence(other)
    elsewhere = digitpad("train", "--data", DATA, "--resume", out, "--out", tmp_path / "new")
    assert elsewhere.returncode == 2 and "leave out --out" in sentence(elsewhere)


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["--seed", "-1"], "not a whole number from 0"),
        (["--seed", str(10**20)], "not a whole number from 0"),
        (["--kept", "-1"], "not a whole number from 0 up"),
        (["--batch-size", "0"], "not a whole number from 1 up"),
        (["--lr", "nan"], "not a number above 0"),
        (["--dropout", "1"], "not a number from 0 up to 1"),
        (["--variant", "resnet"], "invalid choice"),
    ],
)
def test_values_that_no_training_can_have_are_refused(options: list[str], part: str) -> None:
    result = digitpad("train", *options)
    assert result.returncode == 2 and part in result.stderr.decode()


def test_files_that_are_missing_are_said_before_anything_is_fetched(tmp_path: Path) -> None:
    for option in ("--teacher", "--start"):
        result = digitpad("train", "--data", tmp_path / "none", option, tmp_path / "gone.safetensors")
        assert result.returncode == 1 and "gone.safetensors does not exist" in sentence(result)
