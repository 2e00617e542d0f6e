"""Ruled and squared paper: which ink belongs to long thin printed lines, and not to the strokes that cross them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from digitpad.vision.patches import Patches

SPAN = 0.35  # of the picture's side: a shorter line may be writing
DASH = 0.08  # of the picture's side: a piece of a broken line
FLAT = 4  # times as long as high: such a piece
THICKEST = 0.02  # of the picture's shorter side
SLACK = 1.6  # times the typical thickness of lines: what is thicker is a stroke on or across one
LEVEL_RUN = 10  # px at least that a line goes on before it climbs by one
BRIDGED = 0.04  # of the picture's side: the gap that a stroke across it leaves in a line
SAMPLED = 8  # one column of so many is measured
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


def ruled_lines(dark: MatLike) -> Mask | None:
    """Where ink is part of a line across a large part of the picture, level or upright; None where there is none.

    dark: (height, width) uint8, 0 paper. A line may slope by about a seventh, curve, break and be crossed by strokes.
    """
    contours, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    level = _level_lines(dark, contours, upright=False)
    upright = _level_lines(dark, contours, upright=True)
    if level is None or upright is None:
        return level if upright is None else upright.T
    both: Mask = level | upright.T
    return both


def _level_lines(dark: MatLike, contours: Sequence[MatLike], *, upright: bool) -> Mask | None:
    """Of the dark pixels, or, for upright lines, of these with rows and columns swapped."""
    whole = dark.shape[0 if upright else 1]
    boxes = np.array([cv2.boundingRect(contour) for contour in contours], np.int32).reshape(-1, 4)
    widths, heights = (boxes[:, 3], boxes[:, 2]) if upright else (boxes[:, 2], boxes[:, 3])
    could_be = (widths > SPAN * whole) | ((widths > DASH * whole) & (widths > FLAT * heights))
    if widths[could_be].sum() < COVERED * SPAN * whole:
        return None
    held = np.zeros_like(dark)
    cv2.drawContours(
        held, [contour for contour, long in zip(contours, could_be, strict=True) if long], -1, 1, cv2.FILLED
    )
    held = cv2.bitwise_and(held, cv2.threshold(dark, 0, 1, cv2.THRESH_BINARY)[1])
    thin = _thin(np.ascontiguousarray(held.T) if upright else held)
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
    sampled = mask[:, ::SAMPLED].T.astype(np.int8)
    edges = np.diff(sampled, axis=1, prepend=0, append=0).ravel()
    runs = np.flatnonzero(edges < 0) - np.flatnonzero(edges > 0)
    thickness = min(float(np.median(runs)) if len(runs) else 1.0, THICKEST * min(mask.shape))
    high = np.ones((int(SLACK * thickness) + 2, 1), np.uint8)
    return cv2.subtract(mask, cv2.morphologyEx(mask, cv2.MORPH_OPEN, high))


def _pieces(runs: MatLike) -> Iterator[_Line]:
    """The runs, small gaps bridged, as straight pieces of some length."""
    whole = runs.shape[1]
    bridged = cv2.dilate(runs, np.ones((3, int(BRIDGED * whole) | 1), np.uint8))
    patches = Patches.of(np.asarray(bridged, np.uint8))
    for number in np.flatnonzero(patches.boxes[:, 2] >= (DASH + BRIDGED) * whole):
        box = patches.box(int(number))
        left, top = box.left, box.top
        y, x = np.nonzero((patches.own(int(number)) > 0) & (runs[box.part] > 0))
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
