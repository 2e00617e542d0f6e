"""Readings of digits by two networks, and the digits that only one of them reads right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from digitpad.inference.lenet import NOT_A_DIGIT
from digitpad.learning.finetune.before_after import ChangedDigit
from digitpad.learning.nets.lenet import LeNet5

PART = 1000  # glyphs between two reports


@dataclass(frozen=True, eq=False)
class Read:
    """Labels, readings and losses of some glyphs."""

    labels: Tensor  # (N,) 0..10
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
        """The share 0..1 read right; 1 without glyphs."""
        return 1 - self.misread / max(1, len(self.labels))

    @property
    def loss(self) -> float:
        return float(self.losses.mean()) if len(self.losses) else 0.0


@torch.inference_mode()
def read_all(net: LeNet5, glyphs: Tensor, labels: Tensor) -> Read:
    """Read glyphs (N, 28, 28) of labels (N,) 0..10; only what is labelled "not a digit" may be read as none."""
    parts = [net(part) for part in glyphs.split(PART)] or [torch.zeros((0, NOT_A_DIGIT + 1), device=glyphs.device)]
    logits = torch.cat(parts)
    digits = logits[:, :NOT_A_DIGIT].argmax(dim=1) if len(logits) else labels
    answers = torch.where(labels == NOT_A_DIGIT, logits.argmax(dim=1) if len(logits) else labels, digits)
    return Read(labels, answers, functional.cross_entropy(logits, labels, reduction="none"))


def changes(glyphs: Tensor, before: Read, after: Read, yours: bool) -> tuple[list[ChangedDigit], list[ChangedDigit]]:
    """Return the glyphs, of (N, 28, 28) uint8, that became right, and those that became wrong."""
    now_right, now_wrong = (~before.right & after.right).nonzero(), (before.right & ~after.right).nonzero()
    first, last = ([_change(glyphs, int(i), before, after, yours) for i in places] for places in (now_right, now_wrong))
    return first, last


def joined(parts: Sequence[Read]) -> Read:
    """Return the readings of several parts as one."""
    labels, read, losses = zip(*((part.labels, part.read, part.losses) for part in parts), strict=True)
    return Read(torch.cat(labels), torch.cat(read), torch.cat(losses))


def _change(glyphs: Tensor, place: int, before: Read, after: Read, yours: bool) -> ChangedDigit:
    glyph = glyphs[place].cpu().numpy()
    glyph.setflags(write=False)
    label, first, last = (_named(int(of[place])) for of in (before.labels, before.read, after.read))
    return ChangedDigit(glyph, label, first, last, yours)


def _named(label: int) -> int | None:
    return None if label == NOT_A_DIGIT else label
