"""Glyphs on any ground are read as on black."""

import numpy as np
import pytest

from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Stroke
from digitpad.vision.picture.ground import on_black
from tests.support.drawings import DIGITS

TOP = np.linspace(60, 150, 28)[:, None]


@pytest.fixture(scope="module")
def glyphs():
    return np.stack([stroke_glyph([Stroke.of(line) for line in DIGITS[label]]) for label in range(10)])


def test_white_ink_on_black_is_left_alone(glyphs):
    assert on_black(glyphs) is glyphs


@pytest.mark.parametrize(
    "put",
    [
        lambda glyph: 255 - glyph,
        lambda glyph: (glyph * 0.4 + 150).clip(max=255),
        lambda glyph: glyph * 0.3 + TOP,
        lambda glyph: np.concatenate([255 - glyph[:, :7], glyph[:, 7:21], 255 - glyph[:, 21:]], axis=1),
    ],
    ids=["inverted", "lit", "shaded", "striped"],
)
def test_the_ground_is_taken_away(glyphs, put):
    spoiled = np.stack([put(glyph.astype(np.float32)) for glyph in glyphs]).astype(np.uint8)
    assert np.abs(on_black(spoiled).astype(int) - glyphs).mean() < 6


def test_noise_and_a_line_at_the_edge_are_no_ground(glyphs):
    random = np.random.default_rng(1)
    spoiled = np.where(random.random(glyphs.shape) < 0.08, 255, glyphs).astype(np.uint8)
    spoiled[:, :3] = 255
    assert on_black(spoiled) is spoiled


def test_a_grey_square_stays_finite():
    assert on_black(np.full((2, 28, 28), 255, np.uint8)).max() == 0
    assert on_black(np.full((2, 28, 28), 90, np.uint8)).max() == 0
