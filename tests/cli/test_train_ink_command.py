"""digitpad train --ink, as a user meets it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.test_cli import digitpad, sentence
from tests.support.data import DATA, LETTERS, PENDIGITS, needs_data

QUICK = ("train", "--ink", "--batch-size", "2", "--workers", "0")


@needs_data
def test_a_short_training_writes_its_folder_and_is_resumed(tmp_path: Path) -> None:
    out, data = tmp_path / "run", ("--data", DATA, "--strokes", PENDIGITS, "--letters", LETTERS)
    first = digitpad(*QUICK, *data, "--steps", "2", "--out", out)
    assert first.returncode == 0, first.stderr
    names = ["checkpoint.safetensors", "history.csv", "ink.json", "ink.safetensors"]
    assert sorted(path.name for path in out.iterdir()) == names
    card = json.loads((out / "ink.json").read_text())
    assert card["parameters"] <= 60_000 and card["steps_done"] == 2 and card["data"]["mnist_images"] == 55_000
    assert b"all steps done" in first.stdout and b"F1" in first.stdout
    again = digitpad("train", "--ink", "--workers", "0", *data, "--steps", "3", "--resume", out)
    assert again.returncode == 0, again.stderr
    assert json.loads((out / "ink.json").read_text())["steps_done"] == 3
    assert [row["step"] for row in csv.DictReader((out / "history.csv").open())] == ["2", "3"]
    other = digitpad("train", "--ink", *data, "--resume", out, "--lr", "0.5")
    assert other.returncode == 1 and "was trained with --lr" in sentence(other)


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["--steps", "0"], "not a whole number from 1 up"),
        (["--workers", "65"], "not a whole number from 0 to 64"),
        (["--epochs", "3"], "leave it out with --ink"),
        (["--device", "mps"], "leave out --device"),
        (["--teacher", "x.safetensors"], "leave it out with --ink"),
        ([], "--strokes"),
    ],
)
def test_options_that_do_not_belong_to_it_are_refused_before_anything_is_read(
    tmp_path: Path, options: list[str], part: str
) -> None:
    result = digitpad("train", "--ink", "--data", tmp_path / "none", "--out", tmp_path / "run", *options)
    assert result.returncode == 2 and part in result.stderr.decode()
    assert not (tmp_path / "run").exists()
