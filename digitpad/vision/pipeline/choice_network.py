"""The small networks that say how likely a reading of a picture is right; `python -m tests.bench.decide` fits them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitpad.formats.fitted_models import load_fitted, numbers, spreads
from digitpad.languages import _
from digitpad.paths import bundled

NETWORKS = ("alone", "among", "any_digits")
OWN_MEASURES = (  # of a reading by itself, as `choice_features.own_features` takes them
    *("bias", "turned", "tilted", "padded", "empty", "single", "count", "mean_log", "least_log", "doubtful"),
    *("any_doubt", "rejected", "ones", "outer_ones", "uneven", "octaves", "rows", "several_rows", "segments"),
    *("no_segments", "unread", "alike_beside", "large_beside", "framed", "filled", "edges", "stray", "steep"),
    *("polarity", "map", "map_mean_log", "crispness", "map_octaves", "row_odds", "row_same", "untrusted", "trust"),
    *("agreed", "several_same"),
)
ALL_MEASURES = (  # and beside others, as `choice_features.features_among` takes them
    *OWN_MEASURES,
    *("lacking_worst", "lacking", "missed", "lacking_most", "others_same", "others_like", "shorter", "alone"),
)
MOST_SPREADS = 4.0  # standard deviations: rarer measures count as so much; the networks were fitted so

Weights = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ChoiceMember:
    """A network with one hidden layer, and a linear part beside it (`past`)."""

    inward: Weights  # (F, H)
    hidden: Weights  # (H,)
    outward: Weights  # (H,)
    past: Weights  # (F,)
    bias: float

    def odds(self, measures: Weights) -> Weights:
        """Return the log-odds (N,), nats, of standardized measures (N, F)."""
        inner = np.tanh(measures @ self.inward + self.hidden)
        return np.asarray(inner @ self.outward + measures @ self.past + self.bias, np.float64)


@dataclass(frozen=True, eq=False)
class ChoiceNetwork:
    """The mean of a few networks, each trained from other first weights."""

    names: tuple[str, ...]  # of the measures
    mean: Weights  # (F,)
    spread: Weights  # (F,)
    members: tuple[ChoiceMember, ...]

    def odds(self, features: Mapping[str, float]) -> float:
        """Return the log-odds, nats, that a reading with these measures is right."""
        return float(self.odds_of(np.array([[features[name] for name in self.names]]))[0])

    def odds_of(self, measures: Weights) -> Weights:
        """Return the log-odds (N,), nats, of measures (N, F)."""
        standard = np.clip((measures - self.mean) / self.spread, -MOST_SPREADS, MOST_SPREADS)
        return np.asarray(np.mean([member.odds(standard) for member in self.members], axis=0), np.float64)

    def values(self) -> dict[str, Any]:
        """Return names and weights as JSON can hold them; `of` makes the network of them again."""
        members = [
            {name: np.round(getattr(member, name), 4).tolist() for name in ("inward", "hidden", "outward", "past")}
            | {"bias": round(member.bias, 4)}
            for member in self.members
        ]
        scale = {"mean": np.round(self.mean, 5).tolist(), "spread": np.round(self.spread, 5).tolist()}
        return {"names": list(self.names), **scale, "members": members}

    @staticmethod
    def of(values: Mapping[str, Any], measures: Sequence[str] = ALL_MEASURES) -> ChoiceNetwork:
        """Raise one of DAMAGE where the values are of other measures than these or another shape, or not finite."""
        names = tuple(map(str, values["names"]))
        if not set(measures).issuperset(names):
            raise ValueError("measures that are not taken")
        members = tuple(_member_of(each, len(names)) for each in values["members"])
        if not members:
            raise ValueError("no member")
        mean = numbers(values["mean"], (len(names),), np.float64)
        return ChoiceNetwork(names, mean, spreads(values["spread"], len(names)), members)


@dataclass(frozen=True, eq=False)
class ChoiceNetworks:
    """Three networks: `alone` judges the reading by contrast by itself, `among` each reading beside the others.

    `any_digits` judges by the chosen reading if the picture holds digits at all, whichever they are.
    """

    alone: ChoiceNetwork
    among: ChoiceNetwork
    any_digits: ChoiceNetwork

    def save(self, path: Path) -> None:
        values = {name: getattr(self, name).values() for name in NETWORKS}
        path.write_text(json.dumps(values) + "\n", encoding="utf-8")

    @staticmethod
    def load(path: Path) -> ChoiceNetworks:
        """Load fitted weights. Raises DigitPadError where the file is missing or damaged."""
        sentence = _("{path} holds no weights for choosing among readings; install it again.")
        return load_fitted(path, ChoiceNetworks.of, sentence)

    @staticmethod
    def of(values: Mapping[str, Any]) -> ChoiceNetworks:
        """Raise one of DAMAGE where the values are not those of three networks."""
        own, *beside = (values[name] for name in NETWORKS)
        return ChoiceNetworks(ChoiceNetwork.of(own, OWN_MEASURES), *map(ChoiceNetwork.of, beside))


@cache
def shipped_choice_networks() -> ChoiceNetworks:
    """Return those that came with the program. Raises DigitPadError where they are missing or damaged."""
    return ChoiceNetworks.load(shipped_networks_path())


def shipped_networks_path() -> Path:
    return bundled("models", "choice.json")


def _member_of(values: Mapping[str, Any], measures: int) -> ChoiceMember:
    inward = numbers(values["inward"], (measures, None), np.float64)
    hidden, outward = (numbers(values[name], inward.shape[1:], np.float64) for name in ("hidden", "outward"))
    past, bias = numbers(values["past"], (measures,), np.float64), numbers(values["bias"], (), np.float64)
    return ChoiceMember(inward, hidden, outward, past, float(bias))
