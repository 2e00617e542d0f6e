"""What the user mends in how ink was taken apart: pieces that are one digit, and digits that are two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

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
    parts = [_stroke_cut(held[0], point) for point in _places_along(held[0])]
    return [((left,), (right,)) for left, right in (sorted(pair, key=_middle) for pair in parts)]


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


def _places_along(stroke: Stroke) -> list[int]:
    """Points of a stroke at which it is cut, evenly along its length."""
    steps = np.array([float(np.hypot(*(b - a))) for a, b in pairwise(stroke.points)])
    if len(steps) < 2:
        return []
    along = np.cumsum(steps) / max(float(steps.sum()), 1e-9)
    points = np.searchsorted(along, np.linspace(LEAST_PART, 1 - LEAST_PART, PLACES)) + 1
    return sorted({int(point) for point in points if 0 < point < len(stroke.points) - 1})


def _stroke_cut(stroke: Stroke, point: int) -> list[Stroke]:
    """Both parts have the point."""
    times = (None, None) if stroke.times is None else (stroke.times[: point + 1], stroke.times[point:])
    parts = (stroke.points[: point + 1], stroke.points[point:])
    return [
        Stroke(locked(points.copy()), None if at is None else locked(at - at[0]), stroke.width)
        for points, at in zip(parts, times, strict=True)
    ]
