"""Glyphs that others made, brought to white ink on black: a light, uneven, striped or inverted ground is removed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Glyphs = NDArray[np.uint8]  # (N, 28, 28)

EDGE = 2  # px above and below, in which MNIST has no ink
LIGHT = 24  # of 255; a darker ground is left as it is
WHITE = 200  # of 255; a ground as light has dark ink on it
MOST_GAIN = 6.0  # times, by which faint ink is strengthened


def on_black(glyphs: Glyphs) -> Glyphs:
    """Glyphs (N, 28, 28) uint8 whose upper and lower edge is not black, on black; the others as they are.

    The ground of each column is seen at its two ends and lies on a line between them.
    """
    top, bottom = _seen(glyphs[:, :EDGE]), _seen(glyphs[:, -EDGE:])
    lit = np.flatnonzero(((top > LIGHT) & (bottom > LIGHT)).mean(axis=1) > 0.25)
    if not len(lit):
        return glyphs
    cleared = glyphs.copy()
    cleared[lit] = _cleared(glyphs[lit].astype(np.float32), top[lit, None], bottom[lit, None])
    return cleared


def _seen(edge: Glyphs) -> NDArray[np.float32]:
    """(N, 28): the ground along an edge (N, rows, 28), without specks and lines that lie on it."""
    darkest = np.pad(edge.min(axis=1), ((0, 0), (1, 1)), mode="edge")
    beside = np.stack([darkest[:, :-2], darkest[:, 1:-1], darkest[:, 2:]])
    return np.asarray(np.median(beside, axis=0), np.float32)


def _cleared(glyphs: NDArray[np.float32], top: NDArray[np.float32], bottom: NDArray[np.float32]) -> Glyphs:
    down = np.linspace(0, 1, glyphs.shape[1], dtype=np.float32)[:, None]
    ground = top + (bottom - top) * down
    ink = np.where(ground > WHITE, ground - glyphs, glyphs - ground).clip(min=0)
    fullest = np.quantile(ink.reshape(len(ink), -1), 0.98, axis=1)[:, None, None]
    gain = np.clip(255 / np.maximum(fullest, 1), 1, MOST_GAIN)
    return np.asarray((ink * gain).clip(max=255).round(), np.uint8)
