"""Drawings on the pad as people make them: written over, skipping, stretched, dotted, with a frame round them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from tests.support.situation_ink import Points, Random, near, pick, scaled, whole


def hand_ring(random: Random, across: float, down: float) -> Points:
    """A closed, slightly unsteady ellipse about (0, 0), px."""
    angle = np.linspace(0, 2 * np.pi * random.uniform(0.98, 1.06), 60) + random.uniform(0, 6)
    wave = 1 + 0.03 * np.sin(angle * random.integers(2, 4) + random.uniform(0, 6))
    return np.stack([np.cos(angle) * across * wave, np.sin(angle) * down * wave], axis=1)


def hand_box(random: Random, across: float, down: float) -> Points:
    """A rectangle about (0, 0) drawn in one stroke, px."""
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) * (across, down)
    corners = corners + random.normal(0, 3, corners.shape)
    return np.concatenate([np.linspace(a, b, 14) for a, b in pairwise(corners)])


def on_pad(
    random: Random, varied: bool, change: Callable[[Random, bool, list[Points]], list[Points]]
) -> tuple[list[Points], str]:
    """One digit on the pad, about 150 px high, its strokes changed."""
    drawing = pick(random)
    strokes, _ = scaled(drawing, whole(random, 150, varied))
    return change(random, varied, [np.add(stroke, 100) for stroke in strokes]), drawing.label


def rewritten(times: int, random: Random, varied: bool, strokes: list[Points]) -> list[Points]:
    return [stroke + random.normal(0, near(random, 2, varied), 2) for _ in range(times) for stroke in strokes]


def skipping(random: Random, varied: bool, strokes: list[Points]) -> list[Points]:
    """Each stroke in three, as a pen leaves it that loses contact."""
    pieces = []
    for stroke in strokes:
        third = max(2, len(stroke) // 3)
        pieces += [stroke[: third + 1], stroke[third : 2 * third + 1], stroke[2 * third :]]
    return [piece for piece in pieces if len(piece)]


def dotted(random: Random, varied: bool, strokes: list[Points]) -> list[Points]:
    dots = [np.array([[random.uniform(0, 500), random.uniform(330, 500)]]) for _ in range(1 + varied)]
    return [*strokes, *dots]


def stretched(wide: float, random: Random, varied: bool, strokes: list[Points]) -> list[Points]:
    factor = near(random, wide, varied, 0.1)
    return [stroke * (factor, 1) for stroke in strokes]


def sparse(random: Random, varied: bool, strokes: list[Points]) -> list[Points]:
    return [stroke[np.unique(np.r_[np.arange(0, len(stroke), 4), len(stroke) - 1])] for stroke in strokes]


def enclosed(oval: bool, random: Random, varied: bool) -> tuple[list[Points], str]:
    """Three digits on the pad with a ring or a box round them."""
    parts, text, left = [], "", 0.0
    for _ in range(3):
        drawing = pick(random)
        strokes, extent = scaled(drawing, 100)
        parts += [np.add(stroke, (left, -extent[1] / 2)) for stroke in strokes]
        text += drawing.label
        left += float(extent[0]) + 30
    half = np.array([left / 2 + near(random, 60, varied), near(random, 95, varied, 0.15)])
    frame = hand_ring(random, *(half * (1.1, 1.1))) if oval else hand_box(random, *half)
    return [*(np.add(part, (250, 200)) for part in parts), np.add(frame, (250 + (left - 30) / 2, 200))], text
