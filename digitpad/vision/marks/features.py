"""A line of ink in numbers: its form, and its place among the digits beside it, in heights of these digits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitpad.vision.marks.shapes import LineShapes, Points

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

TALL = 0.5  # of the typical height: lines so high stand for digits
SMALL = 0.6  # of the typical height: a line no larger may be a mark of any kind
FLAT, WIDE = 0.4, 1.6  # of the typical height: so low a line that is no wider may be a minus
STRAIGHT = 0.16  # across over along: so straight a line may be a slash, or one of the lines of a sign
LARGEST = 2.2  # of the typical height: a longer straight line is no slash
NEAR = 4.0  # typical heights: as far as this digits beside a line tell how high digits are here
LEVEL = 0.6  # typical heights above or below a line within which others stand in its row
OVER = 0.5  # of the narrower one's width: a line so far above or below another is of the same digit
LEAST_BELOW, BELOW, ASIDE = 0.05, 1.2, 0.6  # typical heights, of low lines above and below: a colon's other dot
FARTHEST = 2.5  # typical heights, gaps count as no more
MOST = 1.5  # typical heights, other distances count as no more
LEAST_REACH = 0.02  # typical heights, by which lengths are divided at least
FEATURES = 39


@dataclass(frozen=True)
class Beside:
    """The digit next to a line on one side."""

    gap: float  # between the two, typical heights
    top: float  # of the line below the digit's top, typical heights
    bottom: float  # of the line below the digit's bottom
    there: float  # 1, or 0 where there is none


def possible_marks(shapes: LineShapes) -> Places:
    """Return the lines, by place, that by their form could be a mark or a sign."""
    typical = typical_height(shapes)
    height, width = shapes.height, shapes.width
    small = np.maximum(height, width) <= SMALL * typical
    flat = (height <= FLAT * typical) & (width <= WIDE * typical)
    straight = (shapes.across <= STRAIGHT * shapes.along) & (np.maximum(height, width) <= LARGEST * typical)
    return np.flatnonzero(small | flat | straight)


def typical_height(shapes: LineShapes) -> float:
    """The median height of the lines that are at least half as high as the highest decile."""
    return _typical(shapes.height)


def features_of(shapes: LineShapes, place: int) -> Floats | None:
    """Return (FEATURES,) of the line at a place; None where no digit stands near it."""
    row = _row_of(shapes, place)
    if row is None:
        return None
    others, tall, typical = row
    left, top, right, bottom = (float(side[place]) for side in (shapes.left, shapes.top, shapes.right, shapes.bottom))
    beside = [_beside(shapes, place, tall, typical, side) for side in (-1, 1)]
    known = [each for each in beside if each.there]
    if not known:
        return None
    beside = [each if each.there else Beside(FARTHEST, known[0].top, known[0].bottom, 0.0) for each in beside]
    reach, length = float(shapes.reach[place]), shapes.lines[place].length
    lean = float(shapes.lean[place]) if bottom - top > 0.3 * typical else 0.0
    return np.array(
        [
            (bottom - top) / typical,
            min((right - left) / typical, MOST),
            *(value for each in beside for value in (each.gap, each.top, each.bottom, each.there)),
            _near((shapes.left[tall] >= right).sum(), 3) / 3,
            _near((shapes.right[tall] <= left).sum(), 3) / 3,
            *_levels(shapes, place, tall, typical),
            shapes.along[place] / typical,
            shapes.across[place] / typical,
            shapes.across[place] / max(shapes.along[place], LEAST_REACH * typical),
            *_direction(shapes, place, reach, typical),
            _near(length / typical, 3),
            _near(reach / max(length, LEAST_REACH * typical), 1),
            _near(lean, MOST),
            _near(lean - _lean(shapes, tall), MOST),
            _near(float(shapes.bow[place]) / typical, MOST),
            float(shapes.lines[place].pen > 0),
            *_contact(shapes, place, others, typical),
            _covered(shapes, place, tall),
            *_small_neighbours(shapes, place, typical),
            _gap_between(shapes, place, tall, typical),
        ]
    )


def _row_of(shapes: LineShapes, place: int) -> tuple[Places, Places, float] | None:
    """The other lines in the row, those of them that stand for digits, and their typical height."""
    typical = typical_height(shapes)
    reach, aside = LEVEL * typical, NEAR * typical
    within = (shapes.bottom >= shapes.top[place] - reach) & (shapes.top <= shapes.bottom[place] + reach)
    within &= (shapes.right >= shapes.left[place] - aside) & (shapes.left <= shapes.right[place] + aside)
    within[place] = False
    others = np.flatnonzero(within)
    if not len(others):
        return None
    own = _typical(shapes.height[others])
    tall = others[shapes.height[others] >= TALL * own]
    return others, tall, max(own, 1e-9)


def _typical(heights: Floats) -> float:
    ordered = np.sort(heights)
    tall = ordered[np.searchsorted(ordered, ordered[int(0.9 * (len(ordered) - 1))] / 2) :]
    return max(float(tall[len(tall) // 2]), 1e-9)


def _median(values: Floats) -> float:
    """The upper one of two in the middle."""
    return float(np.partition(values, len(values) // 2)[len(values) // 2])


def _beside(shapes: LineShapes, place: int, tall: Places, typical: float, side: int) -> Beside:
    """The digit on the left (-1) or right (1): the nearest tall line, with what stands above and below it."""
    middles = (shapes.left + shapes.right) / 2
    there = tall[side * (middles[tall] - middles[place]) > 0]
    if not len(there):
        return Beside(FARTHEST, 0.0, 0.0, 0.0)
    nearest = there[np.argmin(np.abs(middles[there] - middles[place]))]
    left, right = shapes.left[nearest], shapes.right[nearest]
    shared = np.minimum(shapes.right[there], right) - np.maximum(shapes.left[there], left)
    narrower = np.minimum(shapes.width[there], shapes.width[nearest])
    same = there[(shared >= OVER * narrower) | (there == nearest)]
    gap = shapes.left[same].min() - shapes.right[place] if side > 0 else shapes.left[place] - shapes.right[same].max()
    top = (shapes.top[place] - shapes.top[same].min()) / typical
    bottom = (shapes.bottom[place] - shapes.bottom[same].max()) / typical
    return Beside(_near(gap / typical, FARTHEST), _near(top, MOST), _near(bottom, MOST), 1.0)


def _levels(shapes: LineShapes, place: int, tall: Places, typical: float) -> tuple[float, float]:
    """Return by what the line lies below the row, at its top and at its bottom."""
    top = (shapes.top[place] - _median(shapes.top[tall])) / typical
    bottom = (shapes.bottom[place] - _median(shapes.bottom[tall])) / typical
    return _near(top, MOST), _near(bottom, MOST)


def _direction(shapes: LineShapes, place: int, reach: float, typical: float) -> tuple[float, float]:
    """The main direction, which of a dot says nothing."""
    known = min(1.0, reach / (5 * LEAST_REACH * typical))
    return known * float(shapes.level[place]), known * float(shapes.rising[place])


def _lean(shapes: LineShapes, tall: Places) -> float:
    """Return the lean of the row's own straight lines, else of all its lines."""
    straight = tall[shapes.across[tall] <= STRAIGHT * shapes.along[tall]]
    upright = straight[shapes.height[straight] > shapes.width[straight]]
    return _near(_median(shapes.lean[upright if len(upright) else tall]), 1)


