"""A picture -> rows of atoms, with what was made of it on the way: the same for photographs and camera frames."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitpad.records import SURE, Box, Rgb
from digitpad.vision.atoms import Atom
from digitpad.vision.components import Judge, atoms_of
from digitpad.vision.glyph import glyph_of
from digitpad.vision.ink import AtomRow
from digitpad.vision.light import Lit, lit
from digitpad.vision.mending import NO_MENDS, Mends, mended
from digitpad.vision.patches import Patches
from digitpad.vision.rows import rows_of, typical_height
from digitpad.vision.threshold import patches_of


class Stopwatch:
    """The seconds that each stage took, in the order in which they ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now


@dataclass(frozen=True, eq=False)
class Found:
    rows: tuple[AtomRow, ...]
    lit: Lit
    patches: Patches

    @property
    def scale(self) -> float:
        """Working px per px of the picture."""
        return self.lit.scale


def find_rows(rgb: Rgb, judge: Judge | None = None, watch: Stopwatch | None = None, mends: Mends = NO_MENDS) -> Found:
    """What is written in (H, W, 3), top to bottom, left to right, in pieces that are numbered, `mends` made.

    The numbers are the same whenever picture and judge are.
    """
    watch = watch or Stopwatch()
    found = _find(lit(rgb), judge, watch, mends)
    if judge is None or not found.lit.doubtful:
        return found
    other = _find(lit(rgb, negative=not found.lit.negative), judge, watch, mends)
    return other if _digits(other, judge) > _digits(found, judge) else found


def _find(light: Lit, judge: Judge | None, watch: Stopwatch, mends: Mends) -> Found:
    watch.lap("light")
    patches = patches_of(light)
    watch.lap("ink")
    rows = _atom_rows(mended(atoms_of(patches, judge), mends))
    watch.lap("atoms")
    heights = [typical_height([atom.box for atom in row]) for row in rows]
    found = (AtomRow(row, light.scale, height) for row, height in zip(rows, heights, strict=True))
    return Found(tuple(found), light, patches)


def _digits(found: Found, judge: Judge) -> int:
    """How many atoms are surely digits, and not 1, as which any line is read."""
    atoms = [atom for row in found.rows for atom in row.atoms]
    if not atoms:
        return 0
    probabilities = judge(np.stack([glyph_of(atom.ink) for atom in atoms]))[:, :10]
    return int(((probabilities.max(axis=1) > SURE) & (probabilities.argmax(axis=1) != 1)).sum())


def _atom_rows(atoms: Sequence[Atom]) -> list[tuple[Atom, ...]]:
    """Rows from left to right; the pieces of one patch stay in one row."""
    patches: dict[int, list[Atom]] = {}
    for number, atom in enumerate(atoms):
        patches.setdefault(-1 - number if atom.piece_of is None else atom.piece_of, []).append(atom)
    whole = list(patches.values())
    rows = rows_of([Box.around(atom.box for atom in pieces) for pieces in whole])
    return [
        tuple(sorted((a for i in row for a in whole[i]), key=lambda a: a.box.left + a.box.width / 2)) for row in rows
    ]
