"""Training an ink network: step by step on scenes made anew, measured on held-out writers, resumed bit by bit."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import torch

from digitpad.learning.ink.batches import Batch, BatchMaker, batches
from digitpad.learning.ink.ink_checkpoint import load_checkpoint, save_checkpoint
from digitpad.learning.ink.ink_config import CHECKPOINT_STEPS, HISTORY_STEPS, InkConfig
from digitpad.learning.ink.ink_loss import InkScore, ink_loss, score, tensors_of
from digitpad.learning.ink.ink_net import InkNet
from digitpad.learning.ink.ink_state import HistoryRow, InkRun

LAST_LR = 0.01  # of the highest learning rate, at the end of the cosine
HELD_OUT_BATCHES = 4  # of scenes by held-out writers, measured at each checkpoint
HELD_OUT_STEP = 2**31  # of the first of them: no training gets so far


@dataclass(frozen=True)
class InkProgress:
    step: int
    steps: int
    loss: float  # mean since the last row of the history
    row: HistoryRow | None  # of the history, where one is done


@dataclass(frozen=True, eq=False)
class InkData:
    """Makers of scenes, one from what is trained on, one from what is held out."""

    trained: BatchMaker
    held_out: BatchMaker


@dataclass(frozen=True, eq=False)
class InkOutcome:
    net: InkNet
    history: list[HistoryRow]
    score: InkScore
    ending: Literal["done", "interrupted", "diverged"]
    step: int


@dataclass(eq=False)
class Mean:
    """The mean of the losses since the last `take`."""

    losses: list[float] = field(default_factory=list)

    def take(self) -> float:
        mean = sum(self.losses) / max(1, len(self.losses))
        self.losses.clear()
        return mean


def train_ink(
    config: InkConfig,
    data: InkData,
    report: Callable[[InkProgress], None],
    *,
    folder: Path,
    resumed: bool = False,
    workers: int = 1,
    checkpoint_steps: int = CHECKPOINT_STEPS,
) -> InkOutcome:
    """Train, with a checkpoint in `folder` each so many steps; Ctrl+C ends it with the network as it is then.

    Raises DigitPadError where there is nothing to resume or the disk refuses.
    """
    run = InkRun.begin(config)
    if resumed:
        load_checkpoint(folder, run)
    held_out = [data.held_out.make(HELD_OUT_STEP + number) for number in range(HELD_OUT_BATCHES)]
    ending: Literal["done", "interrupted", "diverged"] = "done"
    try:
        with batches(data.trained, run.step, workers) as scenes:
            ending = _train(run, scenes.__next__, held_out, report, folder, checkpoint_steps)
    except KeyboardInterrupt:
        if run.step == 0:
            raise
        ending = "interrupted"
    return InkOutcome(run.net.eval(), run.history, score(run.net.eval(), held_out), ending, run.step)


def _train(
    run: InkRun,
    following: Callable[[], Batch],
    held_out: list[Batch],
    report: Callable[[InkProgress], None],
    folder: Path,
    checkpoint_steps: int,
) -> Literal["done", "diverged"]:
    mean, steps = Mean(run.losses), run.config.steps
    while run.step < steps:
        loss = take_step(run, following())
        if not math.isfinite(loss):
            return "diverged"
        mean.losses.append(loss)
        is_due = run.step % checkpoint_steps == 0 or run.step == steps
        row = None
        if run.step % HISTORY_STEPS == 0 or is_due:
            measured = score(run.net.eval(), held_out) if is_due else None
            row = HistoryRow.of(run.step, mean.take(), learning_rate(run.config, run.step), measured)
            run.history.append(row)
        report(InkProgress(run.step, steps, loss, row))
        if is_due:
            save_checkpoint(folder, run)
    return "done"


def take_step(run: InkRun, batch: Batch) -> float:
    """Move the weights by one batch and return its loss."""
    run.net.train()
    for group in run.optimizer.param_groups:
        group["lr"] = learning_rate(run.config, run.step)
    contrast, target, true_heights = tensors_of(batch)
    with torch.autocast("cpu", torch.bfloat16, enabled=run.config.amp):
        logits, heights = run.net(contrast)
    loss = ink_loss(logits.float(), heights.float(), target, true_heights, run.config)
    run.optimizer.zero_grad()
    loss.backward()
    run.optimizer.step()
    run.step += 1
    return float(loss.detach())


def learning_rate(config: InkConfig, step: int) -> float:
    """Return the rate of a step: a short rise, then half a cosine down to LAST_LR."""
    rise = min(1.0, (step + 1) / max(1, config.warmup))
    fall = LAST_LR + (1 - LAST_LR) * (1 + math.cos(math.pi * min(1.0, step / config.steps))) / 2
    return config.lr * rise * fall
