"""Examples that keep a network from forgetting while it learns: MNIST and pen strokes, or synthetic digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from digitpad.errors import DigitPadError
from digitpad.inference.lenet import NOT_A_DIGIT
from digitpad.learning.data.augment import STRENGTHS, deform, draw
from digitpad.learning.data.datasets import HELD_OUT_IMAGES, PenDigit, mnist, pen_digits, split_by_writer
from digitpad.learning.data.nondigits import FORMS, Strokes, non_digits
from digitpad.learning.data.stroke_bank import StrokeBank
from digitpad.learning.data.synthetic_digits import synthetic_digits

FROM_MNIST = 0.7  # share of a batch, where there is MNIST
DIGITS, LETTERS = 420, 100  # of the bank
OTHERS = 20 * FORMS  # of the bank: non-digits
STRENGTH = STRENGTHS["full"]
SEED = 7


@dataclass(frozen=True, eq=False)
class Replay:
    """Examples on the device. Without MNIST `images` and `held_out_images` are empty."""

    images: Tensor  # (N, 28, 28) uint8, to train on
    labels: Tensor  # (N,)
    held_out_images: Tensor  # (M, 28, 28) uint8, never trained on
    held_out_labels: Tensor  # (M,)
    bank: StrokeBank

    @classmethod
    def load(cls, folder: Path | None, device: torch.device, breathe: Callable[[], None] = lambda: None) -> Replay:
        """Load MNIST's training images and the strokes/*.jsonl in `folder`, as far as they are there.

        `breathe` is called now and then and may raise.
        """
        images, labels = _mnist(folder)
        breathe()
        count = max(0, len(images) - HELD_OUT_IMAGES)
        all_images, all_labels = torch.from_numpy(images).to(device), torch.from_numpy(labels).to(device)
        pen = _pen(folder, breathe)
        bank = _bank(pen, device, breathe)
        breathe()
        return cls(all_images[:count], all_labels[:count], all_images[count:], all_labels[count:], bank)

    def batch(self, count: int, random: torch.Generator) -> tuple[Tensor, Tensor]:
        """Return glyphs (count, 28, 28) float 0..1, varied, and labels (count,) 0..10."""
        from_mnist = round(count * FROM_MNIST) if len(self.images) else 0
        strokes = _any(self.bank.labels, count - from_mnist, random)
        glyphs, labels = draw(self.bank, strokes, STRENGTH, random), self.bank.labels[strokes]
        if not from_mnist or STRENGTH is None:
            return glyphs, labels
        places = _any(self.labels, from_mnist, random)
        images = deform(self.images[places].float() / 255, STRENGTH, random)
        return torch.cat([images, glyphs]), torch.cat([self.labels[places], labels])

    def probes(self) -> Tensor:
        """Return the bank's digits as they were drawn, (D, 28, 28) float 0..1, on which two networks are compared."""
        digits = (self.bank.labels != NOT_A_DIGIT).nonzero().squeeze(1)
        return draw(self.bank, digits, None, torch.Generator(digits.device).manual_seed(SEED))


def _mnist(folder: Path | None) -> tuple[np.ndarray, np.ndarray]:
    nothing = np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64)
    if folder is None:
        return nothing
    try:
        return mnist(folder, train=True)
    except DigitPadError:  # missing or damaged: it is done without
        return nothing


def _pen(folder: Path | None, breathe: Callable[[], None]) -> list[PenDigit]:
    """Return some digits and letters of the writers that networks are trained on."""
    if folder is None:
        return []
    digits: list[PenDigit] = []
    for path in sorted((folder / "strokes").glob("*.jsonl")):
        try:
            digits += split_by_writer(pen_digits(path))[0]
        except DigitPadError:  # not one of ours
            continue
        breathe()
    random = np.random.default_rng(SEED)
    shuffle = [digits[i] for i in random.permutation(len(digits))]
    digits = [digit for digit in shuffle if digit.label.isdigit()][:DIGITS]
    return digits + [digit for digit in shuffle if not digit.label.isdigit()][:LETTERS] if digits else []


def _bank(pen: Sequence[PenDigit], device: torch.device, breathe: Callable[[], None]) -> StrokeBank:
    random = np.random.default_rng(SEED)
    samples: list[Strokes] = [digit.strokes for digit in pen]
    labels = [int(digit.label) if digit.label.isdigit() else NOT_A_DIGIT for digit in pen]
    if not pen:
        samples, labels = synthetic_digits(DIGITS, random)
    digits = [strokes for strokes, label in zip(samples, labels, strict=True) if label != NOT_A_DIGIT]
    ones = [strokes for strokes, label in zip(samples, labels, strict=True) if label == 1] or digits[:1]
    others: list[Strokes] = []
    for strokes in non_digits(digits, ones, OTHERS, random):
        others.append(strokes)
        breathe()
    return StrokeBank(samples + others, labels + [NOT_A_DIGIT] * len(others), device)


def _any(of: Tensor, count: int, random: torch.Generator) -> Tensor:
    return torch.randint(len(of), (count,), generator=random, device=of.device)
