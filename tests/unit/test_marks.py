"""Decimal points and commas, minus, slashes and colons: read beside the digits by form and place, and never made up."""

import numpy as np
import pytest

from digitpad import Box, Digit, Mark, Reading, Recognizer
from digitpad.records import locked
from tests.bench.marks import QUOTED, is_right, writers
from tests.support.data import needs_data
from tests.support.drawings import number
from tests.support.mark_drawings import MARKS, QUOTING, with_one, with_sign, without
from tests.support.mark_drawings import number as drawn_number
from tests.support.mark_pictures import picture_of
from tests.support.samples import lines_picture, number_picture, number_strokes
from tests.support.small_zeros import small_zero_among

MARKED = ("3.1", "3,5", "-3", "26/11/2026", "12:45", "2.650", "-7,25")


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.load(device="cpu")


def digit(label: int, left: int) -> Digit:
    empty = locked(np.zeros(10, np.float32)), Box(left, 0, 20, 40), locked(np.zeros((28, 28), np.uint8))
    return Digit(label, 1.0, *empty)


@pytest.mark.parametrize("text", MARKED)
def test_a_drawn_number_is_read_with_its_marks(recognizer, text):
    reading = recognizer.read_strokes(number_strokes(text))
    assert reading.text == text
    assert "".join(str(each.label) for each in reading.digits) == "".join(c for c in text if c.isdigit())
    assert [mark.symbol for mark in reading.marks] == [c for c in text if c in MARKS]
    assert all(mark.sure for mark in reading.marks)


@pytest.mark.parametrize("text", MARKED)
def test_a_picture_of_a_number_is_read_with_its_marks(recognizer, text):
    assert recognizer.read_image(number_picture(text)).text == text


def test_a_slash_that_is_cut_as_if_it_were_digits_is_one_slash(recognizer):
    strokes = [*number("90", left=40, top=60, height=100), [(235, 172), (355, 48)]]
    picture = lines_picture([*strokes, *number("4", left=380, top=60, height=100)], 520)
    assert recognizer.read_image(picture).text == "90/4"


def test_a_slash_whose_foot_touches_a_digit_is_no_one(recognizer):
    strokes = number("2", left=40, top=60, height=100)
    right, foot = max((point for stroke in strokes for point in stroke), key=lambda point: point[0] + point[1])
    slash = [(right - 2, foot), (right + 75, foot - 115)]
    picture = lines_picture([*strokes, slash, *number("3", left=int(right) + 90, top=60, height=100)], 420)
    assert recognizer.read_image(picture).text == "2/3"


def test_the_dot_in_a_printed_zero_is_no_mark(recognizer):
    strokes = number("70", left=40, top=60, height=100)
    zero = np.array([point for stroke in strokes for point in stroke if point[0] > 140])
    middle = (zero.min(axis=0) + zero.max(axis=0)) / 2
    dot = [tuple(middle), tuple(middle + 2)]
    assert recognizer.read_image(lines_picture([*strokes, dot], 300)).text == "70"


def test_a_long_chain_of_crossing_lines_is_read_without_fault(recognizer):
    hatch = [[(40 + 9 * i, 90), (52 + 9 * i, 112)] for i in range(60)] + [
        [(40 + 9 * i, 112), (52 + 9 * i, 90)] for i in range(60)
    ]
    picture = lines_picture([*hatch, *number("20", left=620, top=60, height=100)], 900)
    assert isinstance(recognizer.read_image(picture), Reading)
    assert isinstance(recognizer.read_strokes([*hatch, *number("20", left=620, top=60, height=100)]), Reading)


@needs_data
def test_a_small_zero_among_higher_digits_is_no_sign(recognizer):
    random = np.random.default_rng(3)
    hands = writers(QUOTED, held_out=True)
    rows = [small_zero_among(7, hands[int(random.integers(len(hands)))]) for _ in range(60)]
    read = [recognizer.read_strokes(row).text for row in rows]
    assert sum("?" in text for text in read) <= 6


def test_a_mark_says_where_it_is(recognizer):
    strokes = number_strokes("3.1")
    (mark,) = recognizer.read_strokes(strokes).marks
    points = np.array(strokes[1])
    assert abs(mark.box.left - points[:, 0].min()) < 12 and abs(mark.box.bottom - points[:, 1].max()) < 12
    assert mark.strokes == (1,) and (mark.row, mark.before) == (0, 1)


