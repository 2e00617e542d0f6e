"""Fit the choice among the strings of two readers: `python -m tests.bench.decide_rows [--out models/numbers.json]`.

`--vary` fits nothing: it gives the parameters by which a lattice's string stands other values, on the same rows and on
printed numbers, with the shipped weights.

Fitted on: even places of the amounts; numbers of training writers as pictures, whole or cut close;
made scenes of other seeds than the tests', with and without digits. Never photographs, MNIST's test set, or odd
places of the amounts. The figures are of five-fold cross-validation; the weights of the file are fitted on all.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad.inference.ink.ink_network import LazyInk
from digitpad.inference.network import Network
from digitpad.inference.rows.number_choice import (
    FEATURES,
    LatticeWord,
    NumberChoice,
    features_of,
    fitted_weights,
    shipped_choice,
    texts_of,
)
from digitpad.inference.rows.number_trust import NOTHING, NumberTrust
from digitpad.inference.rows.parameters import NUMBER_CHOICE
from digitpad.learning.data.datasets import PenDigit, is_held_out, pen_digits
from digitpad.paths import bundled, data_folder
from digitpad.recognition.two_readers import RowOpinion, SecondReader, shipped_predict
from digitpad.recognizer import SHIPPED, Recognizer
from digitpad.records import SURE_NUMBER, Rgb, Stroke
from digitpad.vision.picture.pictures import as_rgb, open_picture
from digitpad.vision.pipeline.detection import find_rows
from digitpad.vision.render.sheet import picture_of
from tests.bench.amounts import HALVES, amounts
from tests.bench.numbers import by_writer, set_side_by_side
from tests.support.rooms import EMPTY, KINDS, made
from tests.support.situation_pictures import printed

WRITERS = ("strokes/pendigits-train.jsonl", "strokes/unipen-dev.jsonl")
NO_INK = Path("none")
FOLDS = 5
STEPS = 30  # of Newton's method; it has settled long before
RIDGE = 1.0  # prior precision of each standardized weight
SCENE, LOW_SCENE = (360, 640), (120, 320)  # px, (height, width)
GAPS = (-0.06, 0.08, 0.2, 0.5)  # of a digit's height
PRINT_SEED, PRINTED_DIGITS = 606, 5
VALUES = {"least_sure": (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 2.0), "least_overruling": (0.0, 0.1, 0.2, 0.3, 0.4)}
UNFITTED = NumberChoice([0.0] * len(FEATURES), 0.0)
UNTRUSTED = NumberTrust(NOTHING, NOTHING)


@dataclass(frozen=True, eq=False)
class Example:
    kind: str
    picture: Rgb
    truths: tuple[str, ...]  # its rows


@dataclass(frozen=True, eq=False)
class Case:
    """One row that both readers read."""

    kind: str
    opinion: RowOpinion
    truths: tuple[str, ...]  # strings that are right; none: no digit is there

    @property
    def texts(self) -> list[str]:
        return texts_of(self.word, self.opinion.reading)

    @property
    def word(self) -> LatticeWord:
        return self.opinion.word

    @property
    def features(self) -> NDArray[np.float64]:
        return features_of(self.word, self.opinion.reading, lone=self.opinion.lone)

    @property
    def right(self) -> NDArray[np.float64]:
        wanted = self.truths or ("",)
        return np.array([float(text in wanted) for text in self.texts])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=shipped_choice())
    parser.add_argument("--numbers", type=int, default=150, help="made numbers")
    parser.add_argument("--scenes", type=int, default=1, help="made scenes of each kind")
    parser.add_argument("--vary", action="store_true", help="vary the parameters, with the shipped weights")
    arguments = parser.parse_args()
    if arguments.vary:
        examples = chain(development(arguments.numbers, arguments.scenes), _printed(arguments.numbers))
        _vary(list(cases_of(examples)))
        return
    cases = list(cases_of(development(arguments.numbers, arguments.scenes)))
    report(cases, crossed(cases))
    weights, bias = fitted(cases)
    values = {"weights": dict(zip(FEATURES, weights.tolist(), strict=True)), "bias": bias, "rows": len(cases)}
    arguments.out.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    print(f"{arguments.out} written; fitted on {len(cases)} rows")


def development(numbers: int, scenes: int) -> Iterator[Example]:
    for amount in amounts(data_folder() / "amounts", HALVES["even"]):
        yield Example("amounts", open_picture(amount.path), (amount.text,))
    yield from made_numbers(numbers, training_writers(WRITERS))
    for name, kinds in (("scenes", KINDS), ("empty", EMPTY)):
        for kind, room in kinds.items():
            for number in range(scenes):
                size = LOW_SCENE if name == "empty" and number % 2 else SCENE
                scene = made(replace(room, size=size), np.random.default_rng([zlib.crc32(kind.encode()), 505, number]))
                yield Example(name, scene.picture, scene.rows)


def _printed(count: int) -> Iterator[Example]:
    for number in range(count):
        picture, text = printed(PRINTED_DIGITS)(np.random.default_rng([PRINT_SEED, number]), True)
        yield Example("print", as_rgb(picture), (text,))


def _vary(cases: Sequence[Case]) -> None:
    """Print the share of each kind's rows that are right, by each value."""
    fitted_before = fitted_weights(json.loads(shipped_choice().read_text(encoding="utf-8")), FEATURES)
    for name, values in VALUES.items():
        for value in values:
            choice, right = NumberChoice(*fitted_before, replace(NUMBER_CHOICE, **{name: value})), defaultdict(list)
            for case in cases:
                text = choice.choose(case.word, case.opinion.reading, lone=case.opinion.lone).text
                right[case.kind].append(text in (case.truths or ("",)))
            shown = ", ".join(f"{kind} {100 * np.mean(own):.1f}" for kind, own in right.items())
            print(f"{name} {value:g}: {shown}", flush=True)


