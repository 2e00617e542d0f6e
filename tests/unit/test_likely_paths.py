"""Other ways to take the ink of a row apart: the likeliest ones, for rules to choose from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad import Recognizer, Rule
from digitpad.records import Box, Digit, Reading, RowPath
from digitpad.ui.draw.notes import Note, with_notes
from digitpad.vision.lattice.groups import best_path
from digitpad.vision.lattice.likely_paths import likely_paths
from digitpad.vision.lattice.parameters import OTHER_PATHS
from tests.support.drawings import Line, number
from tests.support.samples import lines_picture

FOUR = Rule.parse("length=4")


def touching(text: str, gap: float) -> list[Line]:
    return number(text, left=40, top=60, height=100, gap=gap)


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu", others=True)


@given(st.integers(1, 6), st.randoms(use_true_random=False))
def test_the_first_path_is_the_best_and_all_are_whole_and_in_falling_order(count, random):
    groups = [(i,) for i in range(count)] + [(i, j) for i in range(count) for j in range(i + 1, min(i + 3, count))]
    scores = [random.uniform(-5, 0) for _ in groups]
    found = likely_paths(count, groups, scores)
    best = best_path(count, groups, scores)
    assert found[0][0] == pytest.approx(sum(scores[i] for i in best))
    assert [score for score, _ in found] == sorted((score for score, _ in found), reverse=True)
    assert len(found) <= OTHER_PATHS.most_paths and found[-1][0] >= found[0][0] - OTHER_PATHS.least_score
    for score, path in found:
        assert sorted(segment for index in path for segment in groups[index]) == list(range(count))
        assert score == pytest.approx(sum(scores[index] for index in path))


def test_every_number_of_groups_is_among_them_where_scores_are_alike():
    groups = [(0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)]
    found = likely_paths(3, groups, [-1.0, -1.0, -1.0, -1.5, -1.5, -2.0])
    assert {len(path) for _, path in found} == {1, 2, 3}


def test_a_scribble_has_none_for_it_would_take_long():
    count = OTHER_PATHS.most_segments + 1
    assert likely_paths(count, [(i,) for i in range(count)], [0.0] * count) == []
    count = OTHER_PATHS.most_segments
    many = [(i, *range(i + 1, j)) for i in range(count) for j in range(i + 1, min(i + 5, count + 1))]
    assert 0 < len(likely_paths(count, many, [-0.1] * len(many))) <= OTHER_PATHS.most_paths


@pytest.mark.parametrize("text", ["8507", "9608", "2351", "1112", "4170"])
def test_digits_that_touch_on_the_pad_are_not_taken_for_one(recognizer, text):
    assert recognizer.read_strokes(touching(text, -0.1)).text == text


@pytest.mark.parametrize(("text", "read"), [("8975", "895"), ("5788", "588"), ("1278", "128")])
def test_digits_that_overlap_on_the_pad_are_taken_apart_where_the_length_asks_for_it(recognizer, text, read):
    reading = recognizer.read_strokes(touching(text, -0.35))
    assert reading.text == read, "else this shows nothing"
    (number,) = FOUR.numbers_of(reading)
    assert number is not None and number.text == text
    read = {digit.box for digit in reading.digits}
    assert [sign.decided_by for sign in number.signs] == ["network" if s.box in read else "rule" for s in number.signs]
    assert {sign.decided_by for sign in number.signs} == {"network", "rule"}
    strokes = [stroke for sign in number.signs for stroke in sign.strokes]
    assert sorted(strokes) == sorted(stroke for digit in reading.digits for stroke in digit.strokes)


def test_digits_that_touch_in_a_picture_are_taken_apart_where_the_length_asks_for_it(recognizer):
    reading = recognizer.read_image(lines_picture(touching("0771", -0.15), 500))
    assert reading.text == "07", "else this shows nothing"
    (number,) = FOUR.numbers_of(reading)
    assert number is not None and number.text == "0771"
    boxes = [sign.box for sign in number.signs]
    around = Box.around(digit.box for digit in reading.digits)
    assert all(around.left <= box.left and box.right <= around.right for box in boxes)


def test_other_paths_are_read_only_where_they_are_asked_for(recognizer):
    recognizer.read_others(False)
    try:
        reading = recognizer.read_strokes(touching("8975", -0.35))
        assert reading.others == () and FOUR.numbers_of(reading) == (None,)
    finally:
        recognizer.read_others(True)
    assert recognizer.read_strokes(touching("8975", -0.35)).others


def test_no_path_makes_a_number_of_another_length_up(recognizer):
    reading = recognizer.read_strokes(touching("2026", 0.3))
    assert reading.text == "2026"
    for length in (1, 2, 3, 5, 6, 7, 8):
        assert Rule.parse(f"length={length}").numbers_of(reading) == (None,)


def test_only_paths_that_have_what_the_user_said_are_left():
    def digit(label: int, *strokes: int) -> Digit:
        shares = np.full(10, 0.01, np.float32)
        shares[label] = 0.91
        box = Box(10 * strokes[0], 0, 10 * len(strokes), 20)
        return Digit(label, 0.9, shares, box, np.zeros((28, 28), np.uint8), strokes)

    apart, together = RowPath((digit(1, 0), digit(1, 1), digit(7, 2)), 0.5), RowPath((digit(4, 0, 1, 2),), 0.4)
    reading = Reading(((digit(4, 0, 1), digit(7, 2)),), others=((apart, together),))
    said = Note(frozenset((2,)), said=True, label=9, digit=reading.digits[1])
    (left,) = with_notes(reading, (said,), None).others[0]
    assert [sign.symbol for sign in left.signs] == ["1", "1", "9"] and left.signs[2].decided_by == "hand"
