"""digitpad export: the weights as an ONNX file for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from digitpad.commands.options import add_weights, weights_of
from digitpad.commands.terminal import say

DESCRIPTION = (
    "Writes an ONNX file (opset 17) that takes `glyphs`, (N, 28, 28) uint8, white ink on black, made as MNIST was, and "
    "gives `logits` and `probabilities`, (N, 11): the ten digits, then not a digit."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--onnx", type=Path, metavar="FILE", required=True, help="the file to write")
    add_weights(parser, "weights to export (default: those of the version in use)")


def run(arguments: argparse.Namespace) -> int:
    """Write the file; 0."""
    from digitpad.inference.onnx_graph import write_onnx
    from digitpad.inference.weights import load_weights

    write_onnx(arguments.onnx, load_weights(weights_of(arguments)))
    say(f"{arguments.onnx}: {arguments.onnx.stat().st_size:,} bytes")
    return 0
