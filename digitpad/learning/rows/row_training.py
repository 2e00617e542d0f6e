"""Trains the row reader: CTC on made strings; the result is the average of the weights."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import torch

from digitpad.learning.rows.batches import RowBatch
from digitpad.learning.rows.row_checkpoint import resume_rows, save_row_checkpoint
from digitpad.learning.rows.row_config import Ending, RowConfig, RowReport, RowScore, RowStep
from digitpad.learning.rows.row_net import RowNet
from digitpad.learning.rows.row_run import RowRun, RowsDiverged

SCORED_EVERY = 1000  # steps, then the held-out strings are read and a checkpoint is written


@dataclass(frozen=True, eq=False)
class RowOutcome:
    net: RowNet  # the average of the weights, on the CPU
    history: list[RowScore]
    steps: int  # done
    ending: Ending


def train_rows(
    run: RowRun, batches: Iterator[RowBatch], held_out: list[RowBatch], report: RowReport, checkpoints: Path | None
) -> RowOutcome:
    """Train until all steps are done, with a checkpoint in the folder whenever the held-out strings were read.

    Ctrl+C and a loss that is no number end it with the average so far; a run without one line raises them.
    """
    ending: Ending = "done"
    try:
        _take_steps(run, batches, held_out, report, checkpoints)
    except (KeyboardInterrupt, RowsDiverged) as stop:
        if not run.history:
            raise
        ending = "diverged" if isinstance(stop, RowsDiverged) else "interrupted"
    return RowOutcome(deepcopy(run.average).cpu().eval(), run.history, run.done, ending)


def begin(config: RowConfig, device: torch.device, resumed: Path | None, sources: dict[str, int]) -> RowRun:
    """Return a fresh run, or the one whose checkpoint lies in the folder `resumed`."""
    run = RowRun(config, device, sources)
    if resumed:
        resume_rows(resumed, run, sources)
    return run


def _take_steps(
    run: RowRun, batches: Iterator[RowBatch], held_out: list[RowBatch], report: RowReport, checkpoints: Path | None
) -> None:
    steps = run.config.steps
    while run.done < steps:
        loss = run.step(next(batches))
        is_line = run.done % SCORED_EVERY == 0 or run.done == steps
        line = run.score(held_out) if is_line else None
        if line and checkpoints:
            save_row_checkpoint(checkpoints, run, run.sources)
        report(RowStep(run.done, steps, loss, line))
