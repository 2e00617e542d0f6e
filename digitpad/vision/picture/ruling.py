"""Ruled and squared paper: the ink of long thin printed lines, without that of the strokes that cross them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from digitpad.vision.picture.parameters import RULING, RulingParams
from digitpad.vision.picture.patches import Patches

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Line:
    left: int  # px
    width: int
    middle: float  # y at the middle of its width
    slope: float
    thickness: float
    covered: int  # columns that have its ink

    def at(self, x: float) -> float:
        """Return the y of the line at x, px."""
        return self.middle + self.slope * (x - self.left - self.width / 2)


def ruled_lines(dark: MatLike, params: RulingParams = RULING) -> Mask | None:
    """Return a mask of the lines across a large part of the picture, level or upright; None where there is none.

    dark: (height, width) uint8, 0 paper. A line may slope by about a seventh, curve, break and be crossed by strokes.
    """
    contours, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    level = _level_lines(dark, contours, upright=False, params=params)
    upright = _level_lines(dark, contours, upright=True, params=params)
    if level is None or upright is None:
        return level if upright is None else upright.T
    both: Mask = level | upright.T
    return both


def _level_lines(dark: MatLike, contours: Sequence[MatLike], params: RulingParams, *, upright: bool) -> Mask | None:
    """Return the level lines of the dark pixels; `upright`: those of the picture with rows and columns swapped."""
    whole = dark.shape[0 if upright else 1]
    boxes = np.array([cv2.boundingRect(contour) for contour in contours], np.int32).reshape(-1, 4)
    widths, heights = (boxes[:, 3], boxes[:, 2]) if upright else (boxes[:, 2], boxes[:, 3])
    could_be = (widths > params.span * whole) | ((widths > params.dash * whole) & (widths > params.flat * heights))
    if widths[could_be].sum() < params.covered * params.span * whole:
        return None
    flat = np.zeros_like(dark)
    cv2.drawContours(
        flat, [contour for contour, long in zip(contours, could_be, strict=True) if long], -1, 1, cv2.FILLED
    )
    flat = cv2.bitwise_and(flat, cv2.threshold(dark, 0, 1, cv2.THRESH_BINARY)[1])
    thin = _thin(np.ascontiguousarray(flat.T) if upright else flat, params)
    climbing = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    runs = cv2.bitwise_and(thin, cv2.morphologyEx(climbing, cv2.MORPH_OPEN, np.ones((1, params.level_run), np.uint8)))
    pieces = [piece for piece in _pieces(runs, params) if piece.covered >= params.covered * piece.width]
    lines = [
        line for line in pieces if line.width >= params.span * whole and line.covered >= params.slender * line.thickness
    ]
    if not lines:
        return None
    lines += [piece for piece in pieces if piece not in lines and _parallel(piece, lines, params)]
    mask: Mask = (thin > 0) & (_drawn(lines, thin.shape, params) > 0)
    return mask


def _thin(mask: MatLike, params: RulingParams) -> MatLike:
    """Return the pixels of the mask whose column of ink is no higher than a line."""
    sampled = mask[:, :: params.sampled].T.astype(np.int8)
    edges = np.diff(sampled, axis=1, prepend=0, append=0).ravel()
    runs = np.flatnonzero(edges < 0) - np.flatnonzero(edges > 0)
    thickness = min(float(np.median(runs)) if len(runs) else 1.0, params.thickest * min(mask.shape))
    high = np.ones((int(params.slack * thickness) + 2, 1), np.uint8)
    return cv2.subtract(mask, cv2.morphologyEx(mask, cv2.MORPH_OPEN, high))


def _pieces(runs: MatLike, params: RulingParams) -> Iterator[_Line]:
    """Yield straight pieces of some length: the runs with small gaps bridged."""
    whole = runs.shape[1]
    bridged = cv2.dilate(runs, np.ones((3, int(params.bridged * whole) | 1), np.uint8))
    patches = Patches.of(np.asarray(bridged, np.uint8))
    for number in np.flatnonzero(patches.boxes[:, 2] >= (params.dash + params.bridged) * whole):
        box = patches.box(int(number))
        left, top = box.left, box.top
        y, x = np.nonzero((patches.own(int(number)) > 0) & (runs[box.part] > 0))
        columns = np.flatnonzero(np.bincount(x))
        offset = x - x.mean()
        slope = float((offset * y).sum() / max(float((offset * offset).sum()), 1.0))
        length = int(columns[-1] - columns[0]) + 1
        middle = top + float(y.mean()) + slope * ((columns[0] + columns[-1]) / 2 - float(x.mean()))
        yield _Line(left + int(columns[0]), length, middle, slope, len(x) / len(columns), len(columns))


def _parallel(piece: _Line, lines: list[_Line], params: RulingParams) -> bool:
    if piece.covered < params.slender_piece * piece.thickness:
        return False
    nearest = min(lines, key=lambda line: abs(line.middle - piece.middle))
    return abs(piece.slope - nearest.slope) < params.parallel and piece.thickness < params.slack * nearest.thickness


def _drawn(lines: list[_Line], shape: tuple[int, ...], params: RulingParams) -> MatLike:
    """Return a mask of bands along each line and its straight continuation, wide enough for a slight curve."""
    band = np.zeros(shape, np.uint8)
    beyond = params.extended * shape[1]
    for line in lines:
        ends = max(0.0, line.left - beyond), min(float(shape[1]), line.left + line.width + beyond)
        start, end = ((round(x), round(line.at(x))) for x in ends)
        cv2.line(band, start, end, 1, round(params.band * line.thickness + params.band_px))
    return band
