"""`digitpad explain`: one digit as a picture of all that the network makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad import cli
from tests.support.samples import number_picture, number_strokes


def said(capfd: pytest.CaptureFixture[str], *words: object, code: int = 0) -> str:
    assert cli.main([str(word) for word in words]) == code
    out, err = capfd.readouterr()
    return (err if code else out).strip()


def test_a_digit_of_a_drawing_becomes_a_picture(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    drawing, out = tmp_path / "270.json", tmp_path / "new" / "explain.png"
    drawing.write_text(json.dumps(number_strokes("270")))
    words = said(capfd, "explain", drawing, "--out", out, "--digit", 2, "--wish", 9)
    assert words.startswith(f"{out}: digit 2 of 3, read as 7, probability ")
    assert words.endswith("what would make it 9")
    with Image.open(out, formats=("PNG",)) as picture:
        pixels = np.asarray(picture.convert("RGB")).astype(int)
    assert pixels.shape[1] == 760 and pixels.shape[0] > 900
    blue = (pixels[..., 2] > pixels[..., 0] + 60) & (pixels[..., 2] > 120)
    assert blue[96:292, 244:440].any(), "evidence on the ink"
    assert not blue[96:292, 28:224].any(), "the input is grey"


def test_each_wish_has_a_picture_of_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    number_picture("4").save(tmp_path / "4.png")
    for wish in (1, 9):
        said(capfd, "explain", tmp_path / "4.png", "--out", tmp_path / f"{wish}.PNG", "--wish", wish)
    assert (tmp_path / "1.PNG").read_bytes() != (tmp_path / "9.PNG").read_bytes()


def test_what_cannot_be_explained_is_told_in_a_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.png"
    drawing, blank = tmp_path / "27.json", tmp_path / "blank.png"
    drawing.write_text(json.dumps(number_strokes("27")))
    Image.new("L", (200, 200), 255).save(blank)
    for code, words, sentence in (
        (2, (drawing, "--out", out, "--digit", 3), "has 2 digits; --digit is a number from 1 to 2."),
        (2, (drawing, "--out", out, "--digit", 0), "has 2 digits"),
        (2, (drawing, "--out", tmp_path / "out.jpg"), "does not end in .png"),
        (2, (drawing, "--out", out, "--wish", 10), "invalid choice"),
        (2, (tmp_path, "--out", out), "name a single file."),
        (2, ("-", "--out", out), "name a single file."),
        (1, (blank, "--out", out), "No digits were found in"),
        (1, (tmp_path / "none.png", "--out", out), "does not exist"),
    ):
        assert sentence in said(capfd, "explain", *words, code=code)
    assert not out.exists()
