"""Arguments that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path

DEVICES = ["auto", "cpu", "cuda", "mps"]


def add_network(parser: argparse.ArgumentParser) -> None:
    """--weights and --device: which network reads, and where."""
    parser.add_argument("--weights", type=Path, metavar="FILE", help="weights to read with (default: the shipped ones)")
    add_device(parser)


def add_device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--device", default="auto", choices=DEVICES, help="where to compute (default: a GPU if there is one)"
    )
