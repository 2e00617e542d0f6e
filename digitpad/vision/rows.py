"""Boxes into rows in reading order: level, sloping or curved, whatever the sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from digitpad.records import Box

SAME_LINE = 0.4  # share of the lower box's height that must lie level with its neighbour
NEXT_TO = 2.5  # typical heights, the widest gap across which a neighbour is sought first
UNDER = 0.5  # share of the narrower box's width that lies below or above the other
TOUCHING = 0.06  # of the higher box's height, a gap that counts as none
TALLEST_COLUMN = 1.4  # typical heights, of boxes that touch one below the other and are one digit
ABOVE = 0.3  # typical heights, the widest vertical gap between a digit and its loose bar


def rows_of(boxes: Sequence[Box]) -> list[list[int]]:
    """The indices of `boxes` as rows, top to bottom, each from left to right by the boxes' centres."""
    if not boxes:
        return []
    typical = typical_height(boxes)
    stacked = _stacked(boxes)
    columns = [Box.around(boxes[i] for i in column) for column in stacked]
    parts = _merged(columns, _linked(len(columns), lambda i, j: _joined(columns, typical, i, j)))
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
    columns = _linked(len(boxes), lambda i, j: _touch_below(boxes[i], boxes[j]))
    around = [Box.around(boxes[i] for i in column) for column in columns]
    highest = TALLEST_COLUMN * typical_height(around)
    split: list[list[int]] = []
    for column, box in zip(columns, around, strict=True):
        split += [column] if box.height <= highest else [[i] for i in column]
    return split


def _joined(boxes: Sequence[Box], typical: float, i: int, j: int) -> bool:
    """Whether two boxes lie in one row: over one another in part, or each the other's nearest on that side."""
    a, b = sorted((boxes[i], boxes[j]), key=lambda box: box.left)
    gap = _gap(a.left, a.right, b.left, b.right)
    if gap >= 0:
        near = gap <= NEXT_TO * typical and _level(a, b)
        return near and not any(_between(a, box, b) for box in boxes)
    small = min(a.height, b.height) < typical / 2
    return _level(a, b) or (small and _gap(a.top, a.bottom, b.top, b.bottom) < ABOVE * typical)


def _between(a: Box, box: Box, b: Box) -> bool:
    """Whether `box` is a nearer neighbour of a on its right, or of b on its left, than they are of each other."""
    if box is a or box is b:
        return False
    after_a = a.right <= box.left < b.left and _level(a, box)
    before_b = a.right < box.right <= b.left and _level(box, b)
    return after_a or before_b


def _level(a: Box, b: Box) -> bool:
    overlap = -_gap(a.top, a.bottom, b.top, b.bottom)
    return overlap >= SAME_LINE * min(a.height, b.height)


def _touch_below(a: Box, b: Box) -> bool:
    across = -_gap(a.left, a.right, b.left, b.right)
    down = _gap(a.top, a.bottom, b.top, b.bottom)
    return across >= UNDER * min(a.width, b.width) and down <= TOUCHING * max(a.height, b.height)


def _merged(boxes: Sequence[Box], parts: list[list[int]]) -> list[list[int]]:
    """Parts of one row that a wide gap had kept apart, put together."""
    around = [Box.around(boxes[i] for i in part) for part in parts]

    def same_row(i: int, j: int) -> bool:
        a, b = around[i], around[j]
        return _gap(a.left, a.right, b.left, b.right) >= 0 and _level(a, b)

    return [[i for part in group for i in parts[part]] for group in _linked(len(parts), same_row)]


def _linked(count: int, linked: Callable[[int, int], bool]) -> list[list[int]]:
    """Connected components of the relation `linked` between the numbers below `count`."""
    unseen, found = set(range(count)), []
    while unseen:
        reached, edge = set(), [min(unseen)]
        while edge:
            i = edge.pop()
            unseen.discard(i)
            reached.add(i)
            edge += [j for j in unseen if j not in edge and linked(i, j)]
        found.append(sorted(reached))
    return found


def _gap(low_a: int, high_a: int, low_b: int, high_b: int) -> int:
    """Between two intervals; negative where they overlap."""
    return max(low_a, low_b) - min(high_a, high_b)


def _middle(box: Box) -> float:
    return box.top + box.height / 2
