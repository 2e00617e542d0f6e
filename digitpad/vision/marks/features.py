"""A line of ink in numbers: its form, and its place among the digits beside it, in heights of these digits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitpad.vision.marks.line_rows import LineInRow, line_in_row, typical_height
from digitpad.vision.marks.parameters import MARK_LINES, MARK_MEASURES, MarkMeasures, MarkParams
from digitpad.vision.marks.shapes import LineShapes, Points

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

FEATURE_COUNT = 39  # numbers of a line


@dataclass(frozen=True)
class Beside:
    """The digit next to a line on one side."""

    gap: float  # between the two, typical heights
    top: float  # of the line below the digit's top, typical heights
    bottom: float  # of the line below the digit's bottom
    there: float  # 1, or 0 where there is no digit


def possible_marks(shapes: LineShapes, params: MarkParams = MARK_LINES) -> Places:
    """Return the places (N,) of the lines that could be a mark or a sign by their form."""
    typical = typical_height(shapes)
    height, width = shapes.height, shapes.width
    longer = np.maximum(height, width)
    small = longer <= params.small * typical
    flat = (height <= params.flat * typical) & (width <= params.wide * typical)
    straight = (shapes.across <= params.straight * shapes.along) & (longer <= params.largest * typical)
    return np.flatnonzero(small | flat | straight)


def features_of(shapes: LineShapes, place: int, params: MarkMeasures = MARK_MEASURES) -> Floats | None:
    """Return the features (FEATURE_COUNT,) of the line at a place; None where no digit stands near it."""
    line = line_in_row(shapes, place, params)
    beside = _beside(line) if line is not None else None
    if line is None or beside is None:
        return None
    return np.array(
        [
            *_size(line),
            *(value for each in beside for value in (each.gap, each.top, each.bottom, each.there)),
            *_digits_on_both_sides(line),
            *_levels(line),
            *_form(line),
            *_course(line),
            *_contact(line),
            _covered(line),
            *_small_neighbours(line),
            _gap_between(line),
        ]
    )


def _median(values: Floats) -> float:
    """Return the median; of an even number, the upper one of the two in the middle."""
    return float(np.partition(values, len(values) // 2)[len(values) // 2])


def _size(line: LineInRow) -> tuple[float, float]:
    left, top, right, bottom = line.box
    return (bottom - top) / line.typical, min((right - left) / line.typical, line.params.most)


def _beside(line: LineInRow) -> list[Beside] | None:
    """Return the digits on the left and right; one that is missing has the levels of the other; None without any."""
    beside = [_beside_on(line, side) for side in (-1, 1)]
    present = [each for each in beside if each.there]
    if not present:
        return None
    missing = Beside(line.params.farthest, present[0].top, present[0].bottom, 0.0)
    return [each if each.there else missing for each in beside]


def _beside_on(line: LineInRow, side: int) -> Beside:
    """Return the digit on the left (-1) or right (1): the nearest tall line, with those above and below it."""
    shapes, place, tall, params = line.shapes, line.place, line.tall, line.params
    middles = (shapes.left + shapes.right) / 2
    there = tall[side * (middles[tall] - middles[place]) > 0]
    if not len(there):
        return Beside(params.farthest, 0.0, 0.0, 0.0)
    nearest = there[np.argmin(np.abs(middles[there] - middles[place]))]
    left, right = shapes.left[nearest], shapes.right[nearest]
    overlap = np.minimum(shapes.right[there], right) - np.maximum(shapes.left[there], left)
    narrower = np.minimum(shapes.width[there], shapes.width[nearest])
    same = there[(overlap >= params.over * narrower) | (there == nearest)]
    gap = shapes.left[same].min() - shapes.right[place] if side > 0 else shapes.left[place] - shapes.right[same].max()
    top = (shapes.top[place] - shapes.top[same].min()) / line.typical
    bottom = (shapes.bottom[place] - shapes.bottom[same].max()) / line.typical
    return Beside(_near(gap / line.typical, params.farthest), _near(top, params.most), _near(bottom, params.most), 1.0)


def _digits_on_both_sides(line: LineInRow) -> tuple[float, float]:
    """Return the numbers of tall lines right of the line, and left of it, as shares of `params.counted`."""
    left, _, right, _ = line.box
    most = line.params.counted
    after = int(np.count_nonzero(line.shapes.left[line.tall] >= right))
    before = int(np.count_nonzero(line.shapes.right[line.tall] <= left))
    return _near(after, most) / most, _near(before, most) / most


def _levels(line: LineInRow) -> tuple[float, float]:
    """Return the levels of the line's top and bottom below those of the row, in typical heights."""
    shapes, place, most = line.shapes, line.place, line.params.most
    top = (shapes.top[place] - _median(shapes.top[line.tall])) / line.typical
    bottom = (shapes.bottom[place] - _median(shapes.bottom[line.tall])) / line.typical
    return _near(top, most), _near(bottom, most)


def _form(line: LineInRow) -> tuple[float, ...]:
    """Return the line's spread along and across its main direction, their ratio, cosine and sine of twice its angle."""
    shapes, place = line.shapes, line.place
    along, across = float(shapes.along[place]), float(shapes.across[place])
    certainty = min(1.0, float(shapes.reach[place]) / (line.params.dot * line.typical))  # a dot has no direction
    direction = certainty * float(shapes.level[place]), certainty * float(shapes.rising[place])
    straightness = across / max(along, line.least)
    return along / line.typical, across / line.typical, straightness, *direction


