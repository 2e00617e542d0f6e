"""Everything else on paper that is not handwriting: print, blots, stamps, bars, and arrows of other pens."""

from __future__ import annotations

import string
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitpad.learning.ink.dice import Dice
from digitpad.learning.ink.pens import Layer

KINDS = {"print": 0.22, "blot": 0.1, "shape": 0.08, "bars": 0.03, "ring": 0.03, "holes": 0.02, "band": 0.06}
LEAST_PRINT = 7  # px, size of a font
WORDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits + ".,-/:")  # what a word is made of


def draw_clutter(dice: Dice, side: int, height: float, fonts: Sequence[Path]) -> Layer:
    """Return a layer (side, side) with some of KINDS, in sizes that fit writing of `height` px."""
    layer = np.zeros((side, side), np.uint8)
    for kind, share in KINDS.items():
        if dice.chance(share):
            if kind == "print":
                np.maximum(layer, _print(dice, side, height, fonts), out=layer)
            else:
                DRAWN[kind](dice, layer, height)
    return layer


def _print(dice: Dice, side: int, height: float, fonts: Sequence[Path]) -> Layer:
    """A label or some rows of text, upright or turned by 90 degrees."""
    if not fonts:
        return np.zeros((side, side), np.uint8)
    size = max(LEAST_PRINT, round(height * dice.between(0.2, 1.0)))
    page = Image.new("L", (side, side), 0)
    pen, font = ImageDraw.Draw(page), _font(dice.pick(fonts), size)
    x, y = dice.between(-30, side * 0.7), dice.between(-size, side * 0.9)
    for _ in range(dice.pick((1, 1, 1, 2, 5, 12))):
        pen.text((x, y), " ".join(_word(dice) for _ in range(dice.count(1, 5))), font=font, fill=255)
        y += size * dice.between(1.1, 1.6)
    return np.asarray(page.rotate(90) if dice.chance(0.15) else page)


@lru_cache(maxsize=256)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def _word(dice: Dice) -> str:
    letters = dice.weighted({WORDS[0]: 0.65, WORDS[1]: 0.2, WORDS[2]: 0.15})
    word = "".join(dice.pick(letters) for _ in range(dice.count(1, 9)))
    return word.capitalize() if letters == WORDS[0] and dice.chance(0.4) else word


def _blot(dice: Dice, layer: Layer, height: float) -> None:
    """Specks and round spots."""
    for _ in range(dice.pick((1, 1, 3, 12))):
        place = dice.count(0, len(layer)), dice.count(0, len(layer))
        cv2.circle(layer, place, round(dice.scale(1, max(3, height))), 255, -1, cv2.LINE_AA)


def _shape(dice: Dice, layer: Layer, height: float) -> None:
    """A filled polygon, or long straight lines."""
    corners = np.round(dice.uniform(4, 2) * (len(layer) + 80) - 40).astype(np.int32)
    if dice.chance(0.4):
        cv2.fillPoly(layer, [corners], 255, cv2.LINE_AA)
    else:
        cv2.polylines(layer, [corners], False, 255, max(1, round(dice.between(0.5, height * 0.1))), cv2.LINE_AA)


def _bars(dice: Dice, layer: Layer, height: float) -> None:
    """A bar code, or the hatching of a field that nobody shall write in."""
    x, top = dice.between(-20, len(layer)), dice.between(-20, len(layer))
    tall = height * dice.between(0.8, 3)
    for _ in range(dice.count(8, 40)):
        width = dice.between(1, max(2, height * 0.08))
        cv2.rectangle(layer, (round(x), round(top)), (round(x + width), round(top + tall)), 255, -1)
        x += width + dice.between(1, max(2, height * 0.1))


def _ring(dice: Dice, layer: Layer, height: float) -> None:
    """A stamp's rings, or the mark of a cup."""
    place = dice.count(0, len(layer)), dice.count(0, len(layer))
    radius = round(height * dice.between(0.8, 3))
    for inner in range(dice.count(1, 2)):
        cv2.circle(layer, place, max(2, radius - 5 * inner), 255, dice.count(1, 4), cv2.LINE_AA)


def _holes(dice: Dice, layer: Layer, height: float) -> None:
    """A row of punched holes."""
    x, radius = dice.count(0, len(layer)), max(2, round(height * dice.between(0.1, 0.4)))
    for y in range(dice.count(0, 20), len(layer), radius * dice.count(3, 8)):
        cv2.circle(layer, (x, y), radius, 255, -1, cv2.LINE_AA)


def _band(dice: Dice, layer: Layer, height: float) -> None:
    """A dark strip along one side, as scanners and crops leave it, or a bar of colour anywhere."""
    side, thick = len(layer), max(1, round(dice.scale(1, max(2, height * 0.5))))
    start = dice.pick((0, side - thick)) if dice.chance(0.6) else dice.count(0, side)
    if dice.chance(0.5):
        layer[start : start + thick] = 255
    else:
        layer[:, start : start + thick] = 255


DRAWN = {"blot": _blot, "shape": _shape, "bars": _bars, "ring": _ring, "holes": _holes, "band": _band}
