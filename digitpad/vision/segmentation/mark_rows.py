"""Likely marks among strokes, and the rows in which they stand: marks come first, for a comma hangs below its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from digitpad.records import MARKS, Box, Floats
from digitpad.vision.marks.model import KINDS, kinds_of
from digitpad.vision.marks.parameters import MARK_LINES, MarkParams
from digitpad.vision.marks.shapes import LineShape
from digitpad.vision.segmentation.parameters import ROWS, RowParams
from digitpad.vision.segmentation.rows import rows_of
from digitpad.vision.segmentation.segments import Numbers
from digitpad.vision.segmentation.stroke_course import resampled

Kinds = tuple[float, ...]  # how likely a line is of each of KINDS; empty: surely a part of a digit


def stroke_kinds(
    strokes: Sequence[Floats],
    lines: Sequence[Numbers],
    whole: Sequence[Numbers] = (),
    params: MarkParams = MARK_LINES,
) -> Mapping[Numbers, Kinds]:
    """Return the lines, each of one or more strokes, that may be marks; `whole` ones are digits that stand beside."""
    there = {number for number, points in enumerate(strokes) if len(points)}
    units = [*lines, *(group for group in whole if there.issuperset(group))]
    shapes = [
        LineShape.of_course(np.concatenate([resampled(strokes[number].astype(np.float64)) for number in unit]))
        for unit in units
    ]
    likely = kinds_of(shapes, params=params)
    answers = zip(lines, likely, strict=False)
    return {line: tuple(kinds.tolist()) for line, kinds in answers if 1 - kinds[0] >= params.least}


def is_likely_mark(kinds: Kinds, least: float) -> bool:
    return bool(kinds) and sum(kinds[KINDS.index(mark)] for mark in MARKS) >= least


def rows_beside(boxes: Sequence[Box], marks: Sequence[int], params: RowParams = ROWS) -> list[list[int]]:
    """Return the boxes as rows, by index, in reading order; those of marks in the row of the nearest other box."""
    digits = [place for place in range(len(boxes)) if place not in marks]
    if not digits:
        return rows_of(boxes, params)
    rows = [[digits[i] for i in row] for row in rows_of([boxes[place] for place in digits], params)]
    beside: list[list[int]] = [[] for _ in rows]
    for mark in marks:
        nearest = min(range(len(rows)), key=lambda row: min(_gap(boxes[mark], boxes[place]) for place in rows[row]))
        beside[nearest].append(mark)
    return [
        sorted([*row, *own], key=lambda place: boxes[place].left + boxes[place].width / 2)
        for row, own in zip(rows, beside, strict=True)
    ]


def _gap(one: Box, other: Box) -> float:
    """Px between two boxes, straight or aslant; 0 where they overlap."""
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return float(np.hypot(max(across, 0), max(down, 0)))
