"""Writers of strings: one writer's pen strokes, or glyphs of MNIST, each with all ten digits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitpad.learning.data.datasets import HELD_OUT_IMAGES, Images, PenDigit, split_by_writer
from digitpad.learning.rows.forms import Strokes, form_digit
from digitpad.records import Labels

Glyph = NDArray[np.uint8]  # (h, w) ink 0..255, cut to its ink
LEAST_DIGITS = 6  # different digits that a writer must have given to write strings
FORM_SHARE = 0.45  # of the pen strings: some of their digits have a made form
FORM_DIGITS = 0.35  # chance of each digit of such a string
ONLY_FORMS = 0.1  # of the pen strings: every digit has a made form
INK = 30  # of 255, the least that counts as a glyph's ink


@dataclass(frozen=True, eq=False)
class Sources:
    """The digits and letters strings are made of; none is of a held-out writer or a held-out image."""

    glyphs: list[list[Glyph]]  # of MNIST, by digit
    writers: list[list[list[Strokes]]]  # by writer, by digit; each digit about 1 high
    letters: list[Strokes]  # about 1 high


class StringWriter:
    """One string's writer: gives digits as strokes 1 high, or as glyphs where it writes with MNIST's."""

    def __init__(self, sources: Sources, pen_share: float, random: np.random.Generator) -> None:
        self._sources = sources
        self._random = random
        self.uses_strokes = bool(sources.writers) and random.random() < pen_share
        self._writer = sources.writers[int(random.integers(len(sources.writers)))] if self.uses_strokes else []
        self._forms = random.integers(0, 100, 10)  # the form that this writer gives each digit
        chance = random.random()
        share = 1.0 if chance < ONLY_FORMS else FORM_DIGITS if chance < FORM_SHARE else 0.0
        self._has_form = random.random(10) < share

    def strokes(self, digit: int) -> Strokes:
        """Return the strokes of a digit; one that the writer never gave has a made form."""
        own = self._writer[digit]
        if self._has_form[digit] or not own:
            return form_digit(digit, int(self._forms[digit]), self._random)
        return own[int(self._random.integers(len(own)))]

    def glyph(self, digit: int) -> Glyph:
        glyphs = self._sources.glyphs[digit]
        return glyphs[int(self._random.integers(len(glyphs)))]


def sources_of(images: Images, labels: Labels, pen: Sequence[PenDigit], held_out: int = HELD_OUT_IMAGES) -> Sources:
    """Return what may be trained on: all but the last `held_out` images (N, 28, 28), and the training writers."""
    training = images[: len(images) - held_out], labels[: len(labels) - held_out]
    digits = [digit for digit in split_by_writer(pen)[0] if digit.label.isdigit()]
    letters = [digit for digit in split_by_writer(pen)[0] if not digit.label.isdigit()]
    return Sources(_glyphs(*training), _writers(digits), [_one_high(letter.strokes) for letter in letters])


def held_out_sources(images: Images, labels: Labels, pen: Sequence[PenDigit]) -> Sources:
    """Return the rest: MNIST's last training images and the held-out writers, to measure a training on."""
    digits = split_by_writer(pen)[1]
    letters = [_one_high(digit.strokes) for digit in digits if not digit.label.isdigit()]
    held_out = _glyphs(images[-HELD_OUT_IMAGES:], labels[-HELD_OUT_IMAGES:])
    return Sources(held_out, _writers([digit for digit in digits if digit.label.isdigit()]), letters)


def _glyphs(images: Images, labels: Labels) -> list[list[Glyph]]:
    by_digit: list[list[Glyph]] = [[] for _ in range(10)]
    for image, label in zip(images, labels, strict=True):
        rows, columns = np.flatnonzero(image.max(axis=1) > INK), np.flatnonzero(image.max(axis=0) > INK)
        if len(rows):
            by_digit[label].append(image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    return by_digit


def _writers(digits: Sequence[PenDigit]) -> list[list[list[Strokes]]]:
    by_writer: dict[str, list[list[Strokes]]] = defaultdict(lambda: [[] for _ in range(10)])
    for digit in digits:
        by_writer[digit.writer][int(digit.label)].append(_one_high(digit.strokes))
    return [of_one for of_one in by_writer.values() if sum(map(bool, of_one)) >= LEAST_DIGITS]


def _one_high(strokes: Strokes) -> Strokes:
    """Return strokes moved to the origin and scaled to a height of 1; much wider ones to a width of 1.5."""
    points = np.concatenate(strokes)
    low, size = points.min(axis=0), np.ptp(points, axis=0)
    scale = 1 / max(float(size[1]), float(size[0]) / 1.5, 1e-6)
    return tuple(((stroke - low) * scale).astype(np.float32) for stroke in strokes)
