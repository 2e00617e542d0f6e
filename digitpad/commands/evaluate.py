"""digitpad evaluate: how well a network reads labelled digits, or which of two reads them better."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from digitpad.commands.options import add_network, weights_of
from digitpad.commands.terminal import bar, complain, say, say_json
from digitpad.errors import DigitPadError, UsageError
from digitpad.paths import data_folder
from digitpad.records import Glyph, Stroke

if TYPE_CHECKING:
    from digitpad.learning.data.labelled import Glyphs, LabelledSet
    from digitpad.learning.evaluation.evaluation import Evaluation
    from digitpad.recognizer import Recognizer

DESCRIPTION = (
    "Prints accuracy with its 95 % interval, precision, recall and F1 of each digit, the confusion matrix and the "
    "calibration error. DIR is where a known set lies or is fetched to (default: DIGITPAD_DATA, else the cache folder)."
)
KNOWN = {
    "mnist": "MNIST's 10,000 test digits",
    "qmnist": "QMNIST's 60,000 test digits",
    "emnist": "EMNIST's 40,000 test digits",
    "usps": "USPS's 2,007 test digits",
}
USUAL = Path("\0")  # no path at all: the folder that is looked in where none is named
WORST = 60  # mistakes on the contact sheet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    sets = parser.add_mutually_exclusive_group(required=True)
    for name, words in KNOWN.items():
        sets.add_argument(f"--{name}", nargs="?", type=Path, const=USUAL, metavar="DIR", help=words)
    sets.add_argument("--folder", type=Path, metavar="DIR", help="pictures in folders called 0 to 9")
    sets.add_argument("--csv", type=Path, metavar="FILE", help="Kaggle's train.csv")
    sets.add_argument("--strokes", type=Path, nargs="+", metavar="FILE", help="pen strokes, one JSON object a line")
    parser.add_argument("--held-out", action="store_true", help="of --strokes only the writers kept out of training")
    parser.add_argument("--not-digits", type=Path, metavar="PATH", help="pictures or strokes that are not digits")
    parser.add_argument("--compare", type=Path, nargs=2, metavar=("A", "B"), help="which of two weight files is better")
    parser.add_argument("--report", type=Path, metavar="DIR", help="write an HTML report, PNGs and JSON there")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    add_network(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the figures; 1 where a file of the set could not be read, else 0."""
    if arguments.compare and (arguments.weights or arguments.report or arguments.not_digits):
        raise UsageError("--compare A B stands alone; leave out --weights, --report and --not-digits.")
    if arguments.held_out and not arguments.strokes:
        raise UsageError("--held-out chooses writers of --strokes FILE; name stroke files.")
    digits, others = _labelled_set(arguments), _not_digits(arguments)
    if arguments.compare:
        _compare(digits, arguments)
    else:
        _evaluate(digits, others, arguments)
    unreadable = [*digits.refused, *(others.refused if others else ())]
    for sentence in unreadable:
        complain(sentence)
    return 1 if unreadable else 0


def _evaluate(digits: LabelledSet, others: Glyphs | None, arguments: argparse.Namespace) -> None:
    from digitpad.learning.evaluation.evaluation import as_json, as_text
    from digitpad.recognizer import Recognizer

    recognizer = Recognizer.load(weights_of(arguments), arguments.device)
    evaluation = _evaluation(recognizer, digits, others)
    if arguments.report:
        _write_report(arguments.report, evaluation, recognizer.model)
    if arguments.json:
        say_json(as_json(evaluation))
    else:
        say(as_text(evaluation).rstrip("\n"))


def _compare(digits: LabelledSet, arguments: argparse.Namespace) -> None:
    from digitpad.learning.evaluation import evaluation, metrics
    from digitpad.recognizer import Recognizer

    answers = [_evaluation(Recognizer.load(path, arguments.device), digits, None).read for path in arguments.compare]
    comparison = metrics.compare(digits.labels, answers[0], answers[1])
    first, second = (str(path) for path in arguments.compare)
    if arguments.json:
        say_json(evaluation.comparison_json(digits.name, (first, second), comparison))
    else:
        say(evaluation.comparison_text(first, second, comparison).rstrip("\n"))


def _evaluation(recognizer: Recognizer, digits: LabelledSet, others: Glyphs | None) -> Evaluation:
    from digitpad.learning.evaluation.evaluation import evaluate

    with bar("evaluating", "digits") as progress:
        return evaluate(digits, recognizer.predict, progress, others.glyphs if others else None)


def _labelled_set(arguments: argparse.Namespace) -> LabelledSet:
    from digitpad.learning.data import labelled

    if arguments.folder:
        with bar("opening", "pictures") as progress:
            return labelled.folder(arguments.folder, _glyph_of_file, progress)
    if arguments.csv:
        from digitpad.glyph_import import confidence

        return labelled.csv(arguments.csv, confidence, complain)
    if arguments.strokes:
        return labelled.strokes(arguments.strokes, _glyph_of_strokes, arguments.held_out)
    name = next(name for name in KNOWN if getattr(arguments, name) is not None)
    path: Path = getattr(arguments, name)
    root = data_folder(None if path is USUAL else path)
    if name == "mnist":
        with bar("fetching MNIST", "bytes") as progress:
            return labelled.mnist(root, progress)
    if name == "usps":
        from digitpad.vision.render.glyph import glyph_of

        return labelled.usps(root, glyph_of)
    return labelled.qmnist(root) if name == "qmnist" else labelled.emnist(root)


def _not_digits(arguments: argparse.Namespace) -> Glyphs | None:
    if arguments.not_digits is None:
        return None
    from digitpad.learning.data import labelled

    with bar("opening", "pictures") as progress:
        return labelled.not_digits(arguments.not_digits, _glyph_of_file, _glyph_of_strokes, progress)


def _glyph_of_file(path: Path) -> Glyph:
    from digitpad.vision.picture.pictures import open_picture
    from digitpad.vision.picture.single import picture_glyph

    glyph = picture_glyph(open_picture(path))
    if not glyph.any():
        raise DigitPadError(f"{path} is blank; it was left out.")
    return glyph


def _glyph_of_strokes(strokes: Sequence[NDArray[np.float32]]) -> Glyph:
    from digitpad.recognition.strokes import stroke_glyph

    return stroke_glyph([Stroke(points) for points in strokes])


def _write_report(folder: Path, evaluation: Evaluation, model: str) -> None:
    from digitpad.learning.evaluation import evaluation as figures_of
    from digitpad.learning.evaluation import figures, report
    from digitpad.paths import replace_text

    title = f"{model} on {evaluation.digits.name}"
    report.write_report(folder / "report.html", evaluation, title)
    figures.confusion_matrix(folder / "confusion.png", evaluation.scores.confusion, title)
    figures.worst_mistakes(folder / "mistakes.png", evaluation, WORST)
    text = json.dumps(figures_of.as_json(evaluation), indent=2) + "\n"
    replace_text(folder / "evaluation.json", text)
