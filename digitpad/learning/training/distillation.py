"""Knowledge distillation (Hinton, Vinyals, Dean 2015): batches with the teachers' probabilities, and the loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from digitpad.learning.data.examples import Examples

LEAST_PROBABILITY = 1e-9  # of a teacher's probabilities, so that each has a logarithm
TEMPERATURE = 2.0  # by which logits are divided, so that small probabilities count, too


@dataclass(frozen=True, eq=False)
class DistillationBatch:
    glyphs: Tensor  # (N, 28, 28) float 0..1, whole and not corrupted
    labels: Tensor  # (N,) 0..10
    targets: Tensor | None = None  # (N, 11) logarithms of the teachers' mean probabilities; None without teachers


class Batches(Protocol):
    def batches(self, random: torch.Generator) -> Iterator[DistillationBatch]:
        """Yield the batches of one epoch."""


@dataclass(frozen=True, eq=False)
class FreshBatches:
    """Batches made anew for each epoch."""

    examples: Examples
    teachers: Sequence[nn.Module] = ()  # on the examples' device
    amp: bool = False

    def batches(self, random: torch.Generator) -> Iterator[DistillationBatch]:
        for glyphs, labels in self.examples.batches(random):
            yield DistillationBatch(glyphs, labels, self._targets(glyphs))

    def _targets(self, glyphs: Tensor) -> Tensor | None:
        if not self.teachers:
            return None
        with torch.no_grad(), torch.autocast(glyphs.device.type, torch.bfloat16, enabled=self.amp):
            logits = torch.stack([teacher(glyphs).float() for teacher in self.teachers])
        probabilities = functional.softmax(logits / TEMPERATURE, dim=2).mean(dim=0)
        return probabilities.clamp_min(LEAST_PROBABILITY).log()


@dataclass(frozen=True, eq=False)
class CachedBatches:
    """Batches made once, as large teachers take too long each time; an epoch is a random part of them."""

    glyphs: Tensor  # (N, 28, 28) uint8
    labels: Tensor  # (N,) int64
    targets: Tensor | None  # (N, 11) float16
    steps: int  # in an epoch
    batch_size: int

    @classmethod
    def make(
        cls, fresh: FreshBatches, epochs: int, random: torch.Generator, report: Callable[[int, int], None]
    ) -> CachedBatches:
        """Make the batches of `epochs` epochs; `report` gets the number of batches so far, and of all."""
        cache, steps = [], fresh.examples.steps
        for _ in range(epochs):
            for batch in fresh.batches(random):
                cache.append(_compact(batch))
                report(len(cache), epochs * steps)
        glyphs, labels = (torch.cat(parts) for parts in zip(*((its.glyphs, its.labels) for its in cache), strict=True))
        targets = [batch.targets for batch in cache if batch.targets is not None]
        return cls(glyphs, labels, torch.cat(targets) if targets else None, steps, fresh.examples.batch_size)

    def batches(self, random: torch.Generator) -> Iterator[DistillationBatch]:
        order = torch.randperm(len(self.labels), generator=random, device=self.labels.device)
        for places in order[: self.steps * self.batch_size].view(self.steps, self.batch_size):
            targets = None if self.targets is None else self.targets[places].float()
            yield DistillationBatch(self.glyphs[places].float() / 255, self.labels[places], targets)


def softened(logits: Tensor) -> Tensor:
    """Return the log-probabilities (N, 11) of logits (N, 11) at the temperature of distillation."""
    return functional.log_softmax(logits / TEMPERATURE, dim=1)


def distillation_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Return (N,) the divergence of the softened logits (N, 11) from target log-probabilities (N, 11).

    The square of the temperature makes up for the smaller gradients of softened probabilities.
    """
    divergence = functional.kl_div(softened(logits), targets, reduction="none", log_target=True)
    return divergence.sum(dim=1) * TEMPERATURE**2


def _compact(batch: DistillationBatch) -> DistillationBatch:
    targets = None if batch.targets is None else batch.targets.half()
    return DistillationBatch((batch.glyphs * 255).round().to(torch.uint8), batch.labels, targets)
