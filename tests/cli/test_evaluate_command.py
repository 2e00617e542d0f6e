"""digitpad evaluate, as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image

from digitpad.learning.nets.lenet import LeNet5
from digitpad.learning.nets.storage import save_network
from digitpad.paths import bundled
from tests.cli.test_cli import digitpad, sentence, some_glyphs, table
from tests.support.data import LETTERS, PENDIGITS, needs_data
from tests.support.samples import digit_picture, number_picture


def test_evaluate_reads_a_folder_and_writes_a_report(tmp_path: Path) -> None:
    for label in (0, 2, 7):
        (tmp_path / "set" / str(label)).mkdir(parents=True)
        digit_picture(label, 120).save(tmp_path / "set" / str(label) / "a.png")
    (tmp_path / "set" / "7" / "b.png").write_text("no picture")
    result = digitpad("evaluate", "--folder", tmp_path / "set", "--report", tmp_path / "report", "--json")
    assert result.returncode == 1 and "b.png" in sentence(result)
    figures = json.loads(result.stdout)
    assert (figures["digits"], figures["accuracy"]) == (3, 1.0)
    assert json.loads((tmp_path / "report" / "evaluation.json").read_text()) == figures
    assert (tmp_path / "report" / "report.html").stat().st_size > 1000
    assert Image.open(tmp_path / "report" / "confusion.png").width > 300


def test_evaluate_reads_a_labelled_table(tmp_path: Path) -> None:
    path = table(tmp_path / "train.csv", some_glyphs(), labels=[0, 2, 1])
    text = digitpad("evaluate", "--csv", path).stdout.decode()
    assert "3 digits, 1 misread" in text and "accuracy 66.67%" in text


def test_comparing_a_network_with_itself_finds_no_difference(tmp_path: Path) -> None:
    weights = bundled("models", "lenet5.safetensors")
    path = table(tmp_path / "train.csv", some_glyphs(), labels=[0, 2, 7])
    assert "Neither is better" in digitpad("evaluate", "--csv", path, "--compare", weights, weights).stdout.decode()


def test_comparing_two_networks_says_which_is_ahead(tmp_path: Path) -> None:
    shipped, blank = bundled("models", "lenet5.safetensors"), tmp_path / "blank.safetensors"
    net = LeNet5().eval()
    net.output.bias.data[5] = 1e4  # reads every digit as 5
    save_network(blank, net, {})
    path = table(tmp_path / "train.csv", np.concatenate([some_glyphs()] * 4), labels=[0, 2, 7] * 4)
    options = ["--csv", path, "--compare", blank, shipped]
    assert f"{shipped} is better, and that is more than chance" in digitpad("evaluate", *options).stdout.decode()
    held = json.loads(digitpad("evaluate", *options, "--json").stdout)
    assert (held["ahead"], held["more_than_chance"], held["only_first"]) == (str(shipped), True, 0)


def test_a_report_into_a_used_folder_keeps_no_older_mistakes(tmp_path: Path) -> None:
    wrong = table(tmp_path / "wrong.csv", some_glyphs(), labels=[0, 2, 1])
    right = table(tmp_path / "right.csv", some_glyphs(), labels=[0, 2, 7])
    digitpad("evaluate", "--csv", wrong, "--report", tmp_path / "report")
    assert (tmp_path / "report" / "mistakes.png").exists()
    digitpad("evaluate", "--csv", right, "--report", tmp_path / "report")
    assert not (tmp_path / "report" / "mistakes.png").exists()


def test_what_is_no_digit_and_cannot_be_read_is_said_at_the_end(tmp_path: Path) -> None:
    path = table(tmp_path / "train.csv", some_glyphs(), labels=[0, 2, 7])
    others = tmp_path / "others"
    others.mkdir()
    number_picture("2").save(others / "good.png")
    (others / "bad.png").write_bytes(b"no picture")
    result = digitpad("evaluate", "--csv", path, "--not-digits", others)
    assert result.returncode == 1
    assert "AUROC" in result.stdout.decode() and "bad.png" in sentence(result)


def test_without_mnist_and_network_the_sentence_says_what_to_put_where(tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9"
    result = digitpad("evaluate", "--mnist", tmp_path, http_proxy=nowhere, https_proxy=nowhere)
    assert result.returncode == 1
    text = result.stderr.decode().splitlines()[-1]
    for part in ("t10k-images-idx3-ubyte", "11 MB", "ossci-datasets", str(tmp_path / "MNIST" / "raw"), "by hand"):
        assert part in text


@needs_data
def test_evaluate_measures_pen_writers_that_no_training_saw_and_letters() -> None:
    result = digitpad("evaluate", "--strokes", PENDIGITS, "--held-out", "--not-digits", LETTERS, "--json")
    figures = json.loads(result.stdout)
    assert figures["accuracy"] > 0.975
    assert figures["auroc"] > 0.95
