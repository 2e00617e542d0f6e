"""A row of any size and light as the same strip."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from digitpad.inference.rows.parameters import STRIP
from digitpad.inference.rows.row_columns import MIDDLE, STEP, column_at, columns_of
from digitpad.inference.rows.row_strip import END, HEIGHT, strip_of
from digitpad.recognizer import Recognizer
from tests.support.drawings import number


def written(height: int = 64, width: int = 200, ink: int = 40, paper: int = 220) -> np.ndarray:
    """A 7 and a 1 in a drawn line of `ink` on `paper`."""
    row = np.full((64, 200), paper, np.uint8)
    cv2.polylines(row, [np.array([[30, 12], [60, 12], [42, 54]])], False, ink, 5, cv2.LINE_AA)
    cv2.line(row, (120, 10), (118, 54), ink, 5, cv2.LINE_AA)
    return cv2.resize(row, (width, height), interpolation=cv2.INTER_AREA)


def test_a_strip_is_32_px_high_with_ink_near_1_and_paper_near_0() -> None:
    strip = strip_of(written())
    assert strip.shape == (HEIGHT, 100 + 2 * END) and strip.dtype == np.float32
    assert strip[16, END + 59 : END + 61].max() > 0.8
    assert np.abs(strip[:, END + 75 : END + 95]).max() < 0.1 and not strip[:, :END].any()


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (120, 200), (60, 140), (170, 200)])
def test_pale_and_dark_pens_and_papers_give_the_same_strip(ink: int, paper: int) -> None:
    assert np.abs(strip_of(written(ink=ink, paper=paper)) - strip_of(written())).mean() < 0.03


def test_a_lamp_from_one_side_changes_little() -> None:
    row = written(ink=60)
    lit = (row * np.linspace(0.6, 1, row.shape[1])).astype(np.uint8)
    assert np.abs(strip_of(lit) - strip_of(row)).mean() < 0.08


def test_the_picture_s_size_changes_little() -> None:
    small, large = strip_of(written(32, 100)), strip_of(written(256, 800))
    assert small.shape == large.shape and np.abs(small - large).mean() < 0.05


@pytest.mark.parametrize("row", [np.full((40, 300), level, np.uint8) for level in (0, 128, 255)])
def test_all_ink_or_all_paper_is_an_empty_strip(row: np.ndarray) -> None:
    assert not strip_of(row).any()


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (5000, 1), (32, 20_000), (2, 20_000), (3000, 4000)])
def test_a_row_of_any_shape_gives_a_strip_within_bounds(size: tuple[int, int]) -> None:
    row = np.random.default_rng(1).integers(0, 256, size, dtype=np.uint8)
    strip = strip_of(row)
    assert strip.shape[0] == HEIGHT and 2 * END < strip.shape[1] <= STRIP.widest + 2 * END
    assert strip.min() >= STRIP.least and strip.max() <= STRIP.most and columns_of(strip.shape[1]) >= 1


def test_an_empty_stretch_does_not_make_the_ink_of_a_long_row_darker() -> None:
    long = np.full((64, 4000), 220, np.uint8)
    long[:, :200] = written()
    assert np.abs(strip_of(long)[:, END : END + 60] - strip_of(written())[:, END : END + 60]).mean() < 0.12


def test_columns_look_at_the_row_s_px_from_its_first_to_its_last() -> None:
    count = columns_of(100 + 2 * END)
    assert column_at(0, HEIGHT) == MIDDLE - END
    assert column_at(count - 1, HEIGHT) == pytest.approx(100, abs=2)
    assert column_at(1, 64) - column_at(0, 64) == 2 * STEP


@pytest.mark.parametrize("high", [60, 130])
def test_digits_that_are_drawn_fill_most_of_their_strip_s_height(high: int) -> None:
    (strip,) = Recognizer.load(device="cpu").read_strokes(number("2047", left=60, top=100, height=high)).strips
    inked = np.flatnonzero((strip < 128).any(axis=1))
    assert HEIGHT * 0.7 < np.ptp(inked) + 1 < HEIGHT - 4, "lower ones lose their shape, and some paper shows their ends"
