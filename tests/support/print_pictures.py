"""Pictures of print, most without a digit: words, headlines, signs, logos in many fonts, colours, sizes and angles."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.support.objects import text_files
from tests.support.papers import clouds
from tests.support.situation_ink import WHITE, Picture, Random, number, tinted
from tests.support.situation_pictures import text_fonts

TEXT = """
apple bakery castle danger early flower garden harbour island jungle kitchen letter market nation office people quiet
river school theatre under village winter yellow zebra bonjour danke grazie hello journal lunch music north open please
queen romance summer travel union vacancy welcome express zurich balance coffee design energy fashion global horizon
impact justice kingdom library museum nature orange palace quality region station tunnel urban vision water exit young
anchor bridge circus doctor empire forest guitar hotel income jacket kernel lemon mirror needle ocean parking question
rocket silver ticket uncle valley window extra yogurt ausgang bitte eingang offen schule markt verkauf zimmer avenue
boutique rideau gratuit ouvert sortie abierto calle entrada salida tienda aperto chiuso uscita negozio
"""
WORDS = TEXT.split()
FAMILIES = "Liberation"  # its fonts, and every other word, are for figures; all else is for choosing
CAPS, SIDES = (14.0, 150.0), (0.5, 2.5)  # px, the letters' height; heights of paper on each side
MOST_SIDE = 1100  # px
Layout = Callable[[Random, list[str]], list[str]]
Size = tuple[int, int]


def print_picture(random: Random, *, known: bool) -> Picture:
    """Return one picture (H, W) or (H, W, 3); `known`: of the fonts and words that a choice may be made on."""
    lines = LAYOUTS[int(random.integers(len(LAYOUTS)))](random, WORDS[int(known) :: 2])
    return _printed(random, _in_case(random, lines), known)


def print_of_numbers(random: Random, *, known: bool) -> tuple[Picture, str]:
    """Return one to three printed numbers, one below the other, and their text."""
    rows = ["".join(map(str, random.integers(0, 10, random.integers(2, 9)))) for _ in range(random.integers(1, 4))]
    return _printed(random, rows, known), "\n".join(rows)


def number_below_print(random: Random, *, known: bool) -> tuple[Picture, str]:
    """Return print with a handwritten number on a line of its own below it, as on a form, and the number's text."""
    height = random.uniform(14, 70)
    page = _set(random, _in_case(random, _sign(random, WORDS[int(known) :: 2])), _font(random, known), height)
    side = int(height * random.uniform(0.8, 2.2))
    row, text = number(random, int(random.integers(3, 8)), side, max(2, int(side * random.uniform(0.06, 0.11))))
    sheet = np.full((page.shape[0] + row.shape[0], max(page.shape[1], row.shape[1])), WHITE, np.uint8)
    sheet[: page.shape[0], : page.shape[1]] = page
    sheet[page.shape[0] :, : row.shape[1]] = row
    return _as_seen(random, _no_larger(sheet)), text


def _printed(random: Random, lines: list[str], known: bool) -> Picture:
    height = float(np.exp(random.uniform(*np.log(CAPS))))
    page = _set(random, lines, _font(random, known), height)
    return _as_seen(random, _no_larger(_turned(random, _decorated(random, page, height))))


def _font(random: Random, known: bool) -> Path:
    return _fonts(known)[int(random.integers(len(_fonts(known))))]


@cache
def _fonts(known: bool) -> list[Path]:
    every = dict.fromkeys([*text_fonts(), *map(Path, text_files())])
    return [path for path in every if path.stem.startswith(FAMILIES) != known]


def _word(random: Random, words: list[str]) -> str:
    return words[int(random.integers(len(words)))]


def _lone(random: Random, words: list[str]) -> list[str]:
    return [_word(random, words)]


def _line(random: Random, words: list[str]) -> list[str]:
    return [" ".join(_word(random, words) for _ in range(int(random.integers(2, 5))))]


def _headline(random: Random, words: list[str]) -> list[str]:
    return [_line(random, words)[0] for _ in range(int(random.integers(2, 5)))]


def _sign(random: Random, words: list[str]) -> list[str]:
    return [_word(random, words) for _ in range(int(random.integers(1, 4)))]


LAYOUTS: tuple[Layout, ...] = (_lone, _line, _headline, _sign)


def _in_case(random: Random, lines: list[str]) -> list[str]:
    change = (str.upper, str.title, str.lower, str.capitalize)[int(random.integers(4))]
    return [change(line) for line in lines]


