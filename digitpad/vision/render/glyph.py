"""One candidate's ink as 28x28, made as MNIST was: longer side 20, aspect kept, centred by mass (LeCun et al. 1998)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import SIDE, Glyph, Ink, locked

OFF = 2  # px from the middle: MNIST's own centres of mass lie within a half
LONGER_SIDE = 20  # px of the ink
DOWN, ALONG = np.indices((SIDE, SIDE), np.float32).reshape(2, -1)
MOMENTS = np.stack([np.ones(SIDE * SIDE, np.float32), DOWN, ALONG], axis=1)  # (784, 3): their sums stay exact
CENTRE = 14.0  # index of the centre of mass; 14.0 leaves 69,981 of the 70,000 MNIST digits unchanged, 13.5 does not


def glyph_of(ink: Ink) -> Glyph:
    """Return the glyph (28, 28) of ink (height, width) of any size; all zeros without ink, or where it fades away."""
    glyph = np.zeros((SIDE, SIDE), np.uint8)
    cropped = _cropped(ink)
    small = _resized(cropped) if cropped.size else cropped
    if small.any():
        top, left = _place(small)
        glyph[top : top + small.shape[0], left : left + small.shape[1]] = small
    return locked(glyph)


def recentred(glyphs: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return imported glyphs (N, 28, 28) with ink that lies off the middle moved there; the others as they are."""
    ground = _ground(glyphs)[:, None, None]
    ink = np.maximum(glyphs - ground, 0) if ground.any() else glyphs
    moments = ink.reshape(len(ink), SIDE * SIDE).astype(np.float32) @ MOMENTS  # (N, 3)
    weight = np.maximum(moments[:, 0], 1e-6)
    y, x = (np.round(CENTRE - moments[:, axis] / weight).astype(int) for axis in (1, 2))
    off = np.flatnonzero((np.maximum(abs(y), abs(x)) >= OFF) & (weight > 1))
    if not len(off):
        return glyphs
    centred = glyphs.copy()
    for i in off:
        centred[i] = _shifted(glyphs[i], int(y[i]), int(x[i]), int(ground[i, 0, 0]))
    return centred


def _ground(glyphs: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the median grey (N,) along the edges of each glyph; most are black there."""
    edge = np.concatenate([glyphs[:, 0], glyphs[:, -1], glyphs[:, :, 0], glyphs[:, :, -1]], axis=1)
    return np.median(edge, axis=1).astype(np.float32) if edge.any() else np.zeros(len(glyphs), np.float32)


def _shifted(glyph: Glyph, down: int, right: int, ground: int) -> Glyph:
    shift = np.array([[1, 0, right], [0, 1, down]], np.float32)
    image = cv2.warpAffine(glyph, shift, (SIDE, SIDE), flags=cv2.INTER_NEAREST, borderValue=(ground,))
    return np.asarray(image, np.uint8)


def _cropped(ink: Ink) -> Ink:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return ink[:0, :0]
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _resized(ink: Ink) -> Ink:
    height, width = ink.shape
    longer = max(height, width)
    if longer == LONGER_SIDE:
        return ink
    size = (max(1, round(width * LONGER_SIDE / longer)), max(1, round(height * LONGER_SIDE / longer)))
    way = cv2.INTER_AREA if longer > LONGER_SIDE else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(ink, size, interpolation=way), np.uint8)


def _place(ink: Ink) -> tuple[int, int]:
    """Return top and left, px, that bring the centre of mass nearest to the middle with all ink inside."""
    height, width = ink.shape
    weight = ink.sum(dtype=np.int64)
    y = (ink.sum(axis=1, dtype=np.int64) * np.arange(height)).sum() / weight
    x = (ink.sum(axis=0, dtype=np.int64) * np.arange(width)).sum() / weight
    top, left = round(CENTRE - float(y)), round(CENTRE - float(x))
    return min(max(top, 0), SIDE - height), min(max(left, 0), SIDE - width)
