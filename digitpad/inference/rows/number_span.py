"""The number in a row that may hold letters, too: the likeliest stretch of its digits.

A log-linear model scores every stretch, and none at all; `python -m tests.bench.number_span --fit` makes its weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad.formats.fitted_models import load_fitted
from digitpad.inference.rows.number_choice import fitted_weights, log_odds
from digitpad.inference.rows.parameters import NUMBER_SPAN, NumberSpanParams
from digitpad.languages import _
from digitpad.paths import bundled

SPAN_FEATURES = (
    "digits",  # how many
    "confidence",  # log odds of each, by the lattice; summed
    "row_log",  # natural log of each one's label where it stands, by the row reader; summed
    "uneven",  # natural log of each one's height over the median, without its sign; summed
    "ones",  # how many are read 1, as any stroke is
    "ends",  # 0 to 2: sides on which others of the row are left out
    "gaps",  # median heights of blank on these sides; summed
    "others",  # natural log of one more than are left out
)

Measures = NDArray[np.float64]
Span = tuple[int, int]  # the first digit, and the one after the last


@dataclass(frozen=True)
class SpanDigit:
    """The word of both readers on one digit of a row, which may be a letter."""

    label: int
    confidence: float  # 0..1, by the lattice
    row_log: float  # natural log of the label's probability where it stands, by the row reader
    height: float  # px
    gap: float  # px of blank on its left; negative where it overlaps the one before


class NumberSpan:
    def __init__(self, weights: Sequence[float], params: NumberSpanParams = NUMBER_SPAN) -> None:
        self._weights, self._params = np.array(weights, np.float64), params

    @classmethod
    def load(cls, path: Path) -> NumberSpan:
        """Load fitted weights. Raises DigitPadError where the file is missing or damaged, or fits other features."""
        sentence = _("{path} holds no weights for numbers among letters; install it again.")
        return load_fitted(path, lambda values: cls(fitted_weights(values, SPAN_FEATURES)[0]), sentence)

    def find(self, digits: Sequence[SpanDigit]) -> Span:
        """Return where the number stands: all digits, unless a part is likelier by `lead`, and likely by itself."""
        whole = 0, len(digits)
        if not 1 < len(digits) <= self._params.most_digits:
            return whole
        spans = spans_of(len(digits))
        scores = span_features(digits, self._params) @ self._weights
        best = int(scores.argmax())
        likelier = scores[best] >= max(scores[spans.index(whole)] + self._params.lead, self._params.least)
        return spans[best] if likelier else whole


def spans_of(count: int) -> list[Span]:
    """Return every stretch of `count` digits, at least one long."""
    return [(start, end) for start in range(count) for end in range(start + 1, count + 1)]


def span_features(digits: Sequence[SpanDigit], params: NumberSpanParams = NUMBER_SPAN) -> Measures:
    """Return the measures of every stretch (spans_of, SPAN_FEATURES); those of none at all are zeros."""
    starts, ends = np.array(spans_of(len(digits))).T
    places = np.arange(len(digits))
    inside = (places >= starts[:, None]) & (places < ends[:, None])  # (N, digits)
    heights = np.array([max(digit.height, 1.0) for digit in digits])
    median = _medians(heights, inside)
    gaps = np.array([digit.gap for digit in digits] + [0.0])
    cut = np.stack([starts > 0, ends < len(digits)])  # (2, N)
    blank = np.clip(np.stack([gaps[starts], gaps[ends]]) / median, params.least_gap, params.most_gap)
    uneven = np.abs(np.log(heights[None] / median[:, None]))
    each = np.array([_measures(digit, params) for digit in digits])  # (digits, 3)
    confidence, row_log, ones = (inside @ each).T
    summed = (inside * uneven).sum(axis=1)
    count, others = ends - starts, np.log1p(len(digits) - (ends - starts))
    sides = cut.sum(axis=0), (cut * blank).sum(axis=0)
    return np.column_stack([count, confidence, row_log, summed, ones, *sides, others])


def _measures(digit: SpanDigit, params: NumberSpanParams) -> tuple[float, float, float]:
    return log_odds(digit.confidence), max(digit.row_log, params.least_log), float(digit.label == 1)


def _medians(values: Measures, inside: NDArray[np.bool_]) -> Measures:
    """Return the median (N,) of the values (M,) that are inside (N, M)."""
    ranked, count = np.sort(np.where(inside, values, np.inf), axis=1), inside.sum(axis=1)
    rows = np.arange(len(inside))
    return np.asarray((ranked[rows, (count - 1) // 2] + ranked[rows, count // 2]) / 2, np.float64)


def shipped_span() -> Path:
    """Return where the fitted weights that came with the program lie."""
    return bundled("models", "span.json")
