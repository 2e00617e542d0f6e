"""Imported glyphs brought to white ink on black: a light, uneven, striped or inverted ground is removed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitpad.vision.picture.parameters import GROUND, GroundParams

Glyphs = NDArray[np.uint8]  # (N, 28, 28)

TO_THE_LEFT = np.maximum(np.arange(28) - 1, 0)
TO_THE_RIGHT = np.minimum(np.arange(28) + 1, 27)


def on_black(glyphs: Glyphs, params: GroundParams = GROUND) -> Glyphs:
    """Return glyphs (N, 28, 28) uint8 on black: the ground of those whose upper and lower edges are light is removed.

    The ground of a column is interpolated between its two ends.
    """
    top, bottom = _ground_along(glyphs[:, : params.edge]), _ground_along(glyphs[:, -params.edge :])
    both = (top > params.light) & (bottom > params.light)
    light = np.flatnonzero(both.mean(axis=1) > params.columns)
    if not len(light):
        return glyphs
    cleared = glyphs.copy()
    cleared[light] = _cleared(glyphs[light].astype(np.float32), top[light, None], bottom[light, None], params)
    return cleared


def _ground_along(edge: Glyphs) -> NDArray[np.float32]:
    """Return the ground (N, 28) along an edge (N, rows, 28), without specks and lines that lie on it."""
    here = edge.min(axis=1)
    left, right = here[:, TO_THE_LEFT], here[:, TO_THE_RIGHT]
    middle = np.maximum(np.minimum(left, here), np.minimum(np.maximum(left, here), right))  # of the three
    return np.asarray(middle, np.float32)


def _cleared(
    glyphs: NDArray[np.float32], top: NDArray[np.float32], bottom: NDArray[np.float32], params: GroundParams
) -> Glyphs:
    down = np.linspace(0, 1, glyphs.shape[1], dtype=np.float32)[:, None]
    ground = top + (bottom - top) * down
    ink = np.where(ground > params.white, ground - glyphs, glyphs - ground).clip(min=0)
    fullest = np.quantile(ink.reshape(len(ink), -1), params.fullest, axis=1)[:, None, None]
    gain = np.clip(255 / np.maximum(fullest, 1), 1, params.most_gain)
    return np.asarray((ink * gain).clip(max=255).round(), np.uint8)
