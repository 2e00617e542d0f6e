"""The user's corrected numbers as strings: each strip once, with its newest text and the labels of its digits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from digitpad.inference.rows.row_columns import columns_of
from digitpad.inference.rows.row_strip import RowView, strip_in_view, strip_of
from digitpad.learning.rows.batches import MadeString, varied
from digitpad.records import RowString, Sample, Strip

MOST_STRINGS = 400  # the newest; with more a retraining would take longer for little
WIDEST = 1_600  # px of a strip; wider ones would make each step slow
NO_DIGIT = "x"  # in a row's text: ink that is no digit, which is no part of the string
SLANT, STRETCH = 0.08, 0.08  # standard deviations of the slant and of the log of the width that a string is varied by


@dataclass(frozen=True, eq=False)
class OwnString:
    """A number of the user's, as the row reader is to read it."""

    strip: Strip
    text: str  # digits

    def plain(self) -> MadeString:
        """Return the strip (32, w) as it is read, and its text."""
        return strip_of(self.strip), self.text

    def anew(self, random: np.random.Generator) -> MadeString:
        """Return a variation: another slant and width, paler or darker."""
        view = RowView(float(random.normal(0, SLANT)), stretch=float(np.exp(random.normal(0, STRETCH))))
        strip = strip_in_view(self.strip, view)
        fits = columns_of(strip.shape[1]) >= 2 * len(self.text)
        return varied(strip if fits else strip_of(self.strip), random), self.text


def own_strings(samples: Sequence[Sample]) -> list[OwnString]:
    """Return the numbers in which these samples were corrected, the oldest first."""
    by_strip: dict[bytes, list[tuple[RowString, int | None]]] = defaultdict(list)
    for sample in samples:
        if sample.row is not None and sample.row.strip.shape[1] <= WIDEST:
            by_strip[sample.row.strip.tobytes()].append((sample.row, sample.label))
    newest = sorted(by_strip.values(), key=lambda rows: max(row.said_at for row, _ in rows))[-MOST_STRINGS:]
    return [OwnString(rows[0][0].strip, text) for rows in newest if (text := _text(rows)) is not None]


def _text(rows: Iterable[tuple[RowString, int | None]]) -> str | None:
    """Return the newest text of a strip with the label of each sample at its place; None where it has no digit.

    A sample may have been relabelled or deleted since; texts of another length are of another segmentation.
    """
    in_order = sorted(rows, key=lambda each: each[0].said_at)
    characters = list(in_order[-1][0].text)
    for row, label in in_order:
        if len(row.text) == len(characters):
            characters[row.place] = NO_DIGIT if label is None else str(label)
    return "".join(characters).replace(NO_DIGIT, "") or None
