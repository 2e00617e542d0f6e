"""The flat ground that a selection of the screen takes along where it reaches past a photograph."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Rgb

ALIKE = 8  # grey levels by which pixels of one flat colour may differ
FULL = 0.9  # share of a line that a photograph's edge covers; writing on a flat ground covers far less
LEAST = 32  # px: what is smaller is no photograph


def without_surround(part: Rgb) -> Rgb:
    """Return a selection (H, W, 3) without the flat ground beside the one photograph in it, else as it is.

    Such a ground would be taken for ink, dark as it mostly is, and costs seconds.
    """
    for colour in (part[0, 0], part[0, -1], part[-1, 0], part[-1, -1]):
        inside = np.abs(part.astype(np.int16) - colour.astype(np.int16)).max(axis=2) > ALIKE  # (H, W)
        rows, columns = inside.any(axis=1).nonzero()[0], inside.any(axis=0).nonzero()[0]
        if len(rows) < LEAST or len(columns) < LEAST:
            continue
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        within = inside[top:bottom, left:right]
        if within.shape != inside.shape and _has_straight_edges(within):
            return part[top:bottom, left:right]
    return part


def _has_straight_edges(within: NDArray[np.bool_]) -> bool:
    edges = within[0], within[-1], within[:, 0], within[:, -1]
    return all(edge.mean() >= FULL for edge in edges)
