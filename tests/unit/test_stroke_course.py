"""Strokes by their course: frames, underlines and dots are no digits; broken and repeated lines are one."""

from __future__ import annotations

import time

import numpy as np
import pytest

from digitpad import Recognizer
from digitpad.vision.segmentation.stroke_course import course_of
from tests.support.drawings import number
from tests.support.situation_drawings import hand_box, hand_ring

Points = np.ndarray


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load()


def drawn(text: str) -> list[Points]:
    return [np.array(stroke, float) for stroke in number(text, left=100, top=100, height=100)]


def read(recognizer: Recognizer, strokes: list[Points]) -> str:
    return recognizer.read_strokes([stroke.tolist() for stroke in strokes]).text


def around(strokes: list[Points], room: float, oval: bool) -> Points:
    points = np.concatenate(strokes)
    middle, half = (points.min(axis=0) + points.max(axis=0)) / 2, np.ptp(points, axis=0) / 2
    random = np.random.default_rng(1)
    return (hand_ring(random, *(1.3 * half + room)) if oval else hand_box(random, *(half + room))) + middle


@pytest.mark.parametrize("oval", [True, False], ids=["ring", "box"])
@pytest.mark.parametrize("text", ["204", "7", "35"])
def test_a_frame_drawn_round_a_number_is_no_digit(recognizer, text, oval):
    strokes = drawn(text)
    assert read(recognizer, [*strokes, around(strokes, 40, oval)]) == text
    assert read(recognizer, [around(strokes, 40, oval), *strokes]) == text


def test_a_lone_ring_is_a_zero(recognizer):
    assert read(recognizer, [hand_ring(np.random.default_rng(2), 50, 70) + 200]) == "0"


def test_a_slashed_and_a_dotted_zero_keep_their_ring():
    ring = hand_ring(np.random.default_rng(3), 50, 70)
    slash, dot = np.linspace((40, -65), (-40, 65), 20), np.array([[0.0, 0.0]])
    assert not course_of([ring, slash]).left_out
    assert not course_of([ring, dot]).left_out


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize("text", ["3", "48", "2056"])
def test_a_number_written_over_is_read_once(recognizer, text, times):
    random, strokes = np.random.default_rng(4), drawn(text)
    again = [stroke + random.normal(0, 1.5, 2) for _ in range(times - 1) for stroke in strokes]
    assert read(recognizer, strokes + again) == text


@pytest.mark.parametrize("digit", "0235689")
def test_a_stroke_in_three_pieces_is_one_line(recognizer, digit):
    pieces = []
    for stroke in drawn(digit):
        third = max(2, len(stroke) // 3)
        pieces += [stroke[: third + 1], stroke[third : 2 * third + 1], stroke[2 * third :]]
    assert read(recognizer, [piece for piece in pieces if len(piece)]) == digit


def test_dots_far_from_the_digit_are_left_out(recognizer):
    strokes = drawn("6")
    low = np.concatenate(strokes).max(axis=0)
    assert read(recognizer, [*strokes, np.array([low + 120]), np.array([np.add(low, (-90, 150))])]) == "6"


def test_an_underline_is_no_digit(recognizer):
    strokes = drawn("1994")
    points = np.concatenate(strokes)
    (left, _), (right, low) = points.min(axis=0), points.max(axis=0)
    assert read(recognizer, [*strokes, np.linspace((left - 10, low + 12), (right + 10, low + 16), 20)]) == "1994"


def test_dots_alone_are_not_all_left_out():
    assert not course_of([np.array([[5.0, 5.0]]), np.array([[300.0, 5.0]])]).left_out


def test_what_the_user_joined_is_not_doubted(recognizer):
    strokes = drawn("3")
    dot = np.array([np.concatenate(strokes).max(axis=0) + 200])
    reading = recognizer.read_strokes(
        [stroke.tolist() for stroke in [*strokes, dot]], whole=[tuple(range(len(strokes) + 1))]
    )
    assert [digit.strokes for digit in reading.digits] == [tuple(range(len(strokes) + 1))]


def test_a_slim_six_with_a_thin_loop_is_no_one(recognizer):
    stem = np.concatenate([np.linspace((62, 50), (44, 130), 9), np.linspace((44, 130), (40, 180), 9)])
    angle = np.radians(np.linspace(180, 540, 25))
    loop = np.stack([48 + 9 * np.cos(angle), 184 + 15 * np.sin(angle)], axis=1)
    assert read(recognizer, [np.concatenate([stem, loop])]) == "6"


def loop(middle: tuple[float, float], across: float, down: float) -> Points:
    angle = np.linspace(-1.5, 4.9, 24)
    return np.stack([middle[0] + across * np.cos(angle), middle[1] + down * np.sin(angle)], axis=1)


@pytest.mark.parametrize("gap", [-6, 0, 8, 16])
@pytest.mark.parametrize("size", [0.6, 1.0, 2.5])
def test_two_loops_one_above_the_other_are_an_eight(recognizer, gap, size):
    upper, lower = loop((100, 100), 30, 26), loop((98, 158 + gap), 38, 32)
    assert read(recognizer, [upper * size, lower * size]) == "8"
    assert read(recognizer, [lower * size, upper * size]) == "8"
    beside = [stroke * size + (150 * size, 0) for stroke in (upper, lower)]
    assert read(recognizer, [upper * size, lower * size, *beside]) == "88"


def test_zeros_in_two_rows_stay_two(recognizer):
    assert read(recognizer, [loop((100, 100), 35, 50), loop((104, 225), 33, 48)]) == "0\n0"


def test_two_thousand_strokes_take_seconds_not_minutes():
    random = np.random.default_rng(5)
    strokes: list[Points] = [
        np.cumsum(random.normal(0, 4, (30, 2)), axis=0) + random.uniform(0, 800, 2) for _ in range(2000)
    ]
    began = time.process_time()
    course_of(strokes)
    course_of([loop((x, y), 9, 8) for x, y in random.uniform(0, 800, (2000, 2))])
    assert time.process_time() - began < 8
