"""Handwriting for made scenes: digits and letters of held-out pen writers, and MNIST's held-out training images."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.learning.data.datasets import HELD_OUT_IMAGES, PenDigit, is_held_out, mnist, pen_digits
from digitpad.paths import data_folder
from tests.support.drawings import DIGITS

Mask = NDArray[np.float32]  # (height, width) 0..1, how much of each px is ink
PEN_FILES = ("pendigits-train",)  # UNIPEN has too many wrong labels and half digits to measure by
LETTER_FILES = ("unipen-letters-dev",)
OVER = 4  # each px is drawn as OVER x OVER
CRISP = 2.0  # how steep an enlarged image's edges are made


class Hand:
    """One way of writing: `write` gives a digit's mask, `height` px high; `pen` is its width in heights."""

    def __init__(self, random: np.random.Generator, style: str) -> None:
        """`style`: "pen" (one held-out writer), "mnist" (images of many), "letters" or "drawn" (the tests' own)."""
        self._random, self._style = random, style
        if style in ("pen", "letters"):
            writers = _writers(LETTER_FILES if style == "letters" else PEN_FILES)
            self._samples = writers[sorted(writers)[int(random.integers(len(writers)))]]

    def symbols(self) -> list[str]:
        """The symbols that this hand can write."""
        return sorted(self._samples) if self._style in ("pen", "letters") else [str(digit) for digit in range(10)]

    def write(self, symbol: str, height: float, pen: float) -> Mask:
        if self._style == "mnist":
            images = _images()[int(symbol)]
            return enlarged(images[int(self._random.integers(len(images)))], height)
        if self._style == "drawn":
            return drawn([np.array(stroke, np.float32) for stroke in DIGITS[int(symbol)]], height, pen)
        samples = self._samples[symbol]
        return drawn(samples[int(self._random.integers(len(samples)))].strokes, height, pen)


def drawn(strokes: list[NDArray[np.float32]] | tuple[NDArray[np.float32], ...], height: float, pen: float) -> Mask:
    """Strokes, y down, with a round pen `pen` heights wide."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    width = max(1.0, pen * height)
    scale = height / max(float(high[1] - low[1]), 0.4 * float(high[0] - low[0]), 1e-6)
    margin = width / 2 + 1
    size = np.ceil((high - low) * scale + 2 * margin).astype(int)
    fine = np.zeros((size[1] * OVER, size[0] * OVER), np.uint8)
    for stroke in strokes:
        placed = np.rint(((stroke - low) * scale + margin) * OVER * 16).astype(np.int32)
        cv2.polylines(fine, [placed], False, 255, max(1, round(width * OVER)), cv2.LINE_8, 4)
    return (cv2.resize(fine, (int(size[0]), int(size[1])), interpolation=cv2.INTER_AREA) / 255).astype(np.float32)


def enlarged(image: NDArray[np.uint8], height: float) -> Mask:
    """An image of a digit (28, 28), its ink cut out, `height` px high, the edges made crisp."""
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    ink = np.pad(image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 1).astype(np.float32) / 255
    scale = height / (ink.shape[0] - 2)
    size = (max(1, round(ink.shape[1] * scale)), max(1, round(ink.shape[0] * scale)))
    large = cv2.resize(ink, size, interpolation=cv2.INTER_CUBIC)
    return np.clip((large - 0.5) * CRISP + 0.5, 0, 1).astype(np.float32)


@cache
def _writers(names: tuple[str, ...]) -> dict[str, dict[str, list[PenDigit]]]:
    """Held-out writer -> symbol -> samples; those who wrote ten different symbols."""
    found: dict[str, dict[str, list[PenDigit]]] = defaultdict(lambda: defaultdict(list))
    for name in names:
        for digit in pen_digits(data_folder() / "strokes" / f"{name}.jsonl"):
            if is_held_out(digit.writer):
                found[digit.writer][digit.label].append(digit)
    return {writer: dict(symbols) for writer, symbols in found.items() if len(symbols) >= 10}


@cache
def _images() -> list[NDArray[np.uint8]]:
    images, labels = mnist(data_folder(), train=True)
    held, known = images[-HELD_OUT_IMAGES:], labels[-HELD_OUT_IMAGES:]
    return [held[known == digit] for digit in range(10)]
