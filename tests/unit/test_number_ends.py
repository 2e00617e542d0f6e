"""Letters beside a number are left out, and nothing of a number that stands alone is."""

from __future__ import annotations

from math import cos, sin
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.errors import DigitPadError
from digitpad.inference.rows.number_span import NumberSpan, SpanDigit, shipped_span
from digitpad.inference.rows.parameters import NUMBER_SPAN
from digitpad.recognizer import Recognizer
from digitpad.records import Reading
from digitpad.vision.segmentation.edits import SegmentationEdits
from tests.support.drawings import Line, number
from tests.support.samples import lines_picture

NUMBER, STEP, LOW = "2027", 85, 160  # px from one letter to the next; px from the top, where letters stand
RING = [(0.3 + 0.3 * cos(turn), 0.55 + 0.45 * sin(turn)) for turn in np.linspace(-0.7, -7, 15)]
LETTERS: dict[str, list[Line]] = {  # in shares of a small letter's height, y down
    "a": [RING, [(0.58, 0.1), (0.6, 1)]],
    "d": [RING, [(0.6, -0.6), (0.6, 1)]],
    "h": [[(0, -0.6), (0, 1)], [(0, 0.4), (0.2, 0.05), (0.45, 0.1), (0.55, 0.4), (0.55, 1)]],
    "m": [[(0, 1), (0, 0), (0.3, 0.05), (0.45, 0.3), (0.45, 1), (0.5, 0.2), (0.8, 0.05), (0.95, 0.3), (0.95, 1)]],
    "v": [[(0, 0), (0.35, 1), (0.7, 0)]],
    "H": [[(0, 0), (0, 1)], [(0.6, 0), (0.6, 1)], [(0, 0.5), (0.6, 0.5)]],
}


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")


def word(text: str, left: float, high: float) -> list[Line]:
    """Letters on the line on which the digits stand."""
    return [
        [(left + STEP * place + high * x, LOW - high * (1 - y)) for x, y in stroke]
        for place, letter in enumerate(text)
        for stroke in LETTERS[letter]
    ]


def lettered(before: str = "", after: str = "", high: float = 60) -> Image.Image:
    """A number 100 px high with letters beside it, small ones `high` px."""
    left = 40 + STEP * len(before)
    end = left + 110 * len(NUMBER)
    strokes = [*word(before, 30, high), *number(NUMBER, left=left, top=60, height=100), *word(after, end, high)]
    return lines_picture(strokes, end + STEP * len(after) + 30)


def read(recognizer: Recognizer, picture: Image.Image) -> Reading:
    return recognizer.read_image(np.asarray(picture))


@pytest.mark.parametrize("letters", ["av", "am", "dd", "dH"])
def test_letters_that_look_like_digits_are_left_out_beside_a_number(recognizer: Recognizer, letters: str) -> None:
    readings = [read(recognizer, lettered(before=letters)), read(recognizer, lettered(after=letters))]
    assert [reading.text for reading in readings] == [NUMBER] * 2


def test_a_number_with_letters_beside_it_is_not_sure(recognizer: Recognizer) -> None:
    reading = read(recognizer, lettered(after="av"))
    assert reading.text == NUMBER
    assert not any(trust.agreed for trust in reading.trusts)


def test_a_line_under_a_number_parts_nothing_of_it(recognizer: Recognizer) -> None:
    strokes = number(NUMBER, left=40, top=60, height=100)
    underlined = lines_picture([*strokes, [(30, 170), (480, 170)]], 520)
    assert read(recognizer, underlined).text == NUMBER


def test_letters_alone_are_not_read(recognizer: Recognizer) -> None:
    assert read(recognizer, lines_picture(word("vHmvhHm", 30, 90), 660)).text == ""


def test_what_the_user_joined_beside_a_number_stays_with_it(recognizer: Recognizer) -> None:
    picture = np.asarray(lettered(after="a"))
    pieces = {number for digit in recognizer.read_image(picture).digits for number in digit.strokes}
    a_letter = (max(pieces) + 1,)
    assert recognizer.read_image(picture, SegmentationEdits(whole=(a_letter,))).text == NUMBER + "0"


def test_a_part_must_be_clearly_likelier_than_the_whole_row() -> None:
    span = NumberSpan.load(shipped_span())
    sure, letter = SpanDigit(2, 0.99, 0.0, 60, 15), SpanDigit(0, 0.02, -6.0, 45, 40)
    assert span.find([sure] * 5) == (0, 5)
    assert span.find([letter, sure, sure, sure]) == (1, 4)
    assert span.find([sure] * NUMBER_SPAN.most_digits + [letter]) == (0, NUMBER_SPAN.most_digits + 1)


@pytest.mark.parametrize("content", [None, "", "{}", "[1]", '{"weights": {"digits": "x"}, "bias": 0}'])
def test_weights_that_are_missing_or_damaged_are_told_by_their_file(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "span.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DigitPadError, match=r"span\.json"):
        NumberSpan.load(path)
