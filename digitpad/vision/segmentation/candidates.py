"""Every likely digit of one row as a glyph for the network; digits and marks once their probabilities are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digitpad.records import MARKS, UNREAD, Digit, Floats, Glyph, Mark, RowPath, Sign, locked
from digitpad.vision.render.glyph import glyph_of
from digitpad.vision.segmentation.lattice import best_path, groups_of, path_spelling, scores_of
from digitpad.vision.segmentation.likely_paths import likely_paths
from digitpad.vision.segmentation.loops import widened
from digitpad.vision.segmentation.parameters import PATH, PathParams
from digitpad.vision.segmentation.segments import Segment, joined
from digitpad.vision.segmentation.sign_groups import SignGroup, part_scores, sign_groups
from digitpad.vision.segmentation.stroke_rows import SegmentRow

UNCHANGED = -2  # no sample of the memory changed a candidate; -1: one did that is not stored


class Candidates:
    def __init__(self, row: SegmentRow, params: PathParams = PATH) -> None:
        self._row, self._params = row, params
        self._signs = sign_groups(row.segments, row.height, params, drawn=row.drawn)
        self.groups = list(dict.fromkeys([*groups_of(row.segments, params), *(sign.group for sign in self._signs)]))
        self._segments = [joined([row.segments[i] for i in group]) for group in self.groups]
        self.glyphs = [glyph_of(widened(segment.ink, params.loop)) for segment in self._segments]

    def best(self, probabilities: Floats, reminded_by: NDArray[np.int64]) -> list[Sign]:
        """The digits and marks on the best path, left to right; each candidate's probabilities (N, 11) are known.

        `reminded_by` (N,): the id of the sample by which memory changed a candidate, -1 or UNCHANGED.
        """
        segments, judged = self._row.segments, _Judged(self._without_specks(probabilities), reminded_by)
        scores = self.scores(judged.probabilities)
        groups = [*self.groups, *(sign.group for sign in self._signs)]
        path = best_path(len(segments), groups, [*scores, *(sign.score for sign in self._signs)])
        chosen = [self._signs[i - len(self.groups)] if i >= len(self.groups) else i for i in path]
        if all(isinstance(each, SignGroup) and each.symbol in MARKS for each in chosen):  # no mark stands alone
            chosen = list(best_path(len(segments), self.groups, scores))
        return _ordered([self._sign(each, judged) for each in chosen])

    def paths(self, probabilities: Floats, reminded_by: NDArray[np.int64]) -> list[RowPath]:
        """The likeliest paths, left to right, best first: the one of `best`, and others. None of a scribble."""
        judged = _Judged(self._without_specks(probabilities), reminded_by)
        groups, marks = [*self.groups, *(sign.group for sign in self._signs)], [sign.score for sign in self._signs]
        scores = [*self.scores(judged.probabilities), *marks]
        found = likely_paths(len(self._row.segments), groups, scores, self._params.others)
        massed = [*self.scores(_massed(judged.probabilities)), *marks]  # of any digit
        shares = np.array([sum(massed[i] for i in path) for _, path in found])
        shares = np.exp(self._params.others.sharpness * np.minimum(shares - shares[0], 0.0)) if found else shares
        chosen = [[self._signs[i - len(self.groups)] if i >= len(self.groups) else i for i in p] for _, p in found]
        paths = [_ordered([self._sign(each, judged) for each in path]) for path in chosen]
        return [
            RowPath(tuple(signs), float(share))
            for signs, share in zip(paths, shares, strict=True)
            if any(isinstance(sign, Digit) for sign in signs)  # no mark stands alone
        ]

    def spelling(self, text: str, probabilities: Floats, reminded_by: NDArray[np.int64]) -> list[Sign] | None:
        """The digits and marks, left to right, of the best path that can be `text`; None where none has so many."""
        judged = _Judged(self._without_specks(probabilities), reminded_by)
        scores = {character: self._scores_as(character, judged.probabilities) for character in set(text)}
        path = path_spelling(len(self._row.segments), self.groups, [scores[character] for character in text])
        if path is None:
            return None
        return [
            self._digit(i, judged) if character.isdigit() else Mark(character, 1.0, self._digit(i, judged))
            for i, character in zip(path, text, strict=True)
        ]

    def _without_specks(self, probabilities: Floats) -> Floats:
        small = [
            max(segment.box.width, segment.box.height) < self._params.speck * self._row.height
            for segment in self._segments
        ]
        return np.where(np.array(small)[:, None], self._params.speck_share * probabilities, probabilities)

    def scores(self, probabilities: Floats) -> list[float]:
        """Return what each group scores as a digit."""
        parts = part_scores(self.groups, self._row.segments, self._params)
        digits = scores_of(self.groups, self._row.segments, probabilities, self._params, drawn=self._row.drawn)
        return [digit + part for digit, part in zip(digits, parts, strict=True)]

    def _scores_as(self, character: str, probabilities: Floats) -> list[float]:
        """Return what each group scores as this digit or mark."""
        if not character.isdigit():
            known = {sign.group: sign.score for sign in self._signs if sign.symbol == character}
            worst = float(np.log(self._params.least_probability))
            return [known.get(group, worst * len(group)) for group in self.groups]
        alone = np.zeros_like(probabilities)
        alone[:, int(character)] = probabilities[:, int(character)]
        return self.scores(alone)

    def _sign(self, chosen: int | SignGroup, judged: _Judged) -> Sign:
        if not isinstance(chosen, SignGroup):
            return self._digit(chosen, judged)
        digit = self._digit(self.groups.index(chosen.group), judged)
        if chosen.symbol in MARKS:
            return Mark(chosen.symbol, chosen.confidence, digit)
        return replace(digit, confidence=min(digit.confidence, UNREAD), sign=True)

    def _digit(self, i: int, judged: _Judged) -> Digit:
        return _digit(self._row, self._segments[i], self.glyphs[i], judged.probabilities[i], int(judged.reminded_by[i]))


@dataclass(frozen=True, eq=False)
class _Judged:
    """The network's word on each candidate."""

    probabilities: Floats  # (N, 11)
    reminded_by: NDArray[np.int64]  # (N,)


