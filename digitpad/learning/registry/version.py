"""One version of the network, by its card; free of torch, for the window and the command line."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, eq=False)
class Version:
    """One set of weights in the user's folder, or the shipped one, with its card."""

    key: str  # its file's name without ending
    name: str  # for people
    path: Path  # the weights
    card: Mapping[str, Any]
    size: int  # bytes
    shipped: bool
    active: bool

    @property
    def parent(self) -> str:
        """The name of the version that it was made from, "" where there is none."""
        return str(self.card.get("parent") or "")

    @property
    def created_at(self) -> str:
        """The time at which it was made, ISO 8601; "" where it is not known."""
        return str(self.card.get("created_at") or "")

    @property
    def samples(self) -> int:
        """The number of the user's samples that it learned from."""
        return int(_number(self.card.get("samples")) or 0)

    @property
    def mnist(self) -> float | None:
        """The accuracy 0..1 on the held-out images; None where it was not measured."""
        return _number(
            _inner(self.card, "figures", "mnist_accuracy") or _inner(self.card, "held_out", "mnist_accuracy")
        )

    @property
    def own(self) -> float | None:
        """The share 0..1 of the user's held-out samples that was read right when it was made; None: not measured."""
        count, misread = (_number(_inner(self.card, "figures", key)) for key in ("yours", "yours_misread_after"))
        return 1 - misread / count if count and misread is not None else None


def _inner(card: Mapping[str, Any], group: str, key: str) -> object:
    inner = card.get(group)
    return inner.get(key) if isinstance(inner, dict) else None


def _number(value: object) -> float | None:
    """Return a number of a card as a float; None for anything else, infinity and integers of absurd length too."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None
