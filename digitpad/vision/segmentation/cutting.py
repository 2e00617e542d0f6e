"""Cuts between digits that touch: paths from top to bottom of a patch that cross little ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Ink
from digitpad.vision.segmentation.parameters import SEGMENTATION, SegmentationParams
from digitpad.vision.segmentation.segments import Segment

MOST_PIXELS = 1 << 19  # of one batch, each patch as large as its largest: it stays in the processor's cache

Costs = NDArray[np.float32]
Column = NDArray[np.int64]  # (height,): one in each row


@dataclass(frozen=True, eq=False)
class _SeamCosts:
    """The least ink, 0..255 a pixel, on paths through one patch, and where these come from."""

    total: Costs  # (width,): of a path from top to bottom through each column of the middle row
    upwards: NDArray[np.int8]  # (height // 2, width): -1, 0, 1 columns from each pixel's place below to its own row
    downwards: NDArray[np.int8]  # (height - height // 2 - 1, width): the same, from the place above

    def seam(self, column: int) -> Column:
        """Return the cheapest path that crosses the middle row in `column`."""
        above, below = self._traced(self.upwards[::-1], column), self._traced(self.downwards, column)
        return np.array([*reversed(list(above)), column, *below])

    @staticmethod
    def _traced(steps: NDArray[np.int8], column: int) -> Iterator[int]:
        for row in steps:
            column += int(row[column])
            yield column


def may_be_several(box: Box, typical: float, params: SegmentationParams = SEGMENTATION) -> bool:
    """True for a patch so wide, beside a typical height, that it may be digits that touch."""
    return box.height >= params.low * typical and box.width > params.wide * box.height


def may_be_one(box: Box, params: SegmentationParams = SEGMENTATION) -> bool:
    return box.width < params.broad * box.height


def cut_up(
    segments: Sequence[Segment],
    strokes: Sequence[float],
    numbers: Sequence[int],
    params: SegmentationParams = SEGMENTATION,
) -> list[list[Segment]]:
    """Return the pieces of each patch, left to right, cut where a path crosses little ink; else the patch itself.

    `strokes`: the stroke width of each patch, px; `numbers`: the `piece_of` that its pieces get.
    """
    costs = _seam_costs([segment.ink for segment in segments], params.slant_cost)
    return [_pieces(*each, params) for each in zip(segments, costs, strokes, numbers, strict=True)]


def _pieces(
    segment: Segment, costs: _SeamCosts, stroke: float, number: int, params: SegmentationParams
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


def _seams(ink: Ink, costs: _SeamCosts, stroke: float, params: SegmentationParams) -> list[Column]:
    """Return paths from top to bottom that cross little ink, ordered from left to right."""
    total = costs.total.copy()
    apart = max(params.least_apart, int(params.apart * ink.shape[0]))
    total[:apart], total[-apart:] = np.inf, np.inf
    columns: list[int] = []
    most = round(params.cuts * ink.shape[1] / ink.shape[0])
    while len(columns) < most and total.min() <= params.through * stroke * 255:
        column = int(total.argmin())
        columns.append(column)
        total[max(0, column - apart) : column + apart + 1] = np.inf
    return [costs.seam(column) for column in sorted(columns)]


def _cropped(box: Box, ink: Ink, number: int) -> Segment | None:
    left, top, width, height = cv2.boundingRect(ink)
    if not width:
        return None
    part = ink[top : top + height, left : left + width]
    return Segment(Box(box.left + left, box.top + top, width, height), part, piece_of=number)


def _seam_costs(inks: Sequence[Ink], slant_cost: float) -> list[_SeamCosts]:
    """Return the costs of each patch (height, width); a step goes down, or aslant for `slant_cost` more."""
    costs: dict[int, _SeamCosts] = {}
    for batch in _batches([ink.shape for ink in inks]):
        costs |= zip(batch, _costs_of([inks[place] for place in batch], slant_cost), strict=True)
    return [costs[place] for place in range(len(inks))]


def _batches(shapes: Sequence[tuple[int, ...]]) -> Iterator[list[int]]:
    """Yield the places of patches in batches of similar size."""
    batch: list[int] = []
    widest = 0
    for place in sorted(range(len(shapes)), key=lambda place: shapes[place]):
        height, width = shapes[place]
        widest = max(widest, width)
        if batch and (len(batch) + 1) * height * widest > MOST_PIXELS:
            yield batch
            batch, widest = [], width
        batch.append(place)
    if batch:
        yield batch


def _costs_of(inks: Sequence[Ink], slant_cost: float) -> list[_SeamCosts]:
    down, up = _least(inks, slant_cost), _least([ink[::-1] for ink in inks], slant_cost)
    to_the_top, to_the_foot = _steps(down, slant_cost), _steps(up, slant_cost)
    costs = []
    for place, ink in enumerate(inks):
        height, width = ink.shape
        middle, below = height // 2, height - height // 2 - 1
        inner = slice(1, width + 1)
        total = down[middle, place, inner] + up[below, place, inner] - ink[middle]
        upwards, downwards = to_the_top[:middle, place, :width], to_the_foot[:below, place, :width][::-1]
        costs.append(_SeamCosts(total, upwards, downwards))
    return costs


def _least(inks: Sequence[Ink], slant_cost: float) -> Costs:
    """Return the least ink on a path from the top to each px: (height, N, 1 + width + 1), infinite beside patches."""
    height, width = (max(sides) for sides in zip(*(ink.shape for ink in inks), strict=True))
    costs = np.full((height, len(inks), width + 2), np.inf, np.float32)
    for place, ink in enumerate(inks):
        costs[: ink.shape[0], place, 1 : ink.shape[1] + 1] = ink
    for above, row in pairwise(costs):
        row[:, 1:-1] += np.minimum(above[:, 1:-1], np.minimum(above[:, :-2], above[:, 2:]) + slant_cost)
    return costs


def _steps(costs: Costs, slant_cost: float) -> NDArray[np.int8]:
    """Return the step, -1..1, from each pixel to its cheapest neighbour in the row before: (height, N, width)."""
    left, straight, right = costs[:, :, :-2] + slant_cost, costs[:, :, 1:-1], costs[:, :, 2:] + slant_cost
    return np.where(np.minimum(left, right) < straight, np.where(right < left, 1, -1), 0).astype(np.int8)
