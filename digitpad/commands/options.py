"""Arguments that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path

from digitpad.paths import user_folder

DEVICES = ["auto", "cpu", "cuda", "mps"]


def add_common(parser: argparse.ArgumentParser) -> None:
    """--debug and --data-dir, before or after the command's name; the last one given counts."""
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
    """--weights and --device: which network reads, and where; without a default, so that they may precede a command."""
    words = "weights to read with (default: those of the version in use, see digitpad models)"
    parser.add_argument("--weights", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=words)
    add_device(parser)


def weights_of(arguments: argparse.Namespace) -> Path:
    """Those that were named, else those of the version in use."""
    from digitpad.learning.versions import active_weights

    named: Path | None = arguments.weights
    return named or active_weights(arguments.data_dir or user_folder())


def add_device(parser: argparse.ArgumentParser) -> None:
    words = "where to compute (default: a GPU if there is one)"
    parser.add_argument("--device", choices=DEVICES, default=argparse.SUPPRESS, help=words)
