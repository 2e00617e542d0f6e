"""Geometry of the pad: the stroke under the pointer, the place of strokes from a file. Numbers only, no widgets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digitpad.records import Floats, Stroke, locked

FILLED = 0.8  # of the pad by strokes that had to be fitted
SMALLEST = 0.08  # strokes of less than this part of the pad are enlarged


def stroke_at(strokes: Sequence[Stroke], x: float, y: float, reach: float, pen_width: float) -> int | None:
    """The uppermost stroke within `reach` px of its edge, or None. `pen_width`: of strokes that name none."""
    for index in range(len(strokes) - 1, -1, -1):
        stroke = strokes[index]
        if distance(stroke.points, x, y) <= reach + (stroke.width or pen_width) / 2:
            return index
    return None


def strokes_across(strokes: Sequence[Stroke], way: Floats, reach: float, pen_width: float) -> tuple[Stroke, ...]:
    """Those that the way, (n, 2) px, comes within `reach` px of the edge of. `pen_width`: of strokes that name none."""
    return tuple(
        stroke for stroke in strokes if line_distance(stroke.points, way) <= reach + (stroke.width or pen_width) / 2
    )


def line_distance(one: Floats, other: Floats) -> float:
    """The least distance between two lines through points, (n, 2) and (m, 2) with n, m >= 1, in px; 0 if they cross."""
    if _cross(one, other):
        return 0.0
    ends = [distance(other, float(x), float(y)) for x, y in one] + [distance(one, float(x), float(y)) for x, y in other]
    return min(ends)


def _cross(one: Floats, other: Floats) -> bool:
    """A piece of one line has the ends of a piece of the other on either side, and the other way round."""
    if len(one) < 2 or len(other) < 2:
        return False
    a, b = one[:-1, None], one[1:, None]
    c, d = other[None, :-1], other[None, 1:]
    apart = _side(a, b, c) * _side(a, b, d) < 0
    return bool((apart & (_side(c, d, a) * _side(c, d, b) < 0)).any())


def _side(start: Floats, end: Floats, point: Floats) -> Floats:
    """Positive where the point lies to one side of the line from start to end, negative on the other."""
    along, to = end - start, point - start
    return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])


def distance(points: Floats, x: float, y: float) -> float:
    """From (x, y) to the line through the points, (n, 2) with n >= 1, in px."""
    starts, ends = (points[:-1], points[1:]) if len(points) > 1 else (points, points)
    along, at = ends - starts, np.array([x, y], np.float32)
    lengths = np.maximum((along * along).sum(1), 1e-9)
    share = np.clip(((at - starts) * along).sum(1) / lengths, 0, 1)
    return float(np.sqrt((((starts + along * share[:, None]) - at) ** 2).sum(1).min()))


def placed(strokes: Sequence[Stroke], width: int, height: int, pen_width: float) -> tuple[Stroke, ...]:
    """Strokes as they are where they lie on a pad of this size; else scaled and moved to its middle."""
    with_points = [stroke for stroke in strokes if len(stroke.points)]
    if not with_points:
        return ()
    everything = np.concatenate([stroke.points for stroke in with_points]).astype(np.float64)
    low, high = everything.min(0), everything.max(0)
    span = np.maximum(high - low, 1e-6)
    inside = bool((low >= 0).all() and high[0] <= width and high[1] <= height)
    speck = span.max() < SMALLEST * min(width, height) and len(everything) > len(with_points)
    if inside and not speck:
        return tuple(_with_width(stroke, pen_width) for stroke in with_points)
    fits = bool(span[0] <= width * 0.95 and span[1] <= height * 0.95) and not speck
    factor = 1.0 if fits else float(min(FILLED * width / span[0], FILLED * height / span[1]))
    move = np.array([width, height]) / 2 - (low + high) / 2 * factor
    return tuple(_moved(stroke, factor, move, pen_width) for stroke in with_points)


def _with_width(stroke: Stroke, pen_width: float) -> Stroke:
    return stroke if stroke.width else Stroke(stroke.points, stroke.times, pen_width)


def _moved(stroke: Stroke, factor: float, move: Floats, pen_width: float) -> Stroke:
    points = locked((stroke.points * factor + move).astype(np.float32))
    width = max(2.0, stroke.width * factor) if stroke.width else pen_width
    return Stroke(points, stroke.times, width)
