"""The examples that a network is trained on: MNIST and pen strokes on the device, made into batches anew each epoch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from digitpad.errors import DigitPadError
from digitpad.inference.lenet import NOT_A_DIGIT
from digitpad.learning.data.augment import Strength, deform, draw, glue
from digitpad.learning.data.datasets import HELD_OUT_IMAGES, Images, PenDigit, split_by_writer
from digitpad.learning.data.nondigits import FORMS, non_digits
from digitpad.learning.data.stroke_bank import StrokeBank
from digitpad.learning.data.variants import variants
from digitpad.records import Labels

PEN_SHARE = 0.28  # of each batch: digits drawn from strokes
REFUSED_SHARE = 0.20  # of each batch: letters, fragments, pairs, scribbles, drawn from strokes
GLUED_SHARE = 0.04  # of each batch: pairs of MNIST digits as one glyph, no digits either
EVALUATED = 1000  # glyphs classified at once


@dataclass(frozen=True, eq=False)
class TrainingData:
    """MNIST's training images (the last ones are held out) and pen strokes (a fifth of the writers is held out)."""

    images: Images  # (N, 28, 28)
    labels: Labels  # (N,)
    pen: list[PenDigit] = field(default_factory=list)  # digits and letters of any writer
    held_out: int = HELD_OUT_IMAGES


class Examples:
    """The data on the device, and the batches that an epoch is made of."""

    def __init__(
        self, data: TrainingData, device: torch.device, *, strength: Strength | None, batch_size: int, seed: int
    ) -> None:
        images, labels = torch.from_numpy(data.images).to(device), torch.from_numpy(data.labels).to(device)
        self.images, self.held_out_images = images[: -data.held_out], images[-data.held_out :]
        self.labels, self.held_out_labels = labels[: -data.held_out], labels[-data.held_out :]
        self.strength = strength
        self.bank, self.held_out_bank = _banks(data.pen, seed, device)
        self.batch_size = batch_size
        self.from_pen = round(batch_size * PEN_SHARE) if self.bank else 0
        self.refused = round(batch_size * REFUSED_SHARE) if self.bank else 0
        self.glued = round(batch_size * GLUED_SHARE) if self.bank else 0
        if self.bank:
            is_digit = self.bank.labels != NOT_A_DIGIT
            self.pen_digits, synthetic = is_digit.nonzero().squeeze(1), (~is_digit).nonzero().squeeze(1)
            letters = synthetic[: sum(not digit.label.isdigit() for digit in split_by_writer(data.pen)[0])]
            synthetic = synthetic[len(letters) :]
            self.others = torch.cat(
                [synthetic, letters.repeat(len(synthetic) // max(len(letters), 1))]
            )  # as many of each

    @property
    def steps(self) -> int:
        """The number of batches in an epoch: each MNIST image comes once."""
        return len(self.images) // self.from_mnist

    @property
    def from_mnist(self) -> int:
        return self.batch_size - self.from_pen - self.refused - self.glued

    def batches(self, random: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield the batches of an epoch: glyphs (N, 28, 28) float 0..1 without corruptions, and labels (N,) 0..10."""
        device, size = self.images.device, self.from_mnist
        order = torch.randperm(len(self.images), generator=random, device=device)
        for places in order[: self.steps * size].view(self.steps, size):
            glyphs = self.images[places].float() / 255
            if self.strength:
                glyphs = deform(glyphs, self.strength, random)
            labels = self.labels[places]
            if self.bank:
                digits, others = ((self.pen_digits, self.from_pen), (self.others, self.refused))
                pen = torch.cat([_some(*digits, random), _some(*others, random)])
                pairs = glue(glyphs[: self.glued], glyphs[size - self.glued :], random)
                glyphs = torch.cat([glyphs, draw(self.bank, pen, self.strength, random), pairs])
                labels = torch.cat([labels, self.bank.labels[pen], torch.full_like(labels[: self.glued], NOT_A_DIGIT)])
            yield glyphs, labels

    def score(self, net: nn.Module) -> tuple[float, float | None]:
        """Return the accuracy on the held-out MNIST images, and on the held-out writers' digits drawn plainly."""
        mnist = accuracy(net, self.held_out_images, self.held_out_labels)
        if not self.held_out_bank:
            return mnist, None
        random = torch.Generator(self.images.device).manual_seed(0)
        places = torch.arange(len(self.held_out_bank), device=self.images.device)
        return mnist, accuracy(net, draw(self.held_out_bank, places, None, random), self.held_out_bank.labels)

    def pooled(self, mnist: float, pen: float | None) -> float:
        """Return one accuracy over all held-out digits, from those of the two kinds."""
        if pen is None or not self.held_out_bank:
            return mnist
        images, strokes = len(self.held_out_images), len(self.held_out_bank)
        return (mnist * images + pen * strokes) / (images + strokes)


@torch.inference_mode()
def accuracy(net: nn.Module, glyphs: Tensor, labels: Tensor) -> float:
    """Return the share 0..1 of glyphs (N, 28, 28) whose likeliest digit is their label (N,)."""
    logits = torch.cat([net(chunk) for chunk in glyphs.split(EVALUATED)])
    return float((logits[:, :NOT_A_DIGIT].argmax(1) == labels).float().mean())


def _banks(pen: list[PenDigit], seed: int, device: torch.device) -> tuple[StrokeBank | None, StrokeBank | None]:
    """Return (to train on, held out): training writers' strokes, variants and non-digits; the others' digits."""
    if not pen:
        return None, None
    training, held_out = split_by_writer(pen)
    return _training_bank(training, seed, device), _digits_bank(held_out, device)


def _training_bank(training: Sequence[PenDigit], seed: int, device: torch.device) -> StrokeBank:
    """Return the strokes as they are, then variants of the digits, then non-digits."""
    random = np.random.default_rng(seed)
    samples, labels = [digit.strokes for digit in training], [_class(digit) for digit in training]
    digits = [(digit.strokes, label) for digit, label in zip(training, labels, strict=True) if label != NOT_A_DIGIT]
    if not digits:
        raise DigitPadError(
            "The pen strokes hold no digit to train on (a fifth of the writers is held out); name a file of digits."
        )
    for strokes, label in digits:
        forms = list(variants(label, strokes, random))
        samples += forms
        labels += [label] * len(forms)
    ones = [strokes for strokes, label in digits if label == 1] or [strokes for strokes, _ in digits]
    others = list(non_digits([strokes for strokes, _ in digits], ones, FORMS * len(digits) // 4, random))
    return StrokeBank(samples + others, labels + [NOT_A_DIGIT] * len(others), device)


def _digits_bank(pen: Sequence[PenDigit], device: torch.device) -> StrokeBank | None:
    """Return the digits among the strokes; None where there are none."""
    digits = [digit for digit in pen if digit.label.isdigit()]
    if not digits:
        return None
    return StrokeBank([digit.strokes for digit in digits], [int(digit.label) for digit in digits], device)


def _class(digit: PenDigit) -> int:
    return int(digit.label) if digit.label.isdigit() else NOT_A_DIGIT


def _some(indices: Tensor, count: int, random: torch.Generator) -> Tensor:
    return indices[torch.randint(len(indices), (count,), generator=random, device=indices.device)]
