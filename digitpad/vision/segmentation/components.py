"""Segments from the ink of a picture: connected patches like writing; wide ones are cut where digits may touch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Floats
from digitpad.vision.picture.patches import Patches, weighted_median
from digitpad.vision.render.glyph import glyph_of
from digitpad.vision.segmentation.cutting import cut_across, cut_up, may_be_one, may_be_several
from digitpad.vision.segmentation.parameters import SEGMENTATION, SegmentationParams
from digitpad.vision.segmentation.segments import Segment, joined

Classify = Callable[[NDArray[np.uint8]], Floats]  # glyphs (N, 28, 28) -> probabilities (N, 11)


@dataclass(frozen=True, eq=False)
class _Patch:
    segment: Segment
    stroke: float  # its mean stroke width, px
    filled: float  # 0..1 of its box
    at_border: int  # the number of the picture's borders that it touches

    @property
    def height(self) -> int:
        return self.segment.box.height

    @property
    def longer(self) -> int:
        return max(self.segment.box.width, self.segment.box.height)


def segments_of(
    patches: Patches, predict: Classify | None = None, params: SegmentationParams = SEGMENTATION
) -> list[Segment]:
    """Return the pieces of writing, boxes in the patches' px: a clean digit is one segment, dirt is none.

    With `predict`, wide patches that are surely one digit are not cut; it spares most of the candidates.
    """
    larger = _larger(patches, params)
    could_be = [patch for patch in _without_frames(larger, params) if _could_be_writing(patch, patches.shape, params)]
    if not could_be:
        return []
    typical = _typical(could_be, params)
    if typical.height < params.smallest * min(patches.shape):
        return []
    fitting = _rows_apart([patch for patch in could_be if _fits(patch, typical, params)], typical.height, params)
    digits = _with_fragments(fitting, typical.height, params)
    wide = [
        place
        for place, patch in enumerate(digits)
        if patch.filled < params.solid and may_be_several(patch.segment.box, typical.height, params)
    ]
    cut = sorted(set(wide) - _surely_one(digits, wide, typical, predict, params))
    halves = cut_up([digits[i].segment for i in cut], [digits[i].stroke for i in cut], cut, params)
    pieces = {place: [patch.segment] for place, patch in enumerate(digits)} | dict(zip(cut, halves, strict=True))
    return [_thickened(segment, typical, params) for segments in pieces.values() for segment in segments]


def _surely_one(
    patches: Sequence[_Patch],
    places: Sequence[int],
    typical: _Typical,
    predict: Classify | None,
    params: SegmentationParams,
) -> set[int]:
    """Return the places whose patch is one digit by the network's confidence."""
    possible = [place for place in places if may_be_one(patches[place].segment.box, params)]
    if predict is None or not possible:
        return set()
    glyphs = np.stack([glyph_of(_thickened(patches[place].segment, typical, params).ink) for place in possible])
    confidences = predict(glyphs)[:, :10].max(axis=1)
    return {place for place, confidence in zip(possible, confidences, strict=True) if confidence >= params.surely_one}


def _larger(patches: Patches, params: SegmentationParams) -> list[_Patch]:
    """Return the patches that are no specks, the largest first."""
    longer = patches.boxes[:, 2:].max(axis=1, initial=0)
    numbers = np.flatnonzero(longer >= max(params.least_px, params.lowest * min(patches.shape)))
    areas = patches.boxes[numbers, 2] * patches.boxes[numbers, 3]
    return [_patch(patches, int(number)) for number in numbers[np.argsort(-areas, kind="stable")]]


def _without_frames(patches: Sequence[_Patch], params: SegmentationParams) -> list[_Patch]:
    """Return the patches without frames, the outlines of faces, and the features of faces, by the patches inside."""
    if not patches:
        return []
    left, top, right, bottom = np.array([_sides(patch.segment.box) for patch in patches]).T
    inside = np.less.outer(left, left) & np.less.outer(top, top)  # (N, N): the second box lies within the first
    inside &= np.greater.outer(right, right) & np.greater.outer(bottom, bottom)
    heights, widths = bottom - top, right - left
    inside &= np.less.outer(params.frame_least * heights, heights)
    frames = inside.sum(axis=1) >= params.frame_holds
    faces = frames & (np.maximum(widths, heights) < params.round * np.minimum(widths, heights))
    small = inside & np.greater.outer(params.feature * heights, heights)
    dropped = frames | small[faces].any(axis=0)
    return [patch for patch, drop in zip(patches, dropped, strict=True) if not drop]