def _contact(shapes: LineShapes, place: int, others: Places, typical: float) -> tuple[float, float, float, float]:
    """The distance of the nearest other line, how near the middle of both it is, and how straight that one is."""
    own = shapes.lines[place].points
    gaps = np.maximum(
        np.maximum(shapes.left[others] - shapes.right[place], shapes.left[place] - shapes.right[others]),
        np.maximum(shapes.top[others] - shapes.bottom[place], shapes.top[place] - shapes.bottom[others]),
    )
    best: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    for other in others[np.argsort(gaps, kind="stable")][:4]:
        if float(gaps[others == other][0]) >= best[0] * typical:
            continue
        far = np.hypot(*np.moveaxis(own[:, None] - shapes.lines[other].points, 2, 0))
        mine, its = np.unravel_index(int(far.argmin()), far.shape)
        distance = float(far[mine, its]) / typical
        if distance < best[0]:
            ends = _from_middle(own, int(mine)), _from_middle(shapes.lines[other].points, int(its))
            straight = float(shapes.across[other]) / max(float(shapes.along[other]), 1e-9)
            best = (distance, *ends, straight)
    return best


def _from_middle(points: Points, place: int) -> float:
    """0 at the middle of a line, 1 at its end."""
    centre = points.mean(axis=0)
    far = np.hypot(*(points - centre).T)
    return float(far[place] / max(float(far.max()), 1e-9))


def _covered(shapes: LineShapes, place: int, tall: Places) -> float:
    """The largest share of the line's width that lies above, below or on one digit."""
    shared = np.minimum(shapes.right[tall], shapes.right[place]) - np.maximum(shapes.left[tall], shapes.left[place])
    width = max(float(shapes.width[place]), LEAST_REACH * _median(shapes.height[tall]))
    inside = (shapes.left[tall] <= shapes.left[place]) & (shapes.right[tall] >= shapes.right[place])
    return float(np.clip(np.where(inside, 1.0, shared / width), 0, 1).max())


def _small_neighbours(shapes: LineShapes, place: int, typical: float) -> tuple[float, ...]:
    """The nearest low line above, and below: its place and its size; 0 in size and far where there is none."""
    small = np.maximum(shapes.height, shapes.width) <= SMALL * typical
    small[place] = False
    low = np.flatnonzero(small)
    found: list[float] = []
    for side in (-1, 1):
        down = side * ((shapes.top[low] + shapes.bottom[low]) - (shapes.top[place] + shapes.bottom[place])) / 2
        across = np.abs((shapes.left[low] + shapes.right[low]) - (shapes.left[place] + shapes.right[place])) / 2
        there = low[(down > LEAST_BELOW * typical) & (down <= BELOW * typical) & (across <= ASIDE * typical)]
        if not len(there):
            found += [FARTHEST, FARTHEST, 0.0, 0.0]
            continue
        far = [float(down[low == other][0] + across[low == other][0]) for other in there]
        other = there[int(np.argmin(far))]
        found += [
            float(down[low == other][0]) / typical,
            float(across[low == other][0]) / typical,
            float(shapes.height[other]) / typical,
            float(shapes.width[other]) / typical,
        ]
    return tuple(found)


def _gap_between(shapes: LineShapes, place: int, tall: Places, typical: float) -> float:
    """The width of the gap between the digits left and right of the line's middle."""
    middle = (shapes.left[place] + shapes.right[place]) / 2
    before, after = tall[shapes.right[tall] <= middle], tall[shapes.left[tall] >= middle]
    if not len(before) or not len(after):
        return FARTHEST
    return _near((shapes.left[after].min() - shapes.right[before].max()) / typical, FARTHEST)


def _near(value: float, most: float) -> float:
    return float(min(max(value, -most), most))
