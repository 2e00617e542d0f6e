"""Ink -> glyph: made as MNIST was, whatever the size and place."""

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad.learning.data.datasets import mnist
from digitpad.vision.render.glyph import glyph_of, recentred
from tests.support.data import DATA, needs_data


@needs_data
def test_mnist_passes_unchanged():
    unchanged = 0
    for train in (True, False):
        images, _ = mnist(DATA, train)
        unchanged += sum(np.array_equal(glyph_of(image), image) for image in images)
    assert unchanged >= 69_981


@given(left=st.integers(0, 90), top=st.integers(0, 90), side=st.integers(3, 60))
@settings(max_examples=60, deadline=None)
def test_the_place_on_the_paper_changes_nothing(left, top, side):
    ink = cv2.resize(ring(), (side, side * 2), interpolation=cv2.INTER_AREA)
    paper = np.zeros((220, 160), np.uint8)
    paper[top : top + 2 * side, left : left + side] = ink
    assert np.array_equal(glyph_of(paper), glyph_of(ink))


@given(factor=st.integers(2, 6))
def test_the_size_changes_hardly_anything(factor):
    large = cv2.resize(ring(), None, fx=factor, fy=factor, interpolation=cv2.INTER_NEAREST)
    assert np.abs(glyph_of(large).astype(int) - glyph_of(ring())).max() <= 2


@given(height=st.integers(1, 80), width=st.integers(1, 80))
@settings(deadline=None)
def test_any_shape_is_centred_with_a_longer_side_of_twenty(height, width):
    glyph = glyph_of(np.full((height, width), 255, np.uint8))
    rows, columns = glyph.any(axis=1).sum(), glyph.any(axis=0).sum()
    assert max(rows, columns) == 20
    y, x = (np.average(np.arange(28), weights=glyph.sum(axis=axis)) for axis in (1, 0))
    assert abs(y - 14) <= 0.5
    assert abs(x - 14) <= 0.5


def test_grey_edges_are_averaged_and_not_cut():
    assert len(np.unique(glyph_of(ring()))) > 10


def test_no_ink_is_an_empty_glyph():
    assert not glyph_of(np.zeros((30, 30), np.uint8)).any()
    assert not glyph_of(np.zeros((0, 0), np.uint8)).any()


def test_a_glyph_cannot_be_written_to():
    assert not glyph_of(ring()).flags.writeable


@given(left=st.integers(-4, 4), top=st.integers(-4, 4))
def test_a_glyph_off_the_middle_is_moved_there(left, top):
    glyph = glyph_of(ring())
    moved = np.roll(glyph, (top, left), (0, 1))
    expected = glyph if max(abs(left), abs(top)) >= 2 else moved
    assert np.array_equal(recentred(moved[None])[0], expected)


def test_an_empty_or_noisy_glyph_is_left_alone():
    glyphs = np.stack([np.zeros((28, 28), np.uint8), np.random.default_rng(1).integers(0, 256, (28, 28), np.uint8)])
    assert np.array_equal(recentred(glyphs), glyphs)


@needs_data
def test_mnist_lies_in_the_middle():
    images, _ = mnist(DATA, train=False)
    assert np.array_equal(recentred(images), images)


def ring():
    ink = np.zeros((120, 80), np.uint8)
    cv2.ellipse(ink, (40, 60), (32, 52), 0, 0, 360, 255, 10, cv2.LINE_AA)
    return ink


def test_ink_that_fades_away_when_it_is_made_small_is_no_glyph():
    specks = np.zeros((300, 600), np.uint8)
    specks[0, 0] = specks[-1, -1] = 255
    assert not glyph_of(specks).any()
