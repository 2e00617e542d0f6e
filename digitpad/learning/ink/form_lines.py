"""Lines of forms: rules, squares, tables, boxes, combs, circles, underlines. None of them is handwriting."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from digitpad.learning.ink.dice import Dice
from digitpad.learning.ink.pens import SHIFT, SUBPIXELS, Layer, Points
from digitpad.learning.ink.writing import Placed

Corners = tuple[float, float, float, float]  # px: left, top, right, bottom
LEAST_SQUARE = 6.0  # px, of squared paper: in smaller ones nobody reads anything
KINDS = {
    "none": 0.32,
    "cells": 0.2,
    "frame": 0.09,
    "ruled": 0.11,
    "squared": 0.12,
    "table": 0.07,
    "underline": 0.08,
    "strike": 0.01,
}


class FormLines:
    """One layer (S, S) of lines, all with one pen."""

    def __init__(self, side: int, height: float, dice: Dice) -> None:
        self.layer: Layer = np.zeros((side, side), np.uint8)
        self._side, self._height, self._dice = side, height, dice
        self._width = max(1, round(dice.between(0.5, 1 + height * dice.pick((0.03, 0.06, 0.12)))))
        self._dotted = dice.chance(0.12)

    def draw(self, kind: str, placed: Sequence[Placed]) -> None:
        """Draw lines of one of KINDS; boxes, frames and underlines stand about the writing in `placed`."""
        if kind in ("cells", "frame", "underline", "strike"):
            if placed:
                {"cells": self._cells, "frame": self._frame, "underline": self._underline, "strike": self._strike}[
                    kind
                ](placed)
        elif kind == "ruled":
            self._rules(self._height * self._dice.between(0.4, 2))
        elif kind == "squared":
            self._squares(max(LEAST_SQUARE, self._height * self._dice.between(0.25, 1.2)))
        elif kind == "table":
            self._table(self._height * self._dice.between(1.1, 2.2))

    def _cells(self, placed: Sequence[Placed]) -> None:
        """Boxes, a comb or circles, one for each digit."""
        dice = self._dice
        kind = dice.weighted({"boxes": 0.35, "comb": 0.35, "open comb": 0.15, "circles": 0.15})
        close = dice.chance(0.4)
        if "comb" in kind:
            self._comb(placed, dice.between(0.02, 0.1) if close else dice.between(0.08, 0.3), kind == "open comb")
            return
        for one in placed:
            margin = one.height * (dice.between(0.02, 0.12) if close else dice.between(0.1, 0.4))
            box = _around([one], margin)
            if kind == "boxes":
                self._box(box, wobble=0.0)
            else:
                self._oval(box, 1.0)

    def _comb(self, placed: Sequence[Placed], margin: float, is_open: bool) -> None:
        """Uprights between the digits of a row, as high as the row or half as high, and the lines that join them."""
        dice = self._dice
        left, top, right, bottom = _around(placed, margin * self._height)
        bottom = min(bottom, top + self._height * dice.between(1.1, 1.6))
        start = top if not is_open or dice.chance(0.3) else bottom - self._height * dice.between(0.2, 0.7)
        first = [one for one in placed if abs(one.y - placed[0].y) < self._height / 2]
        edges = [(a.x + a.width + b.x) / 2 for a, b in pairwise(first)]
        for x in [left, *edges, right]:
            self._line((x, start), (x, bottom))
        self._line((left, bottom), (right, bottom))
        if not is_open:
            self._line((left, top), (right, top))

    def _frame(self, placed: Sequence[Placed]) -> None:
        """One box or hand-drawn ring round everything."""
        dice = self._dice
        box = _around(placed, self._height * dice.between(0.1, 0.6))
        if dice.chance(0.6):
            self._box(box, wobble=self._height * 0.04 if dice.chance(0.4) else 0.0)
        else:
            self._oval(box, 1.3)

    def _rules(self, distance: float) -> None:
        dice = self._dice
        tilt = dice.between(-0.08, 0.08) * self._side
        for y in np.arange(dice.between(0, distance), self._side, distance):
            self._line((0, y), (self._side, y + tilt))

    def _squares(self, distance: float) -> None:
        dice = self._dice
        tilt = dice.between(-0.08, 0.08) * self._side if dice.chance(0.5) else 0.0
        self._width = max(1, round(self._width * 0.5))
        for offset in np.arange(dice.between(0, distance), self._side, distance):
            self._line((0, offset), (self._side, offset + tilt))
            self._line((offset, 0), (offset - tilt, self._side))

    def _table(self, distance: float) -> None:
        """Rows and columns of unlike sizes, some lines thicker than others."""
        dice, plain = self._dice, self._width
        for is_row in (True, False):
            offset = dice.between(-distance, distance)
            while offset < self._side:
                self._width = plain * dice.pick((1, 1, 2))
                ends = ((0.0, offset), (float(self._side), offset))
                self._line(*(ends if is_row else [(y, x) for x, y in ends]))
                offset += distance * (1 if is_row else dice.between(1, 4))

    def _underline(self, placed: Sequence[Placed]) -> None:
        """One or two lines under the writing, ruled or by hand, near enough to touch."""
        dice, height = self._dice, self._height
        one = dice.pick(placed)
        y, left = one.y + one.height * dice.between(1.0, 1.3), one.x - height * dice.between(0, 1)
        right, fall = left + height * dice.between(1.5, 5), dice.between(-0.08, 0.08)
        for _ in range(dice.count(1, 2)):
            self._curve(_by_hand(left, right, y, fall, dice.between(0, 0.03) * height, dice))
            y += height * dice.between(0.12, 0.25)

    def _strike(self, placed: Sequence[Placed]) -> None:
        """A line through a whole row."""
        left, top, right, bottom = _around(placed, self._height * 0.3)
        y = (top + bottom) / 2
        self._curve(_by_hand(left, right, y, self._dice.between(-0.05, 0.05), 0.02 * self._height, self._dice))

    def _box(self, box: Corners, wobble: float) -> None:
        left, top, right, bottom = box
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], np.float32)
        corners += self._dice.normal(5, 2) * wobble
        for start, end in pairwise(corners):
            self._line(start, end)

    def _oval(self, box: Corners, room: float) -> None:
        """An ellipse as drawn by hand: not quite round, not quite closed."""
        dice = self._dice
        left, top, right, bottom = box
        angles = np.linspace(0, 2 * math.pi * dice.between(0.95, 1.08), 40) + dice.between(0, 7)
        uneven = 1 + dice.between(0, 0.05) * np.sin(2 * angles + dice.between(0, 7))
        x = (left + right) / 2 + np.cos(angles) * uneven * (right - left) / 2 * room
        y = (top + bottom) / 2 + np.sin(angles) * uneven * (bottom - top) / 2 * room
        self._curve(np.stack([x, y], axis=1).astype(np.float32))

    def _line(self, start: Sequence[float], end: Sequence[float]) -> None:
        if self._dotted:
            points = np.linspace(np.asarray(start, np.float32), np.asarray(end, np.float32), 2 * (self._side // 7))
            for a, b in zip(points[::2], points[1::2], strict=False):
                self._curve(np.stack([a, a + (b - a) * 0.6]))
        else:
            self._curve(np.array([start, end], np.float32))

    def _curve(self, points: Points) -> None:
        fine = np.round(points * SUBPIXELS).astype(np.int32)
        cv2.polylines(self.layer, [fine], False, 255, self._width, cv2.LINE_AA, SHIFT)


def _around(placed: Sequence[Placed], margin: float) -> Corners:
    return (
        min(one.x for one in placed) - margin,
        min(one.y for one in placed) - margin,
        max(one.x + one.width for one in placed) + margin,
        max(one.y + one.height for one in placed) + margin,
    )


def _by_hand(left: float, right: float, y: float, fall: float, unsteady: float, dice: Dice) -> Points:
    x = np.linspace(left, right, 8)
    return np.stack([x, y + (x - left) * fall + dice.normal(8) * unsteady], axis=1).astype(np.float32)
