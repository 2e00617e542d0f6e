"""Trains LeNet-5 on MNIST and pen strokes, all on the device in batches."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from digitpad.errors import DigitPadError
from digitpad.learning.data.augment import STRENGTHS
from digitpad.learning.data.examples import Examples, TrainingData
from digitpad.learning.training.checkpoint import checksums, resume, save_checkpoint
from digitpad.learning.training.distillation import Batches, CachedBatches, FreshBatches
from digitpad.learning.training.train_config import Net, TrainConfig
from digitpad.learning.training.training_run import (
    SMALLER,
    Diverged,
    Ending,
    Epoch,
    Outcome,
    Report,
    TrainingRun,
    placed,
)

LEAST_BATCH = 2  # glyphs that batch norm needs


def train(
    config: TrainConfig,
    data: TrainingData,
    device: torch.device,
    report: Report,
    *,
    teachers: Sequence[Net] = (),
    start: Net | None = None,
    checkpoints: Path | None = None,
    resumed: bool = False,
) -> Outcome:
    """Train by the recipe, after teachers where there are any, with a checkpoint an epoch in the folder `checkpoints`.

    `start`: the network to begin with, of the recipe's variant; None: random weights.

    `resumed`: begin where the checkpoint there left off. Ctrl+C and a loss that is no longer a number end it with the
    best network so far. Raises DigitPadError where there is none yet, where a checkpoint cannot be read or written, and
    where the recipe does not fit the data.
    """
    with torch.backends.cudnn.flags(enabled=True, benchmark=False, deterministic=True):  # same seed, same weights
        run = TrainingRun(config, examples_of(config, data, device), start)
        sources = checksums(data, teachers) if checkpoints else {}
        if checkpoints and resumed:
            resume(checkpoints, run, sources)
        ending: Ending = "done"
        try:
            for _ in epochs_of(run, teachers, report):
                if checkpoints:
                    save_checkpoint(checkpoints, run, sources)
            ending = "early" if run.stalled else "done"
        except (KeyboardInterrupt, Diverged) as stop:
            if not run.best:
                raise
            ending = "diverged" if isinstance(stop, Diverged) else "interrupted"
        return replace(run.outcome(), ending=ending)


def examples_of(config: TrainConfig, data: TrainingData, device: torch.device) -> Examples:
    """Return the examples of a run. Raises DigitPadError where the data make no batch of the recipe's size."""
    images = len(data.images) - data.held_out
    if not LEAST_BATCH <= config.batch_size <= images:
        raise DigitPadError(f"A batch of {config.batch_size:,} is none; choose a --batch-size of 2 to {images:,}.")
    strength = STRENGTHS[config.augment]
    return Examples(data, device, strength=strength, batch_size=config.batch_size, seed=config.seed)


def epochs_of(run: TrainingRun, teachers: Sequence[Net], report: Report) -> Iterator[Epoch]:
    """Yield each epoch as it ends, until all are done or nothing improves any more."""
    if run.done < run.config.epochs and not run.stalled:
        batches = batches_of(run.config, run.examples, teachers, report)
    while run.done < run.config.epochs and not run.stalled:
        yield run_epoch(run, batches, report)


def batches_of(config: TrainConfig, examples: Examples, teachers: Sequence[Net], report: Report) -> Batches:
    """Return the batches with the teachers' probabilities; where the recipe caches some, these are made now."""
    device = examples.images.device
    fresh = FreshBatches(examples, [placed(teacher, device).eval() for teacher in teachers], config.amp)
    if not config.cache_epochs:
        return fresh
    random = torch.Generator(device).manual_seed(config.seed)
    size = examples.batch_size
    return CachedBatches.make(
        fresh,
        config.cache_epochs,
        random,
        lambda count, steps: report(Epoch(0, config.epochs, count, steps, 0.0, count * size)),
    )


def run_epoch(run: TrainingRun, batches: Batches, report: Report) -> Epoch:
    """Train for one epoch. Raises Diverged where the loss is no longer a number."""
    total, image_count, number, steps = 0.0, 0, run.done + 1, run.examples.steps
    run.net.train()
    for step, batch in enumerate(batches.batches(run.random), 1):
        loss, count = run.step(batch), len(batch.labels)
        if not math.isfinite(loss):
            raise Diverged(f"The loss became {loss} in epoch {number}; {SMALLER}.")
        total, image_count = total + loss * count, image_count + count
        report(Epoch(number, run.config.epochs, step, steps, total / image_count, image_count, lr=run.lr))
    entry = run.evaluate(total / image_count, image_count)
    report(entry)
    return entry
