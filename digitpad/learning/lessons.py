"""Lessons: batches of examples with what teachers show of them, made anew for each epoch, or made once and repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from digitpad.learning.examples import Examples

LEAST_SHOWN = 1e-9  # of a teacher's probabilities, so that each has a logarithm
TEMPERATURE = 2.0  # of the probabilities that a teacher shows (Hinton, Vinyals, Dean 2015)


@dataclass(frozen=True, eq=False)
class Lesson:
    glyphs: Tensor  # (N, 28, 28) float 0..1, whole and unspoiled
    labels: Tensor  # (N,) 0..10
    shown: Tensor | None = None  # (N, 11) logarithms of the teachers' mean probabilities; None without teachers


class Lessons(Protocol):
    def batches(self, random: torch.Generator) -> Iterator[Lesson]:
        """Those of one epoch."""


@dataclass(frozen=True, eq=False)
class FreshLessons:
    """Made anew for each epoch."""

    examples: Examples
    teachers: Sequence[nn.Module] = ()  # on the examples' device
    amp: bool = False

    def batches(self, random: torch.Generator) -> Iterator[Lesson]:
        for glyphs, labels in self.examples.batches(random):
            yield Lesson(glyphs, labels, self._shown(glyphs))

    def _shown(self, glyphs: Tensor) -> Tensor | None:
        if not self.teachers:
            return None
        with torch.no_grad(), torch.autocast(glyphs.device.type, torch.bfloat16, enabled=self.amp):
            logits = torch.stack([teacher(glyphs).float() for teacher in self.teachers])
        return functional.softmax(logits / TEMPERATURE, dim=2).mean(dim=0).clamp_min(LEAST_SHOWN).log()


@dataclass(frozen=True, eq=False)
class KeptLessons:
    """Made once, for large teachers that would take too long each time; an epoch is a random part of them."""

    glyphs: Tensor  # (N, 28, 28) uint8
    labels: Tensor  # (N,) int64
    shown: Tensor | None  # (N, 11) float16
    steps: int  # in an epoch
    batch_size: int

    @classmethod
    def make(
        cls, fresh: FreshLessons, epochs: int, random: torch.Generator, report: Callable[[int, int], None]
    ) -> KeptLessons:
        """Those of so many epochs; reported is the number of the batch made, and how many there are."""
        made, steps = [], fresh.examples.steps
        for _ in range(epochs):
            for lesson in fresh.batches(random):
                made.append(_packed(lesson))
                report(len(made), epochs * steps)
        glyphs, labels = (torch.cat(parts) for parts in zip(*((its.glyphs, its.labels) for its in made), strict=True))
        shown = [lesson.shown for lesson in made if lesson.shown is not None]
        return cls(glyphs, labels, torch.cat(shown) if shown else None, steps, fresh.examples.batch_size)

    def batches(self, random: torch.Generator) -> Iterator[Lesson]:
        order = torch.randperm(len(self.labels), generator=random, device=self.labels.device)
        for chosen in order[: self.steps * self.batch_size].view(self.steps, self.batch_size):
            shown = None if self.shown is None else self.shown[chosen].float()
            yield Lesson(self.glyphs[chosen].float() / 255, self.labels[chosen], shown)


def _packed(lesson: Lesson) -> Lesson:
    shown = None if lesson.shown is None else lesson.shown.half()
    return Lesson((lesson.glyphs * 255).round().to(torch.uint8), lesson.labels, shown)
