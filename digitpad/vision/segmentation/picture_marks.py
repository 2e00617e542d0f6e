"""Marks among the patches of a picture: segments that are marks, and small patches that are no segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Ink
from digitpad.vision.marks.model import kinds_of
from digitpad.vision.marks.parameters import MARK_LINES, MarkParams
from digitpad.vision.marks.shapes import LineShape
from digitpad.vision.picture.patches import Patches
from digitpad.vision.segmentation.mark_rows import Kinds, is_likely_mark
from digitpad.vision.segmentation.parameters import SEGMENTATION, SegmentationParams
from digitpad.vision.segmentation.rows import typical_height
from digitpad.vision.segmentation.segments import Segment


@dataclass(frozen=True, eq=False)
class _Speck:
    """A small patch that is no segment by itself."""

    segment: Segment
    joined_to: int | None  # the segment, by place, of which it was made a part


def with_marks(
    segments: Sequence[Segment],
    patches: Patches,
    params: SegmentationParams = SEGMENTATION,
    lines: MarkParams = MARK_LINES,
) -> list[Segment]:
    """Return the segments, told what kind of mark each may be, and further ones that are marks, without numbers."""
    if not segments or len(segments) > params.most_marked:
        return list(segments)
    typical = typical_height([segment.box for segment in segments])
    specks = _specks(segments, patches, params, lines)
    shapes = [_shape(segment) for segment in (*segments, *(speck.segment for speck in specks))]
    likely = kinds_of(shapes, params=lines)
    kinds = [tuple(each.tolist()) if 1 - each[0] >= lines.least else () for each in likely]
    told = [
        replace(segment, kinds=own) if _may_be_told(segment, own, typical, params, lines) else segment
        for segment, own in zip(segments, kinds, strict=False)
    ]
    marks = [
        replace(speck, segment=replace(speck.segment, kinds=own))
        for speck, own in zip(specks, kinds[len(segments) :], strict=True)
        if is_likely_mark(own, params.sure_speck)
    ]
    for mark in marks:
        if mark.joined_to is not None:
            told[mark.joined_to] = _without(told[mark.joined_to], mark.segment)
    return [*told, *(mark.segment for mark in marks)]


def _may_be_told(segment: Segment, kinds: Kinds, typical: float, params: SegmentationParams, lines: MarkParams) -> bool:
    """True for a whole patch that may be a mark; a small one must surely be one, for dirt is small."""
    small = max(segment.box.width, segment.box.height) <= lines.small * typical
    least = params.sure_speck if small else lines.least
    return not segment.whole and segment.piece_of is None and bool(kinds) and 1 - kinds[0] >= least


def _specks(
    segments: Sequence[Segment], patches: Patches, params: SegmentationParams, lines: MarkParams
) -> list[_Speck]:
    """Small patches near the segments, as dark as these; none where there are so many that the ground is speckled."""
    typical = typical_height([segment.box for segment in segments])
    longer = patches.boxes[:, 2:].max(axis=1, initial=0)
    small = np.flatnonzero((longer >= max(2.0, params.least_mark * typical)) & (longer <= lines.small * typical))
    sides = np.array([(s.box.left, s.box.top, s.box.right, s.box.bottom) for s in segments])
    near = [int(number) for number in small if _is_beside(patches.box(int(number)), sides, typical, params)]
    if len(near) > params.most_specks * (len(segments) + 2):
        return []
    dark = float(np.median([segment.ink.max() for segment in segments]))
    found = [_speck(segments, patches, number) for number in near]
    return [speck for speck in found if speck is not None and speck.segment.ink.max() >= params.as_dark * dark]


def _is_beside(box: Box, sides: NDArray[np.int64], typical: float, params: SegmentationParams) -> bool:
    """True for a box level with a segment, or a little above or below one, and not far from it."""
    left, top, right, bottom = sides.T
    tall = bottom - top >= typical / 2
    reach = params.mark_reach * typical
    across = np.maximum(left, box.left) - np.minimum(right, box.right)
    level = (box.bottom >= top) & (box.top <= bottom + reach)
    return bool((tall & level & (across <= reach)).any())


def _speck(segments: Sequence[Segment], patches: Patches, number: int) -> _Speck | None:
    """None where the patch is a segment by itself, or all of it is cut up."""
    box, own = patches.box(number), patches.own(number)
    ink = np.asarray(patches.strength[box.part] * own, np.uint8)
    for place, segment in enumerate(segments):
        around = segment.box
        inside = around.left <= box.left and around.top <= box.top and around.right >= box.right
        if inside and around.bottom >= box.bottom and _holds(segment, box, own):
            alone = box.width * box.height > around.width * around.height / 2
            return None if alone or segment.whole else _Speck(Segment(box, ink), place)
    return _Speck(Segment(box, ink), None)


def _holds(segment: Segment, box: Box, own: Ink) -> bool:
    """True where a patch's ink is ink of the segment."""
    inner = box.moved(-segment.box.left, -segment.box.top).part
    return bool((segment.ink[inner][own > 0] > 0).all())


def _without(segment: Segment, speck: Segment) -> Segment:
    """The segment without the ink of a speck, cropped."""
    ink = segment.ink.copy()
    inner = speck.box.moved(-segment.box.left, -segment.box.top).part
    ink[inner][speck.ink > 0] = 0
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return segment
    top, left = int(rows[0]), int(columns[0])
    box = Box(segment.box.left + left, segment.box.top + top, int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)
    return replace(segment, box=box, ink=ink[top : top + box.height, left : left + box.width])


def _shape(segment: Segment) -> LineShape:
    return LineShape.of_ink(segment.ink, segment.box.left, segment.box.top)