def _patch(patches: Patches, number: int) -> _Patch:
    box, own = patches.box(number), patches.own(number)
    padded = cv2.copyMakeBorder(own, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    inside = cv2.erode(padded, np.ones((3, 3), np.uint8))
    area, inner = cv2.countNonZero(own), cv2.countNonZero(inside)
    height, width = patches.shape
    borders = (box.left == 0) + (box.top == 0) + (box.right == width) + (box.bottom == height)
    return _Patch(
        Segment(box, patches.strength[box.part] * own), 2 * area / max(area - inner, 1), area / own.size, borders
    )


def _could_be_writing(patch: _Patch, shape: tuple[int, ...], params: SegmentationParams) -> bool:
    """True for a patch like writing: not across the whole picture, not a blot, not along the border."""
    box = patch.segment.box
    beside = min(box.left, shape[1] - box.right) <= params.near_border * shape[1]
    if patch.filled > params.disc and max(box.width, box.height) < params.round * min(box.width, box.height):
        return False
    if patch.at_border and patch.filled > params.solid and box.width > params.narrow * box.height:
        return False
    if (
        box.width > params.longest * shape[1]
        or patch.at_border >= params.borders
        or (beside and box.width < params.sliver * box.height)
    ):
        return False
    return patch.stroke < params.blob * patch.longer


@dataclass(frozen=True)
class _Typical:
    height: float
    stroke: float


def _typical(patches: Sequence[_Patch], params: SegmentationParams) -> _Typical:
    """Return the typical height, a median weighted by height, and the median stroke width of patches so high, px."""
    inside = [patch for patch in patches if not patch.at_border] or list(patches)
    heights = np.array([patch.height for patch in inside], float)
    height = weighted_median(heights, heights)
    alike = [patch.stroke for patch in inside if patch.height > params.high * height]
    return _Typical(height, float(np.median(alike)))


def _fits(patch: _Patch, typical: _Typical, params: SegmentationParams) -> bool:
    """True for a patch that fits the others: a stroke of about the same pen, no scrap at the border, and no line."""
    box = patch.segment.box
    if box.width > params.line * typical.height and box.height <= params.line_flat * box.width:
        return False
    if patch.at_border and patch.height <= params.small * typical.height:
        return False
    return typical.stroke / params.odd_stroke < patch.stroke < typical.stroke * params.odd_stroke


def _rows_apart(patches: Sequence[_Patch], typical: float, params: SegmentationParams) -> list[_Patch]:
    """Return the patches, those of two rows that touch parted."""
    tall = [patch for patch in patches if params.two_rows * typical < patch.height < 2 * params.two_rows * typical]
    if not tall:
        return list(patches)
    sides = np.array([_sides(patch.segment.box) for patch in patches if patch.height <= params.two_rows * typical])
    joint = [patch for patch in tall if _is_of_two_rows(patch.segment.box, sides.reshape(-1, 4), typical, params)]
    parted = [_parted(patch, typical, params) for patch in joint]
    return [*(patch for patch in patches if patch not in joint), *(half for halves in parted for half in halves)]


def _parted(patch: _Patch, typical: float, params: SegmentationParams) -> list[_Patch]:
    """Return the halves of a patch of two rows; the patch itself where a half is lower than a digit."""
    halves = cut_across(patch.segment, params)
    if any(half.box.height < params.least_half * typical for half in halves):
        return [patch]
    return [replace(patch, segment=half) for half in halves]


def _is_of_two_rows(box: Box, sides: NDArray[np.int64], typical: float, params: SegmentationParams) -> bool:
    """True where patches (N, 4) on one side of a box are level with its upper half, and lower ones with its other."""
    left, top, right, bottom = sides[sides[:, 3] - sides[:, 1] >= params.low * typical].T
    middles = (top + bottom) / 2
    upper = np.abs(middles - (box.top + typical / 2)) < params.level_half * typical
    lower = np.abs(middles - (box.bottom - typical / 2)) < params.level_half * typical
    beside = [
        (gap >= -typical * params.into_half) & (gap <= params.beside_half * typical)
        for gap in (left - box.right, box.left - right)
    ]
    below = np.less_equal.outer(bottom, middles)  # (N, N): the second patch lies below the first
    return any(bool(below[np.ix_(upper & side, lower & side)].any()) for side in beside)


def _with_fragments(patches: Sequence[_Patch], typical: float, params: SegmentationParams) -> list[_Patch]:
    """Return patches with small ones joined to the digit they broke off from, apart in doubt, dropped when alone."""
    large = [patch for patch in patches if patch.longer >= params.small * typical]
    sides = np.array([_sides(patch.segment.box) for patch in large]).reshape(-1, 4)
    loose: list[_Patch] = []
    for fragment in (patch for patch in patches if patch.longer < params.small * typical) if large else ():
        gaps = _gaps(_sides(fragment.segment.box), sides)
        nearest = int(gaps.argmin())
        next_gap = float(np.partition(gaps, 1)[1]) if len(gaps) > 1 else np.inf
        near = params.broken_off * typical
        if gaps[nearest] <= near and next_gap > params.next_off * near:
            whole = large[nearest]
            large[nearest] = replace(whole, segment=joined([whole.segment, fragment.segment]))
            sides[nearest] = _sides(large[nearest].segment.box)
        elif gaps[nearest] <= params.loose * typical:
            loose.append(fragment)
    return large + loose


def _sides(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.right, box.bottom


def _gaps(one: tuple[int, int, int, int], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the gaps (N,), px, of a box to N others (N, 4), across or down, the wider one; 0 where they overlap."""
    left, top, right, bottom = one
    across = np.maximum(left, others[:, 0]) - np.minimum(right, others[:, 2])
    down = np.maximum(top, others[:, 1]) - np.minimum(bottom, others[:, 3])
    return np.asarray(np.maximum(np.maximum(across, down), 0), np.int64)


def _thickened(segment: Segment, typical: _Typical, params: SegmentationParams) -> Segment:
    """Return a segment with strokes too thin for the network made as thick as in its training."""
    grow = round((params.thinnest * max(typical.height, segment.box.height / params.higher) - typical.stroke) / 2)
    if grow < 1:
        return segment
    box = Box(
        segment.box.left - grow, segment.box.top - grow, segment.box.width + 2 * grow, segment.box.height + 2 * grow
    )
    padded = cv2.copyMakeBorder(segment.ink, grow, grow, grow, grow, cv2.BORDER_CONSTANT, value=0)
    round_pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1, 2 * grow + 1))
    return replace(segment, box=box, ink=np.asarray(cv2.dilate(padded, round_pen), np.uint8))
