"""Atoms: the smallest pieces a digit can be made of.

On the pad an atom is a stroke, in a picture a connected component or a piece cut from one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitpad.records import Box, Ink


@dataclass(frozen=True, eq=False)
class Atom:
    box: Box  # working px
    ink: Ink  # (box.height, box.width), this atom's own ink alone
    strokes: tuple[int, ...] = ()  # which strokes of the pad
    piece_of: int | None = None  # pieces cut from one component share this number


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
