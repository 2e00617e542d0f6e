"""Boxes into rows in reading order: level, sloping or curved, whatever the sizes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box

Relation = NDArray[np.bool_]  # (N, N), symmetric: which boxes belong together
Lengths = NDArray[np.int64]  # (N, N) px

SAME_LINE = 0.4  # share of the lower box's height that must lie level with its neighbour
NEXT_TO = 2.5  # typical heights, the widest gap across which a neighbour is sought first
UNDER = 0.5  # share of the narrower box's width that lies below or above the other
TOUCHING = 0.06  # of the higher box's height, a gap that counts as none
TALLEST_COLUMN = 1.4  # typical heights, of boxes that touch one below the other and are one digit
FAR = np.iinfo(np.int64).max  # px
ABOVE = 0.3  # typical heights, the widest vertical gap between a digit and its loose bar


def rows_of(boxes: Sequence[Box]) -> list[list[int]]:
    """The indices of `boxes` as rows, top to bottom, each from left to right by the boxes' centres."""
    if not boxes:
        return []
    stacked = _stacked(boxes)
    columns = [Box.around(boxes[i] for i in column) for column in stacked]
    parts = _merged(columns, _components(_joined(_Pairs(columns), typical_height(boxes))))
    rows = [[i for column in part for i in stacked[column]] for part in parts]
    rows.sort(key=lambda row: float(np.mean([_middle(boxes[i]) for i in row])))
    return [sorted(row, key=lambda i: boxes[i].left + boxes[i].width / 2) for row in rows]


def typical_height(boxes: Sequence[Box]) -> float:
    """The median height, px, of the boxes that are at least half as high as the highest decile; dashes do not count."""
    heights = np.array([box.height for box in boxes], float)
    tall = heights[heights >= np.quantile(heights, 0.9) / 2]
    return max(float(np.median(tall)), 1.0)


def _stacked(boxes: Sequence[Box]) -> list[list[int]]:
    """The boxes, those put together that touch one below the other as the two rings of an 8 or the parts of a 4 do.

    Only where that gives no higher a column than the others: touching rows stay apart.
    """
    columns = _components(_touching_below(_Pairs(boxes)))
    around = [Box.around(boxes[i] for i in column) for column in columns]
    highest = TALLEST_COLUMN * typical_height(around)
    split: list[list[int]] = []
    for column, box in zip(columns, around, strict=True):
        split += [column] if box.height <= highest else [[i] for i in column]
    return split


class _Pairs:
    """How each two of some boxes lie: `across` and `down` are the gaps between them, negative where they overlap."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        sides = np.array([(box.left, box.right, box.top, box.bottom) for box in boxes], np.int64).T
        self.left, self.right, self.top, self.bottom = sides  # (N,) px each
        self.width, self.height = self.right - self.left, self.bottom - self.top
        self.across = _gaps(self.left, self.right)
        self.down = _gaps(self.top, self.bottom)
        self.lower = np.minimum.outer(self.height, self.height)  # (N, N) px, the height of the lower box
        self.level: Relation = -self.down >= SAME_LINE * self.lower


def _joined(pairs: _Pairs, typical: float) -> Relation:
    """Which boxes lie in one row: over one another in part, or each the other's nearest on that side."""
    side_by_side = (pairs.across >= 0) & (pairs.across <= NEXT_TO * typical) & pairs.level & _nearest(pairs)
    small = pairs.lower < typical / 2
    over_one_another = (pairs.across < 0) & (pairs.level | (small & (pairs.down < ABOVE * typical)))
    joined: Relation = side_by_side | over_one_another
    return joined


def _nearest(pairs: _Pairs) -> Relation:
    """Whether no box level with one of two is nearer to it, on the side where the other lies."""
    on_right: Relation = np.less_equal.outer(pairs.right, pairs.left)  # (N, N): the second box lies right of the first
    near_right = on_right & pairs.level
    next_left = np.where(near_right, pairs.left[None, :], FAR).min(axis=1)  # where the nearest on the right begins
    last_right = np.where(near_right, pairs.right[:, None], -FAR).max(axis=0)  # where the nearest on the left ends
    nearest = on_right & np.greater_equal.outer(next_left, pairs.left) & np.greater_equal.outer(pairs.right, last_right)
    return np.asarray(nearest | nearest.T, np.bool_)


def _touching_below(pairs: _Pairs) -> Relation:
    across = -pairs.across >= UNDER * np.minimum.outer(pairs.width, pairs.width)
    touching: Relation = across & (pairs.down <= TOUCHING * np.maximum.outer(pairs.height, pairs.height))
    return touching


def _merged(boxes: Sequence[Box], parts: list[list[int]]) -> list[list[int]]:
    """Parts of one row that a wide gap had kept apart, put together."""
    pairs = _Pairs([Box.around(boxes[i] for i in part) for part in parts])
    return [[i for part in group for i in parts[part]] for group in _components((pairs.across >= 0) & pairs.level)]


def _components(related: Relation) -> list[list[int]]:
    """Connected components of a relation between N things, each in ascending order."""
    unseen, found = np.ones(len(related), np.bool_), []
    for first in range(len(related)):
        if not unseen[first]:
            continue
        reached, edge = [], [first]
        unseen[first] = False
        while edge:
            reached.append(edge.pop())
            new = np.flatnonzero(related[reached[-1]] & unseen)
            unseen[new] = False
            edge += new.tolist()
        found.append(sorted(reached))
    return found


def _gaps(low: NDArray[np.int64], high: NDArray[np.int64]) -> Lengths:
    """Between each two intervals; negative where they overlap. (N,), (N,) -> (N, N)"""
    gaps: Lengths = np.maximum.outer(low, low) - np.minimum.outer(high, high)
    return gaps


def _middle(box: Box) -> float:
    return box.top + box.height / 2
