"""Rows of handwritten digits, letters and marks, with the place of each."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from digitpad.learning.ink.dice import Dice
from digitpad.learning.ink.handwriting import Hand, HandwritingBank, Strokes
from digitpad.learning.ink.pens import InkLayer, Points

SMALLEST, TALLEST = 10.0, 115.0  # px, height of a digit
WIDEST = 0.75  # of a sample's width counts as height, so that flat letters do not become huge
MARKS = ("point", "comma", "minus", "slash", "colon", "equals", "plus")


@dataclass(frozen=True)
class Placed:
    """A digit, letter or mark that was written."""

    x: float  # px, left
    y: float  # px, top
    width: float  # px
    height: float  # px, of a digit written here


@dataclass(frozen=True)
class Style:
    """The properties that all digits of one number share."""

    height: float  # px
    slant: float  # px to the right for each px up
    stretch: float  # width over the width as written
    gap: float  # of the height, between digits; below 0 they touch
    angle: float  # radians by which rows fall
    letters: float  # share of letters among the digits
    marks: float  # share of digits with a mark behind them
    stamped: bool  # MNIST's digits instead of pen strokes


def choose_style(dice: Dice, height: float) -> Style:
    """Return a random style for digits of `height` px."""
    kind = dice.weighted({"digits": 0.68, "some letters": 0.12, "letters": 0.06, "marks": 0.14})
    stamped = dice.chance(0.25)
    angle = 0.0 if stamped or dice.chance(0.75) else dice.between(-0.7, 0.7)
    return Style(
        height=height,
        slant=dice.between(-0.3, 0.6),
        stretch=dice.between(0.6, 1.25),
        gap=dice.between(-0.06, 0.45) if dice.chance(0.8) else dice.between(0.4, 1.2),
        angle=angle,
        letters={"some letters": 0.4, "letters": 1.0}.get(kind, 0.0),
        marks=0.35 if kind == "marks" else 0.0,
        stamped=stamped,
    )


class Writer:
    """Writes with one hand in one style on one layer."""

    def __init__(self, bank: HandwritingBank, layer: InkLayer, style: Style, dice: Dice) -> None:
        self._bank, self._layer, self._style, self._dice = bank, layer, style, dice
        self._hand: Hand = bank.hand(dice)
        self._turn = np.array(
            [[math.cos(style.angle), math.sin(style.angle)], [-math.sin(style.angle), math.cos(style.angle)]],
            np.float32,
        )
        self.placed: list[Placed] = []

    def write_rows(self, side: int, sparse: bool) -> None:
        """Fill a square of `side` px from a random place on; one row only where the page is `sparse`."""
        dice, height = self._dice, self._style.height
        y = dice.between(-height / 2, side - height * 0.7 if sparse else side * 0.4)
        while y < side:
            count = dice.pick((1, 1, 2, 3, 4, 6)) if sparse else dice.count(1, 9)
            x = dice.between(-height / 2, side * 0.5 if dice.chance(0.8) else side * 0.9)
            self.write_row(x, y, count, side)
            if sparse:
                return
            y += height * dice.between(1.2, 3)

    def write_row(self, x: float, y: float, count: int, side: int) -> None:
        """Write `count` digits from x, y (px) on, as long as they begin on the paper."""
        dice, style = self._dice, self._style
        start, across = (x, y), 0.0
        for _ in range(count):
            height = style.height * dice.between(0.8, 1.1)
            place = self._at(start, across, dice.between(-0.1, 0.1) * style.height)
            if place[0] > side or not -2 * height < place[1] < side:
                return
            across += self._one(place, height) + style.height * (style.gap + dice.between(-0.05, 0.08))
            if dice.chance(style.marks):
                across += self._mark(self._at(start, across, 0.0), style.height)

    def _at(self, start: tuple[float, float], across: float, down: float) -> tuple[float, float]:
        x, y = np.array([across, down], np.float32) @ self._turn
        return start[0] + float(x), start[1] + float(y)

    def _one(self, place: tuple[float, float], height: float) -> float:
        """Write a digit or a letter with its upper left corner at a place (px) and return its width."""
        dice, style = self._dice, self._style
        if self._hand.letters and dice.chance(style.letters):
            width = self._strokes(dice.pick(self._hand.letters), place, height * dice.pick((1.0, 1.0, 0.7)))
        elif style.stamped:
            width = self._layer.stamp(self._bank.image(dice), *place, height)
        else:
            width = self._strokes(dice.pick(self._hand.digits), place, height)
        self.placed.append(Placed(*place, width, height))
        return width

    def _strokes(self, strokes: Strokes, place: tuple[float, float], height: float) -> float:
        points = np.concatenate(strokes)
        low, size = points.min(axis=0), np.ptp(points, axis=0)
        scale = height / max(float(size[1]), float(size[0]) * WIDEST, 1e-6)
        self._layer.draw(self._formed((stroke - low) * scale, place, height) for stroke in strokes)
        return float(size[0]) * scale * self._style.stretch

    def _formed(self, points: Points, place: tuple[float, float], height: float) -> Points:
        """Slant, stretch and turn points (px) and move them to their place."""
        x = (points[:, 0] - self._style.slant * (points[:, 1] - height)) * self._style.stretch
        moved = np.stack([x, points[:, 1]], axis=1) @ self._turn + np.array(place, np.float32)
        return np.asarray(moved, np.float32)

    def _mark(self, place: tuple[float, float], height: float) -> float:
        """Write a mark behind a digit and return the room it takes."""
        strokes, width = mark_strokes(self._dice.pick(MARKS), self._dice)
        formed = [np.asarray((stroke * height) @ self._turn + np.array(place), np.float32) for stroke in strokes]
        self._layer.draw(formed)
        self.placed.append(Placed(*place, width * height, height))
        return (width + self._dice.between(0.1, 0.35)) * height


def mark_strokes(name: str, dice: Dice) -> tuple[list[Points], float]:
    """Return a mark's strokes in heights of a digit from its upper left corner, and its width."""
    wide, level = dice.between(0.2, 0.55), dice.between(0.42, 0.6)
    tail = dice.between(1.05, 1.35)
    lines: dict[str, list[list[tuple[float, float]]]] = {
        "point": [[(0.05, 0.97)]],
        "comma": [[(0.1, 0.92), (0.1, 1.0), (dice.between(-0.1, 0.05), tail)]],
        "minus": [[(0, level), (wide, level + dice.between(-0.08, 0.08))]],
        "slash": [[(wide, -0.05), (0, 1.1)]],
        "colon": [[(0.05, 0.4)], [(0.05, 0.9)]],
        "equals": [[(0, level - 0.1), (wide, level - 0.12)], [(0, level + 0.1), (wide, level + 0.12)]],
        "plus": [[(0, level), (wide, level)], [(wide / 2, level - wide / 2), (wide / 2, level + wide / 2)]],
    }
    strokes = [np.array(line, np.float32) for line in lines[name]]
    return strokes, wide if name in ("minus", "slash", "equals", "plus") else 0.1
