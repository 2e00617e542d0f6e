"""Digits that touch: a patch is cut, from top to bottom, wherever few strokes are in the way."""

from __future__ import annotations

import numpy as np

from digitpad.records import Box, Ink
from digitpad.vision.segmentation.parameters import SEGMENTATION, SegmentationParams
from digitpad.vision.segmentation.segments import Segment


def may_be_several(box: Box, typical: float, params: SegmentationParams = SEGMENTATION) -> bool:
    """True for a patch so wide, beside a typical height, that it may be digits that touch."""
    return box.height >= params.low * typical and box.width > params.wide * max(box.height, params.medium * typical)


def may_be_one(box: Box, params: SegmentationParams = SEGMENTATION) -> bool:
    return box.width < params.broad * box.height


def cut_up(segment: Segment, stroke: float, number: int, params: SegmentationParams = SEGMENTATION) -> list[Segment]:
    """The pieces of patch `number`, from left to right, cut where little ink is in the way; itself where there is none.

    `stroke`: its stroke width, px.
    """
    box, ink = segment.box, segment.ink
    seams = _seams(ink, stroke, params)
    if not seams:
        return [segment]
    piece = np.zeros(ink.shape, np.uint8)
    for seam in seams:
        piece += np.arange(box.width)[None, :] >= seam[:, None]
    parts = [_cropped(box, ink * (piece == order), number) for order in range(len(seams) + 1)]
    return [part for part in parts if part is not None]


def _seams(ink: Ink, stroke: float, params: SegmentationParams) -> list[np.ndarray]:
    """Paths from top to bottom, a column for each row (height,), that cross little ink; from left to right."""
    down, up = _costs(ink, params), _costs(ink[::-1], params)[::-1]
    middle = ink.shape[0] // 2
    total = down[middle] + up[middle] - ink[middle]
    apart = max(2, int(params.apart * ink.shape[0]))
    total[:apart], total[-apart:] = np.inf, np.inf
    columns: list[int] = []
    most = round(params.cuts * ink.shape[1] / ink.shape[0])
    while len(columns) < most and total.min() <= params.through * stroke * 255:
        column = int(total.argmin())
        columns.append(column)
        total[max(0, column - apart) : column + apart + 1] = np.inf
    seams = [_seam(down, up, middle, column, params) for column in sorted(columns)]
    return [seam for seam in seams if np.ptp(seam) <= params.aslant * ink.shape[0]]


def _costs(ink: Ink, params: SegmentationParams) -> np.ndarray:
    """The least ink (height, width) on a path from the top to each pixel, a step going down or down aslant."""
    costs = np.pad(ink.astype(np.float32), ((0, 0), (1, 1)), constant_values=np.inf)
    for row in range(1, len(costs)):
        above = costs[row - 1]
        costs[row, 1:-1] += np.minimum(above[1:-1], np.minimum(above[:-2], above[2:]) + params.slant_cost)
    return costs[:, 1:-1]


def _seam(down: np.ndarray, up: np.ndarray, middle: int, column: int, params: SegmentationParams) -> np.ndarray:
    seam = np.full(len(down), column)
    for row in range(middle - 1, -1, -1):
        seam[row] = _step(down[row], seam[row + 1], params)
    for row in range(middle + 1, len(up)):
        seam[row] = _step(up[row], seam[row - 1], params)
    return seam


def _step(costs: np.ndarray, column: int, params: SegmentationParams) -> int:
    best, least = column, float(costs[column])
    for other in (column - 1, column + 1):
        if 0 <= other < len(costs) and costs[other] + params.slant_cost < least:
            best, least = other, float(costs[other] + params.slant_cost)
    return best


def _cropped(box: Box, ink: Ink, number: int) -> Segment | None:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    return Segment(
        Box(box.left + left, box.top + top, right - left, bottom - top), ink[top:bottom, left:right], piece_of=number
    )
