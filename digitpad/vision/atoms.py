"""Atoms: the smallest pieces a digit can be made of.

On the pad an atom is a stroke, in a picture a connected component or a piece cut from one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from digitpad.records import Box, Ink

Numbers = tuple[int, ...]  # of strokes of the pad, or pieces of a picture; ascending


@dataclass(frozen=True, eq=False)
class Atom:
    box: Box  # working px
    ink: Ink  # (box.height, box.width), this atom's own ink alone
    strokes: Numbers = ()  # which strokes of the pad, or pieces of a picture
    piece_of: int | None = None  # pieces cut from one component share this number
    whole: bool = False  # one digit, as the user said, and no part of another


def joined(atoms: Sequence[Atom]) -> Atom:
    """One atom that holds the ink and the strokes of all `atoms` (at least one)."""
    if len(atoms) == 1:
        return atoms[0]
    box = Box.around(atom.box for atom in atoms)
    ink = np.zeros((box.height, box.width), np.uint8)
    for atom in atoms:
        top, left = atom.box.top - box.top, atom.box.left - box.left
        part = ink[top : top + atom.box.height, left : left + atom.box.width]
        np.maximum(part, atom.ink, out=part)
    return Atom(box, ink, tuple(sorted(number for atom in atoms for number in atom.strokes)))


def with_wholes(atoms: Sequence[Atom], whole: Sequence[Numbers]) -> list[Atom]:
    """The atoms, those put together that are one digit; of `whole`, what names an atom that is not there is nothing."""
    place_of = {number: place for place, atom in enumerate(atoms) for number in atom.strokes}
    made: dict[int, Atom | None] = dict(enumerate(atoms))
    for numbers in whole:
        if all(number in place_of for number in numbers):
            places = sorted({place_of[number] for number in numbers})
            together = replace(joined([atoms[place] for place in places]), whole=True)
            made |= dict.fromkeys(places) | {places[0]: together}
    return [atom for atom in made.values() if atom is not None]
