"""Ink becomes atoms: a clean digit is one, dirt is none, touching digits are cut."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from digitpad.records import Box, Ink
from digitpad.vision.picture.patches import Patches
from digitpad.vision.segmentation.components import segments_of
from digitpad.vision.segmentation.segments import Segment
from tests.support.drawings import number

PEN = 12  # px


def picture_segments(ink: Ink) -> list[Segment]:
    return segments_of(Patches.of(ink))


def drawn(text: str, gap: float = 0.35, height: float = 120, pen: int = PEN) -> np.ndarray:
    """Ink (360, 900) of digits from x = 60, y = 120."""
    ink = np.zeros((360, 900), np.uint8)
    for stroke in number(text, left=60, top=120, height=height, gap=gap):
        cv2.polylines(ink, [np.rint(np.array(stroke)).astype(np.int32)], False, 255, pen, cv2.LINE_AA)
    return ink


def from_left(ink: np.ndarray) -> list:
    return sorted(picture_segments(ink), key=lambda segment: segment.box.left)


def covered(segments: list, shape: tuple[int, int]) -> np.ndarray:
    found = np.zeros(shape, np.uint8)
    for segment in segments:
        part = found[segment.box.top : segment.box.bottom, segment.box.left : segment.box.right]
        np.maximum(part, segment.ink, out=part)
    return found


@pytest.mark.parametrize("text", ["0123", "6789", "2020"])
def test_a_clean_digit_is_one_atom_with_its_own_ink(text):
    ink = drawn(text)
    segments = from_left(ink)
    assert [segment.piece_of for segment in segments] == [None] * 4
    assert np.array_equal(covered(segments, ink.shape), ink)


def test_ink_of_a_neighbour_in_the_same_box_is_left_out():
    ink = np.zeros((200, 300), np.uint8)
    cv2.line(ink, (60, 150), (115, 50), 255, 14)
    cv2.line(ink, (95, 150), (150, 50), 255, 14)
    left, right = from_left(ink)
    assert left.box.right > right.box.left
    assert int(left.ink.astype(int).sum() + right.ink.astype(int).sum()) == int(ink.astype(int).sum())


@pytest.mark.parametrize("text", ["00", "806", "333"])
def test_touching_digits_are_cut_into_pieces_of_one_patch(text):
    ink = drawn(text, gap=0.06)
    assert cv2.connectedComponents((ink > 0).astype(np.uint8))[0] == 2
    pieces = from_left(ink)
    assert len(text) <= len(pieces) <= 4 * len(text)
    assert len({piece.piece_of for piece in pieces}) == 1
    assert pieces[0].piece_of is not None
    assert np.array_equal(covered(pieces, ink.shape), ink)


def test_one_of_the_cuts_lies_between_touching_digits():
    pieces = from_left(drawn("00", gap=0.06))
    whole = Box.around(piece.box for piece in pieces)
    edges = [piece.box.left for piece in pieces[1:]]
    assert min(abs(edge - (whole.left + whole.width / 2)) for edge in edges) < PEN


def test_a_piece_broken_off_by_the_threshold_goes_with_its_digit():
    ink = drawn("111")
    ink[216:219] = 0  # a light scratch through the feet
    assert cv2.connectedComponents((ink > 0).astype(np.uint8))[0] == 7
    assert len(picture_segments(ink)) == 3


def test_a_loose_bar_is_an_atom_of_its_own():
    ink = drawn("1")
    cv2.line(ink, (140, 150), (200, 150), 255, PEN)
    assert len(picture_segments(ink)) == 2


DIRT = {
    "specks": lambda ink: [cv2.circle(ink, (700 + 30 * i, 40), 2, 255, -1) for i in range(5)],
    "a blot": lambda ink: cv2.circle(ink, (760, 180), 50, 255, -1),
    "the paper's edge": lambda ink: cv2.line(ink, (893, 0), (896, 359), 255, 5),
    "a corner": lambda ink: cv2.line(ink, (700, 0), (899, 120), 255, 5),
    "a line across": lambda ink: cv2.line(ink, (0, 20), (899, 30), 255, 5),
    "a hair": lambda ink: cv2.line(ink, (700, 100), (800, 180), 255, 1),
}


@pytest.mark.parametrize("what", DIRT)
def test_dirt_is_no_atom(what):
    ink = drawn("268")
    clean = [segment.box for segment in picture_segments(ink)]
    DIRT[what](ink)
    assert [segment.box for segment in picture_segments(ink)] == clean


def test_dust_in_a_large_zero_does_not_make_it_a_frame():
    ink = drawn("0", height=220)
    middle = picture_segments(ink)[0].box
    for down in (-40, 40):
        place = middle.left + middle.width // 2, middle.top + middle.height // 2 + down
        cv2.circle(ink, place, 3, 255, -1)
    assert max(segment.box.height for segment in picture_segments(ink)) == middle.height


def test_thin_strokes_are_thickened_and_thick_ones_left():
    thin, thick = picture_segments(drawn("0", pen=2))[0], picture_segments(drawn("0", pen=12))[0]
    width = [
        float(cv2.distanceTransform((segment.ink > 127).astype(np.uint8), cv2.DIST_L2, 3).max())
        for segment in (thin, thick)
    ]
    assert 3.5 < width[0] < 7
    assert 5 < width[1] < 8


def test_no_ink_gives_no_atoms():
    assert picture_segments(np.zeros((300, 400), np.uint8)) == []
    assert picture_segments(np.zeros((1, 1), np.uint8)) == []


@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40)))
@settings(max_examples=60, deadline=None)
def test_no_ink_crashes_and_boxes_fit_their_ink(ink):
    assert all(segment.ink.shape == (segment.box.height, segment.box.width) for segment in picture_segments(ink))


@given(left=st.integers(0, 300), top=st.integers(-60, 60))
@settings(max_examples=20, deadline=None)
def test_shifting_the_ink_shifts_the_atoms(left, top):
    ink = drawn("268")
    moved = np.roll(ink, (top, left), axis=(0, 1))
    expected = sorted(
        (box.left + left, box.top + top, box.width, box.height) for box in (a.box for a in picture_segments(ink))
    )
    assert sorted((a.box.left, a.box.top, a.box.width, a.box.height) for a in picture_segments(moved)) == expected
