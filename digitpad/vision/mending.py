"""What the user mends in how ink was taken apart: pieces that are one digit, and digits that are two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Stroke, locked
from digitpad.vision.atoms import Atom, Numbers, joined, with_wholes

PLACES = 15  # along a stroke or across a piece, at which a cut in two is tried
LEAST_PART = 0.15  # of the stroke's length or the piece's width, on both sides of a cut


@dataclass(frozen=True)
class Cut:
    piece: int  # which, by number
    column: int  # px of its ink; the columns before it are the left part


@dataclass(frozen=True)
class Mends:
    """Pieces of a picture by number, as in `Digit.strokes`. Each cut makes two new pieces, numbered next."""

    cuts: tuple[Cut, ...] = ()  # in the order in which they were made
    whole: tuple[Numbers, ...] = ()  # pieces that are one digit


NO_MENDS = Mends()


@dataclass(frozen=True, eq=False)
class Halves:
    """A digit of a picture as two: which pieces each has, and the cut that is needed, if any."""

    left: Atom
    right: Atom
    cut: Cut | None = None


def mended(atoms: Sequence[Atom], mends: Mends) -> list[Atom]:
    """The atoms of a picture, numbered in order, with the user's cuts and joins; a cut of what is gone is none."""
    pieces = {number: replace(atom, strokes=(number,)) for number, atom in enumerate(atoms)}
    following = len(pieces)
    for cut in mends.cuts:
        atom = pieces.pop(cut.piece, None)
        for part in _halved(atom, cut.column) if atom is not None else ():
            pieces[following] = replace(part, strokes=(following,))
            following += 1
    return with_wholes(list(pieces.values()), mends.whole)


def stroke_halves(strokes: Sequence[Stroke]) -> list[tuple[tuple[Stroke, ...], tuple[Stroke, ...]]]:
    """Ways in which the strokes of one digit can be two, left and right: strokes apart, or a single one cut."""
    held = sorted((stroke for stroke in strokes if len(stroke.points)), key=_middle)
    if len(held) != 1:
        return [(tuple(held[:count]), tuple(held[count:])) for count in range(1, len(held))]
    return [((left,), (right,)) for left, right in (sorted(pair, key=_middle) for pair in _stroke_cuts(held[0]))]


def piece_halves(atoms: Sequence[Atom], following: int) -> list[Halves]:
    """Ways in which the pieces of one digit, numbered, can be two. `following`: the number of the next new piece."""
    held = sorted(atoms, key=lambda atom: atom.box.left + atom.box.width / 2)
    if len(held) != 1:
        return [Halves(joined(held[:count]), joined(held[count:])) for count in range(1, len(held))]
    width, piece = held[0].box.width, held[0].strokes[0]
    low, high = max(1, round(width * LEAST_PART)), min(width - 1, round(width * (1 - LEAST_PART)))
    found = []
    for column in sorted(set(np.linspace(low, high, PLACES).round().astype(int).tolist())) if low <= high else ():
        parts = _halved(held[0], column)
        if len(parts) == 2:
            left, right = (replace(part, strokes=(following + place,)) for place, part in enumerate(parts))
            found.append(Halves(left, right, Cut(piece, column)))
    return found


def _halved(atom: Atom, column: int) -> list[Atom]:
    """The parts of an atom on both sides of a column; fewer than two where there is no ink on one."""
    parts = [(0, atom.ink[:, :column]), (column, atom.ink[:, column:])]
    return [_cropped(atom, left, ink) for left, ink in parts if ink.any()]


def _cropped(atom: Atom, left: int, ink: np.ndarray) -> Atom:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    top, bottom, first, last = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    box = Box(atom.box.left + left + first, atom.box.top + top, last - first, bottom - top)
    return Atom(box, ink[top:bottom, first:last])


def _middle(stroke: Stroke) -> float:
    return float(stroke.points[:, 0].min() + stroke.points[:, 0].max())


def _stroke_cuts(stroke: Stroke) -> list[list[Stroke]]:
    """A stroke cut in two at places evenly along its length; both parts have the point between them."""
    if len(stroke.points) < 2:
        return []
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke.points, axis=0).T))])
    if along[-1] <= 0:
        return []
    return [_stroke_cut(stroke, along, share * along[-1]) for share in np.linspace(LEAST_PART, 1 - LEAST_PART, PLACES)]


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
