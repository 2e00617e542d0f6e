"""The probability that a row's digits are right as one number, from all that was read of it.

A logistic regression on what both readers say; its weights are fitted by `python -m tests.bench.number_trust`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.inference.rows.number_choice import LatticeWord, fitted_weights, log_odds
from digitpad.inference.rows.parameters import NUMBER_TRUST, NumberTrustParams
from digitpad.inference.rows.row_reader import RowReading
from digitpad.languages import _
from digitpad.paths import bundled

TRUST_FEATURES = (
    "row_logit",  # log odds of the number by the row reader
    "margin",  # natural log by which it is likelier there than any other string
    "votes",  # share of the row reader's views whose likeliest string it is
    "same",  # share of the lattices that read it: by the picture's contrast, and by each map of its ink
    "weakest",  # log odds of the least sure digit in the surest lattice that reads it
    "sure_logit",  # row_logit above sure_row
    "sure_margin",  # margin above sure_margin
    "sure_weakest",  # weakest above sure_digit
    "digits",  # how many
    "maps",  # contrast alone left doubt, so that maps were made
    "lone",  # the strip is the whole picture
    "drawn",  # on the pad, where the ink is known
    "odds",  # log odds that the picture's reading is right, by the choice between its readings
)


@dataclass(frozen=True)
class NumberEvidence:
    """All that was read of one row."""

    text: str  # the digits that stand
    row: RowReading
    lattices: tuple[LatticeWord, ...]  # by contrast or by a map, the same pose; no text: other rows than these
    lone: bool = False
    drawn: bool = False
    odds: float = 0.0  # nats, of the picture's reading

    @property
    def agreed(self) -> bool:
        """True where the row reader and at least one lattice read it first."""
        return self.row.candidates[0].text == self.text and any(word.text == self.text for word in self.lattices)


class NumberTrust:
    def __init__(self, weights: Sequence[float], bias: float) -> None:
        self._weights, self._bias = np.array(weights, np.float64), bias

    @classmethod
    def load(cls, path: Path) -> NumberTrust:
        """Load fitted weights. Raises DigitPadError where the file is missing, cut, or fits other features."""
        try:
            return cls(*fitted_weights(path, TRUST_FEATURES))
        except (OSError, ValueError, KeyError, TypeError) as error:
            sentence = _("{path} holds no weights for trust in numbers; install it again.").format(path=path)
            raise DigitPadError(sentence) from error

    def confidence(self, evidence: NumberEvidence) -> float:
        """Return 0..1, how likely all digits are right."""
        return float(1 / (1 + np.exp(-(trust_features(evidence) @ self._weights + self._bias))))


def trust_features(evidence: NumberEvidence, params: NumberTrustParams = NUMBER_TRUST) -> NDArray[np.float64]:
    """Return what both readers say of a number (TRUST_FEATURES,)."""
    text, row, lattices = evidence.text, evidence.row, evidence.lattices
    own = max((each.log_probability for each in row.candidates if each.text == text), default=-np.inf)
    other = max((each.log_probability for each in row.candidates if each.text != text), default=-params.most_margin)
    like = [word for word in lattices if word.text == text]
    logit, weakest = log_odds(float(np.exp(min(own, 0.0)))), max((word.weakest for word in like), default=0.0)
    margin = float(np.clip(own - other, -params.most_margin, params.most_margin))
    return np.array(
        [
            logit,
            margin,
            row.votes.count(text) / max(len(row.votes), 1),
            len(like) / max(len(lattices), 1),
            weakest,
            max(logit - params.sure_row, 0.0),
            max(margin - params.sure_margin, 0.0),
            max(weakest - params.sure_digit, 0.0),
            float(min(len(text), params.digits_counted)),
            float(len(lattices) > 1),
            float(evidence.lone),
            float(evidence.drawn),
            float(np.clip(evidence.odds, -params.most_odds, params.most_odds)),
        ]
    )


def shipped_trust() -> Path:
    """Return where the fitted weights that came with the program lie."""
    return bundled("models", "trust.json")
