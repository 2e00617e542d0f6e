"""digitpad finetune: retrain on corrected samples, compare before and after, keep the better network."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.commands.options import add_network, add_writer
from digitpad.commands.terminal import bar, complain, say
from digitpad.errors import DigitPadError
from digitpad.learning.finetune.finetune_config import FinetuneConfig, samples_of
from digitpad.learning.finetune.progress import FinetuneProgress
from digitpad.paths import data_folder, user_folder
from digitpad.records import Sample

if TYPE_CHECKING:
    from digitpad.learning.finetune.finetune import FinetuneResult
    from digitpad.learning.registry.version import Version
    from digitpad.learning.registry.versions import Versions

DESCRIPTION = (
    "Trains a copy of the network on the samples next to MNIST and compares the two on digits that were not trained "
    "on. The new one becomes a version and reads from then on if your digits are read better and MNIST falls by no "
    "more than 0.1 points; else nothing changes and the exit code is 1. Try it with --dry-run first."
)
NOT_OFFERED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--samples", type=Path, metavar="PATH", help="zip, CSV, lines of strokes or folder (default: those stored)"
    )
    add_writer(parser)
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="folder with MNIST/raw; without MNIST it does with less"
    )
    config = parser.add_argument_group("recipe")
    for option, kind, words in (
        ("--epochs", _positive, "of 50 steps (default: 4)"),
        ("--lr", _above_zero, "learning rate (default: 0.0005)"),
        ("--share", _part_of_one, "of each batch that is your samples (default: 0.05)"),
        ("--seed", int, "seed of everything random (default: 1)"),
    ):
        config.add_argument(option, type=kind, default=argparse.SUPPRESS, metavar="N", help=words)
    end = parser.add_mutually_exclusive_group()
    end.add_argument("--keep", action="store_true", help="keep the new network where it is offered, as by default")
    end.add_argument(
        "--force", action="store_true", help="keep it even where it is not offered, such as one that forgot"
    )
    end.add_argument("--dry-run", action="store_true", help="compare only, keep nothing")
    parser.add_argument("--name", default="", help="name of the new version")
    add_network(parser)


def run(arguments: argparse.Namespace) -> int:
    """Retrain and keep what is better; 1 where it is not offered and not kept, else 0."""
    folder = arguments.data_dir or user_folder()
    samples = _samples(arguments, folder)  # first: what is wrong with them is told before torch is loaded
    from digitpad.inference.torch_engine import use_one_core
    from digitpad.learning.finetune.finetune import finetune
    from digitpad.learning.registry.versions import Versions

    use_one_core()  # batches are small: where others work, two cores took twenty times as long as one
    versions = Versions(folder)
    before = versions.active
    weights = arguments.weights or before.path
    with bar("retraining", "steps") as progress:
        result = finetune(
            weights, samples, _config(arguments), lambda step: _move(step, progress), data_folder(arguments.data)
        )
    say(f"{len(samples):,} samples, {result.seconds:.0f} s. {result.verdict}")
    if arguments.dry_run:
        return 0
    if not result.better and not arguments.force:
        complain("Nothing was changed; correct more samples, or --force keeps it all the same.")
        return NOT_OFFERED
    version = _keep(result, versions, arguments.name)
    say(f"{version.name} reads from now on; `digitpad models use {before.key}` goes back.")
    return 0


def _keep(result: FinetuneResult, versions: Versions, name: str) -> Version:
    version = result.keep(versions, name)
    versions.activate(version.key)
    return version


def _samples(arguments: argparse.Namespace, folder: Path) -> Sequence[Sample]:
    """Return the samples in the file or folder that is named, else those stored in the user's `folder`."""
    if arguments.samples is not None:
        from digitpad.glyph_import import MAKERS
        from digitpad.store.exchange import import_samples

        return _of_writer(arguments.writer, import_samples(arguments.samples, MAKERS, note=complain))
    samples = _stored(folder)
    if not samples:
        raise DigitPadError(f"There are no samples in {folder}; correct some in the window, or name a file: --samples.")
    return _of_writer(arguments.writer, samples)


def _of_writer(writer: str | None, samples: Sequence[Sample]) -> Sequence[Sample]:
    own = samples_of(writer, samples)
    if not own:
        names = ", ".join(sorted({sample.writer for sample in samples} - {""})) or "none"
        raise DigitPadError(f"There are no samples of {writer!r}; the writers that were named are: {names}.")
    return own


def _stored(folder: Path) -> Sequence[Sample]:
    from digitpad.store.samples import FILE_NAME, SampleStore

    if not (folder / FILE_NAME).exists():
        return ()
    with SampleStore.to_read(folder / FILE_NAME) as store:
        if store.notice:
            complain(store.notice)
        return store.all(whole=True)


def _config(arguments: argparse.Namespace) -> FinetuneConfig:
    names = {field.name for field in fields(FinetuneConfig)}
    options: dict[str, Any] = {name: value for name, value in vars(arguments).items() if name in names}
    return FinetuneConfig(**options)


def _move(step: FinetuneProgress, progress: Any) -> None:
    if step.stage in ("training", "rows") and step.done:
        progress(step.done, step.of)


def _positive(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 1000:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 to 1,000")
    return value


def _above_zero(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0, up to 1")
    return value


def _part_of_one(text: str) -> float:
    value = float(text)
    if not 0 < value <= 0.9:
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0, up to 0.9")
    return value
