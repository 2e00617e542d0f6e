"""Ink on a canvas: a layout drawn with one pen, slanted, sized and cut as rows are."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.learning.rows.layout import Layout, Matrix, PlacedGlyph

Random = np.random.Generator
Canvas = NDArray[np.uint8]  # (h, w) ink 0..255

CANVAS = 64  # px, height of a drawn row: twice what is read
WIDEST = 1400  # px of a canvas
SUBPIXEL = 4  # bits of a coordinate's fraction, for cv2
FINEST, BROADEST = 1.6, 9.0  # px of the canvas, a pen's width
BROADEST_SHARE = 0.18  # of a digit's height: a broader pen fills its loops
SIZES = (0.38, 0.95)  # of a row's height, a digit's
STEEPEST = 1.0  # slant, to the right; 45 degrees
MOST_CUT = 0.1  # of the writing's height may lie beyond the picture


@dataclass(frozen=True)
class StringPen:
    width: float  # px of the canvas
    nib: tuple[float, float]  # px between the two edges of a broad nib; 0, 0: round
    pressure: float  # px that the width changes along a stroke
    threshold: float  # 0..1 of a glyph's ink that still counts as ink: high makes it thin


def draw(layout: Layout, random: Random) -> Canvas:
    """Return the ink (64, w) of a layout, drawn at a random size and slant with a random pen."""
    scale, slant = CANVAS * random.uniform(*SIZES), _slant(random)
    pen = _pen(scale, random)
    lean = np.array([[1, -slant], [0, 1]], np.float32)
    matrix, width = _fitted(layout.corners() @ lean.T, lean, pen, scale, random)
    canvas = np.zeros((CANVAS, width), np.uint8)
    for placed in layout.glyphs:
        _stamp(canvas, placed, matrix, pen)
    for stroke in layout.strokes:
        _line(canvas, stroke @ matrix[:, :2].T + matrix[:, 2], pen, random)
    return canvas


def _pen(scale: float, random: Random) -> StringPen:
    broadest = min(BROADEST, BROADEST_SHARE * scale)
    width = float(np.exp(random.uniform(np.log(FINEST), np.log(broadest))))
    nib = tuple(random.uniform(-2.0, 2.0, 2)) if random.random() < 0.25 else (0.0, 0.0)
    pressure = random.uniform(0.5, 2.0) if random.random() < 0.3 else 0.0
    return StringPen(width, (float(nib[0]), float(nib[1])), pressure, random.uniform(0.15, 0.72))


def _slant(random: Random) -> float:
    kind = random.random()
    if kind < 0.2:
        return float(random.uniform(0.4, STEEPEST))
    return float(np.clip(random.normal(0.08, 0.22), -0.5, STEEPEST))


def _fitted(
    points: NDArray[np.float32], lean: NDArray[np.float32], pen: StringPen, scale: float, random: Random
) -> tuple[Matrix, int]:
    """Return the map from units to px of the canvas, and the canvas's width."""
    low, high = points.min(axis=0), points.max(axis=0)
    tall, wide = max(float(high[1] - low[1]), 0.3), float(high[0] - low[0])
    scale = min(scale, (CANVAS * (1 + MOST_CUT) - pen.width) / tall, (WIDEST - CANVAS) / max(wide, 0.1))
    left, right = (_margin(random) for _ in range(2))
    slack = CANVAS - tall * scale - pen.width
    top = slack * float(np.clip(random.normal(0.5, 0.28), 0, 1)) + pen.width / 2
    shift = np.array([left + pen.width / 2 - low[0] * scale, top - low[1] * scale], np.float32)
    width = int(max(12, wide * scale + left + right + pen.width))
    return np.concatenate([lean * np.float32(scale), shift[:, None]], axis=1).astype(np.float32), width


def _margin(random: Random) -> float:
    """Return px of paper beside the writing; below 0 it is cut."""
    kind = random.random()
    if kind < 0.08:
        return float(random.uniform(-6, 0))
    return float(random.uniform(0, 8) if kind < 0.6 else random.uniform(8, 70))


def _stamp(canvas: Canvas, placed: PlacedGlyph, matrix: Matrix, pen: StringPen) -> None:
    turn = matrix[:, :2] @ placed.matrix
    turn[:, 2] += matrix[:, 2]
    height, width = placed.glyph.shape
    corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]], np.float32) @ turn.T
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 2, 0)
    high = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + 2, canvas.shape[::-1])
    if (high <= low).any():
        return
    turn[:, 2] -= low
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    ink = cv2.warpAffine(placed.glyph, turn, size, flags=cv2.INTER_CUBIC)
    inked = cv2.LUT(ink, _curve(pen.threshold))
    part = canvas[low[1] : high[1], low[0] : high[0]]
    np.maximum(part, inked, out=part)


def _curve(threshold: float) -> NDArray[np.uint8]:
    """Return a table (256,) that makes a glyph's soft edge a pen's: steep around the threshold."""
    levels = (np.arange(256) / 255 - threshold) * 3.0 + 0.5
    return np.asarray(np.clip(levels, 0, 1) * 255, np.uint8)


def _line(canvas: Canvas, points: NDArray[np.float32], pen: StringPen, random: Random) -> None:
    if not pen.pressure or len(points) < 6:
        _polyline(canvas, points, pen.width)
    else:
        phase = random.uniform(0, 6.3)
        for start in range(0, len(points) - 1, 4):
            swell = pen.pressure * float(np.sin(start * 0.35 + phase))
            _polyline(canvas, points[start : start + 5], pen.width + swell)
    if pen.nib != (0.0, 0.0):
        _polyline(canvas, points + np.array(pen.nib, np.float32), pen.width)


def _polyline(canvas: Canvas, points: NDArray[np.float32], width: float) -> None:
    fixed = np.round(np.clip(points, -500, 3000) * (1 << SUBPIXEL)).astype(np.int32)
    cv2.polylines(canvas, [fixed], False, 255, max(1, round(width)), cv2.LINE_AA, SUBPIXEL)
