"""Small sources of strings: glyphs that carry their digit, writers that each have a slant of their own."""

from __future__ import annotations

import numpy as np

from digitpad.learning.rows.forms import FORMS, Strokes, form_digit
from digitpad.learning.rows.hands import Glyph, Sources

WRITERS = 5


def made_sources() -> Sources:
    glyphs = [[_glyph(digit)] for digit in range(10)]
    writers = [[[_strokes(digit, writer)] for digit in range(10)] for writer in range(WRITERS)]
    letters = [form_digit(2, 0, np.random.default_rng(1))]
    return Sources(glyphs, writers, letters)


def form_sources() -> Sources:
    """Glyphs and strokes in the shapes of digits, to learn from."""
    random = np.random.default_rng(3)
    writers = [[[form_digit(digit, 0, random) for _ in range(8)] for digit in range(10)] for _ in range(2)]
    return Sources([[_glyph(digit)] for digit in range(10)], writers, [])


def _glyph(digit: int) -> Glyph:
    glyph = np.full((20, 12), 255, np.uint8)
    glyph[0, 0] = 100 + digit
    return glyph


def _strokes(digit: int, writer: int) -> Strokes:
    """A line whose second point tells the writer, and one of the digit's forms."""
    told = np.array([[0, 0], [0.01 * writer, 1]], np.float32)
    return (told, *form_digit(digit, digit % len(FORMS[digit]), np.random.default_rng(writer)))
