"""The user's samples on the device, varied for each batch, and their folds for cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from digitpad.errors import DigitPadError
from digitpad.inference.lenet import NOT_A_DIGIT
from digitpad.languages import _
from digitpad.learning.data.augment import STRENGTHS, deform, draw
from digitpad.learning.data.stroke_bank import StrokeBank
from digitpad.learning.finetune.before_after import FEWEST
from digitpad.records import Sample

STRENGTH = STRENGTHS["light"]  # with "full" twice as much of MNIST is forgotten
FOLDS, MANY = 3, 200  # from so many samples on, one fold held out says enough
DRAWN = 0.5  # share of samples with strokes that are drawn with another pen instead of deformed
MOST_DRAWN = 600  # the newest samples with strokes, whose strokes are stored


@dataclass(frozen=True, eq=False)
class UserSamples:
    """N samples of the user."""

    glyphs: Tensor  # (N, 28, 28) uint8
    labels: Tensor  # (N,) 0..10
    bank: StrokeBank | None  # of those with strokes
    place_in_bank: Tensor  # (N,) -1: no strokes

    @classmethod
    def of(cls, samples: Sequence[Sample], device: torch.device) -> UserSamples:
        """Return the samples on a device. Raises DigitPadError where there are none."""
        if not samples:
            raise DigitPadError(_("There are no samples to learn from; correct a few digits first."))
        labels = [NOT_A_DIGIT if sample.label is None else sample.label for sample in samples]
        with_strokes = [i for i, sample in enumerate(samples) if any(len(s.points) for s in sample.strokes)][
            -MOST_DRAWN:
        ]
        strokes = [[stroke.points for stroke in samples[i].strokes if len(stroke.points)] for i in with_strokes]
        place = torch.full((len(samples),), -1, device=device)
        place[with_strokes] = torch.arange(len(with_strokes), device=device)
        return cls(
            torch.from_numpy(np.stack([sample.glyph for sample in samples])).to(device),
            torch.tensor(labels, device=device),
            StrokeBank(strokes, [labels[i] for i in with_strokes], device) if with_strokes else None,
            place,
        )

    def batch(self, places: Tensor, count: int, random: torch.Generator) -> tuple[Tensor, Tensor]:
        """Return, of the samples at `places`, glyphs (count, 28, 28) float 0..1, varied, and labels (count,)."""
        device = places.device
        members = places[torch.randint(len(places), (count,), generator=random, device=device)]
        glyphs = self.glyphs[members].float() / 255
        if STRENGTH is not None:
            glyphs = deform(glyphs, STRENGTH, random)
        if self.bank is not None:
            in_bank = self.place_in_bank[members]
            from_strokes = (in_bank >= 0) & (torch.rand(count, generator=random, device=device) < DRAWN)
            if from_strokes.any():
                glyphs[from_strokes] = draw(self.bank, in_bank[from_strokes], STRENGTH, random)
        return glyphs, self.labels[members]


def folds_of(labels: Tensor, seed: int) -> list[Tensor]:
    """Return the places of samples held out in turn, every label spread over all folds; no fold of too few samples.

    Of very many samples only one fold is held out.
    """
    if len(labels) < FEWEST:
        return []
    random = torch.Generator(labels.device).manual_seed(seed)
    shuffled = torch.randperm(len(labels), generator=random, device=labels.device)
    dealt = shuffled[torch.argsort(labels[shuffled], stable=True)]
    folds = [dealt[first::FOLDS] for first in range(FOLDS)]
    return folds[:1] if len(labels) >= MANY else folds
