"""Numbers one below the other: lists, and two numbers above a line with their sum below, in pictures and on the pad."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from digitpad.learning.data.datasets import PenDigit
from tests.support.situation_ink import WHITE, Picture, Points, Random, digits, draw, near, pick, scaled, whole

HEIGHT = 70.0  # px of a digit
GAP = (0.15, 0.45)  # heights between digits

Make = Callable[[Random, bool], tuple[Picture, str]]
Rows = tuple[list[Points], str]  # strokes, and the text


def listed(spacing: float) -> Make:
    """Four to seven numbers of one writer, `spacing` heights from one row's top to the next."""

    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        numbers = [str(random.integers(10, 10 ** int(random.integers(2, 6)))) for _ in range(random.integers(4, 8))]
        height = whole(random, HEIGHT, varied)
        strokes = _in_rows(random, numbers, height, near(random, spacing, varied, 0.08))
        return _on_paper(random, strokes, height, varied), "\n".join(numbers)

    return make


def summed(random: Random, varied: bool) -> tuple[Picture, str]:
    """Two numbers, a line drawn by hand, and their sum."""
    height = whole(random, HEIGHT, varied)
    strokes, text = _sum(random, height, varied)
    return _on_paper(random, strokes, height, varied), text


def summed_on_pad(random: Random, varied: bool) -> Rows:
    """The same as strokes."""
    return _sum(random, whole(random, HEIGHT, varied), varied)


def _sum(random: Random, height: float, varied: bool) -> Rows:
    first, second = (int(each) for each in random.integers(10, 10_000, 2))
    numbers = [str(first), str(second), str(first + second)]
    spacing = near(random, 1.55, varied, 0.1)
    strokes = _in_rows(random, numbers, height, spacing)
    low, right = (1 + spacing) * height, max(stroke[:, 0].max() for stroke in strokes)
    level = low + random.uniform(0.35, 0.65) * (spacing - 1) * height
    ends = (random.uniform(-0.5, 0.0) * height, right + random.uniform(0.0, 0.6) * height)
    line = np.stack([np.linspace(*ends, 20), level + random.normal(0, 0.01) * height * np.arange(20)], axis=1)
    return [*strokes, line], "\n".join(numbers)


def _in_rows(random: Random, numbers: Sequence[str], height: float, spacing: float) -> list[Points]:
    """Return the strokes of numbers of one writer, rows so many heights apart, each digit `height` px high."""
    first = pick(random)
    own = [digit for digit in digits() if digit.writer == first.writer]
    strokes: list[Points] = []
    for place, number in enumerate(numbers):
        left = random.uniform(0, 0.4) * height
        for label in number:
            some = _sized(pick(random, [digit for digit in own if digit.label == label] or _any(label)), height)
            strokes += [np.add(stroke, (left, place * spacing * height)) for stroke in some]
            left = max(stroke[:, 0].max() for stroke in strokes[-len(some) :]) + random.uniform(*GAP) * height
    return strokes


def _any(label: str) -> list[PenDigit]:
    return [digit for digit in digits() if digit.label == label]


def _sized(drawing: PenDigit, height: float) -> list[Points]:
    """Return the strokes, `height` px high, their top left at (0, 0)."""
    strokes, extent = scaled(drawing, 1.0)
    return [stroke * height / max(float(extent[1]), 1e-6) for stroke in strokes]


def _on_paper(random: Random, strokes: list[Points], height: float, varied: bool) -> Picture:
    points, pad = np.concatenate(strokes), round(0.7 * height)
    low = points.min(axis=0)
    width, high = np.ceil(points.max(axis=0) - low).astype(int) + 2 * pad
    paper = np.full((high, width), WHITE, np.uint8)
    draw(paper, [stroke - low for stroke in strokes], (pad, pad), whole(random, 0.07 * height, varied))
    return paper
