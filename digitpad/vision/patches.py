"""Connected patches of ink, each with its own pixels."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from digitpad.records import Box, Ink


@dataclass(frozen=True, eq=False)
class Patches:
    """Those of the numbers 1..N-1 that are `held` are ink; 0 is paper."""

    strength: Ink  # (height, width), meaningful within held patches
    labels: MatLike  # (height, width) int32, which patch
    stats: MatLike  # (N, 5) as cv2.connectedComponentsWithStats gives them
    held: NDArray[np.bool_]  # (N,)

    @staticmethod
    def of(ink: Ink) -> Patches:
        """All patches of ink (height, width)."""
        _, labels, stats, _ = cv2.connectedComponentsWithStats((ink > 0).astype(np.uint8), connectivity=8)
        held = np.ones(len(stats), np.bool_)
        held[0] = False
        return Patches(ink, labels, stats, held)

    @property
    def shape(self) -> tuple[int, int]:
        height, width = self.labels.shape
        return height, width

    def box(self, number: int) -> Box:
        left, top, width, height = (int(value) for value in self.stats[number, :4])
        return Box(left, top, width, height)

    def own(self, number: int) -> NDArray[np.uint8]:
        """1 within its box where it has ink, else 0."""
        return np.asarray(self.labels[self.part(number)] == number, np.uint8)

    def part(self, number: int) -> tuple[slice, slice]:
        """Where its box lies."""
        box = self.box(number)
        return slice(box.top, box.bottom), slice(box.left, box.right)

    def ink(self) -> Ink:
        """The whole picture's (height, width)."""
        return np.asarray(self.strength * self.held.astype(np.uint8)[self.labels], np.uint8)
