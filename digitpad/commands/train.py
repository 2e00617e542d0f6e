"""digitpad train: a recipe from arguments, data from disk, and a folder with everything a run leaves behind."""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.commands import train_rows
from digitpad.commands.options import add_device
from digitpad.commands.terminal import TrainingBar, bar, complain, say
from digitpad.commands.train_ink import add_ink_arguments, run_ink
from digitpad.errors import UsageError
from digitpad.paths import data_folder

if TYPE_CHECKING:
    from digitpad.learning.data.examples import TrainingData
    from digitpad.learning.training.train_config import TrainConfig
    from digitpad.learning.training.training_run import Epoch

DESCRIPTION = (
    "Trains LeNet-5 from scratch and writes one folder: weights, card, history, curves, confusion matrix and worst "
    "mistakes. MNIST is fetched where it is missing. Ctrl+C keeps the best network so far."
)
FAILED, INTERRUPTED = 1, 130  # exit codes
LARGEST_SEED = 2**32 - 1
ENDS = {
    "done": "all epochs done",
    "early": "ended early: nothing improved any more",
    "interrupted": "interrupted: the best network so far is kept; resume with --resume",
    "diverged": "The loss was no longer a number; the best network so far is kept: --start with it and a smaller --lr.",
}


class ConfigHelp(argparse.HelpFormatter):
    """Help that shows the recipe's own defaults, looked up when help is printed: they lie beside torch."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        from digitpad.learning.training.train_config import TrainConfig, recipe_of

        default = recipe_of(TrainConfig()).get(action.dest)
        says_default = default is None or default is False or "(default" in (action.help or "")
        return action.help if says_default else f"{action.help} (default: {default})"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = ConfigHelp
    _add_files(parser)
    recipe = parser.add_argument_group("recipe")
    _add_choices(recipe)
    add_device(recipe)
    _add_numbers(recipe)
    recipe.add_argument("--amp", action="store_true", default=argparse.SUPPRESS, help="bfloat16 where it is safe")
    add_ink_arguments(parser)


def _add_files(parser: argparse.ArgumentParser) -> None:
    """Add what is read and written, and which network is trained."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder with MNIST/raw, or where it is fetched to")
    parser.add_argument("--strokes", type=Path, nargs="+", default=[], metavar="FILE", help="pen digits, JSON lines")
    parser.add_argument("--letters", type=Path, nargs="+", default=[], metavar="FILE", help="pen letters: not digits")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder to write (default: runs/ and the time)")
    parser.add_argument("--resume", type=Path, metavar="DIR", help="resume the run in this folder")
    parser.add_argument(
        "--teacher", type=Path, nargs="+", default=[], metavar="FILE", help="weights of networks to learn from"
    )
    parser.add_argument("--rows", action="store_true", help="train the row reader, which reads whole numbers, instead")
    parser.add_argument("--start", type=Path, metavar="FILE", help="weights to begin with, instead of random ones")


def _add_choices(recipe: argparse._ArgumentGroup) -> None:
    for name, choices, words in (
        ("variant", ["modern", "classic", "teacher"], "LeNet-5 with batch norm, or with tanh, or a deeper network"),
        ("optimizer", ["adamw", "adam", "rmsprop", "sgd"], "how weights follow the gradient"),
        ("schedule", ["onecycle", "plateau", "cosine"], "how the learning rate moves"),
        ("augment", ["none", "light", "full"], "how far digits are deformed"),
    ):
        recipe.add_argument(f"--{name}", choices=choices, default=argparse.SUPPRESS, help=words)


def _add_numbers(recipe: argparse._ArgumentGroup) -> None:
    for option, kind, words in (
        ("--spoiled", _share, "share of glyphs corrupted by noise, blur, lines, with --augment full"),
        ("--kept", _count, "epochs' worth of examples made once and repeated; 0: made anew for each"),
        ("--epochs", _positive, "times through MNIST"),
        ("--steps", _positive, "batches, with --rows (default: 40000) or --ink (default: 20000)"),
        ("--batch-size", _positive, "glyphs in a step"),
        ("--lr", _above_zero, "highest learning rate"),
        ("--weight-decay", _share, "pull of the weights to zero"),
        ("--dropout", _share, "share of F6 dropped in training"),
        ("--smoothing", _share, "label smoothing"),
        ("--patience", _count, "epochs without progress before it stops early; 0: never"),
        ("--seed", _seed, "seed of everything random"),
    ):
        recipe.add_argument(option, type=kind, default=argparse.SUPPRESS, metavar="N", help=words)


def run(arguments: argparse.Namespace) -> int:
    """Train LeNet-5, or with --rows the row reader, and return the exit code."""
    if arguments.rows and arguments.ink:
        raise UsageError("--rows and --ink train two networks; choose one of them.")
    if arguments.ink:
        return run_ink(arguments, _out(arguments))
    if arguments.rows:
        return train_rows.run(arguments, partial(_data, arguments), _out(arguments))
    if "steps" in arguments:
        raise UsageError("--steps is for --rows and --ink; add one of them, or give --epochs.")
    return _train_digits(arguments)


def _train_digits(arguments: argparse.Namespace) -> int:
    """Train and write the folder; 130 where Ctrl+C ended it early with something to keep, else 0."""
    from digitpad.inference.torch_engine import device_name, device_of
    from digitpad.learning.nets.storage import load_network
    from digitpad.learning.training.run_folder import write_run
    from digitpad.learning.training.training import train

    config, out = _config(arguments), _out(arguments)
    device = device_of(config.device)
    teachers = [load_network(path) for path in arguments.teacher]
    start = load_network(arguments.start) if arguments.start else None
    data = _data(arguments)
    say(f"training on {device_name(device)}: {len(data.images):,} MNIST images, {len(data.pen):,} pen samples")
    resumed = bool(arguments.resume)
    with Progress() as progress:
        outcome = train(
            config, data, device, progress.report, teachers=teachers, start=start, checkpoints=out, resumed=resumed
        )
    evaluation = write_run(out, outcome, config, data)
    accuracy = evaluation.scores.accuracy.value
    say(f"{out}: {accuracy:.2%} of the held-out MNIST images, {len(outcome.history)} of {config.epochs} epochs")
    (complain if outcome.ending == "diverged" else say)(ENDS[outcome.ending])
    return {"interrupted": INTERRUPTED, "diverged": FAILED}.get(outcome.ending, 0)


class Progress(TrainingBar):
    """A bar for the epoch under way and a line for each one done."""

    unit = " images"

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


def _config(arguments: argparse.Namespace) -> TrainConfig:
    """Return the recipe of the arguments; what they leave out is as in the resumed run, else the default."""
    from digitpad.learning.training.checkpoint import config_in
    from digitpad.learning.training.train_config import config_of

    recipe: dict[str, Any] = config_in(arguments.resume) if arguments.resume else {}
    return config_of(recipe | vars(arguments))


def _data(arguments: argparse.Namespace) -> TrainingData:
    from digitpad.learning.data.datasets import mnist, pen_digits
    from digitpad.learning.data.examples import TrainingData

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
