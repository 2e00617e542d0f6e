"""Digits that touch: a patch is cut, from top to bottom, wherever few strokes are in the way."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from digitpad.records import Box, Ink
from digitpad.vision.segmentation.parameters import SEGMENTATION, SegmentationParams
from digitpad.vision.segmentation.seams import Column, SeamCosts, seam_costs
from digitpad.vision.segmentation.segments import Segment


def may_be_several(box: Box, typical: float, params: SegmentationParams = SEGMENTATION) -> bool:
    """True for a patch so wide, beside a typical height, that it may be digits that touch."""
    return box.height >= params.low * typical and box.width > params.wide * max(box.height, params.medium * typical)


def may_be_one(box: Box, params: SegmentationParams = SEGMENTATION) -> bool:
    return box.width < params.broad * box.height


def cut_up(
    segments: Sequence[Segment],
    strokes: Sequence[float],
    numbers: Sequence[int],
    params: SegmentationParams = SEGMENTATION,
) -> list[list[Segment]]:
    """The pieces of each patch, left to right, cut where little ink is in the way; itself where no such place is.

    `strokes`: their stroke widths, px; `numbers`: what their pieces say they are pieces of.
    """
    costs = seam_costs([segment.ink for segment in segments], params.slant_cost)
    return [_pieces(*each, params) for each in zip(segments, costs, strokes, numbers, strict=True)]


def _pieces(
    segment: Segment, costs: SeamCosts, stroke: float, number: int, params: SegmentationParams
) -> list[Segment]:
    box, ink = segment.box, segment.ink
    seams = _seams(ink, costs, stroke, params)
    if not seams:
        return [segment]
    piece = np.zeros(ink.shape, np.uint8)
    for seam in seams:
        piece += np.arange(box.width)[None, :] >= seam[:, None]
    parts = [_cropped(box, ink * (piece == order), number) for order in range(len(seams) + 1)]
    return [part for part in parts if part is not None]


def _seams(ink: Ink, costs: SeamCosts, stroke: float, params: SegmentationParams) -> list[Column]:
    """Paths from top to bottom that cross little ink; from left to right."""
    total = costs.total.copy()
    apart = max(2, int(params.apart * ink.shape[0]))
    total[:apart], total[-apart:] = np.inf, np.inf
    columns: list[int] = []
    most = round(params.cuts * ink.shape[1] / ink.shape[0])
    while len(columns) < most and total.min() <= params.through * stroke * 255:
        column = int(total.argmin())
        columns.append(column)
        total[max(0, column - apart) : column + apart + 1] = np.inf
    seams = [costs.seam(column) for column in sorted(columns)]
    return [seam for seam in seams if np.ptp(seam) <= params.aslant * ink.shape[0]]


def _cropped(box: Box, ink: Ink, number: int) -> Segment | None:
    left, top, width, height = cv2.boundingRect(ink)
    if not width:
        return None
    part = ink[top : top + height, left : left + width]
    return Segment(Box(box.left + left, box.top + top, width, height), part, piece_of=number)
