"""Strokes sorted by the pen's course: frames, underlines and stray dots are no digits; some strokes are one line.

On the pad the course of the pen is known; nothing of this is taken from pixels.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitpad.vision.segmentation.parameters import COURSE, CourseParams
from digitpad.vision.segmentation.rows import median_of_high
from digitpad.vision.segmentation.segments import Numbers

Points = NDArray[np.float64]  # (n, 2) x, y, y down


@dataclass(frozen=True)
class Course:
    """Strokes by number: those that are one line each, and those that are no digit."""

    lines: tuple[Numbers, ...]
    left_out: frozenset[int]
    dots: tuple[Numbers, ...] = ()  # of those left out, the dots that lie far from all other ink


def course_of(strokes: Sequence[Points], params: CourseParams = COURSE) -> Course:
    """Sort strokes, each (n, 2) with at least one point, by their course; numbers are places in `strokes`."""
    samples = [resampled(stroke, params.samples) for stroke in strokes]
    lines = {line: np.concatenate([samples[n] for n in line]) for line in _lines(samples, params)}
    typical = _typical(lines.values())
    frames = _frames(lines, params)
    ink = {line: points for line, points in lines.items() if line not in frames}
    dots = [line for line in ink if _strays(line, ink, typical, params)]
    rest = {line for line in ink if _underlines(line, ink, typical, params)}.union(dots)
    digits = [line for line in ink if line not in rest] or list(lines)
    left_out = frozenset(range(len(strokes))) - {number for line in digits for number in line}
    dots = [line for line in dots if left_out.issuperset(line)]
    return Course(tuple(_with_eights({line: lines[line] for line in digits}, params)), left_out, tuple(dots))


def resampled(stroke: Points, count: int = COURSE.samples) -> Points:
    """Return at most `count` points, (m, 2), at equal distances along the stroke (n, 2), its ends among them."""
    steps = np.hypot(*np.diff(stroke, axis=0).T) if len(stroke) > 1 else np.zeros(0)
    length = float(steps.sum())
    if length <= 0:
        return stroke[:1]
    along = np.concatenate([[0.0], np.cumsum(steps)])
    places = np.linspace(0, length, count)
    return np.stack([np.interp(places, along, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _lines(samples: Sequence[Points], params: CourseParams) -> list[Numbers]:
    """Return strokes that were written over, or interrupted by the pen, as one line; the others alone."""
    line_of = list(range(len(samples)))
    for earlier, later, scale in _near_pairs(samples, params):
        if line_of[earlier] != line_of[later] and _one_line(samples[earlier], samples[later], scale, params):
            old, new = line_of[later], line_of[earlier]
            line_of = [new if line == old else line for line in line_of]
    return [tuple(n for n, line in enumerate(line_of) if line == first) for first in dict.fromkeys(line_of)]


def _near_pairs(samples: Sequence[Points], params: CourseParams) -> Iterator[tuple[int, int, float]]:
    """Yield (earlier, later, size of the larger) of strokes whose boxes touch; `most_earlier` before each at most."""
    low, high = _corners(samples)
    size = np.maximum((high - low).max(axis=1), 1e-9)
    for later in range(1, len(samples)):
        scale = np.maximum(size[:later], size[later])
        apart = np.maximum(low[later] - high[:later], low[:later] - high[later]).max(axis=1)
        for earlier in np.flatnonzero(apart <= params.on_line * scale)[-params.most_earlier :]:
            yield int(earlier), later, float(scale[earlier])


def _corners(lines: Collection[Points]) -> tuple[Points, Points]:
    """Return the upper left and the lower right corners of N lines, (N, 2) both."""
    return np.array([line.min(axis=0) for line in lines]), np.array([line.max(axis=0) for line in lines])


def _one_line(earlier: Points, later: Points, scale: float, params: CourseParams) -> bool:
    meeting = np.hypot(*(later[0] - earlier[-1])) <= params.meeting * scale
    if meeting and len(later) > 1 and len(earlier) > 1:
        return True
    reach = params.on_line * scale
    near = np.all((later >= earlier.min(axis=0) - reach) & (later <= earlier.max(axis=0) + reach), axis=1)
    if near.mean() < params.retraced:
        return False
    return bool((_distances(later, earlier) <= reach).mean() >= params.retraced)


def _distances(points: Points, line: Points) -> NDArray[np.float64]:
    """Return the distances (n,) of points (n, 2) from a polyline (m, 2)."""
    if len(line) == 1:
        alone: NDArray[np.float64] = np.hypot(*(points - line[0]).T)
        return alone
    start, way = line[:-1], np.diff(line, axis=0)  # (m, 2)
    length = np.maximum((way**2).sum(axis=1), 1e-12)
    share = ((points[:, None] - start) * way).sum(axis=2) / length
    nearest = start + np.clip(share, 0, 1)[..., None] * way
    distances: NDArray[np.float64] = np.hypot(*np.moveaxis(points[:, None] - nearest, 2, 0)).min(axis=1)
    return distances


def _typical(lines: Iterable[Points]) -> float:
    """Return the median height of the high lines, without dots and dashes."""
    return max(median_of_high(np.array([float(np.ptp(points[:, 1])) for points in lines])), 1e-9)


def _frames(lines: Mapping[Numbers, Points], params: CourseParams) -> set[Numbers]:
    """Return the closed lines that enclose others with some distance to them."""
    numbers, points = list(lines), list(lines.values())
    low, high = _corners(points)
    frames = set()
    for place, ring in enumerate(points):
        if _closed(ring, params):
            within = np.flatnonzero(np.all((low > low[place]) & (high < high[place]), axis=1))
            if _holds(
                ring, [points[other] for other in within[: params.most_within]], float(np.ptp(ring[:, 1])), params
            ):
                frames.add(numbers[place])
    return frames


def _holds(ring: Points, within: Sequence[Points], height: float, params: CourseParams) -> bool:
    """Tell if a closed line that is `height` high has ink in it that stays away from it and fills it."""
    room = params.clearance * height
    within = [points for points in within if _encloses(ring, points) and _distances(points, ring).min() >= room]
    return bool(within) and bool(np.ptp(np.concatenate(within), axis=0)[1] >= params.filling * height)


def _encloses(ring: Points, points: Points) -> bool:
    """Tell if the closed ring winds round each of the points."""
    way = np.concatenate([ring, ring[:1]])[:, None] - points  # (n + 1, m, 2)
    angles = np.arctan2(way[..., 1], way[..., 0])
    turns = np.abs(np.unwrap(angles, axis=0)[-1] - angles[0]) / (2 * np.pi)
    return bool(np.all(turns > 0.5))  # 0 outside of the ring, else 1 or more, but for rounding


def _with_eights(lines: Mapping[Numbers, Points], params: CourseParams) -> list[Numbers]:
    """Return the lines, two loops that lie one above the other as one: an 8."""
    loops = [line for line, points in lines.items() if _closed(points, params)]
    united: dict[Numbers, Numbers] = {}
    for upper, lower in _stacked([lines[loop] for loop in loops], params):
        if loops[upper] not in united and loops[lower] not in united:
            united |= dict.fromkeys((loops[upper], loops[lower]), tuple(sorted(loops[upper] + loops[lower])))
    return list(dict.fromkeys(united.get(line, line) for line in lines))


def _stacked(loops: Sequence[Points], params: CourseParams) -> Iterator[tuple[int, int]]:
    """Yield (upper, lower) of loops that lie like the halves of an 8 and are together as wide as one."""
    low, high = _corners(loops) if loops else (np.zeros((0, 2)), np.zeros((0, 2)))
    middle, across = (low + high) / 2, (high - low)[:, 0]
    for upper in range(len(loops)):
        width, height = (np.maximum(high[upper], high) - np.minimum(low[upper], low)).T
        level = np.minimum(high[upper, 0], high[:, 0]) - np.maximum(low[upper, 0], low[:, 0])
        below = (low[:, 1] >= middle[upper, 1]) & (middle[:, 1] >= high[upper, 1])
        near = low[:, 1] - high[upper, 1] <= params.loop_gap * height
        aligned = level >= params.loop_overlap * np.minimum(across[upper], across)
        stout = height <= params.loops_slim * width
        yield from ((upper, int(lower)) for lower in np.flatnonzero(below & near & aligned & stout))


def _closed(points: Points, params: CourseParams) -> bool:
    size = np.ptp(points, axis=0)
    return bool(size.min() > 0 and np.hypot(*(points[0] - points[-1])) <= params.closing * size.max())


def _underlines(line: Numbers, lines: Mapping[Numbers, Points], typical: float, params: CourseParams) -> bool:
    """Tell if a flat wide line lies below others, and across no line; there may be more below it, as in a sum."""
    points = lines[line]
    width, height = np.ptp(points, axis=0)
    if width < params.wide * typical or height > params.flat * width:
        return False
    left, right = points[:, 0].min(), points[:, 0].max()
    least = params.standing * typical
    others = [other for each, other in lines.items() if each != line and np.ptp(other[:, 1]) > least]
    over = [other for other in others if left <= other[:, 0].mean() <= right]
    levels = np.interp([other[:, 0].mean() for other in over], *points[np.argsort(points[:, 0])].T)
    hanging = params.hanging * typical
    standing = [other[:, 1].max() <= level + hanging for other, level in zip(over, levels, strict=True)]
    below = [other[:, 1].min() >= level - hanging for other, level in zip(over, levels, strict=True)]
    crossed = any(not above and not under for above, under in zip(standing, below, strict=True))
    return sum(standing) >= params.underlined and not crossed


def _strays(line: Numbers, lines: Mapping[Numbers, Points], typical: float, params: CourseParams) -> bool:
    """Tell if a line is a dot far from everything but other dots."""
    points = lines[line]
    if not _is_dot(points, typical, params):
        return False
    strokes = [other for other in lines.values() if not _is_dot(other, typical, params)]
    if any(_encloses(other, points) for other in strokes):  # a dotted zero
        return False
    return all(float(_distances(points[:1], other)[0]) > params.far * typical for other in strokes)


def _is_dot(points: Points, typical: float, params: CourseParams) -> bool:
    return bool(np.ptp(points, axis=0).max() <= params.dot * typical)
