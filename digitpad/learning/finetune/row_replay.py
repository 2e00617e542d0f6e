"""Made strings that keep a row reader from forgetting while it learns the user's; a part of them is held out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digitpad.errors import DigitPadError
from digitpad.learning.data.datasets import HELD_OUT_IMAGES, PenDigit, mnist, pen_digits
from digitpad.learning.data.synthetic_digits import synthetic_digits
from digitpad.learning.rows.batches import MadeString, RowBatch, StringMaker, batch_of, varied
from digitpad.learning.rows.hands import Sources, held_out_sources, sources_of
from digitpad.learning.rows.row_config import RowConfig

TRAINED, HELD_OUT_STRINGS = 1_024, 480  # made once: making a string costs more than learning from it
HELD_OUT_SEED = 1_000  # added to the seed: without pen strokes and MNIST both kinds have the same sources
GROUNDS = 60  # patterns; a training from nothing has 220, which take seconds
EVERY = 8  # of the images to train on one is cut to its ink, for time
HANDS = 40  # made ones, where there are no pen strokes
BREATH = 16  # strings between two breaths


@dataclass(frozen=True, eq=False)
class RowReplay:
    """Made strings, each with its strip."""

    strings: Sequence[MadeString]  # by width, to train on
    held_out: Sequence[MadeString]  # by width, never trained on

    @classmethod
    def load(cls, folder: Path | None, seed: int, breathe: Callable[[], None] = lambda: None) -> RowReplay:
        """Make strings of MNIST and the strokes/*.jsonl in `folder`, of made digits where they are not there.

        `breathe` is called now and then and may raise.
        """
        training, held_out = _sources(folder, breathe)
        return cls(
            _made(training, seed, TRAINED, breathe), _made(held_out, seed + HELD_OUT_SEED, HELD_OUT_STRINGS, breathe)
        )

    def batch(self, count: int, random: np.random.Generator) -> RowBatch:
        """Return `count` strings to train on of like width, a little varied."""
        start = int(random.integers(0, max(1, len(self.strings) - count)))
        return batch_of([(varied(strip, random), text) for strip, text in self.strings[start : start + count]])


def _sources(folder: Path | None, breathe: Callable[[], None]) -> tuple[Sources, Sources]:
    pen = _pen(folder, breathe)
    images, labels = np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64)
    if folder is not None:
        try:
            images, labels = mnist(folder, train=True)
        except DigitPadError:  # missing or damaged: it is done without
            breathe()
    some = np.r_[0 : max(0, len(images) - HELD_OUT_IMAGES) : EVERY, max(0, len(images) - HELD_OUT_IMAGES) : len(images)]
    images, labels = images[some], labels[some]
    if not pen:
        pen = _made_hands()
    training, held_out = sources_of(images, labels, pen), held_out_sources(images, labels, pen)
    breathe()
    return training, held_out if held_out.writers else training


def _pen(folder: Path | None, breathe: Callable[[], None]) -> list[PenDigit]:
    digits: list[PenDigit] = []
    for path in sorted((folder / "strokes").glob("*.jsonl")) if folder is not None else ():
        try:
            digits += pen_digits(path)
        except DigitPadError:  # not one of ours
            continue
        breathe()
    return digits


def _made_hands() -> list[PenDigit]:
    """Return synthetic digits, parted among as many made-up writers."""
    random = np.random.default_rng(HANDS)
    hands = [(f"made {number}", *synthetic_digits(60, random)) for number in range(HANDS)]
    return [
        PenDigit(strokes=strokes, label=str(label), writer=writer)
        for writer, all_strokes, labels in hands
        for strokes, label in zip(all_strokes, labels, strict=True)
    ]


def _made(sources: Sources, seed: int, count: int, breathe: Callable[[], None]) -> list[MadeString]:
    has_glyphs = all(sources.glyphs)
    config = RowConfig(seed=seed) if has_glyphs else RowConfig(seed=seed, pen_share=1.0)
    maker, random = StringMaker(sources, config, GROUNDS), np.random.default_rng(seed)
    strings: list[MadeString] = []
    while len(strings) < count:
        strings += maker.takes(random)
        if len(strings) % BREATH == 0:
            breathe()
    return sorted(strings, key=lambda string: string[0].shape[1])