def _massed(probabilities: Floats) -> Floats:
    """Return probabilities (N, 11) in which one digit has those of all ten."""
    massed = np.zeros_like(probabilities)
    massed[:, 0], massed[:, 10] = probabilities[:, :10].sum(axis=1), probabilities[:, 10]
    return massed


def _ordered(signs: Sequence[Sign]) -> list[Sign]:
    return sorted(signs, key=lambda sign: sign.box.left + sign.box.width / 2)


def candidates_of(rows: Sequence[SegmentRow], params: PathParams = PATH) -> list[Candidates]:
    """The candidates of the rows, in order; where there are too many, those of the highest rows alone."""
    made: dict[int, Candidates] = {}
    left = params.most_candidates
    for place in sorted(range(len(rows)), key=lambda place: -rows[place].height):
        made[place] = Candidates(rows[place], params)
        left -= len(made[place].glyphs)
        if left <= 0:
            break
    return [made[place] for place in sorted(made)]


def _digit(row: SegmentRow, candidate: Segment, glyph: Glyph, probabilities: Floats, reminded_by: int) -> Digit:
    digits = probabilities[:10]
    label = int(digits.argmax())
    relative, box = locked(digits / max(float(digits.sum()), 1e-12)), row.source_box(candidate.box)
    sample = reminded_by if reminded_by >= 0 else None
    decided_by: Literal["network", "memory"] = "network" if reminded_by == UNCHANGED else "memory"
    return Digit(label, float(digits[label]), relative, box, glyph, candidate.strokes, decided_by, sample)
