"""The state of an ink training: network, optimiser, history."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch

from digitpad.learning.ink.ink_config import InkConfig
from digitpad.learning.ink.ink_loss import InkScore
from digitpad.learning.ink.ink_net import InkNet


@dataclass(frozen=True)
class HistoryRow:
    step: int
    loss: float  # mean since the row before
    lr: float
    f1: float | None = None  # on scenes by held-out writers; None between checkpoints
    height_error: float | None = None  # octaves

    @classmethod
    def of(cls, step: int, loss: float, lr: float, score: InkScore | None) -> HistoryRow:
        if score is None:
            return cls(step, loss, lr)
        return cls(step, loss, lr, score.f1, score.height_error)


@dataclass(eq=False)
class InkRun:
    config: InkConfig
    net: InkNet
    optimizer: torch.optim.Optimizer
    step: int = 0  # steps done
    history: list[HistoryRow] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)  # since the last row of the history

    @classmethod
    def begin(cls, config: InkConfig) -> InkRun:
        """Return a run with random weights, the same for the same seed."""
        torch.manual_seed(config.seed)
        net = InkNet()
        return cls(config, net, torch.optim.AdamW(net.parameters(), config.lr, weight_decay=config.weight_decay))
