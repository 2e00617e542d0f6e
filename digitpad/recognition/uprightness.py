"""Evidence that digits stand upright, from their own form; `python -m tests.bench.uprightness --fit` makes the model.

A 6 on its head is a 9, and 0, 1, 2, 5 and 8 are read as surely as before; how they are written still tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitpad.formats.fitted_models import load_fitted, numbers, spreads
from digitpad.inference.lenet import CLASSES, FEATURES
from digitpad.inference.network import Network
from digitpad.languages import _
from digitpad.paths import bundled
from digitpad.recognition.learned_network import LearnedNetwork
from digitpad.recognition.parameters import UPRIGHTNESS, UprightnessParams
from digitpad.records import Digit, Labels

SHIPPED, SHIPPED_NETWORK = "upright.json", "lenet5.safetensors"  # the model, and the network that it was fitted on

MEASURES = FEATURES + CLASSES  # of a glyph: F6 and the outputs

Measures = NDArray[np.float64]
Glyphs = NDArray[np.uint8]  # (N, 28, 28)


@dataclass(frozen=True, eq=False)
class UprightModel:
    """Two layers over what LeNet-5 says of a glyph (F = MEASURES), compared with the same glyph turned round."""

    mean: Measures  # (F,)
    spread: Measures  # (F,)
    first: Measures  # (F + 1, H), the last row is added
    second: Measures  # (H,)

    @staticmethod
    def load(path: Path) -> UprightModel:
        """Load fitted weights. Raises DigitPadError where the file is missing or damaged."""
        return load_fitted(path, UprightModel.of, _("{path} is not a model of upright digits; install DigitPad again."))

    @staticmethod
    def of(values: Any) -> UprightModel:
        """Raise one of DAMAGE where the values are of another shape, or not finite."""
        mean, spread = numbers(values["mean"], (MEASURES,), np.float64), spreads(values["spread"], MEASURES)
        first = numbers(values["first"], (MEASURES + 1, None), np.float64)
        return UprightModel(mean, spread, first, numbers(values["second"], (first.shape[1],), np.float64))

    def odds(self, lying: Measures, turned: Measures) -> Measures:
        """Return nats (N,) for upright, by the measures (N, F) of glyphs as they lie and turned round."""
        return self._score(lying) - self._score(turned)

    def _score(self, measures: Measures) -> Measures:
        standard = (measures - self.mean) / self.spread
        return np.asarray(np.maximum(standard @ self.first[:-1] + self.first[-1], 0) @ self.second, np.float64)


class Uprightness:
    """Decides if the digits of a picture stand upright."""

    def __init__(self, network: LearnedNetwork, params: UprightnessParams = UPRIGHTNESS) -> None:
        """`network`: measures the glyphs where the model was fitted on it; else the shipped one does."""
        self._network, self._params = network, params

    def is_upright(self, digits: Sequence[Digit]) -> bool:
        """True where the digits surely stand upright."""
        return self._odds(digits) > self._params.surely

    def is_on_head(self, digits: Sequence[Digit]) -> bool:
        """True where they surely stand on their heads; never where the user taught one of them."""
        taught = any(digit.decided_by != "network" for digit in digits)
        return not taught and self._odds(digits) < -self._params.surely

    def odds_of(self, glyphs: Glyphs) -> Measures:
        """Return nats (N,) for each glyph standing upright."""
        alone = self._network.alone
        network = alone if alone.source == shipped_network() else _fitted_on()
        lying, turned = (measures_of(network, each) for each in (glyphs, turned_round(glyphs)))
        return shipped_model().odds(lying, turned)

    def _odds(self, digits: Sequence[Digit]) -> float:
        """Return the nats for upright of some of the digits together; 0 where too few kinds could ever be sure."""
        some = digits[:: -(-len(digits) // self._params.most_digits) or 1]
        labels = np.array([digit.label for digit in some], np.int64)
        if len(set(labels.tolist())) * self._params.most <= self._params.surely:
            return 0.0
        return odds_together(self.odds_of(np.stack([digit.glyph for digit in some])), labels, self._params)


def odds_together(odds: Measures, labels: Labels, params: UprightnessParams = UPRIGHTNESS) -> float:
    """Return the nats of digits (N,) with labels (N,) together; those of one label count together, up to a bound."""
    by_label = np.bincount(labels, weights=odds)
    return float(np.clip(by_label, -params.most, params.most).sum())


def measures_of(network: Network, glyphs: Glyphs) -> Measures:
    """Return F6 and the outputs before softmax of glyphs (N, 28, 28), as (N, MEASURES)."""
    logits, features = network.engine.predict(glyphs)
    return np.hstack([features, logits]).astype(np.float64)


def turned_round(glyphs: Glyphs) -> Glyphs:
    """Return glyphs on their heads, the centre of mass where it was: at index 14 of 0 to 27."""
    turned = np.zeros_like(glyphs)
    turned[:, 1:, 1:] = glyphs[:, :0:-1, :0:-1]
    return turned


@cache
def shipped_model() -> UprightModel:
    """Return the model that came with the program. Raises DigitPadError where its file is missing or damaged."""
    return UprightModel.load(bundled("models", SHIPPED))


@cache
def _fitted_on() -> Network:
    return Network.load(shipped_network(), "cpu")


def shipped_network() -> Path:
    return bundled("models", SHIPPED_NETWORK)
