"""The pad's paper: smooth, round, anti-aliased strokes as pixels, redrawn piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Floats, Ink, Rgb, Stroke

OVER = 4  # each pixel is drawn as OVER x OVER, then averaged
SHIFT = 4  # OpenCV draws in 1/16 of those
STEP = 3.0  # px between the points of a smoothed curve
NEAREST = 3.0  # px; points closer than this to the one before are tremble
NEAR, FAR = 12.0, 40.0  # px between points: nearer ones are smoothed in full, those further apart not at all
PASSES = 4  # of smoothing; each lets a point feel one neighbour more
FARTHEST = 20_000.0  # px; what lies further out is drawn at this distance
DEFAULT_WIDTH = 12.0
CURVES = 256  # in the cache, for strokes on the pad are drawn again and again; each holds some kB
Colour = tuple[int, int, int]


class Sheet:
    """Ink on paper, (height, width) px. `settled` strokes stay; the growing one may still change its last piece."""

    def __init__(self, width: int, height: int, *, factor: float = 1.0) -> None:
        """`factor`: px of the sheet for one px of the strokes."""
        self.width, self.height, self.factor = max(1, width), max(1, height), factor
        self._settled: Ink = np.zeros((self.height, self.width), np.uint8)
        self._shown: Ink = self._settled.copy()
        self._marked: Ink = np.zeros_like(self._settled)
        self._loose: Box | None = None  # where shown differs from settled
        self._grown = 0  # up to which point the growing stroke is settled

    def redraw(self, strokes: Iterable[Stroke], within: Box | None = None) -> Box | None:
        """Draw `strokes`, and nothing else, inside `within` (None: everywhere). Return the part that changed, px."""
        area = self._clipped(within or Box(0, 0, self.width, self.height))
        if area is None:
            return None
        self._grown, self._loose = 0, None
        view = _view(self._settled, area)
        view[:] = coverage(self._curves(strokes), area)
        _view(self._shown, area)[:] = view
        return area

    def grow(self, points: Floats, width: float) -> Box | None:
        """Show the stroke in progress, (n, 2) px, each call with more points. Return the part that changed, px.

        Only the new pieces are drawn; the last few stay loose, and are drawn again with the next call.
        """
        area, thick = self._drop_loose(), self._px(width)
        steady = _steadied(np.clip(points * np.float32(self.factor), -FARTHEST, FARTHEST))
        last = len(steady) - 1
        firm = last - PASSES - 2  # no later point is felt up to here
        if firm > self._grown:
            area = _joined(area, self._settle(_curve(steady, self._grown, firm), thick))
            self._grown = firm
        tail = _curve(steady, self._grown, last) if last > 0 else steady
        self._loose = self._clipped(bounds(tail, thick))
        if self._loose is not None:
            self._darken(self._shown, self._loose, coverage([(tail, thick)], self._loose))
        return _joined(area, self._loose)

    def keep(self) -> None:
        """Finish the stroke in progress: its last piece stays, too."""
        area, self._loose, self._grown = self._loose, None, 0
        if area is not None:
            _view(self._settled, area)[:] = _view(self._shown, area)

    def light(self, strokes: Iterable[Stroke]) -> Box | None:
        """Show `strokes`, and no others, in the second colour. Return the part that changed, px."""
        before = _inked(self._marked)
        self._marked[:] = 0
        curves = self._curves(strokes)
        if not curves:
            return before
        area = None
        for curve, width in curves:
            area = _joined(area, self._clipped(bounds(curve, width)))
        if area is not None:
            _view(self._marked, area)[:] = coverage(curves, area)
        return _joined(before, area)

    def bounds_of(self, stroke: Stroke) -> Box:
        """Return the part of the sheet that a stroke can touch, px; it may reach beyond the edge."""
        return bounds(_curve_of(stroke, self.factor), self._px(stroke.width))

    def pixels(self, area: Box, *, paper: Colour, ink: Colour, highlight: Colour) -> Rgb:
        """Return the colours of one part of the sheet: (area.height, area.width, 3)."""
        shown, marked = _view(self._shown, area), _view(self._marked, area)
        rgb = _ramp(paper, ink)[shown]
        if marked.any():
            share = marked[..., None].astype(np.uint16)
            rgb = ((rgb * (255 - share) + np.array(highlight, np.uint16) * share) // 255).astype(np.uint8)
        return rgb

    def _settle(self, curve: Floats, width: float) -> Box | None:
        area = self._clipped(bounds(curve, width))
        if area is not None:
            patch = coverage([(curve, width)], area)
            self._darken(self._settled, area, patch)
            self._darken(self._shown, area, patch)
        return area

    def _drop_loose(self) -> Box | None:
        area, self._loose = self._loose, None
        if area is not None:
            _view(self._shown, area)[:] = _view(self._settled, area)
        return area

    @staticmethod
    def _darken(layer: Ink, area: Box, patch: Ink) -> None:
        np.maximum(_view(layer, area), patch, out=_view(layer, area))

    def _curves(self, strokes: Iterable[Stroke]) -> list[tuple[Floats, float]]:
        return [(_curve_of(stroke, self.factor), self._px(stroke.width)) for stroke in strokes]

    def _px(self, width: float | None) -> float:
        return max(1.0, (width or DEFAULT_WIDTH) * self.factor)

    def _clipped(self, area: Box) -> Box | None:
        left, top = max(0, area.left), max(0, area.top)
        right, bottom = min(self.width, area.right), min(self.height, area.bottom)
        return Box(left, top, right - left, bottom - top) if right > left and bottom > top else None


def picture_of(strokes: Sequence[Stroke], width: int, height: int, *, paper: Colour, ink: Colour) -> Rgb:
    """Return strokes as a picture, (height, width, 3)."""
    sheet = Sheet(width, height)
    sheet.redraw(strokes)
    return sheet.pixels(Box(0, 0, sheet.width, sheet.height), paper=paper, ink=ink, highlight=ink)


@lru_cache(maxsize=CURVES)
def _curve_of(stroke: Stroke, factor: float) -> Floats:
    return smooth(stroke.points * np.float32(factor))


def smooth(points: Floats) -> Floats:
    """Return a curve through the points of a stroke: (n, 2) -> (m, 2), m >= n unless points coincide."""
    steady = _steadied(_thinned(np.clip(points, -FARTHEST, FARTHEST)))
    return _curve(steady, 0, len(steady) - 1) if len(steady) > 1 else steady


def coverage(curves: Iterable[tuple[Floats, float]], area: Box) -> Ink:
    """Return the share of each pixel of `area` under (curve, width) strokes, 0..255: (area.height, area.width)."""
    fine = np.zeros((area.height * OVER, area.width * OVER), np.uint8)
    for curve, width in curves:
        placed = (curve - np.array([area.left, area.top], np.float32)) * OVER - 0.5
        fixed = np.round(placed * (1 << SHIFT)).astype(np.int32)
        thickness = max(1, round(width * OVER))
        if len(fixed) == 1:
            centre = (int(fixed[0, 0]), int(fixed[0, 1]))
            cv2.circle(fine, centre, max(1, thickness << SHIFT >> 1), 255, cv2.FILLED, cv2.LINE_8, SHIFT)
        elif len(fixed):
            cv2.polylines(fine, [fixed.reshape(-1, 1, 2)], False, 255, thickness, cv2.LINE_8, SHIFT)
    small = cv2.resize(fine, (area.width, area.height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def bounds(curve: Floats, width: float) -> Box:
    """Return the box of the px that a curve drawn `width` px wide can touch."""
    if not len(curve):
        return Box(0, 0, 0, 0)
    reach = width / 2 + 1
    (left, top), (right, bottom) = np.floor(curve.min(0) - reach), np.ceil(curve.max(0) + reach)
    return Box(int(left), int(top), int(right - left), int(bottom - top))


def _curve(points: Floats, first: int, last: int) -> Floats:
    """Return the centripetal Catmull-Rom curve from point `first` to point `last`: (n, 2) -> (m, 2).

    It passes through every point, and a piece depends on the point before and the point after it only.
    """
    pieces = [points[first : first + 1]]
    for index in range(first, last):
        before = points[index - 1] if index > 0 else 2 * points[index] - points[index + 1]
        after = points[index + 2] if index + 2 < len(points) else 2 * points[index + 1] - points[index]
        pieces.append(_piece(before, points[index], points[index + 1], after))
    return np.concatenate(pieces).astype(np.float32)


def _piece(p0: Floats, p1: Floats, p2: Floats, p3: Floats) -> Floats:
    """Return one piece of the curve, p1 excluded and p2 included (Barry and Goldman 1988)."""
    gaps = [max(float(np.hypot(*(b - a))), 1e-3) ** 0.5 for a, b in ((p0, p1), (p1, p2), (p2, p3))]
    count = min(64, max(1, int(np.hypot(*(p2 - p1)) / STEP)))
    if count == 1:
        return p2[None]
    t1, t2 = gaps[0], gaps[0] + gaps[1]
    t3 = t2 + gaps[2]
    t = np.linspace(t1, t2, count + 1, dtype=np.float32)[1:, None]
    a1 = p0 * ((t1 - t) / t1) + p1 * (t / t1)
    a2 = p1 * ((t2 - t) / (t2 - t1)) + p2 * ((t - t1) / (t2 - t1))
    a3 = p2 * ((t3 - t) / (t3 - t2)) + p3 * ((t - t2) / (t3 - t2))
    b1 = a1 * ((t2 - t) / t2) + a2 * (t / t2)
    b2 = a2 * ((t3 - t) / (t3 - t1)) + a3 * ((t - t1) / (t3 - t1))
    return np.asarray(b1 * ((t2 - t) / (t2 - t1)) + b2 * ((t - t1) / (t2 - t1)), np.float32)


def _steadied(points: Floats) -> Floats:
    """Return points (n, 2) smoothed: each is moved towards the middle of its neighbours where these are near.

    A mouse counts whole pixels. Corners between points that lie far apart stay.
    """
    if len(points) < 3:
        return points
    steps = np.hypot(*np.diff(points, axis=0).T)
    near = np.clip((FAR - np.maximum(steps[:-1], steps[1:])) / (FAR - NEAR), 0, 1)[:, None] / 2
    steady = points.copy()
    for _ in range(PASSES):
        steady[1:-1] += near * ((steady[:-2] + steady[2:]) / 2 - steady[1:-1])
    return steady


def _thinned(points: Floats) -> Floats:
    """Return points without those closer than NEAREST to the one before; the last one always stays."""
    if len(points) < 2:
        return points
    places = [0]
    for index in range(1, len(points)):
        if np.abs(points[index] - points[places[-1]]).max() >= NEAREST:
            places.append(index)
    if places[-1] != len(points) - 1:
        if len(places) > 1:
            places.pop()
        places.append(len(points) - 1)
    thin = points[places]
    return thin if len(thin) > 1 and np.abs(thin[0] - thin[-1]).max() + np.ptp(thin, 0).max() > 0.5 else thin[:1]


@lru_cache(maxsize=16)
def _ramp(paper: Colour, ink: Colour) -> NDArray[np.uint8]:
    """Return the colour for each amount of ink: (256, 3)."""
    share = np.linspace(0, 1, 256)[:, None]
    return np.round(np.array(paper) * (1 - share) + np.array(ink) * share).astype(np.uint8)


def _view(layer: Ink, area: Box) -> Ink:
    return layer[area.top : area.bottom, area.left : area.right]


def _inked(layer: Ink) -> Box | None:
    left, top, width, height = cv2.boundingRect(layer)
    return Box(left, top, width, height) if width and height else None


def _joined(one: Box | None, other: Box | None) -> Box | None:
    boxes = [box for box in (one, other) if box is not None and box.width > 0 and box.height > 0]
    return Box.around(boxes) if boxes else None