def _course(line: LineInRow) -> tuple[float, ...]:
    """Return the line's length, its straightness, its lean, alone and against the row's, its bow, and its origin.

    The origin is 1 for a line from ink, 0 for one from a pen's course.
    """
    shapes, place, params = line.shapes, line.place, line.params
    length, reach = shapes.lines[place].length, float(shapes.reach[place])
    _, top, _, bottom = line.box
    lean = float(shapes.lean[place]) if bottom - top > params.upright * line.typical else 0.0
    return (
        _near(length / line.typical, params.counted),
        _near(reach / max(length, line.least), 1),
        _near(lean, params.most),
        _near(lean - _lean_of_row(line), params.most),
        _near(float(shapes.bow[place]) / line.typical, params.most),
        float(shapes.lines[place].pen > 0),
    )


def _lean_of_row(line: LineInRow) -> float:
    """Return the lean of the row's own straight lines, else of all its lines."""
    shapes, tall = line.shapes, line.tall
    straight = tall[shapes.across[tall] <= line.params.straight * shapes.along[tall]]
    upright = straight[shapes.height[straight] > shapes.width[straight]]
    return _near(_median(shapes.lean[upright if len(upright) else tall]), 1)


def _contact(line: LineInRow) -> tuple[float, float, float, float]:
    """Return the distance to the nearest other line, the places of both there (0 middle, 1 end), and its thinness."""
    shapes, place, others = line.shapes, line.place, line.others
    own = shapes.lines[place].points
    gaps = np.maximum(
        np.maximum(shapes.left[others] - shapes.right[place], shapes.left[place] - shapes.right[others]),
        np.maximum(shapes.top[others] - shapes.bottom[place], shapes.top[place] - shapes.bottom[others]),
    )
    best: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    for other in others[np.argsort(gaps, kind="stable")][: line.params.most_contacts]:
        if float(gaps[others == other][0]) >= best[0] * line.typical:
            continue
        far = np.hypot(*np.moveaxis(own[:, None] - shapes.lines[other].points, 2, 0))
        mine, its = np.unravel_index(int(far.argmin()), far.shape)
        distance = float(far[mine, its]) / line.typical
        if distance < best[0]:
            ends = _from_middle(own, int(mine)), _from_middle(shapes.lines[other].points, int(its))
            straight = float(shapes.across[other]) / max(float(shapes.along[other]), 1e-9)
            best = (distance, *ends, straight)
    return best


def _from_middle(points: Points, place: int) -> float:
    """Return the place of a point on its line: 0 at the middle, 1 at the end."""
    centre = points.mean(axis=0)
    far = np.hypot(*(points - centre).T)
    return float(far[place] / max(float(far.max()), 1e-9))


def _covered(line: LineInRow) -> float:
    """Return the largest share 0..1 of the line's width that lies above, below or on one digit."""
    shapes, place, tall = line.shapes, line.place, line.tall
    overlap = np.minimum(shapes.right[tall], shapes.right[place]) - np.maximum(shapes.left[tall], shapes.left[place])
    width = max(float(shapes.width[place]), line.params.least_reach * _median(shapes.height[tall]))
    inside = (shapes.left[tall] <= shapes.left[place]) & (shapes.right[tall] >= shapes.right[place])
    return float(np.clip(np.where(inside, 1.0, overlap / width), 0, 1).max())


def _small_neighbours(line: LineInRow) -> tuple[float, ...]:
    """Return place and size of the nearest low line above, and below; far and of size 0 where there is none."""
    shapes = line.shapes
    small = np.maximum(shapes.height, shapes.width) <= line.params.small * line.typical
    small[line.place] = False
    low = np.flatnonzero(small)
    return *_nearest_small(line, low, side=-1), *_nearest_small(line, low, side=1)


def _nearest_small(line: LineInRow, low: Places, side: int) -> tuple[float, float, float, float]:
    """Return the distance, down and across, height and width of the nearest low line above (-1) or below (1)."""
    shapes, place, params, typical = line.shapes, line.place, line.params, line.typical
    down = side * ((shapes.top[low] + shapes.bottom[low]) - (shapes.top[place] + shapes.bottom[place])) / 2
    across = np.abs((shapes.left[low] + shapes.right[low]) - (shapes.left[place] + shapes.right[place])) / 2
    apart = (down > params.least_below * typical) & (down <= params.below * typical)
    there = np.flatnonzero(apart & (across <= params.aside * typical))
    if not len(there):
        return params.farthest, params.farthest, 0.0, 0.0
    nearest = there[int(np.argmin(down[there] + across[there]))]
    other = low[nearest]
    size = float(shapes.height[other]) / typical, float(shapes.width[other]) / typical
    return float(down[nearest]) / typical, float(across[nearest]) / typical, *size


def _gap_between(line: LineInRow) -> float:
    """Return the width of the gap between the digits left and right of the line's middle, in typical heights."""
    shapes, place, tall, farthest = line.shapes, line.place, line.tall, line.params.farthest
    middle = (shapes.left[place] + shapes.right[place]) / 2
    before, after = tall[shapes.right[tall] <= middle], tall[shapes.left[tall] >= middle]
    if not len(before) or not len(after):
        return farthest
    return _near((shapes.left[after].min() - shapes.right[before].max()) / line.typical, farthest)


def _near(value: float, most: float) -> float:
    return float(min(max(value, -most), most))
