"""Boxes of a frame matched to those of the frame before: by the shift of the whole scene, then to the nearest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Floats
from digitpad.vision.tracking.parameters import MATCH, MatchParams

Quads = NDArray[np.float64]  # (n, 4) left, top, right, bottom in px


def matches(before: Quads, now: Quads, alike: Floats, params: MatchParams = MATCH) -> dict[int, int]:
    """Return, for each box of `now` (m, 4) that is in `before` (n, 4), the row of the latter.

    `alike`: (n, m) 0..1, the likeness of their labels.
    """
    if not len(before) or not len(now):
        return {}
    sizes = np.maximum(_sides(before).max(1)[:, None], _sides(now).max(1)[None])  # (n, m) px
    heights, others = _sides(before)[:, 1][:, None], _sides(now)[:, 1][None]
    fitting = np.maximum(heights, others) <= params.other_size * np.minimum(heights, others)
    way = _middles(now)[None] - _middles(before)[:, None]  # (n, m, 2) px
    worth = (1 - params.likeness + params.likeness * alike.astype(np.float64)) * fitting
    shift = _scene_shift(way, sizes, worth, params)
    distance = np.linalg.norm(way - shift, axis=2) / sizes
    return _nearest_first(np.where(fitting & (distance < params.reach), distance - params.likeness * alike, np.inf))


def _scene_shift(
    way: NDArray[np.float64], sizes: NDArray[np.float64], worth: NDArray[np.float64], params: MatchParams
) -> Floats:
    """Return (2,) px: the common shift of all boxes that brings most of them onto one of the same label."""
    size = float(np.median(sizes))
    shifts = np.concatenate([np.zeros((1, 2)), way.reshape(-1, 2)])
    lengths = np.linalg.norm(shifts, axis=1)
    near = np.argsort(lengths, kind="stable")[: max(1, params.effort // worth.size)]
    near = near[lengths[near] <= params.farthest * size]
    gaps = np.linalg.norm(way[None] - shifts[near][:, None, None], axis=3) / sizes  # (shifts, n, m)
    close = (np.clip(1 - gaps / params.reach, 0, 1) * worth).max(axis=1).sum(axis=1)
    return np.asarray(shifts[near[int(np.argmax(close - params.still * lengths[near] / size))]])


def _nearest_first(costs: NDArray[np.float64]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for flat in np.argsort(costs, axis=None, kind="stable"):
        old, new = divmod(int(flat), costs.shape[1])
        if not np.isfinite(costs[old, new]):
            break
        if old not in used and new not in pairs:
            used.add(old)
            pairs[new] = old
    return pairs


def _middles(quads: Quads) -> NDArray[np.float64]:
    return (quads[:, :2] + quads[:, 2:]) / 2


def _sides(quads: Quads) -> NDArray[np.float64]:
    return np.maximum(quads[:, 2:] - quads[:, :2], 1.0)
