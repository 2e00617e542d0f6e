"""The candidates of one row: glyphs for the network, and the best path once their probabilities are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digitpad.records import MARKS, UNREAD, Digit, Floats, Glyph, Mark, RowPath, Sign, locked
from digitpad.vision.lattice.groups import best_path, groups_of, path_spelling, scores_of
from digitpad.vision.lattice.likely_paths import likely_paths
from digitpad.vision.lattice.parameters import PATH, PathParams
from digitpad.vision.lattice.sign_groups import SignGroup, part_scores, sign_groups
from digitpad.vision.render.glyph import glyph_of
from digitpad.vision.segmentation.loops import widened
from digitpad.vision.segmentation.segments import Segment, joined
from digitpad.vision.segmentation.stroke_rows import SegmentRow

UNCHANGED = -2  # no sample of the memory changed a candidate; -1: one did that is not stored


class Candidates:
    """All groups of segments of one row that may be a digit, and those that may be a mark."""

    def __init__(self, row: SegmentRow, params: PathParams = PATH) -> None:
        self._row, self._params = row, params
        self._signs = sign_groups(row.segments, row.height, params, drawn=row.drawn)
        self.groups = list(dict.fromkeys([*groups_of(row.segments, params), *(sign.group for sign in self._signs)]))
        self._segments = [joined([row.segments[i] for i in group]) for group in self.groups]
        self.glyphs = [glyph_of(widened(segment.ink, params.loop)) for segment in self._segments]

    def best(self, probabilities: Floats, reminded_by: NDArray[np.int64]) -> list[Sign]:
        """Return the digits and marks on the best path, left to right, by the probabilities (N, 11) of the candidates.

        `reminded_by` (N,): the id of the sample by which memory changed a candidate, -1 or UNCHANGED.
        """
        segments, prediction = (
            self._row.segments,
            _CandidatePredictions(self._without_specks(probabilities), reminded_by),
        )
        scores = self.scores(prediction.probabilities)
        groups = [*self.groups, *(sign.group for sign in self._signs)]
        path = best_path(len(segments), groups, [*scores, *(sign.score for sign in self._signs)])
        choices = [self._signs[i - len(self.groups)] if i >= len(self.groups) else i for i in path]
        if all(isinstance(each, SignGroup) and each.symbol in MARKS for each in choices):  # no mark stands alone
            choices = list(best_path(len(segments), self.groups, scores))
        return _ordered([self._sign(each, prediction) for each in choices])

    def paths(self, probabilities: Floats, reminded_by: NDArray[np.int64]) -> list[RowPath]:
        """Return the likeliest paths, best first, that of `best` among them; no path of a scribble."""
        prediction = _CandidatePredictions(self._without_specks(probabilities), reminded_by)
        groups, marks = [*self.groups, *(sign.group for sign in self._signs)], [sign.score for sign in self._signs]
        scores = [*self.scores(prediction.probabilities), *marks]
        likeliest = likely_paths(len(self._row.segments), groups, scores, self._params.others)
        digit_scores = [*self.scores(_as_one_digit(prediction.probabilities)), *marks]  # of any digit
        shares = np.array([sum(digit_scores[i] for i in path) for _, path in likeliest])
        shares = np.exp(self._params.others.sharpness * np.minimum(shares - shares[0], 0.0)) if likeliest else shares
        choices = [[self._signs[i - len(self.groups)] if i >= len(self.groups) else i for i in p] for _, p in likeliest]
        paths = [_ordered([self._sign(each, prediction) for each in path]) for path in choices]
        return [
            RowPath(tuple(signs), float(share))
            for signs, share in zip(paths, shares, strict=True)
            if any(isinstance(sign, Digit) for sign in signs)  # no mark stands alone
        ]

    def spelling(self, text: str, probabilities: Floats, reminded_by: NDArray[np.int64]) -> list[Sign] | None:
        """Return the digits and marks, left to right, of the best path that can be `text`; None where there is none."""
        prediction = _CandidatePredictions(self._without_specks(probabilities), reminded_by)
        scores = {character: self._scores_as(character, prediction.probabilities) for character in set(text)}
        path = path_spelling(len(self._row.segments), self.groups, [scores[character] for character in text])
        if path is None:
            return None
        return [
            self._digit(i, prediction) if character.isdigit() else Mark(character, 1.0, self._digit(i, prediction))
            for i, character in zip(path, text, strict=True)
        ]

    def _without_specks(self, probabilities: Floats) -> Floats:
        small = [
            max(segment.box.width, segment.box.height) < self._params.speck * self._row.height
            for segment in self._segments
        ]
        return np.where(np.array(small)[:, None], self._params.speck_share * probabilities, probabilities)

    def scores(self, probabilities: Floats) -> list[float]:
        """Return the score of each group as a digit, nats."""
        parts = part_scores(self.groups, self._row.segments, self._params)
        digits = scores_of(self.groups, self._row.segments, probabilities, self._params, drawn=self._row.drawn)
        return [digit + part for digit, part in zip(digits, parts, strict=True)]

    def _scores_as(self, character: str, probabilities: Floats) -> list[float]:
        """Return the score of each group as this digit or mark, nats."""
        if not character.isdigit():
            signs = {sign.group: sign.score for sign in self._signs if sign.symbol == character}
            worst = float(np.log(self._params.least_probability))
            return [signs.get(group, worst * len(group)) for group in self.groups]
        alone = np.zeros_like(probabilities)
        alone[:, int(character)] = probabilities[:, int(character)]
        return self.scores(alone)

    def _sign(self, choice: int | SignGroup, prediction: _CandidatePredictions) -> Sign:
        if not isinstance(choice, SignGroup):
            return self._digit(choice, prediction)
        digit = self._digit(self.groups.index(choice.group), prediction)
        if choice.symbol in MARKS:
            return Mark(choice.symbol, choice.confidence, digit)
        return replace(digit, confidence=min(digit.confidence, UNREAD), sign=True)

    def _digit(self, i: int, prediction: _CandidatePredictions) -> Digit:
        return _digit(
            self._row, self._segments[i], self.glyphs[i], prediction.probabilities[i], int(prediction.reminded_by[i])
        )


@dataclass(frozen=True, eq=False)
class _CandidatePredictions:
    """The network's prediction for each candidate."""

    probabilities: Floats  # (N, 11)
    reminded_by: NDArray[np.int64]  # (N,)


