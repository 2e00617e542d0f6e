"""What the user mends in how ink was taken apart, on the pad and in pictures."""

import numpy as np
import pytest

from digitpad import Recognizer, Stroke
from digitpad.errors import DigitPadError
from digitpad.vision.segmentation.edits import Cut, SegmentationEdits, stroke_halves
from tests.support.samples import number_picture, number_strokes


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.load(device="cpu")


def strokes(text: str) -> tuple[Stroke, ...]:
    return tuple(Stroke.of(line, 10) for line in number_strokes(text))


def picture(text: str) -> np.ndarray:
    return np.asarray(number_picture(text).convert("RGB"))


def test_strokes_that_are_one_digit_stay_one_digit(recognizer):
    plain = recognizer.read_strokes(strokes("4150"))
    assert [digit.strokes for digit in plain.digits] == [(0, 1), (2,), (3, 4), (5,)]
    told = recognizer.read_strokes(strokes("4150"), [(0,), (1, 2)])
    assert [digit.strokes for digit in told.digits] == [(0,), (1, 2), (3, 4), (5,)]


def test_strokes_far_apart_can_be_one_digit(recognizer):
    far = (Stroke.of([(50, 50), (50, 150)], 10), Stroke.of([(400, 500), (400, 600)], 10))
    assert [digit.strokes for digit in recognizer.read_strokes(far, [(0, 1)]).digits] == [(0, 1)]


def test_what_was_said_of_strokes_that_are_gone_changes_nothing(recognizer):
    plain, told = recognizer.read_strokes(strokes("47")), recognizer.read_strokes(strokes("47"), [(1, 9)])
    assert [digit.strokes for digit in plain.digits] == [digit.strokes for digit in told.digits]


def test_pieces_of_a_picture_are_joined_and_cut_again_and_again(recognizer):
    image = picture("205")
    numbers = [digit.strokes for digit in recognizer.read_image(image).digits]
    assert sorted(numbers) == [(0,), (1,), (2,)]
    one = tuple(sorted(numbers[0] + numbers[1]))
    joined = recognizer.read_image(image, SegmentationEdits(whole=(one,)))
    assert [digit.strokes for digit in joined.digits] == [one, numbers[2]]
    edits = recognizer.split_piece(image, SegmentationEdits(), numbers[2])
    halves = recognizer.read_image(image, edits).digits[-2:]
    assert edits.cuts and [half.strokes for half in halves] == list(edits.whole)
    again = recognizer.split_piece(image, edits, halves[0].strokes)
    assert len(again.cuts) == 2 and len(recognizer.read_image(image, again).digits) == 5


def test_a_cut_of_what_is_not_there_is_none(recognizer):
    image = picture("205")
    assert recognizer.read_image(image, SegmentationEdits((Cut(99, 5),), ((98, 99),))).text == "205"


def test_a_split_of_joined_pieces_is_the_pieces(recognizer):
    image = picture("205")
    left, right = (digit.strokes for digit in recognizer.read_image(image).digits[:2])
    joined = SegmentationEdits(whole=(tuple(sorted(left + right)),))
    edits = recognizer.split_piece(image, joined, joined.whole[0])
    assert not edits.cuts and recognizer.read_image(image, edits).text == "205"


def test_a_stroke_that_holds_two_digits_is_cut_between_its_points(recognizer):
    (one,), (zero,) = number_strokes("1"), number_strokes("0")
    both = Stroke.of([*one, *((x + 40, y) for x, y in zero)], 10)
    left, right = recognizer.split_strokes([both])
    assert recognizer.read_strokes([*left, *right], [(0,), (1,)]).text == "10"
    assert np.array_equal(left[0].points[-1], right[0].points[0])


def test_the_times_of_a_cut_stroke_go_on(recognizer):
    points = np.array([[0, 0], [50, 0], [100, 0], [150, 0]], np.float32)
    timed = Stroke(points, np.array([0, 1, 2, 3], np.float32), 10)
    for (left,), (right,) in stroke_halves([timed]):
        assert left.times is not None and right.times is not None and right.times[0] == 0
        assert left.times[-1] + right.times[-1] == pytest.approx(3)
        assert len(left.points) == len(left.times) and len(right.points) == len(right.times)


def test_a_dot_is_not_split(recognizer):
    with pytest.raises(DigitPadError, match="too little ink"):
        recognizer.split_strokes([Stroke.of([(50, 50)], 10)])


def test_a_number_is_laid_over_the_ink(recognizer):
    assert [digit.strokes for digit in recognizer.spell_strokes(strokes("45"), ["45"], ()).digits] == [(0, 1), (2, 3)]
    apart = recognizer.spell_strokes(strokes("45"), ["4571"], ()).digits
    assert sorted(number for digit in apart for number in digit.strokes) == [0, 1, 2, 3] and len(apart) == 4
    assert recognizer.spell_image(picture("205"), ["285"], SegmentationEdits()).text == "205"


def test_a_number_that_the_ink_cannot_be_is_refused(recognizer):
    with pytest.raises(DigitPadError, match="cannot be taken apart"):
        recognizer.spell_strokes(strokes("7"), ["70"], ())
    with pytest.raises(DigitPadError, match="1 row of digits"):
        recognizer.spell_strokes(strokes("7"), ["7", "0"], ())
