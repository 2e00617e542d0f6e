"""digitpad train: a recipe from arguments, data from disk, and a folder with everything a run leaves behind."""

from __future__ import annotations

import argparse
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.commands.options import DEVICES
from digitpad.commands.terminal import bar, complain, say
from digitpad.errors import UsageError
from digitpad.paths import data_folder

if TYPE_CHECKING:
    from digitpad.learning.examples import TrainingData
    from digitpad.learning.recipe import Recipe
    from digitpad.learning.training import Epoch

HELP = "train LeNet-5 on MNIST and pen strokes"
DESCRIPTION = (
    "Trains LeNet-5 from scratch and writes one folder: weights, card, history, curves, confusion matrix and worst "
    "mistakes. MNIST is fetched where it is missing. Ctrl+C keeps the best network so far."
)
FAILED, INTERRUPTED = 1, 130
LARGEST_SEED = 2**32 - 1
ENDS = {
    "done": "all epochs done",
    "early": "ended early: nothing improved any more",
    "interrupted": "interrupted: the best network so far is kept; go on with --resume",
    "diverged": "The loss was no longer a number; the best network so far is kept: --start with it and a smaller --lr.",
}


class RecipeHelp(argparse.HelpFormatter):
    """Help that shows the recipe's own defaults, looked up when help is printed: they lie beside torch."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        from digitpad.learning.recipe import Recipe

        default = getattr(Recipe, action.dest, None)
        return action.help if default is None or default is False else f"{action.help} (default: {default})"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = RecipeHelp
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder with MNIST/raw, or where it is fetched to")
    parser.add_argument("--strokes", type=Path, nargs="+", default=[], metavar="FILE", help="pen digits, JSON lines")
    parser.add_argument("--letters", type=Path, nargs="+", default=[], metavar="FILE", help="pen letters: not digits")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder to write (default: runs/ and the time)")
    parser.add_argument("--resume", type=Path, metavar="DIR", help="go on with the run in this folder")
    parser.add_argument(
        "--teacher", type=Path, nargs="+", default=[], metavar="FILE", help="weights of networks to learn from"
    )
    parser.add_argument("--start", type=Path, metavar="FILE", help="weights to begin with, instead of random ones")
    recipe = parser.add_argument_group("recipe")
    for name, choices, words in (
        ("variant", ["modern", "classic", "teacher"], "LeNet-5 with batch norm, or with tanh, or a deeper network"),
        ("optimizer", ["adamw", "adam", "rmsprop", "sgd"], "how weights follow the gradient"),
        ("schedule", ["onecycle", "plateau", "cosine"], "how the learning rate moves"),
        ("augment", ["none", "light", "full"], "how far digits are deformed"),
        ("device", DEVICES, "where to compute"),
    ):
        recipe.add_argument(f"--{name}", choices=choices, default=argparse.SUPPRESS, help=words)
    for option, kind, words in (
        ("--spoiled", _share, "share of glyphs corrupted by noise, blur, lines, with --augment full"),
        ("--kept", _count, "epochs' worth of examples made once and repeated; 0: made anew for each"),
        ("--epochs", _positive, "times through MNIST"),
        ("--batch-size", _positive, "glyphs in a step"),
        ("--lr", _above_zero, "highest learning rate"),
        ("--weight-decay", _share, "pull of the weights to zero"),
        ("--dropout", _share, "share of F6 dropped in training"),
        ("--smoothing", _share, "label smoothing"),
        ("--patience", _count, "epochs without progress before it stops early; 0: never"),
        ("--seed", _seed, "seed of everything random"),
    ):
        recipe.add_argument(option, type=kind, default=argparse.SUPPRESS, metavar="N", help=words)
    recipe.add_argument("--amp", action="store_true", default=argparse.SUPPRESS, help="bfloat16 where it is safe")


def run(arguments: argparse.Namespace) -> int:
    """Train and write the folder; 130 where Ctrl+C ended it early with something to keep, else 0."""
    from digitpad.learning.network import device_name, device_of
    from digitpad.learning.run_folder import write_run
    from digitpad.learning.training import train
    from digitpad.learning.weights import load_network

    recipe, out = _recipe(arguments), _out(arguments)
    device = device_of(recipe.device)
    teachers = [load_network(path) for path in arguments.teacher]
    start = load_network(arguments.start) if arguments.start else None
    data = _data(arguments)
    say(f"training on {device_name(device)}: {len(data.images):,} MNIST images, {len(data.pen):,} pen samples")
    resumed = bool(arguments.resume)
    with Progress() as progress:
        outcome = train(
            recipe, data, device, progress.report, teachers=teachers, start=start, checkpoints=out, resumed=resumed
        )
    evaluation = write_run(out, outcome, recipe, data)
    accuracy = evaluation.scores.accuracy.value
    say(f"{out}: {accuracy:.2%} of the held-out MNIST images, {len(outcome.history)} of {recipe.epochs} epochs")
    (complain if outcome.ended == "diverged" else say)(ENDS[outcome.ended])
    return {"interrupted": INTERRUPTED, "diverged": FAILED}.get(outcome.ended, 0)


class Progress:
    """A bar for the epoch under way and a line for each one done."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(unit=" images", disable=None, leave=False, dynamic_ncols=True)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *unused: object) -> None:
        self._bar.close()

    def report(self, epoch: Epoch) -> None:
        if epoch.mnist is not None:
            pen = "" if epoch.pen is None else f"  pen {epoch.pen:.2%}"
            say(f"epoch {epoch.number:>3}  loss {epoch.loss:.4f}  MNIST {epoch.mnist:.2%}{pen}")
            return
        if epoch.step == 1:
            self._bar.reset(total=epoch.images * epoch.steps)
        words = f"epoch {epoch.number}/{epoch.epochs}, loss {epoch.loss:.3f}" if epoch.number else "making examples"
        self._bar.set_description(words, refresh=False)
        self._bar.update(epoch.images - self._bar.n)


def _recipe(arguments: argparse.Namespace) -> Recipe:
    """As given; where a run is resumed, else as it was begun."""
    from digitpad.learning.checkpoint import recipe_in
    from digitpad.learning.recipe import Recipe

    begun: dict[str, Any] = recipe_in(arguments.resume) if arguments.resume else {}
    held = begun | vars(arguments)
    return Recipe(**{field.name: held[field.name] for field in fields(Recipe) if field.name in held})


def _data(arguments: argparse.Namespace) -> TrainingData:
    from digitpad.learning.datasets import mnist, pen_digits
    from digitpad.learning.examples import TrainingData

    pen = [digit for path in [*arguments.strokes, *arguments.letters] for digit in pen_digits(path)]
    with bar("fetching MNIST", "bytes") as progress:
        root = data_folder(arguments.data)
        images, labels = mnist(root, train=True, fetch=lambda fetched: progress(fetched.done, fetched.total))
    return TrainingData(images, labels, pen)


def _out(arguments: argparse.Namespace) -> Path:
    if arguments.resume:
        if arguments.out:
            raise UsageError("A resumed run goes on in its own folder; leave out --out.")
        return Path(arguments.resume)
    out: Path = arguments.out or Path("runs") / datetime.now().strftime("%Y%m%d-%H%M%S")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} already exists; name a new folder with --out.")
    return out


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 up")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 0 up")
    return value


def _seed(text: str) -> int:
    value = int(text)
    if not 0 <= value <= LARGEST_SEED:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 0 to {LARGEST_SEED}")
    return value


def _above_zero(text: str) -> float:
    value = float(text)
    if not 0 < value < 100:
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return value


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 up to 1")
    return value
