"""Edits of a segmentation by the user: pieces that are one digit, and digits that are two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Stroke, locked
from digitpad.vision.segmentation.parameters import EDITS, EditParams
from digitpad.vision.segmentation.segments import Numbers, Segment, joined, with_wholes


@dataclass(frozen=True)
class Cut:
    piece: int  # by number
    column: int  # px of its ink; the columns before it are the left part


@dataclass(frozen=True)
class SegmentationEdits:
    """Pieces of a picture by number, as in `Digit.strokes`. Each cut makes two new pieces, numbered next."""

    cuts: tuple[Cut, ...] = ()  # in the order in which they were made
    whole: tuple[Numbers, ...] = ()  # pieces that are one digit


NO_EDITS = SegmentationEdits()


@dataclass(frozen=True, eq=False)
class Halves:
    """A digit of a picture as two: the pieces of each, and the cut that is needed, if any."""

    left: Segment
    right: Segment
    cut: Cut | None = None


def apply_edits(segments: Sequence[Segment], edits: SegmentationEdits) -> list[Segment]:
    """Return a picture's segments, numbered in order, with the user's cuts and joins; missing pieces stay uncut."""
    pieces = {number: replace(segment, strokes=(number,)) for number, segment in enumerate(segments)}
    following = len(pieces)
    for cut in edits.cuts:
        segment = pieces.pop(cut.piece, None)
        for part in _halved(segment, cut.column) if segment is not None else ():
            pieces[following] = replace(part, strokes=(following,))
            following += 1
    return with_wholes(list(pieces.values()), edits.whole)


def stroke_halves(
    strokes: Sequence[Stroke], params: EditParams = EDITS
) -> list[tuple[tuple[Stroke, ...], tuple[Stroke, ...]]]:
    """Ways in which the strokes of one digit can be two, left and right: strokes apart, or a single one cut."""
    ordered = sorted((stroke for stroke in strokes if len(stroke.points)), key=_middle)
    if len(ordered) != 1:
        return [(tuple(ordered[:count]), tuple(ordered[count:])) for count in range(1, len(ordered))]
    pairs = (sorted(pair, key=_middle) for pair in _stroke_cuts(ordered[0], params))
    return [((left,), (right,)) for left, right in pairs]


def piece_halves(segments: Sequence[Segment], following: int, params: EditParams = EDITS) -> list[Halves]:
    """Ways in which the pieces of one digit, numbered, can be two. `following`: the number of the next new piece."""
    ordered = sorted(segments, key=lambda segment: segment.box.left + segment.box.width / 2)
    if len(ordered) != 1:
        return [Halves(joined(ordered[:count]), joined(ordered[count:])) for count in range(1, len(ordered))]
    width, piece = ordered[0].box.width, ordered[0].strokes[0]
    low, high = max(1, round(width * params.least_part)), min(width - 1, round(width * (1 - params.least_part)))
    halves = []
    columns = np.linspace(low, high, params.places).round().astype(int).tolist() if low <= high else []
    for column in sorted(set(columns)):
        parts = _halved(ordered[0], column)
        if len(parts) == 2:
            left, right = (replace(part, strokes=(following + place,)) for place, part in enumerate(parts))
            halves.append(Halves(left, right, Cut(piece, column)))
    return halves


def _halved(segment: Segment, column: int) -> list[Segment]:
    """The parts of a segment on both sides of a column; fewer than two where there is no ink on one."""
    parts = [(0, segment.ink[:, :column]), (column, segment.ink[:, column:])]
    return [_cropped(segment, left, ink) for left, ink in parts if ink.any()]


def _cropped(segment: Segment, left: int, ink: np.ndarray) -> Segment:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    top, bottom, first, last = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    box = Box(segment.box.left + left + first, segment.box.top + top, last - first, bottom - top)
    return Segment(box, ink[top:bottom, first:last])


def _middle(stroke: Stroke) -> float:
    return float(stroke.points[:, 0].min() + stroke.points[:, 0].max())


def _stroke_cuts(stroke: Stroke, params: EditParams) -> list[list[Stroke]]:
    """A stroke cut in two at places evenly along its length; both parts have the point between them."""
    if len(stroke.points) < 2:
        return []
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke.points, axis=0).T))])
    if along[-1] <= 0:
        return []
    shares = np.linspace(params.least_part, 1 - params.least_part, params.places)
    return [_stroke_cut(stroke, along, share * along[-1]) for share in shares]


def _stroke_cut(stroke: Stroke, along: NDArray[np.float64], place: float) -> list[Stroke]:
    """`along` (n,): how far from its beginning each point is, px; `place`: where the cut is."""
    after = int(np.searchsorted(along, place, side="right"))
    between = np.array([[np.interp(place, along, stroke.points[:, axis]) for axis in (0, 1)]], np.float32)
    parts = [np.concatenate([stroke.points[:after], between]), np.concatenate([between, stroke.points[after:]])]
    if stroke.times is None:
        return [Stroke(locked(points), None, stroke.width) for points in parts]
    at = np.float32(np.interp(place, along, stroke.times))
    times = [np.append(stroke.times[:after], at), np.append(at, stroke.times[after:]) - at]
    both = zip(parts, times, strict=True)
    return [Stroke(locked(points), locked(of.astype(np.float32)), stroke.width) for points, of in both]
