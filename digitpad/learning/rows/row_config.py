"""The recipe of a row reader's training, its progress and its history."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

WARM_UP = 300  # steps until the learning rate is at its highest
LAST_SHARE = 0.01  # of the learning rate, at the end

Ending = Literal["done", "interrupted", "diverged"]


@dataclass(frozen=True)
class RowConfig:
    """Everything that decides what a training of the row reader does."""

    steps: int = 40_000
    batch_size: int = 64  # strings
    lr: float = 4e-3  # the highest; it falls to nothing by a cosine
    weight_decay: float = 1e-4
    averaging: float = 0.999  # a step's decay in the average of the weights
    pen_share: float = 0.6  # of the strings are of pen strokes, the others of MNIST
    seed: int = 1
    device: str = "auto"
    amp: bool = False  # bfloat16 where it is safe

    def rate(self, step: int) -> float:
        """Return the learning rate of step number `step`, 0 …."""
        share = (1 + math.cos(math.pi * min(step / self.steps, 1))) / 2
        return self.lr * min(1.0, (step + 1) / WARM_UP) * (LAST_SHARE + (1 - LAST_SHARE) * share)


@dataclass(frozen=True)
class RowScore:
    """A line of the history."""

    step: int  # steps done
    loss: float  # mean of the steps since the line before, nats a string
    exact: float  # share 0..1 of the held-out strings read without a mistake
    errors: float  # characters to insert, delete or replace, as a share of all
    lr: float


@dataclass(frozen=True)
class RowStep:
    """Progress, reported after every step."""

    step: int
    steps: int
    loss: float
    score: RowScore | None = None  # where the held-out strings were read


RowReport = Callable[[RowStep], None]
