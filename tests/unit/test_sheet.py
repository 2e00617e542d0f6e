import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.records import Box, Stroke
from digitpad.vision.render.sheet import Sheet, picture_of, smooth

WHITE, BLACK, BLUE = (255, 255, 255), (0, 0, 0), (0, 0, 255)
WHOLE = Box(0, 0, 200, 150)
CURVE = [(30 + 12 * step, 75 + 40 * np.sin(step)) for step in range(12)]


def ink(sheet: Sheet) -> np.ndarray:
    """How dark the whole sheet is, 0..255."""
    pixels = sheet.pixels(Box(0, 0, sheet.width, sheet.height), paper=WHITE, ink=BLACK, highlight=BLUE)
    return 255 - pixels[..., 0].astype(int)


def drawn(*strokes: Stroke) -> np.ndarray:
    sheet = Sheet(200, 150)
    sheet.redraw(strokes)
    return ink(sheet)


def test_a_straight_stroke_is_as_wide_as_its_pen_and_has_grey_edges():
    held = drawn(Stroke.of([(20, 75.3), (180, 75.3)], 12))
    column = held[:, 100] / 255
    assert column.sum() == pytest.approx(12, abs=0.5)
    assert ((column > 0.05) & (column < 0.95)).any()


def test_a_tap_is_a_round_dot_of_the_pens_width():
    held = drawn(Stroke.of([(60, 70)], 14)) / 255
    assert held.sum() == pytest.approx(np.pi * 7**2, rel=0.05)
    rows, columns = np.nonzero(held > 0.5)
    assert abs(np.ptp(rows) - np.ptp(columns)) <= 1


def test_ends_and_joints_are_round():
    held = drawn(Stroke.of([(60, 60), (120, 60)], 20)) / 255
    assert held[60, 52] > 0.9 and held[52, 52] < 0.1


def test_a_stroke_looks_the_same_while_it_grows_as_when_it_is_done():
    points = np.array(CURVE, np.float32)
    growing = Sheet(200, 150)
    for count in range(1, len(points) + 1):
        growing.grow(points[:count], 10)
    growing.keep()
    done = drawn(Stroke.of(CURVE, 10))
    assert np.abs(ink(growing) - done).max() <= 96
    assert np.abs(ink(growing) - done).mean() < 0.3


def test_what_changed_is_inside_the_box_that_is_returned():
    points, sheet = np.array(CURVE, np.float32), Sheet(200, 150)
    before = ink(sheet)
    for count in range(1, len(points) + 1):
        box = sheet.grow(points[:count], 10)
        after = ink(sheet)
        rows, columns = np.nonzero(before != after)
        assert box.left <= columns.min() and columns.max() < box.right
        assert box.top <= rows.min() and rows.max() < box.bottom
        before = after


def test_the_growing_stroke_draws_little_however_long_it_is():
    sheet = Sheet(2000, 1500)
    points = np.array([(10 + step * 4, 700 + 5 * np.sin(step)) for step in range(400)], np.float32)
    areas = [sheet.grow(points[:count], 12) for count in range(1, len(points) + 1)]
    assert max(area.width for area in areas[20:]) < 120


def test_a_stroke_passes_through_points_that_lie_far_apart():
    corner = [(20, 20), (100, 120), (180, 20)]
    assert all(np.abs(smooth(np.array(corner, np.float32)) - point).sum(1).min() < 0.01 for point in corner)


def test_whole_pixels_of_a_slow_mouse_give_a_smooth_curve():
    angles = np.linspace(0, 2 * np.pi, 200)
    circle = np.round(np.c_[100 + 60 * np.cos(angles), 75 + 60 * np.sin(angles)]).astype(np.float32)
    radii = np.hypot(*(smooth(circle) - [100, 75]).T)
    assert radii.std() < 0.25


def test_only_the_part_asked_for_is_drawn_again():
    sheet = Sheet(200, 150)
    left, right = Stroke.of([(40, 20), (40, 130)], 10), Stroke.of([(150, 20), (150, 130)], 10)
    sheet.redraw([left, right])
    both = ink(sheet)
    sheet.redraw([right], sheet.bounds_of(left))
    assert not ink(sheet)[:, :60].any()
    assert (ink(sheet)[:, 100:] == both[:, 100:]).all()


def test_lit_strokes_have_the_second_colour_and_lose_it_again():
    sheet = Sheet(200, 150)
    strokes = [Stroke.of([(40, 20), (40, 130)], 10), Stroke.of([(150, 20), (150, 130)], 10)]
    sheet.redraw(strokes)

    def colour(x: int) -> tuple[int, ...]:
        return tuple(sheet.pixels(WHOLE, paper=WHITE, ink=BLACK, highlight=BLUE)[70, x])

    sheet.light(strokes[:1])
    assert (colour(40), colour(150)) == (BLUE, BLACK)
    box = sheet.light(())
    assert colour(40) == BLACK and box.left <= 40 < box.right


def test_a_factor_makes_strokes_and_pen_smaller():
    small = Sheet(100, 75, factor=0.5)
    small.redraw([Stroke.of([(20, 75), (180, 75)], 12)])
    assert (ink(small)[:, 50] / 255).sum() == pytest.approx(6, abs=0.5)


def test_a_picture_of_no_strokes_is_paper():
    assert (picture_of([], 30, 20, paper=WHITE, ink=BLACK) == 255).all()
    assert picture_of([], 30, 20, paper=WHITE, ink=BLACK).shape == (20, 30, 3)


@given(
    st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=12),
    st.floats(0.5, 300),
)
def test_no_stroke_breaks_the_sheet(points, width):
    sheet = Sheet(60, 40)
    sheet.redraw([Stroke.of(points, width)])
    for count in range(1, len(points) + 1):
        sheet.grow(np.array(points[:count], np.float32), width)
    sheet.keep()
    assert ink(sheet).shape == (40, 60)