def test_each_of_two_rows_keeps_its_marks(recognizer):
    upper, lower = (number(text, left=40, top=top, height=100) for text, top in (("3,5", 40), ("12:45", 240)))
    assert recognizer.read_strokes([*upper, *lower]).text == "3,5\n12:45"


def test_a_sign_that_is_no_mark_is_no_digit(recognizer):
    assert recognizer.read_strokes(number_strokes("3+5")).text == "3?5"


def crossed(left: int) -> list[list[tuple[int, int]]]:
    """A saltire and a level line through it, 60 px wide, at the height of a number's middle."""
    return [[(left, 80), (left + 60, 140)], [(left + 60, 80), (left, 140)], [(left, 110), (left + 60, 110)]]


@pytest.mark.parametrize("text", ["?36", "3?6", "36?"])
def test_a_sign_in_a_picture_is_no_digit_and_is_kept_at_an_end(recognizer, text):
    places = {character: 40 + 110 * place for place, character in enumerate(text)}
    lines = crossed(places["?"]) + [line for c in "36" for line in number(c, left=places[c], top=60, height=100)]
    reading = recognizer.read_image(lines_picture(lines, 400))
    assert reading.text == text
    assert [digit.sign for digit in reading.digits] == [c == "?" for c in text] and not reading.sure


@needs_data
def test_signs_of_unseen_writers_in_pictures_are_no_digits(recognizer):
    hands, random = writers(QUOTED, held_out=True), np.random.default_rng(3)
    drawn = [
        drawn_number(with_sign(random), hands[int(random.integers(len(hands)))], QUOTING, random) for _ in range(40)
    ]
    read = [recognizer.read_image(picture_of(each, random)).text for each in drawn]
    assert sum(is_right(one, each) for one, each in zip(read, drawn, strict=True)) >= 0.3 * len(drawn)


def test_a_dot_far_from_the_digits_is_no_mark(recognizer):
    strokes = number_strokes("47")
    for dot in ((100, 330), (60, 5), (500, 400)):
        assert recognizer.read_strokes([*strokes, [dot, dot]]).text == "47"


def test_a_lone_slanted_line_is_a_one_and_a_lone_dash_no_minus(recognizer):
    assert recognizer.read_strokes([[(150, 60), (110, 180)]]).text == "1"
    assert not recognizer.read_strokes([[(100, 100), (160, 100)]]).marks


def test_digits_alone_are_read_where_marks_are_not_wanted(recognizer):
    plain = Recognizer.load(device="cpu", marks=False)
    for text in MARKED:
        assert plain.read_strokes(number_strokes(text)).text == "".join(c for c in text if c.isdigit())
    plain.read_marks(True)
    assert plain.read_strokes(number_strokes("3.1")).text == "3.1"


def test_a_reading_writes_marks_between_its_digits():
    row = digit(3, 0), digit(1, 60)
    marks = (Mark("-", 1.0, digit(1, -20), before=0), Mark(".", 0.9, digit(1, 40), before=1))
    reading = Reading((row,), marks=marks)
    assert (reading.text, reading.without_marks.text, reading.lines) == ("-3.1", "31", ("-3.1",))
    assert [sign.symbol for sign in reading.sequence] == ["-", "3", ".", "1"]


@needs_data
def test_unseen_writers_are_read_with_one_mark_and_without(recognizer):
    hands, random = writers(QUOTED, held_out=True), np.random.default_rng(3)
    texts = [with_one(mark, random) for mark in MARKS for _ in range(8)] + [without(random) for _ in range(40)]
    right = gained = 0
    for text in texts:
        drawn = drawn_number(text, hands[int(random.integers(len(hands)))], QUOTING, random)
        read = recognizer.read_strokes([stroke.tolist() for stroke in drawn.strokes]).text
        right += read == text
        gained += not set(text) & set(MARKS) and bool(set(read) & set(MARKS))
    assert right >= 0.93 * len(texts) and gained == 0


@needs_data
def test_unseen_writers_are_read_with_one_mark_in_pictures(recognizer):
    hands, random = writers(QUOTED, held_out=True), np.random.default_rng(3)
    texts = [with_one(mark, random) for mark in MARKS for _ in range(12)]
    drawn = [drawn_number(text, hands[int(random.integers(len(hands)))], QUOTING, random) for text in texts]
    read = [recognizer.read_image(picture_of(each, random)).text for each in drawn]
    assert sum(one == other for one, other in zip(read, texts, strict=True)) >= 0.75 * len(texts)
