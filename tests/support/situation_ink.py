"""Handwriting for made situations: held-out writers' strokes and held-out MNIST images, drawn on white paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.learning.data.datasets import HELD_OUT_IMAGES, PenDigit, is_held_out, mnist, pen_digits
from digitpad.paths import data_folder

Picture = NDArray[np.uint8]  # (H, W) or (H, W, 3) or (H, W, 4)
Points = NDArray[np.float64]  # (n, 2) x, y, y down
WHITE = 255
Random = np.random.Generator
_held_out = True  # by whom it is drawn; known_writers changes it for a while
SUBPIXEL_BITS = 3  # of cv2.polylines: places in eighths of a px


def near(random: Random, value: float, varied: bool, spread: float = 0.3) -> float:
    """`value`, or where varied one within the share `spread` of it."""
    return float(value * (random.uniform(1 - spread, 1 + spread) if varied else 1))


def whole(random: Random, value: float, varied: bool, spread: float = 0.3) -> int:
    return max(1, round(near(random, value, varied, spread)))


@contextmanager
def known_writers() -> Iterator[None]:
    """Within it, all is drawn by the writers that networks are trained on: for what is fitted, never for a figure."""
    global _held_out
    _held_out = False
    try:
        yield
    finally:
        _held_out = True


def digits() -> list[PenDigit]:
    """Every digit of the writers that no network was trained on, UCI's, in the order of the file."""
    return _by("pendigits-train", _held_out)


def letters() -> list[PenDigit]:
    """Letters of held-out writers that cannot be taken for digits."""
    return _by("unipen-letters-dev", _held_out)


def images() -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """MNIST's held-out training images (N, 28, 28), white on black, and their labels."""
    pictures, labels = _mnist()
    part = slice(-HELD_OUT_IMAGES, None) if _held_out else slice(-HELD_OUT_IMAGES)
    return pictures[part], labels[part]


@cache
def _by(name: str, held_out: bool) -> list[PenDigit]:
    return [digit for digit in _drawn(name) if is_held_out(digit.writer) == held_out]


@cache
def _mnist() -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    return mnist(data_folder(), train=True)


def _drawn(name: str) -> list[PenDigit]:
    return list(pen_digits(data_folder() / "strokes" / f"{name}.jsonl"))


def pick(random: np.random.Generator, source: list[PenDigit] | None = None) -> PenDigit:
    """One drawing at random."""
    drawings = digits() if source is None else source
    return drawings[int(random.integers(len(drawings)))]


def scaled(drawing: PenDigit, side: float) -> tuple[list[Points], Points]:
    """The strokes with a longer side of `side` px and their top left at (0, 0); and (width, height) px."""
    parts = [np.asarray(stroke, float).reshape(-1, 2) for stroke in drawing.strokes if len(stroke)]
    points = np.concatenate(parts)
    low, high = points.min(axis=0), points.max(axis=0)
    factor = side / max(float((high - low).max()), 1e-6)
    return [(part - low) * factor for part in parts], (high - low) * factor


def draw(paper: Picture, strokes: list[Points], at: tuple[float, float], pen: int, ink: int = 0) -> None:
    """Draw strokes into grey `paper` with their top left at `at`, px."""
    for stroke in strokes:
        places = np.rint((stroke + at) * 2**SUBPIXEL_BITS).astype(np.int32)
        if len(places) == 1:
            places = np.repeat(places, 2, axis=0)
        cv2.polylines(paper, [places], False, ink, pen, cv2.LINE_AA, SUBPIXEL_BITS)


def lone(
    random: np.random.Generator, side: float, pen: int, size: tuple[int, int] | None = None, ink: int = 0
) -> tuple[Picture, str]:
    """(paper, label): one digit in the middle of `size` (width, height) px, or of paper a digit wide all round."""
    drawing = pick(random)
    strokes, extent = scaled(drawing, side)
    width, height = size or (int(extent[0] + 2 * side), int(extent[1] + 2 * side))
    paper = np.full((height, width), WHITE, np.uint8)
    draw(paper, strokes, ((width - extent[0]) / 2, (height - extent[1]) / 2), pen, ink)
    return paper, drawing.label


def number(
    random: np.random.Generator, count: int, height: int, pen: int, pad: int = 50, gap: float = 0.35
) -> tuple[Picture, str]:
    """(paper, text): `count` digits of one writer side by side, `gap` heights apart, `pad` px of paper all round."""
    first = pick(random)
    own = [digit for digit in digits() if digit.writer == first.writer]
    drawings = [pick(random, own) for _ in range(count)]
    return side_by_side(drawings, height, pen, pad, gap), "".join(drawing.label for drawing in drawings)


def side_by_side(drawings: Sequence[PenDigit], height: int, pen: int, pad: int = 50, gap: float = 0.35) -> Picture:
    """A row of drawings, as `number` has them."""
    parts = [scaled(drawing, height) for drawing in drawings]
    width = int(sum(extent[0] for _, extent in parts) + gap * height * (len(drawings) - 1))
    paper = np.full((height + 2 * pad, width + 2 * pad), WHITE, np.uint8)
    left = float(pad)
    for strokes, extent in parts:
        draw(paper, strokes, (left, pad + (height - extent[1]) / 2), pen)
        left += extent[0] + gap * height
    return paper


def tight(paper: Picture, margin: int = 0) -> Picture:
    """Dark ink on white, cropped to the ink and `margin` px."""
    rows, columns = np.flatnonzero((paper < 235).any(axis=1)), np.flatnonzero((paper < 235).any(axis=0))
    low = max(rows[0] - margin, 0), max(columns[0] - margin, 0)
    return paper[low[0] : rows[-1] + 1 + margin, low[1] : columns[-1] + 1 + margin]


def tinted(paper: Picture, ink: tuple[int, int, int], ground: tuple[int, int, int]) -> Picture:
    """Grey paper in two colours: black becomes `ink`, white becomes `ground`."""
    share = (WHITE - paper[..., None].astype(float)) / WHITE
    return (share * np.array(ink) + (1 - share) * np.array(ground)).astype(np.uint8)
