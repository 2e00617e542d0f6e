"""Rows of boxes in reading order: level, sloping or curved, of any sizes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box
from digitpad.vision.segmentation.parameters import ROWS, RowParams

Relation = NDArray[np.bool_]  # (N, N), symmetric: boxes that belong together
Lengths = NDArray[np.int64]  # (N, N) px

FAR = np.iinfo(np.int64).max  # px


def rows_of(boxes: Sequence[Box], params: RowParams = ROWS) -> list[list[int]]:
    """Return the indices of `boxes` in rows, top to bottom, each from left to right by the boxes' centres."""
    if not boxes:
        return []
    stacked = _stacked(boxes, params)
    columns = [Box.around(boxes[i] for i in column) for column in stacked]
    parts = _merged(
        columns, _components(_joined(_Pairs(columns, params), typical_height(boxes, params), params)), params
    )
    rows = [[i for column in part for i in stacked[column]] for part in parts]
    rows.sort(key=lambda row: float(np.mean([_middle(boxes[i]) for i in row])))
    return [sorted(row, key=lambda i: boxes[i].left + boxes[i].width / 2) for row in rows]


def typical_height(boxes: Sequence[Box], params: RowParams = ROWS) -> float:
    """Return the median height, px, of the high boxes; dashes do not count."""
    return max(median_of_high(np.array([box.height for box in boxes], float), params), 1.0)


def median_of_high(heights: NDArray[np.float64], params: RowParams = ROWS) -> float:
    """Return the median of the heights (N,) that are no lower than a share of a high one."""
    tall = heights[heights >= np.quantile(heights, params.highest) * params.high]
    return float(np.median(tall))


def _stacked(boxes: Sequence[Box], params: RowParams) -> list[list[int]]:
    """Return groups of boxes that touch one below the other, as the two rings of an 8 or the parts of a 4 do.

    A group that would be much higher than a digit stays apart: it is of two touching rows.
    """
    columns = _components(_touching_below(_Pairs(boxes, params), params))
    around = [Box.around(boxes[i] for i in column) for column in columns]
    highest = params.tallest_column * _digit_height(boxes, columns, params)
    low_columns: list[list[int]] = []
    for column, box in zip(columns, around, strict=True):
        low_columns += [column] if box.height <= highest else [[i] for i in column]
    return low_columns


def _digit_height(boxes: Sequence[Box], columns: Sequence[Sequence[int]], params: RowParams) -> float:
    """Return the typical height, px, of the boxes that touch none below or above, as far as these are no dashes.

    Where there are no such boxes, that of all columns: where rows touch, most of these are of two digits.
    """
    parts = [boxes[i] for column in columns if len(column) > 1 for i in column]
    least = params.high * typical_height(parts, params) if parts else 0.0
    alone = [boxes[column[0]] for column in columns if len(column) == 1]
    high = [box for box in alone if box.height >= least]
    return typical_height(high or [Box.around(boxes[i] for i in column) for column in columns], params)


class _Pairs:
    """Gaps `across` and `down` between each two of some boxes, negative where they overlap."""

    def __init__(self, boxes: Sequence[Box], params: RowParams) -> None:
        sides = np.array([(box.left, box.right, box.top, box.bottom) for box in boxes], np.int64).T
        self.left, self.right, self.top, self.bottom = sides  # (N,) px each
        self.width, self.height = self.right - self.left, self.bottom - self.top
        self.across = _gaps(self.left, self.right)
        self.down = _gaps(self.top, self.bottom)
        self.lower = np.minimum.outer(self.height, self.height)  # (N, N) px, the height of the lower box
        self.level: Relation = -self.down >= params.same_line * self.lower


def _joined(pairs: _Pairs, typical: float, params: RowParams) -> Relation:
    """Return True (N, N) for boxes in one row: partly over one another, or each the other's nearest on that side."""
    side_by_side = (pairs.across >= 0) & (pairs.across <= params.next_to * typical) & pairs.level & _nearest(pairs)
    over_one_another = (pairs.across < 0) & (pairs.level | _loose_parts(pairs, typical, params))
    one_row: Relation = side_by_side | over_one_another
    return one_row


def _loose_parts(pairs: _Pairs, typical: float, params: RowParams) -> Relation:
    """Return True (N, N) for a low box, such as a bar, and the digit over or under it that is nearest; for low ones."""
    low = pairs.height < params.small * typical
    down = np.where((pairs.across < 0) & ~low[None, :], pairs.down, FAR)
    to_nearest = low[:, None] & (down <= down.min(axis=1, keepdims=True, initial=FAR - 1))
    near: Relation = pairs.down < params.above * typical
    parts: Relation = near & (np.logical_and.outer(low, low) | to_nearest | to_nearest.T)
    return parts


def _nearest(pairs: _Pairs) -> Relation:
    """Return True (N, N) where no box level with one of two is nearer to it, on the side where the other lies."""
    on_right: Relation = np.less_equal.outer(pairs.right, pairs.left)  # (N, N): the second box lies right of the first
    near_right = on_right & pairs.level
    next_left = np.where(near_right, pairs.left[None, :], FAR).min(axis=1)  # where the nearest on the right begins
    last_right = np.where(near_right, pairs.right[:, None], -FAR).max(axis=0)  # where the nearest on the left ends
    nearest = on_right & np.greater_equal.outer(next_left, pairs.left) & np.greater_equal.outer(pairs.right, last_right)
    return np.asarray(nearest | nearest.T, np.bool_)


def _touching_below(pairs: _Pairs, params: RowParams) -> Relation:
    across = -pairs.across >= params.under * np.minimum.outer(pairs.width, pairs.width)
    stacked: Relation = across & (pairs.down <= params.touching * np.maximum.outer(pairs.height, pairs.height))
    return stacked


def _merged(boxes: Sequence[Box], parts: list[list[int]], params: RowParams) -> list[list[int]]:
    """Return parts of rows; those that stand level across a wide gap are one."""
    pairs = _Pairs([Box.around(boxes[i] for i in part) for part in parts], params)
    return [[i for part in group for i in parts[part]] for group in _components((pairs.across >= 0) & pairs.level)]


def _components(related: Relation) -> list[list[int]]:
    """Return the connected components of a relation (N, N), each in ascending order."""
    unseen, components = np.ones(len(related), np.bool_), []
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
        components.append(sorted(reached))
    return components


def _gaps(low: NDArray[np.int64], high: NDArray[np.int64]) -> Lengths:
    """Return the gaps (N, N) between each two of N intervals, `low` to `high`; negative where they overlap."""
    gaps: Lengths = np.maximum.outer(low, low) - np.minimum.outer(high, high)
    return gaps


def _middle(box: Box) -> float:
    return box.top + box.height / 2
