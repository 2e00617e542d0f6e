"""Marks among the patches of a picture: whole patches, the pieces cut from them, and specks beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Ink
from digitpad.vision.marks.cells import kinds_of_ink
from digitpad.vision.marks.model import KINDS, PART, SIGN, kinds_of
from digitpad.vision.marks.parameters import MARK_LINES, MarkParams
from digitpad.vision.marks.shapes import LineShape, LineShapes
from digitpad.vision.picture.patches import Patches
from digitpad.vision.segmentation.mark_rows import Kinds, is_likely_mark
from digitpad.vision.segmentation.parameters import SEGMENTATION, SegmentationParams
from digitpad.vision.segmentation.rows import typical_height
from digitpad.vision.segmentation.segments import Segment, joined

Likely = NDArray[np.float32]  # (h, w, kinds)


@dataclass(frozen=True, eq=False)
class InkLine:
    """A patch, a piece of one, or a speck."""

    segment: Segment
    places: tuple[int, ...]  # of the segments that it is made of, or, of a speck, of the one that it was joined to
    speck: bool = False  # a small patch that is no segment by itself
    cut: bool = False  # a piece of a patch

    @cached_property
    def shape(self) -> LineShape:
        return _shape(self.segment)


def with_marks(
    segments: Sequence[Segment],
    patches: Patches,
    params: SegmentationParams = SEGMENTATION,
    lines: MarkParams = MARK_LINES,
) -> list[Segment]:
    """Return the segments with the kinds of mark that each may be, and further ones, without numbers, that are marks.

    The pieces of a patch that is likely a mark or a sign are one segment again.
    """
    if not segments or len(segments) > params.most_marked:
        return list(segments)
    typical = typical_height([segment.box for segment in segments])
    uncut, pieces = lines_of(segments, specks_of(segments, patches, params, lines))
    by_place, marks = dict(enumerate(segments)), []
    for line, kinds in [*_kinds_of_pieces(pieces, lines), *_with_kinds(uncut, lines)]:
        if not line.speck and _may_be_mark(line, kinds, typical, params, lines):
            whole = joined([segments[place] for place in line.places])
            by_place = {place: each for place, each in by_place.items() if place not in line.places}
            by_place[line.places[0]] = replace(whole, kinds=kinds)
        elif line.speck and is_likely_mark(kinds, params.sure_speck):
            marks.append(replace(line.segment, kinds=kinds))
            hosts = [place for place in line.places if place in by_place]
            by_place |= {place: _without_ink(by_place[place], line.segment) for place in hosts}
    return _with_signs([*(by_place[place] for place in sorted(by_place)), *marks], params, lines)


def page_of(segments: Sequence[Segment], rim: int) -> tuple[Ink, Box]:
    """Return the ink of all segments (h, w) with so many px of paper around it, and where that lies."""
    around = Box.around(segment.box for segment in segments)
    around = Box(around.left - rim, around.top - rim, around.width + 2 * rim, around.height + 2 * rim)
    page = np.zeros((around.height, around.width), np.uint8)
    for segment in segments:
        part = page[segment.box.moved(-around.left, -around.top).part]
        np.maximum(part, segment.ink, out=part)
    return page, around


def _with_signs(segments: Sequence[Segment], params: SegmentationParams, lines: MarkParams) -> list[Segment]:
    """Return the segments; a whole patch that looks like a sign which is no mark is one, with its kinds."""
    typical = typical_height([segment.box for segment in segments])
    page, around = page_of(segments, round(typical))
    likely = kinds_of_ink(page, typical)
    if likely is None:
        return list(segments)
    patches: dict[int, list[Segment]] = {}
    for place, segment in enumerate(segments):
        patches.setdefault(-1 - place if segment.piece_of is None else segment.piece_of, []).append(segment)
    result: list[Segment] = []
    for pieces in patches.values():
        own = likely[Box.around(each.box for each in pieces).moved(-around.left, -around.top).part]
        decided = any(each.whole or (each.kinds and 1 - each.kinds[0] >= lines.likely) for each in pieces)
        result += pieces if decided else _as_sign(pieces, own, params)
    return result


def _as_sign(pieces: Sequence[Segment], likely: Likely, params: SegmentationParams) -> list[Segment]:
    """Return a patch as one segment with its kinds where nearly all of it is a sign that is no mark, else its pieces.

    `likely` (h, w, kinds): how likely each px of the patch is ink of which sign.
    """
    patch = joined(pieces)
    solid = patch.ink > params.solid_ink * patch.ink.max()
    signed = solid & (likely.argmax(axis=2) != KINDS.index(PART))
    kinds = likely[solid].mean(axis=0, dtype=np.float64)
    if np.count_nonzero(signed) < params.nearly_all * np.count_nonzero(solid) or KINDS[int(kinds.argmax())] != SIGN:
        return list(pieces)
    return [replace(patch, kinds=tuple((kinds / kinds.sum()).tolist()))]


def _with_kinds(ink: Sequence[InkLine], lines: MarkParams) -> list[tuple[InkLine, Kinds]]:
    """Return each line with how likely it is of each kind."""
    likely = kinds_of([line.shape for line in ink], params=lines)
    return [(line, tuple(kinds.tolist())) for line, kinds in zip(ink, likely, strict=True)]


def _kinds_of_pieces(ink: Sequence[InkLine], lines: MarkParams) -> list[tuple[InkLine, Kinds]]:
    if not any(line.cut for line in ink):
        return []
    return [(line, kinds) for line, kinds in _with_kinds(ink, lines) if line.cut]


def _may_be_mark(line: InkLine, kinds: Kinds, typical: float, params: SegmentationParams, lines: MarkParams) -> bool:
    """True where a line may be a mark; a small one, or one that was cut, must surely be one."""
    box = line.segment.box
    small = max(box.width, box.height) <= lines.small * typical
    least = lines.likely if len(line.places) > 1 else params.sure_speck if small else lines.least
    return not line.segment.whole and 1 - kinds[0] >= least


def lines_of(
    segments: Sequence[Segment], specks: Sequence[InkLine], lines: MarkParams = MARK_LINES
) -> tuple[list[InkLine], list[InkLine]]:
    """Return all lines twice: each patch as one, and those that were cut as their pieces; the specks last.

    Pieces that are one straight line together were cut across it, and are one piece here.
    """
    bare = list(segments)
    for speck in specks:
        for place in speck.places:
            bare[place] = _without_ink(bare[place], speck.segment)
    patches: dict[int, list[int]] = {}
    for place, segment in enumerate(segments):
        patches.setdefault(-1 - place if segment.piece_of is None else segment.piece_of, []).append(place)
    whole = [InkLine(joined([bare[i] for i in places]), tuple(places)) for places in patches.values()]
    pieces = [piece for line in whole for piece in _pieces_of(line, bare, lines)]
    return [*whole, *specks], [*pieces, *specks]


def _pieces_of(line: InkLine, segments: Sequence[Segment], lines: MarkParams) -> list[InkLine]:
    """Return the pieces that a patch was cut into; the patch itself where it was not."""
    if len(line.places) == 1:
        return [line]
    runs = _straight_runs(segments, line.places, lines)
    return [InkLine(joined([segments[i] for i in run]), run, cut=True) for run in runs]


def _straight_runs(segments: Sequence[Segment], places: Sequence[int], lines: MarkParams) -> list[tuple[int, ...]]:
    runs: list[tuple[int, ...]] = []
    for place in places:
        longer = (*runs[-1], place) if runs else ()
        if longer and _is_straight(joined([segments[i] for i in longer]), lines):
            runs[-1] = longer
        else:
            runs.append((place,))
    return runs


def _is_straight(segment: Segment, lines: MarkParams) -> bool:
    shapes = LineShapes.of([_shape(segment)])
    return bool(shapes.across[0] <= lines.straight * shapes.along[0])


def specks_of(
    segments: Sequence[Segment],
    patches: Patches,
    params: SegmentationParams = SEGMENTATION,
    lines: MarkParams = MARK_LINES,
) -> list[InkLine]:
    """Return small patches near the segments, as dark as these; none where so many are there that these are dirt."""
    typical = typical_height([segment.box for segment in segments])
    longer = patches.boxes[:, 2:].max(axis=1, initial=0)
    least = max(params.least_mark_px, params.least_mark * typical)
    small = np.flatnonzero((longer >= least) & (longer <= lines.small * typical))
    sides = np.array([(s.box.left, s.box.top, s.box.right, s.box.bottom) for s in segments])
    near = [int(number) for number in small if _is_beside(patches.box(int(number)), sides, typical, params)]
    if len(near) > params.most_specks * (len(segments) + params.few_specks):
        return []
    dark = float(np.median([segment.ink.max() for segment in segments]))
    specks = [_speck(segments, patches, number, params) for number in near]
    return [speck for speck in specks if speck is not None and speck.segment.ink.max() >= params.as_dark * dark]


def _shape(segment: Segment) -> LineShape:
    return LineShape.of_ink(segment.ink, segment.box.left, segment.box.top)


def _without_ink(segment: Segment, line: Segment) -> Segment:
    """Return the segment without the ink of a line in it, cropped; as it is where nothing else is left."""
    ink = segment.ink.copy()
    inner = line.box.moved(-segment.box.left, -segment.box.top).part
    ink[inner][line.ink > 0] = 0
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return segment
    top, left = int(rows[0]), int(columns[0])
    box = Box(segment.box.left + left, segment.box.top + top, int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)
    return replace(segment, box=box, ink=ink[top : top + box.height, left : left + box.width])


def _is_beside(box: Box, sides: NDArray[np.int64], typical: float, params: SegmentationParams) -> bool:
    """True for a box level with a segment, or a little above or below one, and not far from it."""
    left, top, right, bottom = sides.T
    tall = bottom - top >= params.beside * typical
    reach = params.mark_reach * typical
    across = np.maximum(left, box.left) - np.minimum(right, box.right)
    level = (box.bottom >= top) & (box.top <= bottom + reach)
    return bool((tall & level & (across <= reach)).any())


def _speck(segments: Sequence[Segment], patches: Patches, number: int, params: SegmentationParams) -> InkLine | None:
    """None where the patch is a segment by itself, the dot in a printed 0, or all of it is cut up."""
    box, own = patches.box(number), patches.own(number)
    ink = np.asarray(patches.strength[box.part] * own, np.uint8)
    for place, segment in enumerate(segments):
        around = segment.box
        inside = around.left <= box.left and around.top <= box.top and around.right >= box.right
        if inside and around.bottom >= box.bottom and _is_ringed(segment, box):
            return None
        if inside and around.bottom >= box.bottom and _holds(segment, box, own):
            alone = box.width * box.height > params.own_box * around.width * around.height
            return None if alone or segment.whole else InkLine(Segment(box, ink), (place,), speck=True)
    return InkLine(Segment(box, ink), (), speck=True)


def _is_ringed(segment: Segment, box: Box) -> bool:
    """True where the segment has ink on all four sides of a box within its own."""
    inner = box.moved(-segment.box.left, -segment.box.top)
    column, row = segment.ink[:, inner.left + inner.width // 2], segment.ink[inner.top + inner.height // 2]
    sides = column[: inner.top], column[inner.bottom :], row[: inner.left], row[inner.right :]
    return all(bool(side.any()) for side in sides)


def _holds(segment: Segment, box: Box, own: Ink) -> bool:
    """True where a patch's ink is ink of the segment."""
    inner = box.moved(-segment.box.left, -segment.box.top).part
    return bool((segment.ink[inner][own > 0] > 0).all())
