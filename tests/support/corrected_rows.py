"""Corrected numbers in a user's folder: each digit a sample that knows the row in which it stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from digitpad.inference.rows.row_strip import resized
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import RowString, Sample, Stroke
from digitpad.store.samples import FILE_NAME, SampleStore
from tests.support.drawings import DIGITS
from tests.support.samples import lines_picture, number_strokes

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


def corrected_numbers(count: int, digits: int = 4, seed: int = 5) -> list[Sample]:
    """Return the samples of so many numbers, each drawn a little otherwise."""
    random = np.random.default_rng(seed)
    samples: list[Sample] = []
    for number in range(count):
        text = "".join(map(str, random.integers(0, 10, digits)))
        lines = [[(x + dx, y + dy) for (x, y), (dx, dy) in _moved(line, random)] for line in number_strokes(text)]
        strip = resized(np.asarray(lines_picture(lines, len(text) * 110 + 60)))
        said_at = BEGUN + timedelta(minutes=number)
        samples += [_sample(int(digit), RowString(strip, text, at, said_at), random) for at, digit in enumerate(text)]
    return samples


def keep_numbers(folder: Path, count: int) -> None:
    with SampleStore(folder / FILE_NAME) as store:
        store.add(corrected_numbers(count))


def _sample(digit: int, row: RowString, random: np.random.Generator) -> Sample:
    strokes = tuple(Stroke.of(np.array(line) + random.normal(0, 1.5, (len(line), 2)), 12) for line in DIGITS[digit])
    return Sample(stroke_glyph(strokes), digit, "pad", 1, 0.9, np.full(10, 0.1, np.float32), strokes, row=row)


def _moved(
    line: list[tuple[float, float]], random: np.random.Generator
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    by = random.normal(0, 1.5, (len(line), 2))
    return list(zip(line, map(tuple, by.tolist()), strict=True))
