"""digitpad train --rows, as a user meets it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from digitpad.inference.rows.row_weights import load_row_weights
from tests.cli.test_cli import digitpad, sentence
from tests.support.data import DATA, UNIPEN, needs_data

QUICK = ("train", "--rows", "--data", DATA, "--strokes", UNIPEN, "--batch-size", "2", "--device", "cpu")


@needs_data
def test_a_training_of_the_row_reader_leaves_weights_card_and_history_and_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "run"
    result = digitpad(*QUICK, "--steps", "3", "--out", out)
    assert result.returncode == 0, result.stderr
    names = ["history.csv", "row-checkpoint.safetensors", "rows.json", "rows.safetensors"]
    assert sorted(path.name for path in out.iterdir()) == names
    card = json.loads((out / "rows.json").read_text())
    assert card["recipe"]["steps"] == card["steps_done"] == 3 and card["parameters"] <= 65_000
    assert load_row_weights(out / "rows.safetensors")
    resumed = digitpad("train", "--rows", "--data", DATA, "--strokes", UNIPEN, "--resume", out, "--steps", "5")
    assert resumed.returncode == 0, resumed.stderr
    assert [row["step"] for row in csv.DictReader((out / "history.csv").open())] == ["3", "5"]
    other = digitpad("train", "--rows", "--data", DATA, "--strokes", UNIPEN, "--resume", out, "--seed", "9")
    assert other.returncode == 1 and "was trained with --seed" in sentence(other)
    less = digitpad("train", "--rows", "--data", DATA, "--resume", out)
    assert less.returncode == 1 and "was trained with other --strokes" in sentence(less)


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["--rows", "--epochs", "3"], "--epochs is no option of a training of the row reader"),
        (["--rows", "--variant", "classic"], "--variant is no option"),
        (["--rows", "--teacher", "x.safetensors"], "begins from nothing"),
        (["--steps", "3"], "--steps is for --rows and --ink"),
        (["--rows", "--steps", "0"], "not a whole number from 1 up"),
    ],
)
def test_options_that_do_not_belong_together_are_refused(tmp_path: Path, options: list[str], part: str) -> None:
    result = digitpad("train", "--data", tmp_path, *options)
    assert result.returncode == 2 and part in result.stderr.decode()
