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

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.paths import bundled

NETWORKS = ("alone", "among", "any_digits")
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
    def of(values: Mapping[str, Any]) -> ChoiceNetwork:
        """Raise KeyError, TypeError or ValueError where they are not a network's."""
        members = tuple(_member_of(each) for each in values["members"])
        return ChoiceNetwork(tuple(values["names"]), _array(values["mean"]), _array(values["spread"]), members)


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
        """Load fitted weights. Raises DigitPadError where the file is missing, cut, or of another shape."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            return ChoiceNetworks(*(ChoiceNetwork.of(values[name]) for name in NETWORKS))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DigitPadError(
                _("{path} holds no weights for choosing among readings; install it again.").format(path=path)
            ) from error


@cache
def shipped_choice_networks() -> ChoiceNetworks:
    """Return those that came with the program. Raises DigitPadError where they are missing or damaged."""
    return ChoiceNetworks.load(shipped_networks_path())


def shipped_networks_path() -> Path:
    return bundled("models", "choice.json")


def _member_of(values: Mapping[str, Any]) -> ChoiceMember:
    inward, hidden, outward, past = (_array(values[name]) for name in ("inward", "hidden", "outward", "past"))
    return ChoiceMember(inward, hidden, outward, past, float(values["bias"]))


def _array(values: Sequence[Any]) -> Weights:
    return np.array(values, np.float64)
