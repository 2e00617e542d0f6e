"""Connected patches of ink, each with its own pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from digitpad.records import Box, Ink

Mask = NDArray[np.uint8]  # 1 or 0
NEXT, FIRST_CHILD, PARENT = 0, 2, 3  # columns of the tree of cv2.findContours; -1 where there is none


@dataclass(frozen=True, eq=False)
class Patches:
    """8-connected patches of a mask, by their outlines, which cost a tenth of a labelled picture; boxes in its px."""

    strength: Ink  # (height, width), meaningful within the mask
    mask: MatLike  # (height, width), 0 where there is no ink
    outlines: Sequence[MatLike]  # of patches and of the holes in them
    tree: NDArray[np.int32]  # (outlines, 4) as cv2.findContours gives it
    numbers: NDArray[np.int64]  # (N,) the outlines that are patches
    crowded: bool = False  # there are more than are looked at: the smallest were left out

    @staticmethod
    def of(ink: Ink) -> Patches:
        """Return all patches of ink (height, width)."""
        return Patches.within(np.asarray(ink > 0, np.uint8), ink)

    @staticmethod
    def within(mask: MatLike, strength: Ink) -> Patches:
        """Return the patches of a mask (height, width), not 0 for ink of a strength 0..255."""
        outlines, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
        levels = np.zeros((0, 4), np.int32) if tree is None else np.asarray(tree, np.int32).reshape(-1, 4)
        return Patches(strength, mask, outlines, levels, np.flatnonzero(levels[:, PARENT] < 0))

    def holding(self, mask: NDArray[np.bool_]) -> Patches:
        """Return the patches for which `mask` (N,) is True."""
        return replace(self, numbers=self.numbers[mask])

    @property
    def shape(self) -> tuple[int, int]:
        height, width = self.mask.shape
        return height, width

    @cached_property
    def boxes(self) -> NDArray[np.int32]:
        """(N, 4) left, top, width, height."""
        return np.array([cv2.boundingRect(self.outlines[i]) for i in self.numbers], np.int32).reshape(-1, 4)

    def box(self, index: int) -> Box:
        """Return the box of a patch, px."""
        left, top, width, height = (int(value) for value in self.boxes[index])
        return Box(left, top, width, height)

    def own(self, index: int) -> Mask:
        """Return the mask of a patch within its box: 1 for its ink, else 0."""
        return self._drawn([int(self.numbers[index])], self.box(index))

    def ink(self) -> Ink:
        """Return the ink of all patches, (height, width)."""
        ink = np.zeros(self.shape, np.uint8)
        for index in range(len(self.numbers)):
            ink[self.box(index).part] |= self.own(index)
        return np.asarray(self.strength * ink, np.uint8)

    def ink_in(self, area: Box) -> Mask:
        """Return the mask of all patches within an area (area.height, area.width): 1 for ink, else 0."""
        left, top, width, height = self.boxes.T
        near = (left < area.right) & (top < area.bottom) & (left + width > area.left) & (top + height > area.top)
        return self._drawn(self.numbers[near].tolist(), area)

    def _drawn(self, numbers: Sequence[int], area: Box) -> Mask:
        """Return the mask of patches, each drawn from its own outlines alone: OpenCV copies all that it is given."""
        ink, offset = np.zeros((area.height, area.width), np.uint8), (-area.left, -area.top)
        for number in numbers:
            own = [self.outlines[number], *(self.outlines[hole] for hole in self._holes(number))]
            cv2.drawContours(ink, own, -1, 1, cv2.FILLED, cv2.LINE_8, None, 0, offset)
        return np.asarray((self.mask[area.part] > 0) & (ink > 0), np.uint8)

    def _holes(self, number: int) -> Iterator[int]:
        hole = int(self.tree[number, FIRST_CHILD])
        while hole >= 0:
            yield hole
            hole = int(self.tree[hole, NEXT])


def weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Return the weighted median of N values, at least one."""
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order[int(np.searchsorted(total, total[-1] / 2))]])
