"""digitpad train --ink: the network that finds handwriting in pictures, trained on scenes made anew."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.commands.terminal import TrainingBar, bar, complain, say
from digitpad.errors import UsageError
from digitpad.paths import data_folder

if TYPE_CHECKING:
    from digitpad.learning.ink.ink_config import InkConfig
    from digitpad.learning.ink.ink_training import InkData, InkProgress

FAILED, INTERRUPTED = 1, 130
OF_LENET5 = {
    *("variant", "optimizer", "schedule", "augment", "spoiled", "kept", "epochs", "dropout", "smoothing"),
    *("patience", "teacher", "start"),
}
ENDS = {
    "done": "all steps done",
    "interrupted": "interrupted: the network as it is now is written; go on with --resume",
    "diverged": "The loss was no longer a number; --resume with fewer --steps left, or begin anew with a smaller --lr.",
}


def add_ink_arguments(parser: argparse.ArgumentParser) -> None:
    """Add --ink and the options that only it has."""
    ink = parser.add_argument_group("ink network")
    ink.add_argument("--ink", action="store_true", help="train the network that finds handwriting in pictures")
    ink.add_argument(
        "--workers", type=_workers, default=1, metavar="N", help="processes that make scenes beside it (default: 1)"
    )


def run_ink(arguments: argparse.Namespace, out: Path) -> int:
    """Train and write the folder; 130 where Ctrl+C ended it early with something to write, else 0."""
    from digitpad.learning.ink.ink_files import write_ink_run
    from digitpad.learning.ink.ink_training import train_ink

    config = _config(arguments)
    data = _data(arguments, config)
    bank = data.trained.bank
    sources = f"{sum(map(len, bank.digits)):,} pen digits, {sum(map(len, bank.letters)):,} letters"
    say(f"training the ink network: {len(bank.images):,} MNIST images, {sources}")
    with InkProgressBar() as progress:
        outcome = train_ink(
            config, data, progress.report, folder=out, resumed=bool(arguments.resume), workers=arguments.workers
        )
    write_ink_run(out, outcome, config, bank)
    say(f"{out}: pixel F1 {outcome.score.f1:.2%} on held-out writers, {outcome.step:,} of {config.steps:,} steps")
    (complain if outcome.ending == "diverged" else say)(ENDS[outcome.ending])
    return {"interrupted": INTERRUPTED, "diverged": FAILED}.get(outcome.ending, 0)


class InkProgressBar(TrainingBar):
    """A bar of steps, and a line for each measurement."""

    unit = " steps"

    def report(self, progress: InkProgress) -> None:
        row = progress.row
        if row is not None and row.f1 is not None:
            say(f"step {row.step:>6}  loss {row.loss:.4f}  F1 {row.f1:.2%}  height {row.height_error:.3f} octaves")
        self._bar.total = progress.steps
        self._bar.set_description(f"loss {progress.loss:.3f}", refresh=False)
        self._bar.update(progress.step - self._bar.n)


def _config(arguments: argparse.Namespace) -> InkConfig:
    """Return the recipe of the arguments; what they leave out is as in the resumed run, else the default.

    Raises UsageError for options that a training of the ink network does not have.
    """
    from digitpad.learning.ink.ink_checkpoint import config_in
    from digitpad.learning.ink.ink_config import InkConfig

    for name, value in vars(arguments).items():
        if name in OF_LENET5 and value:
            raise UsageError(f"--{name} is of LeNet-5's training; leave it out with --ink.")
    device = getattr(arguments, "device", "auto")
    if device not in ("auto", "cpu"):
        raise UsageError(f"The ink network is trained on the processor, not on {device}; leave out --device.")
    before: dict[str, Any] = config_in(arguments.resume) if arguments.resume else {}
    options = before | vars(arguments)
    return InkConfig(**{field.name: options[field.name] for field in fields(InkConfig) if field.name in options})


def _data(arguments: argparse.Namespace, config: InkConfig) -> InkData:
    from digitpad.learning.data.datasets import mnist, pen_digits
    from digitpad.learning.ink.batches import BatchMaker
    from digitpad.learning.ink.handwriting import bank_of
    from digitpad.learning.ink.ink_training import InkData
    from digitpad.learning.ink.scene import Preparation
    from digitpad.vision.picture.local_contrast import continue_paper, normalize_contrast

    if not arguments.strokes:
        raise UsageError("The ink network learns from pen strokes; name files with --strokes.")
    digits = [digit for path in arguments.strokes for digit in pen_digits(path)]
    letters = [letter for path in arguments.letters for letter in pen_digits(path)]
    with bar("fetching MNIST", "bytes") as progress:
        root = data_folder(arguments.data)
        images, _ = mnist(root, train=True, fetch=lambda fetched: progress(fetched.done, fetched.total))
    preparation = Preparation(normalize_contrast, continue_paper)
    makers = [
        BatchMaker(bank_of(images, digits, letters, held_out=part), preparation, config.seed, config.batch_size)
        for part in (False, True)
    ]
    return InkData(*makers)


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 up")
    return value


def _workers(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 64:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 0 to 64")
    return value