def cases_of(examples: Iterator[Example]) -> Iterator[Case]:
    network = Network.load(bundled("models", SHIPPED), "cpu")
    lattice = Recognizer(network, ink=LazyInk(NO_INK))  # by contrast alone, as it reads where this choice is made
    second = SecondReader(shipped_predict(), UNFITTED, UNTRUSTED)
    for example in examples:
        rows = lattice.read_image(example.picture).rows
        detection = find_rows(example.picture, network.classify)
        for opinion in second.opinions(example.picture, detection, rows):
            yield Case(example.kind, opinion, example.truths)


def fitted(cases: Sequence[Case]) -> tuple[NDArray[np.float64], float]:
    """Return weights and bias over all strings of all cases."""
    features, right = np.concatenate([case.features for case in cases]), np.concatenate([case.right for case in cases])
    return newton(features, right)


def newton(
    features: NDArray[np.float64], right: NDArray[np.float64], ridge: float = RIDGE
) -> tuple[NDArray[np.float64], float]:
    """Return weights and bias of the logistic regression of `right` (N,) on features (N, F)."""
    middle, spread = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-6)
    x = np.hstack([(features - middle) / spread, np.ones((len(features), 1))])
    prior = np.diag([ridge] * features.shape[1] + [0.0])
    theta = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ theta))
        slope = x.T @ (p - right) + prior @ theta
        theta -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + prior + 1e-9 * np.eye(len(theta)), slope)
    weights = theta[:-1] / spread
    return weights, float(theta[-1] - weights @ middle)


def crossed(cases: Sequence[Case]) -> list[NumberChoice]:
    """Return for each case a choice that was fitted without its fold."""
    choices = [NumberChoice(*fitted([c for n, c in enumerate(cases) if n % FOLDS != fold])) for fold in range(FOLDS)]
    return [choices[number % FOLDS] for number in range(len(cases))]


def report(cases: Sequence[Case], choices: Sequence[NumberChoice]) -> None:
    among = np.mean([case.right.any() for case in cases if case.kind == "amounts"])
    print(f"right one among an amount's strings: {among:.1%}")
    print("kind      rows   lattice  row reader  choice | sure   right | agreed  right | mean confidence")
    for kind in dict.fromkeys(case.kind for case in cases):
        _report_kind(kind, [(case, choice) for case, choice in zip(cases, choices, strict=True) if case.kind == kind])


def _report_kind(kind: str, pairs: Sequence[tuple[Case, NumberChoice]]) -> None:
    lattice, first, chosen, agreed, confidence = [], [], [], [], []
    for case, choice in pairs:
        wanted = case.truths or ("",)
        made_choice = choice.choose(case.word, case.opinion.reading, lone=case.opinion.lone)
        lattice.append(case.word.text in wanted and not case.opinion.several)
        first.append(case.opinion.reading.candidates[0].text in wanted)
        chosen.append(made_choice.text in wanted)
        agreed.append(made_choice.agreed and not case.opinion.several)
        confidence.append(made_choice.confidence)
    right, same = np.array(chosen), np.array(agreed)
    sure = same & (np.array(confidence) >= SURE_NUMBER)
    print(
        f"{kind:9} {len(pairs):5}  {np.mean(lattice):7.1%}  {np.mean(first):10.1%}  {right.mean():6.1%} | "
        f"{sure.mean():5.1%} {_share(right[sure])} | {same.mean():6.1%} {_share(right[same])} | "
        f"{np.mean(confidence):.3f}"
    )


def _share(right: NDArray[np.bool_]) -> str:
    return f"{right.mean():6.1%}" if len(right) else "     -"


def made_numbers(count: int, writers: Sequence[Sequence[PenDigit]]) -> Iterator[Example]:
    """Yield numbers of one writer each, a third cut close around the ink."""
    random = np.random.default_rng(17)
    for number in range(count):
        theirs = writers[int(random.integers(len(writers)))]
        chosen = [theirs[int(i)] for i in random.integers(len(theirs), size=int(random.integers(2, 8)))]
        strokes = set_side_by_side(chosen, float(random.choice(GAPS)), random)
        margin = 15 if number % 3 == 0 else int(random.integers(40, 200))
        pen = float(random.choice([4.0, 9.0, 14.0]))
        yield Example("numbers", as_picture(strokes, margin, pen), ("".join(digit.label for digit in chosen),))


def training_writers(files: Sequence[str], left_out: Sequence[int] = ()) -> list[list[PenDigit]]:
    """Return the digits of each writer with 20 or more that networks are trained on; `left_out`: lines of the files."""
    lines = (enumerate(pen_digits(data_folder() / name), 1) for name in files)
    digits = [digit for file in lines for line, digit in file if digit.label.isdigit() and line not in left_out]
    by_name = by_writer(digit for digit in digits if not is_held_out(digit.writer))
    return [theirs for theirs in by_name.values() if len(theirs) >= 20]


def as_picture(strokes: Sequence[Stroke], margin: int, pen: float) -> Rgb:
    points = np.concatenate([stroke.points for stroke in strokes])
    placed = [Stroke.of(stroke.points - points.min(axis=0) + margin, pen) for stroke in strokes]
    width, height = np.ptp(points, axis=0) + 2 * margin
    return picture_of(placed, int(width), int(height), paper=(244, 241, 232), ink=(40, 45, 70))


if __name__ == "__main__":
    main()
