"""Ink from strokes: each row is drawn at one working scale, with a pen as thick as the network was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Ink, Stroke
from digitpad.vision.marks.parameters import MARK_LINES, MarkParams
from digitpad.vision.segmentation.loops import loops
from digitpad.vision.segmentation.mark_rows import Kinds, is_likely_mark, rows_beside, stroke_kinds
from digitpad.vision.segmentation.parameters import COURSE, STROKES, CourseParams, StrokeParams
from digitpad.vision.segmentation.rows import typical_height
from digitpad.vision.segmentation.segments import Numbers, Segment, with_wholes
from digitpad.vision.segmentation.stroke_course import course_of

Points = NDArray[np.float64]  # (n, 2) x, y

FRACTION_BITS = 4  # cv2 takes points in sixteenths of a px


@dataclass(frozen=True, eq=False)
class SegmentRow:
    """Segments of one row from left to right, in working px."""

    segments: tuple[Segment, ...]
    scale: float  # working px per source px
    height: float  # working px, a typical digit
    origin: tuple[float, float] = (0.0, 0.0)  # source px of the working origin
    drawn: bool = False  # the segments are strokes of the pad

    def source_box(self, box: Box) -> Box:
        """Return a working box in whole px of the source."""
        scaled = box.scaled(1 / self.scale)
        return Box(scaled.left + round(self.origin[0]), scaled.top + round(self.origin[1]), scaled.width, scaled.height)


def stroke_rows(
    strokes: Sequence[Stroke],
    whole: Sequence[Numbers] = (),
    params: StrokeParams = STROKES,
    course: CourseParams = COURSE,
    marks: MarkParams = MARK_LINES,
) -> list[SegmentRow]:
    """Return strokes with points as rows of segments: a stroke each, or the strokes that are a `whole` digit."""
    inked = [number for number, stroke in enumerate(strokes) if len(stroke.points)]
    if not inked:
        return []
    sorting = _by_course(strokes, inked, whole, course, marks)
    points = [strokes[number].points.astype(np.float64) for number in sorting.numbers]
    together = np.concatenate(points)
    origin = together.min(axis=0)
    coarse = params.coarse / max(float(np.ptp(together, axis=0).max()), 1e-9)
    boxes = {n: _box((stroke - origin) * coarse, margin=0) for n, stroke in zip(sorting.numbers, points, strict=True)}
    units = _units(sorting.numbers, [*sorting.lines, *whole])
    around = [Box.around(boxes[number] for number in unit) for unit in units]
    aside = [place for place, unit in enumerate(units) if is_likely_mark(sorting.kinds.get(unit, ()), marks.likely)]
    segment_rows = []
    for row in rows_beside(around, aside):
        size = _size([around[place] for place in row if place not in aside] or around, params) / coarse
        inside = [number for place in row for number in units[place]]
        segment_rows.append(_segment_row([strokes[number] for number in inside], inside, size, params))
    return [replace(row, segments=_united(row.segments, sorting, whole)) for row in segment_rows]


@dataclass(frozen=True)
class _Sorting:
    """Strokes, by number, as sorted by the pen's course."""

    numbers: list[int]  # those that are ink of digits or marks
    lines: list[Numbers]  # several that are one line
    kinds: Mapping[Numbers, Kinds]  # of lines that may be marks


def _by_course(
    strokes: Sequence[Stroke],
    inked: Sequence[int],
    whole: Sequence[Numbers],
    params: CourseParams,
    marks: MarkParams,
) -> _Sorting:
    """Sort strokes by their course; those that the user joined stay as they are."""
    by_user = {number for unit in whole for number in unit}
    open_to_doubt = [number for number in inked if number not in by_user]
    if not open_to_doubt:
        return _Sorting(list(inked), [], {})
    course = course_of([strokes[number].points.astype(np.float64) for number in open_to_doubt], params)
    lines, dots = (
        [tuple(open_to_doubt[place] for place in line) for line in part] for part in (course.lines, course.dots)
    )
    kinds = stroke_kinds([stroke.points for stroke in strokes], [*lines, *dots], whole, marks)
    points = {number for dot in dots if is_likely_mark(kinds.get(dot, ()), marks.likely) for number in dot}
    left_out = {open_to_doubt[place] for place in course.left_out} - points
    return _Sorting([number for number in inked if number not in left_out], [n for n in lines if len(n) > 1], kinds)


