"""What a network must not forget while it learns something new: MNIST and pen strokes, or digits made from nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from digitpad.errors import DigitPadError
from digitpad.learning.augment import STRENGTHS, deform, draw
from digitpad.learning.datasets import HELD_OUT_IMAGES, PenDigit, mnist, pen_digits, split_by_writer
from digitpad.learning.lenet import NOT_A_DIGIT
from digitpad.learning.nondigits import FORMS, Strokes, non_digits
from digitpad.learning.penbank import PenBank
from digitpad.learning.scratch import made_up

FROM_MNIST = 0.7  # share of a batch, where there is MNIST
DIGITS, LETTERS = 420, 100  # of the bank
OTHERS = 20 * FORMS  # of the bank: what is no digit
STRENGTH = STRENGTHS["full"]
SEED = 7


@dataclass(frozen=True, eq=False)
class Replay:
    """Examples on the device. Without MNIST `images` and `held_images` are empty."""

    images: Tensor  # (N, 28, 28) uint8, to train on
    labels: Tensor  # (N,)
    held_images: Tensor  # (M, 28, 28) uint8, never trained on
    held_labels: Tensor  # (M,)
    bank: PenBank

    @classmethod
    def load(cls, folder: Path | None, device: torch.device, breathe: Callable[[], None] = lambda: None) -> Replay:
        """MNIST's training images and the strokes/*.jsonl in `folder`, as far as they are there.

        `breathe` is called now and then and may raise.
        """
        images, labels = _mnist(folder)
        breathe()
        kept = max(0, len(images) - HELD_OUT_IMAGES)
        held, told = torch.from_numpy(images).to(device), torch.from_numpy(labels).to(device)
        pen = _pen(folder, breathe)
        bank = _bank(pen, device, breathe)
        breathe()
        return cls(held[:kept], told[:kept], held[kept:], told[kept:], bank)

    def batch(self, count: int, random: torch.Generator) -> tuple[Tensor, Tensor]:
        """Glyphs (count, 28, 28) float 0..1, written anew, and labels (count,) 0..10."""
        from_mnist = round(count * FROM_MNIST) if len(self.images) else 0
        drawn = _any(self.bank.labels, count - from_mnist, random)
        glyphs, labels = draw(self.bank, drawn, STRENGTH, random), self.bank.labels[drawn]
        if not from_mnist or STRENGTH is None:
            return glyphs, labels
        chosen = _any(self.labels, from_mnist, random)
        written = deform(self.images[chosen].float() / 255, STRENGTH, random)
        return torch.cat([written, glyphs]), torch.cat([self.labels[chosen], labels])

    def probes(self) -> Tensor:
        """The bank's digits as they were drawn (D, 28, 28) float 0..1: to see what a network makes of them."""
        digits = (self.bank.labels != NOT_A_DIGIT).nonzero().squeeze(1)
        return draw(self.bank, digits, None, torch.Generator(digits.device).manual_seed(SEED))


def has_mnist(folder: Path | None) -> bool:
    """Whether MNIST's training images lie in `folder`, whole."""
    return len(_mnist(folder)[1]) > 0


def _mnist(folder: Path | None) -> tuple[np.ndarray, np.ndarray]:
    nothing = np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64)
    if folder is None:
        return nothing
    try:
        return mnist(folder, train=True)
    except DigitPadError:  # missing or damaged: it is done without
        return nothing


def _pen(folder: Path | None, breathe: Callable[[], None]) -> list[PenDigit]:
    """Some digits and letters of the writers that networks are trained on."""
    if folder is None:
        return []
    found: list[PenDigit] = []
    for path in sorted((folder / "strokes").glob("*.jsonl")):
        try:
            found += split_by_writer(pen_digits(path))[0]
        except DigitPadError:  # not one of ours
            continue
        breathe()
    random = np.random.default_rng(SEED)
    mixed = [found[i] for i in random.permutation(len(found))]
    digits = [digit for digit in mixed if digit.label.isdigit()][:DIGITS]
    return digits + [digit for digit in mixed if not digit.label.isdigit()][:LETTERS] if digits else []


def _bank(pen: Sequence[PenDigit], device: torch.device, breathe: Callable[[], None]) -> PenBank:
    random = np.random.default_rng(SEED)
    samples: list[Strokes] = [digit.strokes for digit in pen]
    labels = [int(digit.label) if digit.label.isdigit() else NOT_A_DIGIT for digit in pen]
    if not pen:
        samples, labels = made_up(DIGITS, random)
    digits = [strokes for strokes, label in zip(samples, labels, strict=True) if label != NOT_A_DIGIT]
    ones = [strokes for strokes, label in zip(samples, labels, strict=True) if label == 1] or digits[:1]
    refused: list[Strokes] = []
    for strokes in non_digits(digits, ones, OTHERS, random):
        refused.append(strokes)
        breathe()
    return PenBank(samples + refused, labels + [NOT_A_DIGIT] * len(refused), device)


def _any(of: Tensor, count: int, random: torch.Generator) -> Tensor:
    return torch.randint(len(of), (count,), generator=random, device=of.device)
