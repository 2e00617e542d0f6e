"""Every likely digit of one row made ready for the network, and the digits once it has judged them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Digit, Floats, Glyph, locked
from digitpad.vision.atoms import Atom, joined
from digitpad.vision.glyph import glyph_of
from digitpad.vision.ink import AtomRow
from digitpad.vision.lattice import best_path, groups_of, path_spelling, scores_of

SPECK = 0.25  # typical heights; smaller ink is a dot, whatever it looks like when enlarged
SPECK_DIGIT = 0.02  # what is left of its probabilities
UNCHANGED = -2  # no sample of the memory changed a candidate; -1: one did that is not stored


class Candidates:
    def __init__(self, row: AtomRow) -> None:
        self._row = row
        self._groups = groups_of(row.atoms)
        self._atoms = [joined([row.atoms[i] for i in group]) for group in self._groups]
        self.glyphs = [glyph_of(atom.ink) for atom in self._atoms]

    def best(self, probabilities: Floats, reminded_by: NDArray[np.int64]) -> list[Digit]:
        """The digits on the best path, left to right, once each candidate's probabilities (N, 11) are known.

        `reminded_by` (N,): the id of the sample by which memory changed a candidate, -1 or UNCHANGED.
        """
        probabilities = self._without_specks(probabilities)
        scores = scores_of(self._groups, self._row.atoms, probabilities)
        return self._digits(best_path(len(self._row.atoms), self._groups, scores), probabilities, reminded_by)

    def spelling(self, text: str, probabilities: Floats, reminded_by: NDArray[np.int64]) -> list[Digit] | None:
        """The digits, left to right, of the best path on which they can be `text`; None where none has so many."""
        probabilities = self._without_specks(probabilities)
        scores = {label: self._scores_as(label, probabilities) for label in {int(character) for character in text}}
        wanted = [scores[int(character)] for character in text]
        path = path_spelling(len(self._row.atoms), self._groups, wanted)
        return None if path is None else self._digits(path, probabilities, reminded_by)

    def _without_specks(self, probabilities: Floats) -> Floats:
        small = [max(atom.box.width, atom.box.height) < SPECK * self._row.height for atom in self._atoms]
        return np.where(np.array(small)[:, None], SPECK_DIGIT * probabilities, probabilities)

    def _scores_as(self, label: int, probabilities: Floats) -> list[float]:
        alone = np.zeros_like(probabilities)
        alone[:, label] = probabilities[:, label]
        return scores_of(self._groups, self._row.atoms, alone)

    def _digits(self, path: Sequence[int], probabilities: Floats, reminded_by: NDArray[np.int64]) -> list[Digit]:
        digits = [
            _digit(self._row, self._atoms[i], self.glyphs[i], probabilities[i], int(reminded_by[i])) for i in path
        ]
        return sorted(digits, key=lambda digit: digit.box.left + digit.box.width / 2)


def _digit(row: AtomRow, candidate: Atom, glyph: Glyph, probabilities: Floats, reminded_by: int) -> Digit:
    digits = probabilities[:10]
    label = int(digits.argmax())
    relative, box = locked(digits / max(float(digits.sum()), 1e-12)), row.source_box(candidate.box)
    sample = reminded_by if reminded_by >= 0 else None
    decided_by: Literal["network", "memory"] = "network" if reminded_by == UNCHANGED else "memory"
    return Digit(label, float(digits[label]), relative, box, glyph, candidate.strokes, decided_by, sample)
