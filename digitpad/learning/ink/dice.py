"""A random generator with the kinds of choices that scenes need."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Item = TypeVar("Item")


class Dice:
    """A random generator; the same seeds give the same answers on every machine."""

    def __init__(self, *seeds: int) -> None:
        self._random = np.random.default_rng(seeds)

    def chance(self, share: float) -> bool:
        return bool(self._random.random() < share)

    def between(self, low: float, high: float) -> float:
        return float(self._random.uniform(low, high))

    def scale(self, low: float, high: float) -> float:
        """Return a size between two sizes; doubling is as likely everywhere."""
        return math.exp(self._random.uniform(math.log(low), math.log(high)))

    def count(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return int(self._random.integers(low, high + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        return items[int(self._random.integers(len(items)))]

    def weighted(self, items: dict[Item, float]) -> Item:
        """Return one of the keys, as often as its value says."""
        point = self._random.uniform(0, sum(items.values()))
        for item, weight in items.items():
            point -= weight
            if point <= 0:
                return item
        return item

    def normal(self, *shape: int) -> NDArray[np.float32]:
        return self._random.standard_normal(shape, np.float32)

    def uniform(self, *shape: int) -> NDArray[np.float32]:
        return self._random.random(shape, np.float32)
