"""digitpad train --rows: the row reader's recipe from arguments, strings of MNIST and pen strokes, one folder."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.commands.terminal import TrainingBar, complain, say
from digitpad.errors import UsageError

if TYPE_CHECKING:
    from digitpad.learning.data.examples import TrainingData
    from digitpad.learning.rows.row_config import RowConfig, RowStep

FAILED, INTERRUPTED = 1, 130
OTHERS = (  # options of digitpad train that a training of the row reader does not have
    "variant", "optimizer", "schedule", "augment", "spoiled", "kept", "epochs", "dropout", "smoothing", "patience",
)  # fmt: skip
HELD_OUT_SEED = 1000  # added to the recipe's: held-out strings are no strings of the training
ENDS = {
    "done": "all steps done",
    "interrupted": "interrupted: the average so far is kept; go on with --resume",
    "diverged": "The loss was no longer a number; the average so far is kept: train again with a smaller --lr.",
}


def run(arguments: argparse.Namespace, load: Callable[[], TrainingData], out: Path) -> int:
    """Train and write the folder; 130 where Ctrl+C ended it early with something to keep, else 0."""
    from digitpad.inference.torch_engine import device_name, device_of
    from digitpad.learning.rows.batches import batches_beside, held_out_batches
    from digitpad.learning.rows.hands import held_out_sources, sources_of
    from digitpad.learning.rows.row_folder import write_row_run
    from digitpad.learning.rows.row_training import begin, train_rows
    from digitpad.learning.training.checkpoint import checksums

    config = _config(arguments)
    data = load()
    device = device_of(config.device)
    sources = sources_of(data.images, data.labels, data.pen)
    held_out = held_out_batches(held_out_sources(data.images, data.labels, data.pen), _held_out(config))
    run = begin(config, device, arguments.resume, checksums(data, ()))
    say(f"training the row reader on {device_name(device)}: {len(sources.writers)} writers and MNIST")
    with RowProgress() as progress, batches_beside(sources, config, run.done) as batches:
        outcome = train_rows(run, batches, held_out, progress.report, out)
    counts = {"mnist_images": sum(map(len, sources.glyphs)), "writers": len(sources.writers)}
    write_row_run(out, outcome, config, counts | {"letters": len(sources.letters)})
    say(f"{out}: {outcome.history[-1].exact:.2%} of the held-out strings, {outcome.steps:,} of {config.steps:,} steps")
    (complain if outcome.ending == "diverged" else say)(ENDS[outcome.ending])
    return {"interrupted": INTERRUPTED, "diverged": FAILED}.get(outcome.ending, 0)


class RowProgress(TrainingBar):
    """A bar for the steps and a line whenever the held-out strings were read."""

    unit = " steps"

    def report(self, step: RowStep) -> None:
        self._bar.total = step.steps
        self._bar.set_description(f"loss {step.loss:.3f}", refresh=False)
        self._bar.update(step.step - self._bar.n)
        if step.score:
            exact, errors = step.score.exact, step.score.errors
            say(f"step {step.step:>6}  loss {step.score.loss:.4f}  exact {exact:.2%}  character errors {errors:.2%}")


def _config(arguments: argparse.Namespace) -> RowConfig:
    """Return the recipe of the arguments; what they leave out is as in the resumed run, else the default.

    Raises UsageError for options that a training of the row reader does not have.
    """
    from digitpad.learning.rows.row_checkpoint import row_config_in
    from digitpad.learning.rows.row_config import RowConfig

    for name in OTHERS:
        if name in arguments:
            raise UsageError(f"--{name} is no option of a training of the row reader; leave it out.")
    if arguments.teacher or arguments.start:
        raise UsageError("A training of the row reader begins from nothing; leave out --teacher and --start.")
    before: dict[str, Any] = row_config_in(arguments.resume) if arguments.resume else {}
    options = before | vars(arguments)
    return RowConfig(**{field.name: options[field.name] for field in fields(RowConfig) if field.name in options})


def _held_out(config: RowConfig) -> RowConfig:
    return replace(config, seed=config.seed + HELD_OUT_SEED)
