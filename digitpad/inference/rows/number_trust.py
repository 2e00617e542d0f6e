"""The probability that a row's digits are right as one number, from all that was read of it.

Two logistic regressions on what both readers say, one for rows on which they agree: there, what tells a slip is
something else than what tells which reader is right. `python -m tests.bench.number_trust` fits their weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitpad.formats.fitted_models import load_fitted
from digitpad.inference.rows.number_choice import LatticeWord, fitted_weights, log_odds
from digitpad.inference.rows.parameters import NUMBER_TRUST, NumberTrustParams
from digitpad.inference.rows.row_reader import RowReading
from digitpad.languages import _
from digitpad.paths import bundled

TRUST_FEATURES = (
    "row_logit",  # log odds of the number by the row reader
    "margin",  # natural log by which it is likelier there than any other string
    "votes",  # share of the row reader's views whose likeliest string it is
    "lone_votes",  # the same where the strip is the whole picture: such strips are what it was trained on
    "placed",  # no lattice reads it, but the network does where the row reader places its digits
    "weakest",  # log odds of the least sure digit in the surest lattice that reads it, or where it is placed
    "sure_weakest",  # the same above sure_digit
    "digits",  # how many
    "single",  # one digit: no neighbours show how large it is, and a stroke is easily taken for a 1
    "lone_single",  # one digit in a wide picture of its own: mostly a stroke of something else
    "maps",  # contrast alone left doubt, so that maps were made
    "lone",  # the strip is the whole picture
    "drawn",  # on the pad, where the ink is known
    "odds",  # log odds that the picture's reading is right, by the choice between its readings
)
NO_WORD = LatticeWord("", ())  # of a lattice that reads other rows than these


@dataclass(frozen=True)
class NumberEvidence:
    """All that was read of one row."""

    text: str  # the digits that stand
    row: RowReading
    lattices: tuple[LatticeWord, ...]  # by contrast or by a map, the same pose; no text: other rows than these
    places: LatticeWord = NO_WORD  # what the network reads where its digits stand
    unread: bool = False  # a digit is refused, or ink stands beside them that is in none
    lone: bool = False
    drawn: bool = False
    odds: float = 0.0  # nats, of the picture's reading

    @property
    def like(self) -> tuple[LatticeWord, ...]:
        """The lattices that read it."""
        return tuple(word for word in self.lattices if word.text == self.text)

    @property
    def placed(self) -> bool:
        """True where no lattice reads it, but the network does where the row reader places its digits."""
        return not self.like and bool(self.text) and self.places.text == self.text

    @property
    def agreed(self) -> bool:
        """True where the row reader reads it first, at least one lattice or the network, too, and nothing is unread."""
        return self.row.candidates[0].text == self.text and bool(self.like or self.placed) and not self.unread


@dataclass(frozen=True)
class TrustWeights:
    weights: tuple[float, ...]  # of TRUST_FEATURES
    bias: float

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> TrustWeights:
        """Raise one of DAMAGE where these are none."""
        weights, bias = fitted_weights(values, TRUST_FEATURES)
        return cls(tuple(weights), bias)


NOTHING = TrustWeights((0.0,) * len(TRUST_FEATURES), 0.0)


class NumberTrust:
    def __init__(self, agreed: TrustWeights, apart: TrustWeights) -> None:
        self._agreed, self._apart = agreed, apart

    @classmethod
    def load(cls, path: Path) -> NumberTrust:
        """Load fitted weights. Raises DigitPadError where the file is missing or damaged, or fits other features."""
        return load_fitted(path, cls._of, _("{path} holds no weights for trust in numbers; install it again."))

    @classmethod
    def _of(cls, values: Mapping[str, Any]) -> NumberTrust:
        return cls(TrustWeights.of(values["agreed"]), TrustWeights.of(values["apart"]))

    def confidence(self, evidence: NumberEvidence) -> float:
        """Return 0..1, how likely all digits are right."""
        own = self._agreed if evidence.agreed else self._apart
        return float(1 / (1 + np.exp(-(trust_features(evidence) @ np.array(own.weights) + own.bias))))


def trust_features(evidence: NumberEvidence, params: NumberTrustParams = NUMBER_TRUST) -> NDArray[np.float64]:
    """Return what both readers say of a number (TRUST_FEATURES,)."""
    text, row, like = evidence.text, evidence.row, evidence.like
    own = max((each.log_probability for each in row.candidates if each.text == text), default=-np.inf)
    other = max((each.log_probability for each in row.candidates if each.text != text), default=-params.most_margin)
    words = like or ((evidence.places,) if evidence.placed else ())
    logit, weakest = log_odds(float(np.exp(min(own, 0.0)))), max((word.weakest for word in words), default=0.0)
    votes = row.votes.count(text) / max(len(row.votes), 1)
    margin = float(np.clip(own - other, -params.most_margin, params.most_margin))
    return np.array(
        [
            logit,
            margin,
            votes,
            votes if evidence.lone else 0.0,
            float(evidence.placed),
            weakest,
            max(weakest - params.sure_digit, 0.0),
            float(min(len(text), params.digits_counted)),
            float(len(text) == 1),
            float(len(text) == 1 and evidence.lone),
            float(len(evidence.lattices) > 1),
            float(evidence.lone),
            float(evidence.drawn),
            float(np.clip(evidence.odds, -params.most_odds, params.most_odds)),
        ]
    )


def shipped_trust() -> Path:
    """Return where the fitted weights that came with the program lie."""
    return bundled("models", "trust.json")
