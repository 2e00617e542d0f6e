"""The choice among the strings that two readers propose for a row.

A logistic regression scores every proposed string by what both readers say of it; its weights are fitted by
`python -m tests.bench.decide_rows`. The likeliest string wins; `number_trust` gives the trust in it as a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitpad.formats.fitted_models import load_fitted, numbers
from digitpad.inference.rows.parameters import NUMBER_CHOICE, NumberChoiceParams
from digitpad.inference.rows.row_reader import RowReading
from digitpad.languages import _
from digitpad.paths import bundled

FEATURES = (
    "row_logit",  # log odds of the string by the row reader
    "votes",  # share of the row reader's views whose likeliest string it is
    "lattice_odds",  # of the lattice's own string, if this is it
    "lattice_against",  # of the lattice's own string, if this is another one
    "weakest",  # log odds of the lattice's least sure digit, if this is the lattice's string
    "agreed",  # both readers' first string
    "lattices",  # the lattice's string
    "first",  # the row reader's first string
    "lone",  # the strip is the whole picture
    "lone_lattices",  # the lattice's string where the strip is the whole picture
    "digits",  # how many
    "longer",  # digits more than in the lattice's string
)


@dataclass(frozen=True)
class LatticeWord:
    """The digits that the lattice reads in a row, with their confidences 0..1."""

    text: str
    confidences: tuple[float, ...]  # of each digit

    @property
    def odds(self) -> float:
        """The natural log of the odds that all digits are right."""
        return log_odds(float(np.prod(self.confidences)))

    @property
    def weakest(self) -> float:
        """The natural log of the odds of the least sure digit."""
        return log_odds(min(self.confidences, default=0.5))


@dataclass(frozen=True)
class RowChoice:
    """The string that was chosen for a row."""

    text: str
    confidence: float  # 0..1, that all of it is right
    agreed: bool  # both readers read it first


class NumberChoice:
    """A logistic regression over FEATURES of each proposed string."""

    def __init__(self, weights: Sequence[float], bias: float, params: NumberChoiceParams = NUMBER_CHOICE) -> None:
        self._weights, self._bias, self._params = np.array(weights, np.float64), bias, params

    @classmethod
    def load(cls, path: Path) -> NumberChoice:
        """Load fitted weights. Raises DigitPadError where the file is missing or damaged, or fits other features."""
        sentence = _("{path} holds no weights for choosing among strings; install it again.")
        return load_fitted(path, lambda values: cls(*fitted_weights(values, FEATURES)), sentence)

    def choose(self, lattice: LatticeWord, row: RowReading, *, lone: bool) -> RowChoice:
        """Return the likeliest among the row reader's candidates and the lattice's string."""
        texts = texts_of(lattice, row)
        scores = features_of(lattice, row, lone=lone) @ self._weights + self._bias
        confidences = 1 / (1 + np.exp(-scores))
        best = int(confidences.argmax())
        if self._stands(lattice, texts[best], float(confidences[best])):
            best = texts.index(lattice.text)
        agreed = texts[best] == lattice.text == row.candidates[0].text
        return RowChoice(texts[best], float(confidences[best]), agreed)

    def _stands(self, lattice: LatticeWord, text: str, confidence: float) -> bool:
        """True where the lattice's string stands against a likelier one: that is unlikely, or only reads it otherwise.

        The row reader knows better than the lattice how many digits there are; of as many, a sure one is what it is.
        """
        as_many = bool(text) and len(text) == len(lattice.text)
        sure = as_many and min(lattice.confidences) >= self._params.least_sure
        return bool(lattice.text) and (sure or confidence < self._params.least_overruling)


def texts_of(lattice: LatticeWord, row: RowReading) -> list[str]:
    """Return the strings to choose among, each once, the lattice's first."""
    return list(dict.fromkeys([lattice.text, *(candidate.text for candidate in row.candidates)]))


def features_of(lattice: LatticeWord, row: RowReading, *, lone: bool) -> NDArray[np.float64]:
    """Return what both readers say of each of the texts (N, FEATURES)."""
    return np.array([_features(text, lattice, row, lone) for text in texts_of(lattice, row)])


def log_odds(probability: float, most: float = NUMBER_CHOICE.most_odds) -> float:
    """Return the natural log of a probability's odds, at most `most` either way."""
    least = float(np.exp(-most))
    inside = min(max(probability, least), 1 - least)
    return float(np.log(inside / (1 - inside)))


def fitted_weights(values: Mapping[str, Any], features: Sequence[str]) -> tuple[list[float], float]:
    """Return the weights of a logistic regression, in the order of its features, and its bias.

    Raises one of DAMAGE where the values are of other features, none, or not finite.
    """
    weights = numbers([values["weights"][name] for name in features], (len(features),), np.float64)
    return weights.tolist(), float(numbers(values["bias"], (), np.float64))


def shipped_choice() -> Path:
    """Return where the fitted weights that came with the program lie."""
    return bundled("models", "numbers.json")


def _features(text: str, lattice: LatticeWord, row: RowReading, lone: bool) -> list[float]:
    same, first, most = text == lattice.text, text == row.candidates[0].text, NUMBER_CHOICE.digits_counted
    logs = [candidate.log_probability for candidate in row.candidates if candidate.text == text]
    return [
        log_odds(float(np.exp(min(max(logs, default=-np.inf), 0.0)))),
        row.votes.count(text) / max(len(row.votes), 1),
        lattice.odds if same else 0.0,
        0.0 if same else lattice.odds,
        lattice.weakest if same else 0.0,
        float(same and first),
        float(same),
        float(first),
        float(lone),
        float(lone and same),
        float(min(len(text), most)),
        float(np.clip(len(text) - len(lattice.text), -most, most)),
    ]
