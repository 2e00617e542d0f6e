"""Grounds for rows of writing, made anew: ruled, squared, guilloche, rings, dots, print, cloth, reverse, frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.learning.rows.forms import spline
from digitpad.learning.rows.pens import CANVAS, Canvas

Random = np.random.Generator
Ground = NDArray[np.uint8]  # (h, w) 0 paper .. 255 as dark as its pattern gets

TALL, LONG = 128, 1024  # px of a pattern that grounds are cut from
PATTERNS = 220  # made before a training
PLAIN = 0.16  # of the grounds have no pattern
WORDS = ("Total", "amount", "No. 48", "CHEQUE", "EUR", "Banco", "pay to", "la suma de", "date", "ref", "Nr")


class GroundPool:
    """Patterns made once from a seed, cut, mirrored and stretched anew for each row."""

    def __init__(self, seed: int, count: int = PATTERNS) -> None:
        random = np.random.default_rng([seed, 77])
        self._patterns = [KINDS[number % len(KINDS)](random) for number in range(count)]

    def ground(self, width: int, random: Random) -> Ground:
        """Return a ground (64, width)."""
        if random.random() < PLAIN:
            return np.zeros((CANVAS, width), np.uint8)
        pattern = self._patterns[int(random.integers(len(self._patterns)))]
        stretch = random.uniform(0.6, 1.6)
        high, wide = min(TALL, int(CANVAS * stretch)), min(LONG, int(width * stretch))
        top, left = int(random.integers(0, TALL - high + 1)), int(random.integers(0, LONG - wide + 1))
        cut = pattern[top : top + high, left : left + wide]
        turned = cut[:: 1 if random.random() < 0.5 else -1, :: 1 if random.random() < 0.5 else -1]
        return np.asarray(
            cv2.resize(np.ascontiguousarray(turned), (width, CANVAS), interpolation=cv2.INTER_LINEAR), np.uint8
        )


def frame(width: int, random: Random) -> Canvas:
    """Return the form's own lines (64, width): underlines, box edges, combs, and bits of the rows above and below."""
    lines = np.zeros((CANVAS, width), np.uint8)
    if random.random() < 0.42:
        _rule(lines, CANVAS * random.uniform(0.78, 1.03), random)
        if random.random() < 0.3:
            _rule(lines, CANVAS * random.uniform(0.78, 1.03), random)
    if random.random() < 0.14:
        _rule(lines, CANVAS * random.uniform(-0.03, 0.14), random)
    if random.random() < 0.14:
        x = random.uniform(0, 12) if random.random() < 0.5 else width - random.uniform(0, 12)
        _upright(lines, x, random)
    if random.random() < 0.03:
        pitch = random.uniform(0.5, 1.0) * CANVAS
        for x in np.arange(random.uniform(0, pitch), width, pitch):
            _upright(lines, float(x), random, level=random.uniform(60, 140))
    if random.random() < 0.1:
        _neighbour_row(lines, random)
    return lines


def _rule(lines: Canvas, y: float, random: Random) -> None:
    fall, level = random.normal(0, 0.01) * lines.shape[1], int(random.uniform(60, 255))
    thickness = int(random.integers(1, 5))
    cv2.line(lines, (0, int(y)), (lines.shape[1], int(y + fall)), level, thickness, cv2.LINE_AA)


def _upright(lines: Canvas, x: float, random: Random, level: float | None = None) -> None:
    level, lean = level or random.uniform(60, 230), random.normal(0, 1.5)
    thickness = int(random.integers(1, 5))
    cv2.line(lines, (int(x), 0), (int(x + lean), CANVAS), int(level), thickness, cv2.LINE_AA)


def _neighbour_row(lines: Canvas, random: Random) -> None:
    """Draw the ends of strokes that reach in from the row above or below."""
    at_top = random.random() < 0.5
    for _ in range(int(random.integers(1, 6))):
        x, reach = random.uniform(0, lines.shape[1]), random.uniform(2, 9)
        edge, inside = (0.0, reach) if at_top else (float(CANVAS), CANVAS - reach)
        points = np.array([[x, edge - 4 if at_top else edge + 4], [x + random.uniform(-5, 5), inside]])
        points = np.concatenate([points, [[x + random.uniform(-14, 14), points[0, 1]]]])
        curve = np.round(spline(points)).astype(np.int32)
        cv2.polylines(lines, [curve], False, 255, int(random.integers(2, 6)), cv2.LINE_AA)


def _scaled(pattern: NDArray[np.floating]) -> Ground:
    low, high = float(pattern.min()), float(pattern.max())
    return np.asarray((pattern - low) / max(high - low, 1e-6) * 255, np.uint8)


def _axes() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    y, x = np.mgrid[0:TALL, 0:LONG].astype(np.float32)
    return x, y


def waves(random: Random) -> Ground:
    """Return fine wavy lines, as on cheques, one to three bundles of them across each other."""
    x, y = _axes()
    dark = np.zeros((TALL, LONG), np.float32)
    for _ in range(int(random.integers(1, 4))):
        angle, period = random.uniform(-0.9, 0.9), random.uniform(4, 11)
        along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        bend = random.uniform(0, 14) * np.sin(along / random.uniform(12, 90) + random.uniform(0, 6))
        dark = np.maximum(dark, np.sin((across + bend) * 2 * np.pi / period) - random.uniform(0, 0.8))
    return _scaled(np.clip(dark, 0, None))