def _as_one_digit(probabilities: Floats) -> Floats:
    """Return probabilities (N, 11) in which one digit has the sum of all ten."""
    sums = np.zeros_like(probabilities)
    sums[:, 0], sums[:, 10] = probabilities[:, :10].sum(axis=1), probabilities[:, 10]
    return sums


def _ordered(signs: Sequence[Sign]) -> list[Sign]:
    return sorted(signs, key=lambda sign: sign.box.left + sign.box.width / 2)


def candidates_of(rows: Sequence[SegmentRow], params: PathParams = PATH) -> list[Candidates]:
    """Return the candidates of rows, in order; where there are too many, those of the highest rows alone."""
    candidates: dict[int, Candidates] = {}
    room = params.most_candidates
    for place in sorted(range(len(rows)), key=lambda place: -rows[place].height):
        candidates[place] = Candidates(rows[place], params)
        room -= len(candidates[place].glyphs)
        if room <= 0:
            break
    return [candidates[place] for place in sorted(candidates)]


def _digit(row: SegmentRow, candidate: Segment, glyph: Glyph, probabilities: Floats, reminded_by: int) -> Digit:
    digits = probabilities[:10]
    label = int(digits.argmax())
    relative, box = locked(digits / max(float(digits.sum()), 1e-12)), row.source_box(candidate.box)
    sample = reminded_by if reminded_by >= 0 else None
    decided_by: Literal["network", "memory"] = "network" if reminded_by == UNCHANGED else "memory"
    return Digit(label, float(digits[label]), relative, box, glyph, candidate.strokes, decided_by, sample)
