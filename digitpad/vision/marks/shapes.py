"""Shapes of lines of ink: points along the middle of each, from a stroke of the pen or from pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]  # (n, 2) x, y, y down

# The networks of marks were fitted on shapes made with these numbers: with other ones they must be fitted anew.
POINTS = 40  # along a line: a tall digit has one every 4 % of its height
MIDDLE = 0.6  # of the largest distance to paper: px so far inside are the middle of the line
THICK = 0.75  # widths of the pen: no distance to paper counts as larger, for a blot is none of the line
SOLID = 0.5  # of the darkest px: paler ones are the ink's blurred edge
DISC = 16.0  # a pen of diameter d adds d²/16 to the variance of its line in every direction


def pen_of(solid: NDArray[np.uint8]) -> float:
    """Return the mean width, px, of the strokes of ink (h, w), 1 or 0, with paper around it."""
    inside = cv2.erode(solid, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return 2 * float(solid.sum()) / max(float((solid - inside).sum()), 1.0)


@dataclass(frozen=True, eq=False)
class LineShape:
    """A line, in px of any scale."""

    points: Points  # along its middle, POINTS at most
    length: float
    pen: float = 0.0  # width of the ink around the points, where they were taken from ink

    @staticmethod
    def of_course(points: Points) -> LineShape:
        """Return the shape of a pen's course, (n, 2) with at least one point, evenly resampled."""
        return LineShape(points, float(np.hypot(*np.diff(points, axis=0).T).sum()) if len(points) > 1 else 0.0)

    @staticmethod
    def of_ink(ink: NDArray[np.uint8], left: float, top: float) -> LineShape:
        """Return the shape of ink (h, w), at least one px of it, whose corner lies at (left, top)."""
        solid = np.pad((ink > SOLID * ink.max()).astype(np.uint8), 1)
        inside = cv2.distanceTransform(solid, cv2.DIST_L2, 3)
        pen = pen_of(solid)
        rows, columns = np.nonzero(inside >= MIDDLE * min(float(inside.max()), THICK * pen))
        places = np.linspace(0, len(rows) - 1, min(len(rows), POINTS)).round().astype(int)
        points = np.stack([columns[places] - 0.5 + left, rows[places] - 0.5 + top], axis=1)
        return LineShape(points, max(float(solid.sum()) / pen - pen, 0.0), pen)

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the points."""
        low, high = self.points.min(axis=0), self.points.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    @cached_property
    def directions(self) -> tuple[float, ...]:
        """Along, across, level, rising, lean, bow and reach, as in LineShapes."""
        centred = self.points - self.points.mean(axis=0)
        xx, yy = (centred**2).mean(axis=0) - self.pen**2 / DISC
        xx, yy, xy = max(xx, 0.0), max(yy, 0.0), float((centred[:, 0] * centred[:, 1]).mean())
        spread = float(np.hypot(xx - yy, 2 * xy))
        along, across = (xx + yy + spread) / 2, max((xx + yy - spread) / 2, 0.0)
        level, rising = ((xx - yy) / spread, -2 * xy / spread) if spread > 0 else (0.0, 0.0)
        angle = np.arctan2(-rising, level) / 2
        way = np.array([np.cos(angle), np.sin(angle)])
        place, aside = centred @ way, centred @ np.array([abs(way[1]), -np.copysign(way[0], way[1])])
        curve = place**2 - (place**2).mean()
        largest = float(np.abs(place).max())
        bow = float(curve @ aside / max(float(curve @ curve), 1e-9)) * largest**2
        return np.sqrt(along), np.sqrt(across), level, rising, -xy / max(yy, 1e-9), bow, float(np.ptp(place))


@dataclass(frozen=True, eq=False)
class LineShapes:
    """Measures of N lines by themselves."""

    lines: tuple[LineShape, ...]
    left: NDArray[np.float64]  # (N,) as all of them
    top: NDArray[np.float64]
    right: NDArray[np.float64]
    bottom: NDArray[np.float64]
    along: NDArray[np.float64]  # standard deviation of the points along their main direction
    across: NDArray[np.float64]  # and across it
    level: NDArray[np.float64]  # cosine of twice the main direction's angle: 1 level, -1 upright
    rising: NDArray[np.float64]  # and its sine: above 0 where it goes up to the right
    lean: NDArray[np.float64]  # px to the right for one up
    bow: NDArray[np.float64]  # px by which its ends lie to the right of its middle
    reach: NDArray[np.float64]  # its extent along the main direction

    @property
    def height(self) -> NDArray[np.float64]:
        return self.bottom - self.top

    @property
    def width(self) -> NDArray[np.float64]:
        return self.right - self.left

    @staticmethod
    def of(lines: Sequence[LineShape]) -> LineShapes:
        """Return the measures of lines."""
        boxes = np.array([line.box for line in lines]).reshape(-1, 4).T
        directions = np.array([line.directions for line in lines]).reshape(-1, 7).T
        return LineShapes(tuple(lines), *boxes, *directions)
