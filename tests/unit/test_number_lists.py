"""Numbers one below the other, in pictures and on the pad: lists, and sums below a line."""

from __future__ import annotations

import numpy as np
import pytest

from digitpad import Recognizer
from digitpad.paths import data_folder
from digitpad.vision.marks.line_rows import line_in_row
from digitpad.vision.marks.parameters import MARK_MEASURES
from digitpad.vision.marks.shapes import LineShape, LineShapes
from digitpad.vision.picture.pictures import as_rgb
from tests.support.drawings import number
from tests.support.samples import lines_picture
from tests.support.situation_ink import known_writers
from tests.support.situation_lists import listed, summed, summed_on_pad

NEEDS_STROKES = pytest.mark.skipif(
    not (data_folder() / "strokes" / "pendigits-train.jsonl").exists(), reason="the pen strokes are not on this machine"
)
COUNT, LEAST = 12, 8  # cases, and how many are read exactly: some writers are hard to read
SEED = 77
LOWER = [("2", 60, 165), ("6", 150, 129), ("5", 240, 165), ("3", 330, 165)]  # the 6 stands at the foot of the 5


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")


@NEEDS_STROKES
@pytest.mark.parametrize("make", [listed(1.25), listed(1.7), summed])
def test_rows_of_a_list_and_of_a_sum_are_read_apart(recognizer, make):
    random, apart, exact = np.random.default_rng(SEED), 0, 0
    with known_writers():
        for _ in range(COUNT):
            picture, text = make(random, False)
            read = recognizer.read_image(as_rgb(picture)).text
            apart, exact = apart + (read.count("\n") == text.count("\n")), exact + (read == text)
    assert apart == COUNT and exact >= LEAST


@NEEDS_STROKES
def test_the_line_of_a_sum_on_the_pad_is_no_digit(recognizer):
    random, apart, exact = np.random.default_rng(SEED), 0, 0
    with known_writers():
        for _ in range(COUNT):
            strokes, text = summed_on_pad(random, False)
            read = recognizer.read_strokes([stroke.tolist() for stroke in strokes]).text
            apart, exact = apart + (read.count("\n") == text.count("\n")), exact + (read == text)
    assert apart >= COUNT - 1 and exact >= LEAST


def test_a_line_between_two_numbers_on_the_pad_is_left_out(recognizer):
    above = number("1994", left=60, top=40, height=100)
    below = number("27", left=80, top=180, height=100)
    line = [(50 + 5 * step, 160 + step / 30) for step in range(80)]
    assert recognizer.read_strokes([*above, line, *below]).text == "1994\n27"


def test_a_slanting_line_between_two_numbers_in_a_picture_is_left_out(recognizer):
    above = number("1994", left=60, top=40, height=100)
    below = number("2735", left=60, top=180, height=100)
    picture = lines_picture([*above, [(40, 172), (480, 148)], *below], 540, 340)
    assert recognizer.read_image(picture).text == "1994\n2735"


def test_rows_of_a_picture_that_touch_in_one_digit_are_parted(recognizer):
    upper = number("3508", left=60, top=40, height=100)
    below = [number(digit, left=left, top=top, height=100) for digit, left, top in LOWER]
    picture = lines_picture([*upper, *(stroke for strokes in below for stroke in strokes)], 520, 320)
    assert recognizer.read_image(picture).text == "3508\n2653"


def test_flat_lines_far_from_all_digits_are_no_digits_beside_a_line():
    flat = [LineShape.of_course(np.array([(x, 10.0), (x + 20, 10.0)])) for x in (0.0, 40.0, 80.0)]
    digits = [LineShape.of_course(np.array([(x, 0.0), (x + 10, 100.0)])) for x in (2000.0, 2050.0, 2100.0)]
    line = line_in_row(LineShapes.of([*flat, *digits]), 1, MARK_MEASURES)
    assert line is not None and not len(line.tall)
