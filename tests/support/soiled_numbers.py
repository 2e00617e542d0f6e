"""Numbers as they lie on real paper: with dust, dashes and scraps about, of many sizes, touching, close to an edge."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from tests.support.situation_ink import WHITE, Picture, Random, draw, number, pick, scaled

Soil = Callable[[Random], tuple[Picture, str]]  # -> (picture (H, W), its text)
MARGIN = 150  # px of paper around a number


def dusty(random: Random) -> tuple[Picture, str]:
    """Round specks as dark as the ink, up to an eighth of a digit, anywhere; some within a digit's loops."""
    paper, text, height = _written(random)
    for _ in range(12):
        _dot(paper, random, random.uniform(1.0, max(2.0, height / 16)), int(random.integers(0, 60)))
    return paper, text


def pale(random: Random) -> tuple[Picture, str]:
    """Return the picture with larger and paler dirt: stains, show-through."""
    paper, text, height = _written(random)
    for _ in range(10):
        _dot(paper, random, random.uniform(2.0, height / 8), int(random.integers(90, 190)))
    return paper, text


def dashed(random: Random) -> tuple[Picture, str]:
    """Short flat strokes left and right of a number and under it."""
    paper, text, height = _written(random)
    for _ in range(4):
        x, y = int(random.integers(paper.shape[1])), int(random.choice([height // 2, paper.shape[0] - height // 2]))
        side = int(height * random.uniform(0.2, 0.8))
        cv2.line(paper, (x, y), (x + side, y + int(random.integers(-3, 4))), 20, 4, cv2.LINE_AA)
    return paper, text


def uneven(random: Random) -> tuple[Picture, str]:
    """Digits of half to twice the size in one row, with a fine pen."""
    parts, text, left = [], "", MARGIN
    for _ in range(5):
        drawing = pick(random)
        strokes, extent = scaled(drawing, float(random.uniform(50, 200)))
        parts.append((strokes, extent, left))
        text, left = text + drawing.label, left + int(extent[0]) + 50
    paper = np.full((200 + 2 * MARGIN, left + MARGIN), WHITE, np.uint8)
    for strokes, extent, place in parts:
        draw(paper, strokes, (place, MARGIN + (200 - extent[1]) / 2), int(random.integers(2, 5)))
    return paper, text


def touching(random: Random) -> tuple[Picture, str]:
    """Digits that touch and lean."""
    height = int(random.integers(60, 160))
    line, text = number(random, 3, height, max(3, height // 14), MARGIN, gap=float(random.uniform(-0.2, 0.02)))
    lean = np.array([[1, random.uniform(-0.4, 0.4), 0], [0, 1, 0]], np.float64)
    lean[0, 2] = -lean[0, 1] * line.shape[0] / 2
    return cv2.warpAffine(line, lean, line.shape[::-1], borderValue=WHITE).astype(np.uint8), text


def at_an_edge(random: Random) -> tuple[Picture, str]:
    """The paper ends within the picture, in a dark line; a scrap of other writing is cut off by the picture's edge."""
    paper, text, height = _written(random)
    x = int(random.integers(2, 12))
    cv2.line(paper, (x, 0), (x + int(random.integers(-2, 3)), paper.shape[0]), 60, int(random.integers(2, 6)))
    strokes, extent = scaled(pick(random), float(height))
    draw(paper, strokes, (float(random.integers(paper.shape[1])), paper.shape[0] - extent[1] / 2), max(3, height // 14))
    return paper, text


def boxed_tightly(random: Random) -> tuple[Picture, str]:
    """A box drawn so close around a number that it is hardly higher."""
    paper, text, height = _written(random)
    off = max(6, height // 16)
    low, high = (MARGIN - off, MARGIN - off), (paper.shape[1] - MARGIN + off, paper.shape[0] - MARGIN + off)
    cv2.rectangle(paper, low, high, 30, max(2, height // 30), cv2.LINE_AA)
    return paper, text


SOILED: dict[str, Soil] = {
    "dusty": dusty,
    "pale": pale,
    "dashed": dashed,
    "uneven": uneven,
    "touching": touching,
    "at an edge": at_an_edge,
    "boxed tightly": boxed_tightly,
}


def _written(random: Random) -> tuple[Picture, str, int]:
    """A number, and the height of its digits, px."""
    height = int(random.integers(50, 300))
    paper, text = number(random, 4, height, max(3, height // 14), MARGIN)
    return paper, text, height


def _dot(paper: Picture, random: Random, radius: float, ink: int) -> None:
    place = int(random.integers(paper.shape[1])), int(random.integers(paper.shape[0]))
    cv2.circle(paper, place, max(1, round(radius)), ink, -1, cv2.LINE_AA)