def _united(segments: Sequence[Segment], sorting: _Sorting, whole: Sequence[Numbers]) -> tuple[Segment, ...]:
    """Return segments with each line as one, which may be a mark or part of a digit, and each whole digit as one."""
    united = [
        replace(segment, whole=False, kinds=sorting.kinds.get(segment.strokes, ()))
        for segment in with_wholes(segments, sorting.lines)
    ]
    return tuple(with_wholes(united, whole))


def _units(numbers: Sequence[int], whole: Sequence[Numbers]) -> list[Numbers]:
    """Return the strokes of each whole digit together, the others alone."""
    unit_of: dict[int, Numbers] = {number: (number,) for number in numbers}
    for unit in whole:
        if all(number in unit_of for number in unit):
            unit_of |= dict.fromkeys(unit, unit)
    return list(dict.fromkeys(unit_of.values()))


def single_row(strokes: Sequence[Stroke], params: StrokeParams = STROKES) -> SegmentRow:
    """Return all strokes, at least one with points, as one row: for ink that is known to be one digit."""
    inked = [stroke for stroke in strokes if len(stroke.points)]
    size = np.ptp(np.concatenate([stroke.points for stroke in inked]), axis=0).max()
    return _segment_row(inked, range(len(inked)), max(float(size), 1e-9), params)


def _segment_row(strokes: Sequence[Stroke], numbers: Sequence[int], size: float, params: StrokeParams) -> SegmentRow:
    """Return the row of strokes whose typical digit is `size` pad px high."""
    size = max(size, *(params.least_height * (stroke.width or 0) for stroke in strokes))
    scale = params.height / size
    origin = np.concatenate([stroke.points for stroke in strokes]).min(axis=0).astype(np.float64)
    segments = []
    for stroke, number in zip(strokes, numbers, strict=True):
        pen = _pen(stroke, scale, params)
        box, ink = _with_loops_open((stroke.points - origin) * scale, pen, params)
        segments.append(Segment(box, ink, (number,)))
    return SegmentRow(tuple(segments), scale, params.height, (float(origin[0]), float(origin[1])), drawn=True)


def _pen(stroke: Stroke, scale: float, params: StrokeParams) -> int:
    """Return the width with which a stroke is drawn, working px."""
    if stroke.width is None:
        return params.usual
    return round(min(max(stroke.width * scale, params.thinnest), params.thickest))


def _with_loops_open(points: Points, pen: int, params: StrokeParams) -> tuple[Box, Ink]:
    """Return a stroke drawn by the widest pen, at most `pen` px, that fills no loop: a slim 6 must not become a 1."""
    box, ink = _drawn(points, pen)
    if len(points) < params.least_loop:
        return box, ink
    count = loops(_drawn(points, params.finest)[1])
    finer = pen
    while finer > params.finest and loops(ink) < count:
        finer = max(params.finest, finer - params.finer)
        box, ink = _drawn(points, finer)
    return box, ink


def _drawn(points: Points, pen: int) -> tuple[Box, Ink]:
    box = _box(points, margin=pen // 2 + 2)
    ink = np.zeros((box.height, box.width), np.uint8)
    drawn = points if len(points) > 1 else np.repeat(points, 2, axis=0)  # of a single point polylines draws nothing
    fine = ((drawn - (box.left, box.top)) * (1 << FRACTION_BITS)).round().astype(np.int32)
    cv2.polylines(ink, [fine], False, 255, pen, cv2.LINE_AA, FRACTION_BITS)
    return box, ink


def _size(boxes: Sequence[Box], params: StrokeParams) -> float:
    """Return the typical height, at least a share of the widest box's width."""
    return max(typical_height(boxes), params.lying * max(box.width for box in boxes))


def _box(points: Points, margin: int) -> Box:
    left, top = np.floor(points.min(axis=0)).astype(int) - margin
    right, bottom = np.ceil(points.max(axis=0)).astype(int) + margin + 1
    return Box(int(left), int(top), int(right - left), int(bottom - top))
