"""MNIST's files and stroke files: read whole, refused by name, split by writer."""

import gzip
import json
import shutil

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.learning.data.datasets import is_held_out, mnist, pen_digits, split_by_writer
from tests.support.data import DATA, LETTERS, PENDIGITS, UNIPEN, needs_data


@needs_data
def test_mnist_is_read_without_torchvision():
    images, labels = mnist(DATA, train=True)
    assert images.shape == (60_000, 28, 28)
    assert np.bincount(labels).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]


def test_without_mnist_the_sentence_says_what_goes_where(tmp_path):
    with pytest.raises(DigitPadError, match="train-images-idx3-ubyte") as refused:
        mnist(tmp_path, train=True)
    assert str(tmp_path) in str(refused.value)
    assert "MB" in str(refused.value)


LAYOUTS = {
    "packed alone": "MNIST/raw/{name}.gz",
    "flat": "{name}",
    "flat and packed": "{name}.gz",
    "with a dot": "MNIST/raw/{dotted}",
    "with a dot, flat": "{dotted}",
    "as Kaggle unpacks it": "{name}/{name}",
    "raw alone": "raw/{name}.gz",
}


def told_to_fetch(fetched):
    raise AssertionError("it was there")


@needs_data
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_mnist_is_used_however_it_lies_there_and_not_fetched_again(tmp_path, layout):
    for name in ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"):
        path = tmp_path / layout.format(name=name, dotted=name.replace("-idx", ".idx"))
        path.parent.mkdir(parents=True, exist_ok=True)
        content = (DATA / "MNIST" / "raw" / name).read_bytes()
        path.write_bytes(gzip.compress(content, 1) if path.suffix == ".gz" else content)
    before = sorted(tmp_path.rglob("*"))
    images, labels = mnist(tmp_path, train=False, fetch=told_to_fetch)
    assert images.shape == (10_000, 28, 28) and np.bincount(labels)[5] == 892
    assert sorted(tmp_path.rglob("*")) == before


@needs_data
def test_a_truncated_mnist_file_is_refused_by_name(tmp_path):
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name in ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"):
        shutil.copyfile(DATA / "MNIST" / "raw" / name, raw / name)
    with (raw / "t10k-images-idx3-ubyte").open("r+b") as file:
        file.truncate(1_000_000)
    with pytest.raises(DigitPadError, match="t10k-images-idx3-ubyte"):
        mnist(tmp_path, train=False)


@needs_data
@pytest.mark.parametrize("path", [PENDIGITS, UNIPEN, LETTERS], ids=lambda path: path.stem)
def test_the_split_is_by_writer(path):
    trained, held_out = split_by_writer(pen_digits(path))
    assert not {digit.writer for digit in trained} & {digit.writer for digit in held_out}
    assert 0.1 < len(held_out) / (len(trained) + len(held_out)) < 0.3


@needs_data
def test_a_writer_is_on_the_same_side_in_every_file():
    letters = {digit.writer for digit in split_by_writer(pen_digits(LETTERS))[1]}
    digits = {digit.writer for digit in split_by_writer(pen_digits(UNIPEN))[0]}
    assert not letters & digits


def test_the_side_of_a_writer_never_changes():
    sides = {"train05": True, "train01": False, "ibm:r01-07": True, "val:val01": False}
    assert {name: is_held_out(name) for name in sides} == sides


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        json.dumps({"strokes": [[[0, 0], [1, 1]]]}),
        json.dumps({"label": "12", "strokes": [[[0, 0]]]}),
        json.dumps({"label": "1", "strokes": []}),
        json.dumps({"label": "1", "strokes": [[[0, 0, 0, 0, 0]]]}),
        '{"label": "1", "strokes": [[[0, NaN]]]}',
        '{"label": "1", "strokes": [[[0, 1e999]]]}',
        '{"label": "1", "strokes": 7}',
        '{"label": "1", "strokes": [[[0, 1, 2, 3]]]}',
        '{"label": "1", "strokes": [[[0, 1e30]]]}',
        '{"label": null, "strokes": [[[0, 0]]]}',
        '{"label": true, "strokes": [[[0, 0]]]}',
        '{"label": "²", "strokes": [[[0, 0]]]}',
        '{"label": "ab", "strokes": [[[0, 0]]]}',
        '{"label": -1, "strokes": [[[0, 0]]]}',
        "[" * 100_000,
        "[]",
    ],
)
def test_a_bad_line_is_refused_by_its_number(tmp_path, line):
    path = tmp_path / "strokes.jsonl"
    path.write_text(json.dumps({"label": "1", "writer": "me", "strokes": [[[0, 0], [1, 5]]]}) + "\n" + line + "\n")
    with pytest.raises(DigitPadError, match=r"strokes\.jsonl, line 2"):
        list(pen_digits(path))


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "strokes.jsonl"
    path.write_text('{"label": 7, "strokes": [[[0, 0], [1, 5]]]}\n', encoding="utf-8-sig")
    assert [digit.label for digit in pen_digits(path)] == ["7"]


def test_strokes_of_a_writer_without_a_name_are_trained_on(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text('{"label": 7, "writer": "", "strokes": [[[0, 0], [1, 5]]]}\n')
    trained, held_out = split_by_writer(pen_digits(path))
    assert (len(trained), len(held_out)) == (1, 0)


def test_a_missing_or_binary_stroke_file_is_refused_by_name(tmp_path):
    with pytest.raises(DigitPadError, match=r"gone\.jsonl"):
        list(pen_digits(tmp_path / "gone.jsonl"))
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(DigitPadError, match=r"binary\.jsonl"):
        list(pen_digits(tmp_path / "binary.jsonl"))