def _set(random: Random, lines: list[str], font: Path, height: float) -> Picture:
    """Return black print on white: close or spaced letters, to the left or in the middle."""
    face, spacing = ImageFont.truetype(str(font), max(8, int(1.38 * height))), random.choice([0.0, 0.0, 0.08, 0.25])
    steps = [[face.getlength(letter) + spacing * height for letter in line] for line in lines]
    wide, step = max(sum(each) for each in steps), height * random.uniform(1.5, 2.1)
    side = [int(height * random.uniform(*SIDES)) for _ in range(2)]
    page = Image.new("L", (int(wide) + 2 * side[0], int(step * len(lines)) + 2 * side[1]), WHITE)
    pen, centred = ImageDraw.Draw(page), random.random() < 0.5
    for row, (line, widths) in enumerate(zip(lines, steps, strict=True)):
        left = side[0] + (wide - sum(widths)) / 2 * centred
        for letter, width in zip(line, widths, strict=True):
            pen.text((left, side[1] + row * step), letter, font=face, fill=0)
            left += width
    return np.asarray(page)


def _decorated(random: Random, page: Picture, height: float) -> Picture:
    """Return the page as it is, framed, underlined, or beside a shape as logos have one."""
    kind, line = int(random.integers(6)), max(1, int(height * random.uniform(0.04, 0.15)))
    page = page.copy()
    down, across = page.shape
    if kind == 0:
        cv2.rectangle(page, (line, line), (across - line, down - line), 0, line)
    elif kind == 1:
        cv2.line(page, (across // 8, down - 3 * line), (across - across // 8, down - 3 * line), 0, line, cv2.LINE_AA)
    elif kind == 2:
        shape = np.full((down, down), WHITE, np.uint8)
        _logo(random, shape, line)
        page = np.hstack([shape, page] if random.random() < 0.5 else [page, shape])
    return page


def _logo(random: Random, shape: Picture, line: int) -> None:
    side, filled = shape.shape[0], line if random.random() < 0.5 else -1
    if random.random() < 0.5:
        cv2.circle(shape, (side // 2, side // 2), side // 4, 0, filled, cv2.LINE_AA)
    else:
        corners = np.array([[side // 4, 3 * side // 4], [side // 2, side // 4], [3 * side // 4, 3 * side // 4]])
        cv2.polylines(shape, [corners], True, 0, line, cv2.LINE_AA)


def _turned(random: Random, page: Picture) -> Picture:
    angle = random.normal(0, 1.5) if random.random() < 0.7 else random.uniform(-15, 15)
    down, across = page.shape
    turn = cv2.getRotationMatrix2D((across / 2, down / 2), angle, 1)
    wide = int(down * abs(turn[0, 1]) + across * abs(turn[0, 0]))
    high = int(down * abs(turn[0, 0]) + across * abs(turn[0, 1]))
    turn[:, 2] += ((wide - across) / 2, (high - down) / 2)
    return np.asarray(cv2.warpAffine(page, turn, (wide, high), borderValue=WHITE, flags=cv2.INTER_AREA), np.uint8)


def _no_larger(page: Picture) -> Picture:
    scale = min(1.0, MOST_SIDE / max(page.shape))
    return np.asarray(cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _as_seen(random: Random, page: Picture) -> Picture:
    """Return the page in two colours, dark on light or light on dark, as a file or as a camera sees it."""
    dark, light = (tuple(int(v) for v in random.integers(*ends, 3)) for ends in ((0, 110), (175, 256)))
    inks = (dark, light) if random.random() < 0.7 else (light, dark)
    seen = page if random.random() < 0.25 else tinted(page, *inks)  # type: ignore[arg-type]
    return seen if random.random() < 0.4 else _photographed(random, seen)


def _photographed(random: Random, page: Picture) -> Picture:
    whole: NDArray[np.float32] = np.atleast_3d(page).astype(np.float32)
    size: Size = whole.shape[0], whole.shape[1]
    lit = whole * (1 + random.uniform(0, 0.12) * clouds(size, random, 90))[..., None]
    soft = np.atleast_3d(cv2.GaussianBlur(lit, (0, 0), random.uniform(0.4, 1.6)))
    grain = random.normal(0, random.uniform(1, 6), (*size, 1))
    return np.clip(soft + grain, 0, WHITE).astype(np.uint8)
