"""What retraining did: the network before and after on digits that neither was trained on, and whether it is better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from digitpad.learning.lenet import NOT_A_DIGIT, LeNet5
from digitpad.records import Glyph

MOST_LOST = 0.001  # of MNIST's accuracy
LEAST_AGREEMENT = 0.995  # of made-up digits, where there is no MNIST
SURER = 0.99  # times the loss before: as many misread, but less doubt
FEWEST = 5  # samples that can be held out in turn
PART = 1000  # glyphs between two reports


@dataclass(frozen=True, eq=False)
class Change:
    """A digit that is now read otherwise."""

    glyph: Glyph
    label: int | None  # what it is; None: not a digit
    before: int | None  # what was read
    after: int | None
    yours: bool  # one of the user's samples, else MNIST's


@dataclass(frozen=True, eq=False)
class Read:
    """How some glyphs were read."""

    labels: Tensor  # (N,) 0..10 what they are
    read: Tensor  # (N,) 0..10
    losses: Tensor  # (N,) -log of the probability of the label

    @property
    def right(self) -> Tensor:
        return self.labels == self.read

    @property
    def misread(self) -> int:
        return int((~self.right).sum())

    @property
    def accuracy(self) -> float:
        """0..1; 1 where there is nothing to read."""
        return 1 - self.misread / max(1, len(self.labels))

    @property
    def loss(self) -> float:
        return float(self.losses.mean()) if len(self.losses) else 0.0


@dataclass(frozen=True, eq=False)
class Comparison:
    samples: int  # of the user's, that both networks were tried on
    before: int  # of them misread
    after: int  # of them misread by a network that was not trained on them
    loss_before: float  # mean of -log of the probability of what they are
    loss_after: float
    fair: bool  # False: too few to hold any out, `after` is of the very network that was trained on them
    mnist_images: int  # never trained on; 0: there is no MNIST here
    mnist_before: float  # accuracy 0..1
    mnist_after: float
    agreement: float  # share 0..1 of made-up digits that are read as before
    mended: tuple[Change, ...]
    broken: tuple[Change, ...]

    @property
    def improved(self) -> bool:
        """Fewer of the user's digits are misread, or as many and they are read with less doubt.

        Digits that were read right and that it was trained on say nothing: they are always read with less doubt.
        """
        if self.before == self.after:
            tells = self.fair or self.before > 0
            return tells and self.loss_after < SURER * self.loss_before
        return self.after < self.before

    @property
    def forgot(self) -> bool:
        if self.mnist_images:
            return self.mnist_before - self.mnist_after > MOST_LOST + 1e-9
        return self.agreement < LEAST_AGREEMENT

    @property
    def better(self) -> bool:
        """Whether the new network may be offered."""
        return self.improved and not self.forgot

    @property
    def verdict(self) -> str:
        """In words, for the user."""
        if self.forgot:
            return f"Not offered: it forgot too much. {self._mnist_words()}"
        if not self.improved:
            return f"Not offered: your digits are not read better. {self._sample_words()}"
        return f"{self._sample_words()} {self._mnist_words()}"

    def _sample_words(self) -> str:
        doubt = " with less doubt" if self.before == self.after and self.improved else ""
        told = "" if self.fair else " (too few to keep any from training, so this figure flatters)"
        return (
            f"Of {self.samples:,} of your samples {self.samples - self.before:,} were read right before, "
            f"{self.samples - self.after:,} now{doubt}{told}."
        )

    def _mnist_words(self) -> str:
        if not self.mnist_images:
            return f"MNIST is not here to check; {self.agreement:.1%} of made-up digits are read as before."
        return (
            f"MNIST: {self.mnist_before:.2%} before, {self.mnist_after:.2%} now, "
            f"of {self.mnist_images:,} images never trained on."
        )


@torch.inference_mode()
def read_all(net: LeNet5, glyphs: Tensor, labels: Tensor) -> Read:
    """Read glyphs (N, 28, 28) of labels (N,) 0..10; only what is labelled "not a digit" may be read as none."""
    parts = [net(part) for part in glyphs.split(PART)] or [torch.zeros((0, NOT_A_DIGIT + 1), device=glyphs.device)]
    logits = torch.cat(parts)
    digits = logits[:, :NOT_A_DIGIT].argmax(dim=1) if len(logits) else labels
    read = torch.where(labels == NOT_A_DIGIT, logits.argmax(dim=1) if len(logits) else labels, digits)
    return Read(labels, read, functional.cross_entropy(logits, labels, reduction="none"))


def changes(glyphs: Tensor, before: Read, after: Read, yours: bool) -> tuple[list[Change], list[Change]]:
    """Those of glyphs (N, 28, 28) uint8 that were wrong and are right now, and those that were right and are not."""
    mended, broken = (~before.right & after.right).nonzero(), (before.right & ~after.right).nonzero()
    first, last = ([_change(glyphs, int(i), before, after, yours) for i in found] for found in (mended, broken))
    return first, last


def told_apart(
    first: LeNet5, second: LeNet5, glyphs: NDArray[np.uint8], labels: Sequence[int | None]
) -> tuple[list[Change], list[Change]]:
    """Those of the user's glyphs (N, 28, 28) that only `second` reads right, and those that only `first` does."""
    pixels = torch.from_numpy(glyphs)
    named = torch.tensor([NOT_A_DIGIT if label is None else label for label in labels], dtype=torch.long)
    return changes(pixels, read_all(first, pixels, named), read_all(second, pixels, named), yours=True)


def joined(parts: Sequence[Read]) -> Read:
    """Readings of several parts, one after the other."""
    labels, read, losses = zip(*((part.labels, part.read, part.losses) for part in parts), strict=True)
    return Read(torch.cat(labels), torch.cat(read), torch.cat(losses))


def _change(glyphs: Tensor, place: int, before: Read, after: Read, yours: bool) -> Change:
    glyph = glyphs[place].cpu().numpy()
    glyph.setflags(write=False)
    label, first, last = (_named(int(of[place])) for of in (before.labels, before.read, after.read))
    return Change(glyph, label, first, last, yours)


def _named(label: int) -> int | None:
    return None if label == NOT_A_DIGIT else label
