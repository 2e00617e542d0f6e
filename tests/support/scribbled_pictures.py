"""Sound pictures of whatever can be drawn: specks, lines, rings, bars, arcs and signs of any size, in any colour."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from digitpad.records import Rgb

Random = np.random.Generator
Colour = tuple[int, int, int]
SIGNS = "0123456789abXY+-/.,:%"
COLOURED, NOISY = 0.3, 0.3  # shares
SIDES, MARKS = (3.0, 9.0), (0.0, 6.0)  # powers of two: px of a side, things drawn


def scribbled(random: Random) -> Rgb:
    """Return a picture (H, W, 3) of 8 to 512 px a side with 1 to 64 things drawn, some beyond its edges."""
    height, width = (int(2 ** random.uniform(*SIDES)) for _ in range(2))
    picture = np.full((height, width, 3), int(random.integers(256)), np.uint8)
    for _ in range(int(2 ** random.uniform(*MARKS))):
        DRAWN[int(random.integers(len(DRAWN)))](picture, random, _colour(random))
    if random.random() >= NOISY:
        return picture
    noise = random.normal(0, random.uniform(0, 12), picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def _colour(random: Random) -> Colour:
    if random.random() < COLOURED:
        red, green, blue = (int(value) for value in random.integers(256, size=3))
        return red, green, blue
    grey = int(random.integers(256))
    return grey, grey, grey


def _place(picture: Rgb, random: Random) -> tuple[int, int]:
    return int(random.integers(-5, picture.shape[1] + 5)), int(random.integers(-5, picture.shape[0] + 5))


def _pen(random: Random) -> int:
    return int(2 ** random.uniform(0, 4))


def _line(picture: Rgb, random: Random, colour: Colour) -> None:
    cv2.line(picture, _place(picture, random), _place(picture, random), colour, _pen(random))


def _ring(picture: Rgb, random: Random, colour: Colour) -> None:
    width = -1 if random.random() < 0.5 else _pen(random)
    cv2.circle(picture, _place(picture, random), int(2 ** random.uniform(0, 6)), colour, width)


def _bar(picture: Rgb, random: Random, colour: Colour) -> None:
    cv2.rectangle(picture, _place(picture, random), _place(picture, random), colour, _pen(random))


def _arc(picture: Rgb, random: Random, colour: Colour) -> None:
    across, down, aslant, end = (int(value) for value in random.integers(1, (100, 100, 360, 360)))
    cv2.ellipse(picture, _place(picture, random), (across, down), aslant, 0, end, colour, _pen(random))


def _signs(picture: Rgb, random: Random, colour: Colour) -> None:
    text = "".join(random.choice(list(SIGNS), int(random.integers(1, 9))))
    place, font, size = _place(picture, random), int(random.integers(8)), float(2 ** random.uniform(-1, 3))
    cv2.putText(picture, text, place, font, size, colour, _pen(random))


def _specks(picture: Rgb, random: Random, colour: Colour) -> None:
    for _ in range(int(random.integers(1, 30))):
        left, top = (max(0, value) for value in _place(picture, random))
        picture[top : top + 2, left : left + 1] = colour


DRAWN: tuple[Callable[[Rgb, Random, Colour], None], ...] = (_line, _ring, _bar, _arc, _signs, _specks)
