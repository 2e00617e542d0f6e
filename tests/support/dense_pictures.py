"""Pictures full of ink, as newspapers, noise and cloth are: grey arrays (H, W) of any size, always the same."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from digitpad.records import Ink

Make = Callable[[int, int, np.random.Generator], Ink]  # width, height in px
LETTERS = np.array(list("abcdefghijklmnoprstuvwxyzETAOIN 0123456789"))


def newspaper(width: int, height: int, random: np.random.Generator) -> Ink:
    """Five columns of print, as a scan of 300 dpi has it."""
    page, step = np.full((height, width), 235, np.uint8), 34
    column = max(200, width // 5)
    for top in range(step, height, step):
        for left in range(20, width - 100, column):
            line = "".join(random.choice(LETTERS, max(1, (column - 30) // 18)).tolist())
            cv2.putText(page, line, (left, top), cv2.FONT_HERSHEY_COMPLEX, 0.9, 30, 2, cv2.LINE_AA)
    return page


def digits(width: int, height: int, random: np.random.Generator) -> Ink:
    """Print of nothing but digits, 30 px high."""
    page = np.full((height, width), 255, np.uint8)
    for top in range(40, height, 40):
        line = "".join(random.choice(list("0123456789"), width // 26).tolist())
        cv2.putText(page, line, (10, top), cv2.FONT_HERSHEY_SIMPLEX, 1.3, 0, 3, cv2.LINE_AA)
    return page


def noise(width: int, height: int, random: np.random.Generator) -> Ink:
    """Smooth grains about 8 px wide."""
    grains = random.normal(0, 1, (height // 8 + 2, width // 8 + 2)).astype(np.float32)
    grown = cv2.resize(grains, (width, height), interpolation=cv2.INTER_CUBIC)
    return cv2.convertScaleAbs(128 + 60 * grown).astype(np.uint8)


def blocks(width: int, height: int, random: np.random.Generator) -> Ink:
    """Half of all squares of 8 px black."""
    squares = (random.random((height // 8 + 1, width // 8 + 1)) < 0.5).astype(np.uint8)
    grown = cv2.resize(squares, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)[:height, :width]
    return np.asarray(255 - 255 * grown, np.uint8)


def cloth(width: int, height: int, random: np.random.Generator) -> Ink:
    """Checks 40 px apart."""
    across, down = (np.sin(np.arange(length) * (2 * np.pi / 40)) for length in (width, height))
    return np.clip(128 + 100 * np.outer(down, across), 0, 255).astype(np.uint8)


KINDS: dict[str, Make] = {
    "newspaper": newspaper,
    "digits": digits,
    "noise": noise,
    "blocks": blocks,
    "cloth": cloth,
}


def dense_picture(kind: str, megapixels: float) -> Ink:
    """A picture of that kind of KINDS, 5:7 as a page."""
    width = round((megapixels * 1e6 * 5 / 7) ** 0.5)
    return KINDS[kind](width, round(width * 7 / 5), np.random.default_rng(len(kind)))
