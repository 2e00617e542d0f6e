"""A line of ink among the others of its row, the rows above and below left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitpad.vision.marks.parameters import MARK_MEASURES, MarkMeasures
from digitpad.vision.marks.shapes import LineShapes

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class LineInRow:
    """A line among the others of its row."""

    shapes: LineShapes  # of all lines
    place: int  # its own
    others: Places  # in the row
    tall: Places  # those of them that stand for digits, at least one
    typical: float  # height of these, in units of the shapes
    params: MarkMeasures

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.shapes.lines[self.place].box

    @property
    def least(self) -> float:
        """The length by which lengths are divided at least."""
        return self.params.least_reach * self.typical


def typical_height(shapes: LineShapes, params: MarkMeasures = MARK_MEASURES) -> float:
    """Return the median height (in px or the unit of the shapes) of lines at least a share of a high one's."""
    return _typical(shapes.height, params)


def line_in_row(shapes: LineShapes, place: int, params: MarkMeasures) -> LineInRow | None:
    """Return a line with the others that stand in its row; None where there are none."""
    typical = typical_height(shapes, params)
    reach, aside = params.level * typical, params.near * typical
    within = (shapes.bottom >= shapes.top[place] - reach) & (shapes.top <= shapes.bottom[place] + reach)
    within &= (shapes.right >= shapes.left[place] - aside) & (shapes.left <= shapes.right[place] + aside)
    within[place] = False
    others = np.flatnonzero(within)
    if not len(others):
        return None
    own = _typical(shapes.height[others], params)
    tall = others[shapes.height[others] >= params.tall * own]
    strange = np.setdiff1d(tall, _level_with(shapes, place, tall, params))  # of the rows above and below
    if len(strange):
        others, tall = np.setdiff1d(others, strange), np.setdiff1d(tall, strange)
        own = _typical(shapes.height[others], params)
    return LineInRow(shapes, place, others, tall, max(own, 1e-9), params)


def _level_with(shapes: LineShapes, place: int, tall: Places, params: MarkMeasures) -> Places:
    """Return those of the tall lines that stand in the row of the line at a place, from the most level one on."""
    top, bottom = shapes.top, shapes.bottom
    if top[tall].max() < bottom[tall].min():
        return tall
    middles = (shapes.left + shapes.right) / 2
    aside = np.abs(middles[tall] - middles[place])
    gaps = np.maximum(top[tall] - bottom[place], top[place] - bottom[tall])  # px down; negative: so far level
    row = [int(tall[np.lexsort((aside, gaps))[0]])]
    for other in tall[np.argsort(np.abs(middles[tall] - middles[row[0]]), kind="stable")][1:].tolist():
        nearest = min(row, key=lambda each: abs(float(middles[each] - middles[other])))
        level = min(bottom[nearest], bottom[other]) - max(top[nearest], top[other])
        if level >= params.same_row * min(shapes.height[nearest], shapes.height[other]):
            row.append(other)
    return np.array(row)


def _typical(heights: Floats, params: MarkMeasures) -> float:
    ordered = np.sort(heights)
    high = ordered[int(params.highest * (len(ordered) - 1))]
    tall = ordered[np.searchsorted(ordered, params.high * high) :]
    return max(float(tall[len(tall) // 2]), 1e-9)
