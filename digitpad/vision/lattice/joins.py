"""The chance that several strokes of the pad are one digit, by how they lie: learned from drawn numbers.

The weights are those with which most numbers are segmented rightly (LeCun et al. 1998, section VI, discriminative
training of the path): `python -m tests.bench.stroke_joins` learns and prints them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box
from digitpad.vision.lattice.parameters import JOINS, JoinParams
from digitpad.vision.segmentation.segments import Segment

# The weights were learned with these three: other values ask for others.
SLIGHT, DEEP = 0.12, 0.25  # overlaps, typical heights, between which and beyond which one counts
NARROW = 0.8  # typical heights: a digit that is no wider does not count as wide
MEASURES = tuple(field.name for field in fields(JoinParams))


def join_score(measures: NDArray[np.float64], params: JoinParams = JOINS) -> float:
    """Return the nats that measures (8,) of several strokes add to their score as one digit."""
    return float(measures @ np.array([getattr(params, name) for name in MEASURES]))


def join_measures(members: Sequence[Segment], gap: float, typical: float) -> NDArray[np.float64]:
    """Return measures of the layout of two strokes or more, (8,) in the order of MEASURES.

    `gap`: px, the widest that must be bridged to join them, negative where all overlap; `typical`: px, a digit's
    height in their row.
    """
    boxes = [member.box for member in members]
    overlap, wide = max(-gap / typical, 0.0), Box.around(boxes).width / typical
    high, within = min(box.height for box in boxes) / typical, min(_most_covered(box, boxes) for box in boxes)
    values: Mapping[str, float] = {
        "several": 1.0,
        "overlapping": min(max(overlap - SLIGHT, 0.0), DEEP - SLIGHT),
        "interwoven": max(overlap - DEEP, 0.0),
        "wide": max(wide - NARROW, 0.0),
        "high": high,
        "within": within,
        "later": float(_drawn_in_between(members)),
        "high_within": high * within,
    }
    return np.array([values[name] for name in MEASURES])


def _most_covered(box: Box, boxes: Sequence[Box]) -> float:
    """Return the largest share, 0..1, of the narrower one's width by which another box covers this one."""
    return max(
        max(0, min(box.right, other.right) - max(box.left, other.left)) / max(1, min(box.width, other.width))
        for other in boxes
        if other is not box
    )


def _drawn_in_between(members: Sequence[Segment]) -> bool:
    """True where another segment was begun after the first of these was and before the last of them."""
    begun = [min(member.strokes) for member in members if member.strokes]
    own = {number for member in members for number in member.strokes}
    return bool(begun) and not own.issuperset(range(min(begun), max(begun)))
