"""Ruled and squared paper: which ink belongs to long thin printed lines, and not to the strokes that cross them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

SPAN = 0.35  # of the picture's side: a shorter line may be writing
DASH = 0.08  # of the picture's side: a piece of a broken line
FLAT = 4  # times as long as high: such a piece
THICKEST = 0.02  # of the picture's shorter side
SLACK = 1.6  # times the typical thickness of lines: what is thicker is a stroke on or across one
LEVEL_RUN = 10  # px at least that a line goes on before it climbs by one
BRIDGED = 0.04  # of the picture's side: the gap that a stroke across it leaves in a line
COVERED = 0.65  # of its length: what has more gaps is a row of feet or bars of digits
SLENDER = 45  # times as long as thick; the 1 of a thin pen is 30 times
SLENDER_PIECE = 12  # the same, of a piece that is parallel to a line
PARALLEL = 0.03  # difference of slopes
EXTENDED = 0.25  # of the picture's side: how far a line is looked for beyond where it was seen

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Line:
    left: int  # px
    width: int
    middle: float  # y at the middle of its width
    slope: float
    thickness: float
    covered: int  # columns that hold its ink

    def at(self, x: float) -> float:
        return self.middle + self.slope * (x - self.left - self.width / 2)


def ruled_lines(labels: MatLike, stats: MatLike) -> Mask | None:
    """Where ink is part of a line across a large part of the picture, level or upright; None where there is none.

    labels (height, width) and stats (N, 5) are those of cv2.connectedComponentsWithStats. A line may slope by
    about a seventh, curve, break and be crossed by strokes.
    """
    level = _level_lines(labels, stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    upright = _level_lines(labels.T, stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH])
    if level is None or upright is None:
        return level if upright is None else upright.T
    both: Mask = level | upright.T
    return both


def _level_lines(labels: MatLike, widths: MatLike, heights: MatLike) -> Mask | None:
    whole = labels.shape[1]
    could_be = (widths > SPAN * whole) | ((widths > DASH * whole) & (widths > FLAT * heights))
    could_be[0] = False  # the paper
    if widths[could_be].sum() < COVERED * SPAN * whole:
        return None
    thin = _thin(could_be.astype(np.uint8)[labels])
    climbing = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    runs = cv2.bitwise_and(thin, cv2.morphologyEx(climbing, cv2.MORPH_OPEN, np.ones((1, LEVEL_RUN), np.uint8)))
    pieces = [piece for piece in _pieces(runs) if piece.covered >= COVERED * piece.width]
    lines = [line for line in pieces if line.width >= SPAN * whole and line.covered >= SLENDER * line.thickness]
    if not lines:
        return None
    lines += [piece for piece in pieces if piece not in lines and _parallel(piece, lines)]
    found: Mask = (thin > 0) & (_drawn(lines, thin.shape) > 0)
    return found


def _thin(mask: MatLike) -> MatLike:
    """Those pixels of the mask whose column of ink is no higher than a line."""
    edges = np.diff(mask.T.astype(np.int8), axis=1, prepend=0, append=0).ravel()
    runs = np.flatnonzero(edges < 0) - np.flatnonzero(edges > 0)
    thickness = min(float(np.median(runs)), THICKEST * min(mask.shape))
    high = np.ones((int(SLACK * thickness) + 2, 1), np.uint8)
    return cv2.subtract(mask, cv2.morphologyEx(mask, cv2.MORPH_OPEN, high))


def _pieces(runs: MatLike) -> Iterator[_Line]:
    """The runs, small gaps bridged, as straight pieces of some length."""
    whole = runs.shape[1]
    bridged = cv2.dilate(runs, np.ones((3, int(BRIDGED * whole) | 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(bridged)
    for number in np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH] >= (DASH + BRIDGED) * whole):
        if number == 0:
            continue
        left, top, width, height = (int(value) for value in stats[number, :4])
        part = slice(top, top + height), slice(left, left + width)
        y, x = np.nonzero((labels[part] == number) & (runs[part] > 0))
        columns = np.flatnonzero(np.bincount(x))
        offset = x - x.mean()
        slope = float((offset * y).sum() / max(float((offset * offset).sum()), 1.0))
        length = int(columns[-1] - columns[0]) + 1
        middle = top + float(y.mean()) + slope * ((columns[0] + columns[-1]) / 2 - float(x.mean()))
        yield _Line(left + int(columns[0]), length, middle, slope, len(x) / len(columns), len(columns))


def _parallel(piece: _Line, lines: list[_Line]) -> bool:
    if piece.covered < SLENDER_PIECE * piece.thickness:
        return False
    nearest = min(lines, key=lambda line: abs(line.middle - piece.middle))
    return abs(piece.slope - nearest.slope) < PARALLEL and piece.thickness < SLACK * nearest.thickness


def _drawn(lines: list[_Line], shape: tuple[int, ...]) -> MatLike:
    """A band along each line and its straight continuation, wide enough for a slight curve."""
    band = np.zeros(shape, np.uint8)
    beyond = EXTENDED * shape[1]
    for line in lines:
        ends = max(0.0, line.left - beyond), min(float(shape[1]), line.left + line.width + beyond)
        start, end = ((round(x), round(line.at(x))) for x in ends)
        cv2.line(band, start, end, 1, round(line.thickness * 2 + 3))
    return band
