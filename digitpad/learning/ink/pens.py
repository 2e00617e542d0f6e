"""Pens and the layer they write on: the ink as a camera sees it, and the mask a network shall find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.learning.ink.dice import Dice

Layer = NDArray[np.uint8]  # (S, S), 0..255: how much of each pixel is covered
Points = NDArray[np.float32]  # (n, 2) x, y in px, y down

FINE = 2  # the layers are drawn at so many times their size, for widths of half a pixel
SHIFT, SUBPIXELS = 4, 16  # OpenCV draws at 1/16 px
LEAST_MASK = 2.0  # px, width of the mask of a hairline, so that it stays in one piece
THINNEST = 0.5  # px
GREY_INK = 40  # of 255: a glyph of MNIST is covered from here on


@dataclass(frozen=True)
class Pen:
    width: float  # px
    opacity: float  # 0..1 (more is cut off) of the colour; pale ink lets paper and lines through
    grain: float = 0.0  # 0..1 of the ink that the paper's grain leaves out, as pencil does
    pressure: float = 0.0  # 0..1 by which strokes differ in width


def choose_pen(dice: Dice, height: float, least_opacity: float) -> Pen:
    """Return a pen for writing of `height` px: hairline, ball pen, pencil or marker, often faint."""
    kind = dice.weighted({"ball": 0.5, "hairline": 0.17, "pencil": 0.15, "marker": 0.18})
    opacity = max(least_opacity, dice.between(0.3, 1) if dice.chance(0.3) else dice.between(0.75, 1))
    if kind == "hairline":
        return Pen(max(THINNEST, height * dice.between(0.005, 0.02)), max(0.6, opacity))
    if kind == "pencil":
        return Pen(max(0.8, height * dice.between(0.015, 0.06)), max(0.5, opacity), dice.between(0.1, 0.4))
    if kind == "marker":
        thickest = 0.12 + 0.08 * min(1.0, height / 60)
        return Pen(max(1.0, height * dice.between(0.1, thickest)), opacity, pressure=0.15)
    return Pen(max(0.8, height * dice.between(0.02, 0.1)), opacity, pressure=dice.pick((0.0, 0.0, 0.3)))


class InkLayer:
    """Handwriting on a square of `side` px: coverage for the picture, and the exact mask."""

    def __init__(self, side: int, pen: Pen, dice: Dice) -> None:
        self._side, self._pen, self._dice = side, pen, dice
        self._drawn = np.zeros((side * FINE, side * FINE), np.uint8)
        self._mask = self._drawn if pen.width >= LEAST_MASK else np.zeros_like(self._drawn)

    def draw(self, strokes: Iterable[Points], weight: float = 1.0) -> None:
        """Draw lines through points; a single point is a dot. `weight` times the pen's width."""
        for points in strokes:
            width = self._pen.width * weight * (1 + self._pen.pressure * self._dice.between(-1, 1))
            _line(self._drawn, points, width)
            if self._mask is not self._drawn:
                _line(self._mask, points, max(width, LEAST_MASK))

    def stamp(self, glyph: NDArray[np.uint8], x: float, y: float, height: float) -> float:
        """Put an MNIST digit (28, 28) with its upper left corner at x, y (px) and return its width."""
        rows, columns = np.flatnonzero(glyph.max(axis=1) > GREY_INK), np.flatnonzero(glyph.max(axis=0) > GREY_INK)
        if not len(rows):
            return 0.0
        ink = glyph[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        scale = height * FINE / max(ink.shape[0], ink.shape[1] * 0.75)
        size = max(1, round(ink.shape[1] * scale)), max(1, round(ink.shape[0] * scale))
        large = cv2.resize(ink, size, interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA)
        solid = np.clip((large.astype(np.float32) - GREY_INK) * 1.5, 0, 255).astype(np.uint8)
        for layer in {id(each): each for each in (self._drawn, self._mask)}.values():
            _overlay(layer, solid, round(x * FINE), round(y * FINE))
        return int(size[0]) / FINE

    def coverage(self) -> NDArray[np.float32]:
        """Return (S, S) float 0..1: the share of each pixel's colour that is ink."""
        covered = _shrunk(self._drawn, self._side).astype(np.float32) * (min(1.0, self._pen.opacity) / 255)
        if self._pen.grain:
            covered *= np.clip(1 - self._pen.grain * (0.5 + self._dice.normal(self._side, self._side)), 0, 1)
        return covered

    def mask(self) -> Layer:
        """Return (S, S): the handwriting, 255 where a pixel is all ink."""
        return _shrunk(self._mask, self._side)


def _line(layer: Layer, points: Points, width: float) -> None:
    thickness = max(1, round(width * FINE))
    fine = np.round(points * (FINE * SUBPIXELS)).astype(np.int32)
    if len(fine) == 1:
        radius = max(1, round(width * FINE * SUBPIXELS * 0.6))
        cv2.circle(layer, (int(fine[0, 0]), int(fine[0, 1])), radius, 255, -1, cv2.LINE_AA, SHIFT)
    else:
        cv2.polylines(layer, [fine], False, 255, thickness, cv2.LINE_AA, SHIFT)


def _overlay(layer: Layer, ink: Layer, x: int, y: int) -> None:
    """Lay ink over a layer, the part that lies on it, the darker of both."""
    top, left = max(0, y), max(0, x)
    bottom, right = min(layer.shape[0], y + ink.shape[0]), min(layer.shape[1], x + ink.shape[1])
    if top < bottom and left < right:
        place = layer[top:bottom, left:right]
        np.maximum(place, ink[top - y : bottom - y, left - x : right - x], out=place)


def _shrunk(layer: Layer, side: int) -> Layer:
    return np.asarray(cv2.resize(layer, (side, side), interpolation=cv2.INTER_AREA), np.uint8)
