"""Rows of digits with letters beside them, without any, and of letters alone, by writers that networks know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitpad.learning.data.datasets import PenDigit, is_held_out, pen_digits
from digitpad.paths import data_folder
from tests.support.situation_ink import WHITE, Picture, Random, draw, pick, scaled, tinted
from tests.support.situation_pictures import text_fonts

KINDS = ("letters", "letters", "digits", "words")  # half of the rows hold both
DIGITS, LETTERS = ("pendigits-train", "unipen-dev"), "unipen-letters-dev"
UNIPEN, PRINTED, COLOURED, INVERTED, BLURRED, NOISY = 0.35, 0.2, 0.35, 0.15, 0.4, 0.4  # shares
PRINT = "AEFHKMNRTVWXadefhkmnrtuvwx"  # the letters that the writers wrote: none can be taken for a digit
HIGH = "dfhk"  # small letters as high as large ones
SIDES, PENS = (20, 110), (0.05, 0.13)  # px, digit heights
GAPS, LETTER_GAPS, BETWEEN = (0.1, 0.5), (0.12, 0.5), (0.15, 1.2)  # digit heights, the last between both
MARGINS = (8, 70)  # px of paper


@dataclass(frozen=True, eq=False)
class LetteredRow:
    picture: Picture
    kind: str  # of KINDS
    text: str
    extent: tuple[float, float]  # px across, of its number; (0, 0): it has none


@dataclass(frozen=True, eq=False)
class RowSign:
    ink: Picture
    is_digit: bool
    gap: float  # px of blank on its right


def lettered_row(random: Random, kind: str) -> LetteredRow:
    """Return a row of a kind: of other sizes, pens, gaps, colours, blur and noise each time."""
    side = random.uniform(*SIDES)
    pen = max(2, int(side * random.uniform(*PENS)))
    before, after = _letter_counts(random, kind)
    text, digits = _digits(random, 0 if kind == "words" else int(random.integers(1, 8)), side, pen)
    letters = _letters(random, before + after, side, pen)
    signs = [*letters[:before], *digits, *letters[before:]]
    between = side * random.uniform(*BETWEEN)
    ends = {before - 1, before + len(digits) - 1} if digits else set()
    spaced = [RowSign(s.ink, s.is_digit, between) if place in ends else s for place, s in enumerate(signs)]
    paper, extent = _set_in_row(random, spaced, side)
    return LetteredRow(_as_seen(random, paper, side), kind, text, extent)


def _letter_counts(random: Random, kind: str) -> tuple[int, int]:
    """Return how many letters stand before and after the digits."""
    if kind != "letters":
        return (int(random.integers(2, 9)), 0) if kind == "words" else (0, 0)
    side, count = int(random.integers(5)), int(random.integers(1, 5))
    one, other = random.integers(1, 3, 2)
    return (count, 0) if side < 2 else (0, count) if side < 4 else (int(one), int(other))


def _digits(random: Random, count: int, side: float, pen: int) -> tuple[str, list[RowSign]]:
    source = _known(DIGITS[int(random.random() < UNIPEN)])
    own, gap = _own(random, source), side * random.uniform(*GAPS)
    drawings = [pick(random, own) for _ in range(count)]
    signs = [
        RowSign(_ink_of(each, side * random.uniform(0.92, 1.05), pen), True, gap * random.uniform(0.7, 1.3))
        for each in drawings
    ]
    return "".join(each.label for each in drawings), signs


def _letters(random: Random, count: int, side: float, pen: int) -> list[RowSign]:
    own, font = _own(random, _known(LETTERS)), text_fonts()[int(random.integers(len(text_fonts())))]
    tall, gap = side * random.uniform(0.6, 1.05), side * random.uniform(*LETTER_GAPS)
    if random.random() < PRINTED:
        inks = [_printed(PRINT[int(random.integers(len(PRINT)))], font, tall) for _ in range(count)]
    else:
        inks = [_written(random, pick(random, own), tall, pen) for _ in range(count)]
    return [RowSign(ink, False, gap) for ink in inks]


def _written(random: Random, letter: PenDigit, tall: float, pen: int) -> Picture:
    high = letter.label.isupper() or letter.label in HIGH
    return _ink_of(letter, tall * (1.0 if high else random.uniform(0.65, 1.0)), pen)


def _printed(letter: str, font: Path, tall: float) -> Picture:
    face = ImageFont.truetype(str(font), max(8, int(1.35 * tall)))
    left, top, right, bottom = face.getbbox(letter)
    picture = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4), WHITE)
    ImageDraw.Draw(picture).text((2 - left, 2 - top), letter, font=face, fill=0)
    return np.asarray(picture)


def _ink_of(drawing: PenDigit, side: float, pen: int) -> Picture:
    strokes, extent = scaled(drawing, side)
    paper = np.full((int(extent[1]) + 2 * pen + 2, int(extent[0]) + 2 * pen + 2), WHITE, np.uint8)
    draw(paper, strokes, (pen + 1, pen + 1), pen)
    return paper


def _set_in_row(random: Random, signs: list[RowSign], side: float) -> tuple[Picture, tuple[float, float]]:
    """Return the paper with all signs on one line, and from where to where the digits reach."""
    margin = int(random.uniform(*MARGINS))
    high = int(1.25 * side) + 2 * margin
    paper = np.full((high, int(sum(s.ink.shape[1] + s.gap for s in signs)) + 2 * margin + 10), WHITE, np.uint8)
    left, sides = float(margin), []
    for sign in signs:
        ink = sign.ink[:high]
        top = int(np.clip(margin + 1.1 * side - ink.shape[0] + random.normal(0, 0.03) * side, 0, high - ink.shape[0]))
        part = paper[top : top + ink.shape[0], int(left) : int(left) + ink.shape[1]]
        np.minimum(part, ink[:, : part.shape[1]], out=part)
        sides += [left, left + ink.shape[1]] if sign.is_digit else []
        left += ink.shape[1] + sign.gap
    return paper, (min(sides, default=0.0), max(sides, default=0.0))


def _as_seen(random: Random, paper: Picture, side: float) -> Picture:
    """Return a row in two colours, blurred and noisy, some of them."""
    seen = paper
    if random.random() < COLOURED:
        dark, light = (tuple(int(v) for v in random.integers(*ends, 3)) for ends in ((0, 110), (185, 256)))
        inks = (light, dark) if random.random() < INVERTED else (dark, light)
        seen = tinted(seen, *inks)  # type: ignore[arg-type]
    if random.random() < BLURRED:
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), max(0.4, side * random.uniform(0.005, 0.02))), np.uint8)
    if random.random() < NOISY:
        seen = np.clip(seen + random.normal(0, random.uniform(1, 6), seen.shape), 0, 255).astype(np.uint8)
    return seen


def _own(random: Random, source: list[PenDigit]) -> list[PenDigit]:
    """Return all drawings of one writer."""
    first = pick(random, source)
    return [each for each in source if each.writer == first.writer]


@cache
def _known(name: str) -> list[PenDigit]:
    """Return the drawings of the writers that networks are trained on."""
    found = pen_digits(data_folder() / "strokes" / f"{name}.jsonl")
    return [each for each in found if not is_held_out(each.writer) and (name == LETTERS or each.label.isdigit())]
