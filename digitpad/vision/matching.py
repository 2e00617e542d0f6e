"""Which box of a frame is which of the frame before: the shift of the whole scene first, then the nearest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Floats

Quads = NDArray[np.float64]  # (n, 4) left, top, right, bottom in px
REACH = 0.75  # of the larger side: how far apart two boxes may lie, once the scene's shift is taken off
FARTHEST = 4.0  # sizes: the longest shift of a scene between two frames
OTHER_SIZE = 1.4  # boxes of which one is so many times as high are not the same digit, but a part of it
LIKENESS = 0.6  # how much of a pair's closeness hangs on looking alike
EFFORT = 200_000  # comparisons at most; more shifts are not tried
STILL = 0.02  # of closeness a size: of two shifts that fit, the shorter


def matches(before: Quads, now: Quads, alike: Floats) -> dict[int, int]:
    """For each row of `now` (m, 4) that was there already, its row of `before` (n, 4).

    `alike`: (n, m) 0..1, how much they look like the same label.
    """
    if not len(before) or not len(now):
        return {}
    sizes = np.maximum(_sides(before).max(1)[:, None], _sides(now).max(1)[None])  # (n, m) px
    heights, others = _sides(before)[:, 1][:, None], _sides(now)[:, 1][None]
    fitting = np.maximum(heights, others) <= OTHER_SIZE * np.minimum(heights, others)
    way = _middles(now)[None] - _middles(before)[:, None]  # (n, m, 2) px
    worth = (1 - LIKENESS + LIKENESS * alike.astype(np.float64)) * fitting
    shift = _scene_shift(way, sizes, worth)
    distance = np.linalg.norm(way - shift, axis=2) / sizes
    return _nearest_first(np.where(fitting & (distance < REACH), distance - LIKENESS * alike, np.inf))


def _scene_shift(way: NDArray[np.float64], sizes: NDArray[np.float64], worth: NDArray[np.float64]) -> Floats:
    """(2,) px: the shift of all boxes at once that brings most of them onto one that looks alike."""
    size = float(np.median(sizes))
    tried = np.concatenate([np.zeros((1, 2)), way.reshape(-1, 2)])
    lengths = np.linalg.norm(tried, axis=1)
    near = np.argsort(lengths, kind="stable")[: max(1, EFFORT // worth.size)]
    near = near[lengths[near] <= FARTHEST * size]
    gaps = np.linalg.norm(way[None] - tried[near][:, None, None], axis=3) / sizes  # (shifts, n, m)
    close = (np.clip(1 - gaps / REACH, 0, 1) * worth).max(axis=1).sum(axis=1)
    return np.asarray(tried[near[int(np.argmax(close - STILL * lengths[near] / size))]])


def _nearest_first(costs: NDArray[np.float64]) -> dict[int, int]:
    found: dict[int, int] = {}
    taken: set[int] = set()
    for flat in np.argsort(costs, axis=None, kind="stable"):
        old, new = divmod(int(flat), costs.shape[1])
        if not np.isfinite(costs[old, new]):
            break
        if old not in taken and new not in found:
            taken.add(old)
            found[new] = old
    return found


def _middles(quads: Quads) -> NDArray[np.float64]:
    return (quads[:, :2] + quads[:, 2:]) / 2


def _sides(quads: Quads) -> NDArray[np.float64]:
    return np.maximum(quads[:, 2:] - quads[:, :2], 1.0)
