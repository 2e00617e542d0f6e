"""Arguments that several commands share: the same before and after the command's name."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from digitpad.errors import UsageError
from digitpad.paths import user_folder
from digitpad.settings import DEVICES

DEFAULTS: dict[str, Any] = {
    "data_dir": None,
    "debug": False,
    "weights": None,
    "device": "auto",
    "camera": None,
    "open": None,
    "from_menu": False,
}
FOR_THE_WINDOW = ("weights", "device", "camera", "open")  # before a command only where the command has them too


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add --debug and --data-dir, without defaults: a later parser would overwrite what an earlier one read."""
    parser.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show the traceback of a failure"
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="folder for settings, samples and models",
    )


def add_network(parser: argparse.ArgumentParser) -> None:
    """Add --weights and --device: the network that reads, and where it computes."""
    words = "weights to read with (default: those of the version in use, see digitpad models)"
    add_weights(parser, words)
    add_device(parser)


def add_weights(parser: argparse.ArgumentParser, words: str) -> None:
    """Add --weights, with `words` as its help."""
    parser.add_argument("--weights", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=words)


def add_device(parser: argparse._ActionsContainer) -> None:
    """Add --device: where the network computes."""
    words = "where to compute (default: a GPU if there is one)"
    parser.add_argument("--device", choices=DEVICES, default=argparse.SUPPRESS, help=words)


def count(text: str) -> int:
    """Return a whole number from 1 on, as argparse's `type`. Raises ValueError for any other text."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def add_writer(parser: argparse._ActionsContainer) -> None:
    """Add --writer: samples of one hand alone."""
    words = 'only samples of this writer; "": of nobody who was named'
    parser.add_argument("--writer", type=_writer, metavar="NAME", help=words)


def _writer(name: str) -> str:
    from digitpad.store.details import writer_of

    return writer_of(name)


def complete(arguments: argparse.Namespace) -> None:
    """Fill in the defaults of options that were not given.

    Raises UsageError where an option stands before a command that does not have it.
    """
    command: str | None = getattr(arguments, "command", None)
    options = getattr(arguments, "options", DEFAULTS)
    for name in FOR_THE_WINDOW:
        if command and hasattr(arguments, name) and name not in options:
            raise UsageError(f"`digitpad {command}` has no --{name}; leave it out.")
    for name, value in DEFAULTS.items():
        if not hasattr(arguments, name):
            setattr(arguments, name, value)


def weights_of(arguments: argparse.Namespace) -> Path:
    """Return the weights that were named, else those of the version in use."""
    from digitpad.learning.registry.versions import active_weights

    path: Path | None = arguments.weights
    return path or active_weights(arguments.data_dir or user_folder())
