"""Boxes -> rows in reading order."""

from hypothesis import given
from hypothesis import strategies as st

from digitpad.records import Box
from digitpad.vision.segmentation.rows import rows_of


def test_no_boxes_are_no_rows():
    assert rows_of([]) == []


def test_rows_are_read_from_top_to_bottom_and_left_to_right():
    boxes = [Box(200, 0, 40, 80), Box(0, 5, 40, 80), Box(100, 150, 40, 80), Box(0, 145, 40, 80)]
    assert rows_of(boxes) == [[1, 0], [3, 2]]


def test_a_sloping_row_is_one_row():
    assert rows_of([Box(60 * i, 25 * i, 40, 80) for i in range(8)]) == [list(range(8))]


def test_two_sloping_rows_stay_two():
    rows = [[Box(60 * i, 20 * i + down, 40, 80) for i in range(6)] for down in (0, 120)]
    assert rows_of(rows[0] + rows[1]) == [list(range(6)), list(range(6, 12))]


def test_digits_far_apart_on_one_line_are_one_row():
    assert rows_of([Box(0, 10, 40, 80), Box(900, 0, 40, 90)]) == [[0, 1]]


def test_a_loose_bar_above_a_five_belongs_to_its_row():
    assert rows_of([Box(0, 20, 50, 70), Box(30, 5, 40, 4), Box(90, 10, 50, 80)]) == [[0, 1, 2]]


def test_the_rings_of_an_eight_are_one_row():
    assert rows_of([Box(0, 0, 40, 40), Box(2, 39, 44, 42)]) == [[0, 1]]


def test_touching_rows_stay_apart():
    upper = [Box(60 * i, 0, 40, 80) for i in range(4)]
    lower = [Box(60 * i, 100, 40, 80) for i in range(4)]
    upper[1] = Box(60, 0, 40, 101)
    assert rows_of(upper + lower) == [[0, 1, 2, 3], [4, 5, 6, 7]]


BOXES = st.builds(Box, *(st.integers(0, 500),) * 2, *(st.integers(1, 200),) * 2)


@given(st.lists(BOXES, max_size=25))
def test_every_box_is_in_exactly_one_row(boxes):
    assert sorted(i for row in rows_of(boxes) for i in row) == list(range(len(boxes)))


@given(st.lists(BOXES, max_size=12), st.integers(0, 999))
def test_moving_everything_changes_no_row(boxes, by):
    assert rows_of([Box(b.left + by, b.top + by, b.width, b.height) for b in boxes]) == rows_of(boxes)


def test_rows_that_touch_in_many_places_stay_apart():
    boxes = [Box(50 * i + 8 * row, 83 * row, 42, 80) for row in range(4) for i in range(3 + row % 2)]
    assert [len(row) for row in rows_of(boxes)] == [3, 4, 3, 4]


def test_a_loose_bar_between_two_rows_belongs_to_the_nearer_digit_alone():
    above, below = [Box(0, 0, 50, 80), Box(70, 0, 50, 80)], [Box(0, 110, 50, 70), Box(70, 102, 50, 80)]
    assert rows_of([*above, Box(5, 94, 45, 8), *below]) == [[0, 1], [3, 2, 4]]
