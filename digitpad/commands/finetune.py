"""digitpad finetune: retrain on corrected samples, compare before and after, keep the better network."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.commands.options import add_network
from digitpad.commands.terminal import bar, complain, say
from digitpad.errors import DigitPadError
from digitpad.paths import data_folder, user_folder
from digitpad.records import Sample

if TYPE_CHECKING:
    from digitpad.learning.finetune import Recipe, Step, Tuned
    from digitpad.learning.versions import Version, Versions

HELP = "retrain on corrected samples and compare before and after"
DESCRIPTION = (
    "Trains a copy of the network on the samples next to MNIST and compares the two on digits that were not trained "
    "on. The new one becomes a version and reads from then on if your digits are read better and MNIST falls by no "
    "more than 0.1 points; else nothing changes and the exit code is 1."
)
NOT_OFFERED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--samples", type=Path, metavar="PATH", help="zip, CSV, lines of strokes or folder (default: those stored)"
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="folder with MNIST/raw; without MNIST it does with less"
    )
    recipe = parser.add_argument_group("recipe")
    for option, kind, words in (
        ("--epochs", _positive, "of 50 steps (default: 4)"),
        ("--lr", _above_zero, "learning rate (default: 0.0005)"),
        ("--share", _part_of_one, "of each batch that is your samples (default: 0.05)"),
        ("--seed", int, "seed of everything random (default: 1)"),
    ):
        recipe.add_argument(option, type=kind, default=argparse.SUPPRESS, metavar="N", help=words)
    end = parser.add_mutually_exclusive_group()
    end.add_argument("--keep", action="store_true", help="keep the new network even where it is not offered")
    end.add_argument("--dry-run", action="store_true", help="compare only, keep nothing")
    parser.add_argument("--name", default="", help="name of the new version")
    add_network(parser)


def run(arguments: argparse.Namespace) -> int:
    """Retrain and keep what is better; 1 where it is not offered and not kept, else 0."""
    folder = arguments.data_dir or user_folder()
    samples = _samples(arguments.samples, folder)  # first: what is wrong with them is told before torch is loaded
    from digitpad.learning.finetune import finetune
    from digitpad.learning.network import use_one_core
    from digitpad.learning.versions import Versions

    use_one_core()  # batches are small: where others work, two cores took twenty times as long as one
    versions = Versions(folder)
    before = versions.active
    weights = arguments.weights or before.path
    with bar("retraining", "steps") as progress:
        tuned = finetune(
            weights, samples, _recipe(arguments), lambda step: _move(step, progress), data_folder(arguments.data)
        )
    say(f"{len(samples):,} samples, {tuned.seconds:.0f} s. {tuned.verdict}")
    if arguments.dry_run:
        return 0
    if not tuned.better and not arguments.keep:
        complain("Nothing was changed; --keep keeps it anyway.")
        return NOT_OFFERED
    version = _keep(tuned, versions, arguments.name)
    say(f"{version.name} reads from now on; `digitpad models use {before.key}` goes back.")
    return 0


def _keep(tuned: Tuned, versions: Versions, name: str) -> Version:
    version = tuned.keep(versions, name)
    versions.activate(version.key)
    return version


def _samples(given: Path | None, folder: Path) -> Sequence[Sample]:
    """Those in the file or folder `given`, else those stored in the user's `folder`."""
    if given is not None:
        from digitpad.glyphs import MAKERS
        from digitpad.store.exchange import import_samples

        return import_samples(given, MAKERS)
    stored = _stored(folder)
    if not stored:
        raise DigitPadError(f"There are no samples in {folder}; correct some in the window, or name a file: --samples.")
    return stored


def _stored(folder: Path) -> Sequence[Sample]:
    from digitpad.store.samples import FILE_NAME, SampleStore

    if not (folder / FILE_NAME).exists():
        return ()
    with SampleStore(folder / FILE_NAME) as store:
        if store.notice:
            complain(store.notice)
        return store.all(whole=True)


def _recipe(arguments: argparse.Namespace) -> Recipe:
    from digitpad.learning.finetune import Recipe

    names = {field.name for field in fields(Recipe)}
    given: dict[str, Any] = {name: value for name, value in vars(arguments).items() if name in names}
    return Recipe(**given)


def _move(step: Step, progress: Any) -> None:
    if step.stage == "training" and step.done:
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
