"""digitpad explain: one digit of a picture or drawing on its way through the network, as a picture."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.commands.options import add_network, weights_of
from digitpad.commands.reading.pieces import files_of, pieces_of
from digitpad.commands.terminal import say
from digitpad.errors import DigitPadError, UsageError
from digitpad.paths import replace_file

if TYPE_CHECKING:
    from digitpad.recognizer import Recognizer
    from digitpad.records import Digit, Explanation

DESCRIPTION = (
    "Writes a PNG: the digit as the network gets it, the maps of all layers, the eleven outputs, the ink that speaks "
    "for and against what is read, and what would make it another digit. It explains the network by itself, without "
    "what your corrections add."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="picture, PDF or .json strokes; of several pages the first")
    parser.add_argument("--out", type=_png, metavar="PNG", required=True, help="the picture to write")
    parser.add_argument("--digit", type=int, metavar="N", default=1, help="which digit of it (default: the first, 1)")
    words = "the digit that it might have been (default: the likeliest other one)"
    parser.add_argument("--wish", type=int, choices=range(10), metavar="DIGIT", help=words)
    add_network(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the picture and say what is read; 0."""
    from digitpad.recognizer import Recognizer
    from digitpad.vision.render.explanation_sheet import explanation_sheet

    recognizer = Recognizer.load(weights_of(arguments), arguments.device)
    digits = _digits_of(arguments.file, recognizer)
    if not 1 <= arguments.digit <= len(digits):
        raise UsageError(f"{arguments.file} has {_count(digits)}; --digit is a number from 1 to {len(digits)}.")
    explanation = recognizer.explain(digits[arguments.digit - 1].glyph, arguments.wish)
    sheet = explanation_sheet(explanation)
    replace_file(arguments.out, lambda part: sheet.save(part, format="PNG"))
    say(f"{arguments.out}: digit {arguments.digit} of {len(digits)}, {_in_words(explanation)}")
    return 0


def _png(text: str) -> Path:
    if not text.lower().endswith(".png"):
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .png")
    return Path(text)


def _digits_of(file: str, recognizer: Recognizer) -> tuple[Digit, ...]:
    """Return the digits of the first page of a file. Raises DigitPadError where there is none."""
    if file == "-" or files_of(file) != [file]:
        raise UsageError("One digit is explained at a time; name a single file.")
    pieces = pieces_of(file, b"")  # closes the file at its own end
    digits = next(pieces).read(recognizer).digits
    if not digits:
        raise DigitPadError(f"No digits were found in {file}; choose a picture with larger or clearer ones.")
    return digits


def _count(digits: tuple[Digit, ...]) -> str:
    return "1 digit" if len(digits) == 1 else f"{len(digits)} digits"


def _in_words(explanation: Explanation) -> str:
    from digitpad.vision.render.explanation_sheet import headline

    words = headline(explanation)
    return f"{words[:1].lower()}{words[1:]}; what would make it {explanation.wish}"
