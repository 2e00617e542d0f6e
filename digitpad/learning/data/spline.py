"""Smooth lines through given points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Floats


def catmull_rom(points: NDArray[np.float64], steps: int) -> Floats:
    """Return the uniform Catmull-Rom curve (1974) through all points, `steps` to a piece: (n, 2) -> (m, 2)."""
    ends = (2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1])
    padded = np.concatenate(ends)
    before, start, end, after = padded[:-3, None], padded[1:-2, None], padded[2:-1, None], padded[3:, None]
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    curve = start + 0.5 * t * (
        end - before + t * (2 * before - 5 * start + 4 * end - after + t * (3 * (start - end) + after - before))
    )
    return np.concatenate([curve.reshape(-1, 2), points[-1:]]).astype(np.float32)