def rings(random: Random) -> Ground:
    """Return families of rings around far centres: their crossings look like guilloche."""
    x, y = _axes()
    dark = np.zeros((TALL, LONG), np.float32)
    for _ in range(int(random.integers(1, 4))):
        radius = np.hypot(x - random.uniform(-400, LONG + 400), y - random.uniform(-500, 600))
        wobble = random.uniform(0, 4) * np.sin(x / random.uniform(20, 60))
        dark = np.maximum(
            dark, np.sin((radius + wobble) * 2 * np.pi / random.uniform(5, 16)) - random.uniform(0.2, 0.9)
        )
    return _scaled(np.clip(dark, 0, None))


def rosettes(random: Random) -> Ground:
    """Return looping thin curves."""
    pattern = np.zeros((TALL, LONG), np.uint8)
    t = np.linspace(0, 6.3 * 12, 900)
    for _ in range(int(random.integers(3, 9))):
        centre = random.uniform([0, -40], [LONG, TALL + 40])
        outer, inner, ratio = random.uniform(30, 160), random.uniform(8, 60), random.uniform(2.1, 9.9)
        curve = (
            centre
            + outer * np.stack([np.cos(t), np.sin(t)], 1)
            + inner * np.stack([np.cos(ratio * t), np.sin(ratio * t)], 1)
        )
        cv2.polylines(pattern, [curve.astype(np.int32)], False, int(random.uniform(120, 255)), 1, cv2.LINE_AA)
    return pattern


def ruled(random: Random) -> Ground:
    """Return ruled or squared paper, a little aslant."""
    pattern = np.zeros((TALL, LONG), np.uint8)
    pitch, tilt, thickness = random.uniform(14, 70), random.normal(0, 0.02), int(random.integers(1, 4))
    for y in np.arange(-40, TALL + 40, pitch):
        cv2.line(pattern, (0, int(y)), (LONG, int(y + tilt * LONG)), 255, thickness, cv2.LINE_AA)
    if random.random() < 0.6:
        for x in np.arange(random.uniform(0, pitch), LONG, pitch):
            cv2.line(pattern, (int(x), 0), (int(x - tilt * TALL), TALL), 255, thickness, cv2.LINE_AA)
    return pattern


def dots(random: Random) -> Ground:
    """Return a screen of dots or a halftone."""
    x, y = _axes()
    angle, period = random.uniform(0, np.pi), random.uniform(4, 14)
    first = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / period)
    second = np.sin((y * np.cos(angle) - x * np.sin(angle)) * 2 * np.pi / period)
    return _scaled(np.clip(first + second - random.uniform(0.2, 1.4), 0, None))


def cloth(random: Random) -> Ground:
    """Return a weave, or hatching."""
    x, y = _axes()
    first, second = random.uniform(2.5, 6, 2)
    woven = np.sin(x * 2 * np.pi / first) * random.uniform(0.2, 1) + np.sin(y * 2 * np.pi / second)
    return _scaled(woven + random.normal(0, 0.5, woven.shape))


def fibres(random: Random) -> Ground:
    """Return rough paper: noise of one grain, or of two."""
    grain = random.uniform(1.5, 14)
    coarse = random.random((max(2, int(TALL / grain)), max(2, int(LONG / grain)))).astype(np.float32)
    pattern = cv2.resize(coarse, (LONG, TALL), interpolation=cv2.INTER_CUBIC)
    return _scaled(pattern + random.uniform(0, 0.4) * random.random(pattern.shape))


def print_(random: Random) -> Ground:
    """Return pale print: words in several sizes."""
    pattern = np.zeros((TALL, LONG), np.uint8)
    for _ in range(int(random.integers(4, 30))):
        word, place = WORDS[int(random.integers(len(WORDS)))], random.uniform([-60, 0], [LONG, TALL])
        face, size = int(random.integers(0, 8)), random.uniform(0.3, 1.6)
        level, thickness = int(random.uniform(60, 200)), int(random.integers(1, 3))
        cv2.putText(pattern, word, (int(place[0]), int(place[1])), face, size, level, thickness, cv2.LINE_AA)
    return pattern


def show_through(random: Random) -> Ground:
    """Return writing of the other side, mirrored and soft."""
    pattern = np.zeros((TALL, LONG), np.uint8)
    for _ in range(int(random.integers(15, 60))):
        start = random.uniform([0, 0], [LONG, TALL])
        walk = start + np.cumsum(random.normal(0, 14, (6, 2)), axis=0)
        curve = np.round(spline(walk)).astype(np.int32)
        cv2.polylines(pattern, [curve], False, 200, int(random.integers(2, 6)), cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(pattern, (0, 0), random.uniform(2, 5)), np.uint8)


KINDS: Sequence[Callable[[Random], Ground]] = (
    waves, rings, waves, rosettes, ruled, dots, cloth, fibres, print_, show_through, waves, rings,
)  # fmt: skip
