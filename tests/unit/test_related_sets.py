"""QMNIST, EMNIST and USPS as torchvision finds them on disk, in files of a few digits."""

import bz2
import struct
from pathlib import Path

import numpy as np
import pytest

from digitpad.cli import main
from digitpad.errors import DigitPadError
from digitpad.learning.data import labelled
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Stroke
from digitpad.vision.render.glyph import glyph_of
from tests.support.drawings import DIGITS

LABELS = np.array([7, 0, 2], np.int64)


@pytest.fixture(scope="module")
def glyphs() -> np.ndarray:
    return np.stack([stroke_glyph([Stroke.of(line) for line in DIGITS[label]]) for label in LABELS])


def write_idx(path: Path, array: np.ndarray) -> None:
    """The IDX format of LeCun's page: type, dimensions, sizes, values, high byte first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = {"uint8": 0x08, "int32": 0x0C}[array.dtype.name]
    head = struct.pack(f">HBB{array.ndim}I", 0, kind, array.ndim, *array.shape)
    path.write_bytes(head + array.astype(array.dtype.newbyteorder(">")).tobytes())


def test_qmnist_takes_the_first_of_its_eight_labels(tmp_path, glyphs):
    raw = tmp_path / "QMNIST" / "raw"
    told = np.zeros((3, 8), np.int32)
    told[:, 0], told[:, 1] = LABELS, 4
    write_idx(raw / "qmnist-test-images-idx3-ubyte", glyphs)
    write_idx(raw / "qmnist-test-labels-idx2-int", told)
    held = labelled.qmnist(tmp_path)
    assert np.array_equal(held.glyphs, glyphs)
    assert held.labels.tolist() == LABELS.tolist()


def test_emnist_is_turned_upright(tmp_path, glyphs):
    raw = tmp_path / "EMNIST" / "raw"
    write_idx(raw / "emnist-digits-test-images-idx3-ubyte", glyphs.transpose(0, 2, 1))
    write_idx(raw / "emnist-digits-test-labels-idx1-ubyte", LABELS.astype(np.uint8))
    held = labelled.emnist(tmp_path)
    assert np.array_equal(held.glyphs, glyphs)
    assert held.labels.tolist() == LABELS.tolist()


def test_usps_becomes_glyphs_of_twenty_pixels(tmp_path, glyphs):
    small = glyphs[:, 4:24, 4:24][:, ::2, ::2].repeat(2, axis=1).repeat(2, axis=2)[:, 2:18, 2:18]
    lines = [
        " ".join([str(label + 1), *(f"{at}:{value / 127.5 - 1:.4f}" for at, value in enumerate(ink.ravel(), 1))])
        for label, ink in zip(LABELS, small, strict=True)
    ]
    (tmp_path / "usps.t.bz2").write_bytes(bz2.compress("\n".join(lines).encode()))
    held = labelled.usps(tmp_path, glyph_of)
    assert held.labels.tolist() == LABELS.tolist()
    assert held.glyphs.shape == (3, 28, 28)
    assert all(np.ptp(np.argwhere(glyph > 64), axis=0).max() in range(16, 21) for glyph in held.glyphs)


def test_the_command_reads_them_through_data(tmp_path, glyphs, capsys):
    raw = tmp_path / "EMNIST" / "raw"
    write_idx(raw / "emnist-digits-test-images-idx3-ubyte", glyphs.transpose(0, 2, 1))
    write_idx(raw / "emnist-digits-test-labels-idx1-ubyte", LABELS.astype(np.uint8))
    assert main(["evaluate", "--emnist", str(tmp_path)]) == 0
    assert "EMNIST digits test" in capsys.readouterr().out


def test_the_folder_one_is_in_can_be_named(tmp_path, glyphs, capsys, monkeypatch):
    raw = tmp_path / "EMNIST" / "raw"
    write_idx(raw / "emnist-digits-test-images-idx3-ubyte", glyphs.transpose(0, 2, 1))
    write_idx(raw / "emnist-digits-test-labels-idx1-ubyte", LABELS.astype(np.uint8))
    monkeypatch.setenv("DIGITPAD_DATA", str(tmp_path / "elsewhere"))
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", "--emnist", "."]) == 0
    assert "EMNIST digits test" in capsys.readouterr().out


@pytest.mark.parametrize("held", [b"no archive", bz2.compress(b"1 1:0.5\n" * 900)[:60]])
def test_a_damaged_file_is_named_in_a_sentence(tmp_path, held):
    (tmp_path / "usps.t.bz2").write_bytes(held)
    with pytest.raises(DigitPadError, match=r"USPS in .* is damaged or not whole"):
        labelled.usps(tmp_path, glyph_of)


@pytest.mark.parametrize("kept", [0, 7, 500])
def test_files_cut_short_are_said_to_be_damaged(tmp_path, glyphs, kept):
    for read, folder, names in (
        (labelled.qmnist, "QMNIST", ("qmnist-test-images-idx3-ubyte", "qmnist-test-labels-idx2-int")),
        (labelled.emnist, "EMNIST", ("emnist-digits-test-images-idx3-ubyte", "emnist-digits-test-labels-idx1-ubyte")),
    ):
        raw = tmp_path / folder / "raw"
        for name in names:
            write_idx(raw / name, glyphs)
            (raw / name).write_bytes((raw / name).read_bytes()[:kept])
        with pytest.raises(DigitPadError, match=f"{folder} in .* is damaged or not whole"):
            read(tmp_path)
