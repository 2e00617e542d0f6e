"""Fit the trust in numbers: `python -m tests.bench.number_trust [--kept FILE] [--out models/trust.json]`.

Fitted on whole readings of even places of the amounts; of numbers and single digits by UCI's training writers, as
pictures and drawn (UNIPEN's labels are too often wrong to tell one mistake in a hundred); and of made scenes of other
seeds than the tests', with and without digits. Never photographs or odd places of the amounts. The figures are means
of tenfold cross-validation over several divisions; the weights of the file are fitted on all.
"""

from __future__ import annotations

import argparse
import json
import pickle
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad.inference.network import Network
from digitpad.inference.rows.number_choice import NumberChoice, shipped_choice
from digitpad.inference.rows.number_trust import (
    NOTHING,
    TRUST_FEATURES,
    NumberEvidence,
    NumberTrust,
    TrustWeights,
    shipped_trust,
    trust_features,
)
from digitpad.paths import bundled, data_folder
from digitpad.recognition.two_readers import SecondReader, shipped_predict
from digitpad.recognizer import SHIPPED, Recognizer
from digitpad.records import SURE_NUMBER, Reading, Rgb, Stroke
from digitpad.vision.picture.pictures import as_rgb, open_picture
from tests.bench.amounts import HALVES, amounts
from tests.bench.choice_sweep import MAKERS
from tests.bench.decide_rows import GAPS, LOW_SCENE, SCENE, as_picture, newton, training_writers
from tests.bench.numbers import set_side_by_side
from tests.support.rooms import EMPTY, KINDS, made
from tests.support.situation_ink import known_writers

UCI = ("strokes/pendigits-train.jsonl",)
MISLABELLED = (1470, 5208)  # its lines that say 3 and 6, and plainly show a 2 and a 5
MISNAMED = ("a_car_001086.jpg",)  # amounts whose text is not what they plainly show: 97060
RIDGE = 3.0  # prior precision of each standardized weight: of 1 to 20, 2 to 10 are likeliest by cross-validation
FOLDS, DIVISIONS = 10, 5
LEVELS = (0.95, 0.97, 0.98, SURE_NUMBER)
SEED = 505


@dataclass(frozen=True, eq=False)
class Example:
    kind: str
    ink: Rgb | list[Stroke]
    truths: tuple[str, ...]  # its rows


@dataclass(frozen=True, eq=False)
class Case:
    """One row as it was read."""

    kind: str
    evidence: NumberEvidence
    right: bool
    example: int  # rows of one picture are fitted together or not at all


class Witness(NumberTrust):
    """Keeps the evidence that it is asked about."""

    def __init__(self) -> None:
        super().__init__(NOTHING, NOTHING)
        self.seen: list[NumberEvidence] = []

    def confidence(self, evidence: NumberEvidence) -> float:
        self.seen.append(evidence)
        return 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=shipped_trust())
    parser.add_argument("--numbers", type=int, default=400, help="made numbers, and as many drawn ones")
    parser.add_argument("--scenes", type=int, default=2, help="made scenes of each kind")
    parser.add_argument("--everyday", type=int, default=25, help="made everyday pictures of each kind")
    parser.add_argument("--kept", type=Path, help="what was read: taken from this file, or kept in it")
    arguments = parser.parse_args()
    if arguments.kept and arguments.kept.exists():
        cases = pickle.loads(arguments.kept.read_bytes())
    else:
        cases = list(cases_of(development(arguments.numbers, arguments.scenes, arguments.everyday)))
        if arguments.kept:
            arguments.kept.write_bytes(pickle.dumps(cases))
    report(cases, np.array([crossed(cases, division) for division in range(DIVISIONS)]))
    agreed, apart = (values_of(fitted(part)) for part in parted(cases))
    values = {"agreed": agreed, "apart": apart, "rows": len(cases)}
    arguments.out.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    print(f"{arguments.out} written; fitted on {len(cases)} rows")


def development(numbers: int, scenes: int, everyday: int) -> Iterator[Example]:
    for amount in amounts(data_folder() / "amounts", HALVES["even"]):
        if amount.path.name not in MISNAMED:
            yield Example("amounts", open_picture(amount.path), (amount.text,))
    yield from _numbers(numbers, drawn=False)
    yield from _numbers(numbers, drawn=True)
    yield from _everyday(everyday)
    for name, kinds in (("scenes", KINDS), ("empty", EMPTY)):
        for kind, room in kinds.items():
            for number in range(scenes):
                size = LOW_SCENE if name == "empty" and number % 2 else SCENE
                scene = made(replace(room, size=size), np.random.default_rng([zlib.crc32(kind.encode()), SEED, number]))
                yield Example(name, scene.picture, scene.rows)


def cases_of(examples: Iterator[Example]) -> Iterator[Case]:
    witness = Witness()
    second = SecondReader(shipped_predict(), NumberChoice.load(shipped_choice()), witness)
    recognizer = Recognizer(Network.load(bundled("models", SHIPPED), "cpu"), "cpu", open_second=lambda: second)
    for number, example in enumerate(examples):
        witness.seen.clear()
        _read(recognizer, example)
        for evidence in witness.seen:
            yield Case(example.kind, evidence, evidence.text in example.truths, number)


def parted(cases: Sequence[Case]) -> tuple[list[Case], list[Case]]:
    """Return the rows on which both readers agree, and the others."""
    agreed = [case for case in cases if case.evidence.agreed]
    return agreed, [case for case in cases if not case.evidence.agreed]


def fitted(cases: Sequence[Case]) -> TrustWeights:
    features = np.array([trust_features(case.evidence) for case in cases])
    weights, bias = newton(features, np.array([float(case.right) for case in cases]), RIDGE)
    return TrustWeights(tuple(weights.tolist()), bias)


def values_of(own: TrustWeights) -> dict[str, object]:
    return {"weights": dict(zip(TRUST_FEATURES, own.weights, strict=True)), "bias": own.bias}


def crossed(cases: Sequence[Case], division: int) -> NDArray[np.float64]:
    """Return the confidence in each case by a trust that was fitted without its fold of this division."""
    pictures = max(case.example for case in cases) + 1
    folds = np.random.default_rng(division).permutation(pictures) % FOLDS
    found = np.zeros(len(cases))
    for fold in range(FOLDS):
        others = [case for case in cases if folds[case.example] != fold]
        trust = NumberTrust(*(fitted(part) for part in parted(others)))
        for place, case in enumerate(cases):
            if folds[case.example] == fold:
                found[place] = trust.confidence(case.evidence)
    return found


def report(cases: Sequence[Case], confidences: NDArray[np.float64]) -> None:
    """`confidences`: (divisions, cases)."""
    levels = " | ".join(f"from {level}: share, right" for level in LEVELS)
    print(f"| rows of | | right | mean confidence | agreed | right | {levels} |\n|---|{'---|' * (5 + len(LEVELS))}")
    kinds, right = np.array([case.kind for case in cases]), np.array([case.right for case in cases])
    agreed = np.array([case.evidence.agreed for case in cases])
    for kind in dict.fromkeys(kinds.tolist()):
        own = kinds == kind
        sure = [_share(own, own & agreed & (confidences >= level), right) for level in LEVELS]
        print(
            f"| {kind} | {own.sum()} | {right[own].mean():.1%} | {confidences[:, own].mean():.1%} | "
            f"{agreed[own].mean():.1%} | {right[own & agreed].mean():.1%} | {' | '.join(sure)} |"
        )


def _share(own: NDArray[np.bool_], sure: NDArray[np.bool_], right: NDArray[np.bool_]) -> str:
    """`sure`: (divisions, cases)."""
    counted = sure.sum(axis=1).mean()
    return f"{counted / own.sum():.1%}, {(sure & right).sum(axis=1).mean():.1f} of {counted:.1f}"


def _read(recognizer: Recognizer, example: Example) -> Reading:
    if isinstance(example.ink, list):
        return recognizer.read_strokes(example.ink, judged=True)
    return recognizer.read_image(example.ink)


def _everyday(count: int) -> Iterator[Example]:
    for number in range(count):
        for place, (kind, make) in enumerate(MAKERS):
            with known_writers():
                picture, text = make(np.random.default_rng([SEED, number, place, zlib.crc32(kind.encode())]))
            yield Example("everyday", as_rgb(np.asarray(picture)), (text,) if text else ())


def _numbers(count: int, *, drawn: bool) -> Iterator[Example]:
    """Yield numbers of one training writer each, a third of the pictures cut close around the ink."""
    random = np.random.default_rng([SEED, int(drawn)])
    writers = training_writers(UCI, MISLABELLED)
    for number in range(count):
        theirs = writers[int(random.integers(len(writers)))]
        chosen = [theirs[int(i)] for i in random.integers(len(theirs), size=int(random.integers(1, 8)))]
        strokes = set_side_by_side(chosen, float(random.choice(GAPS)), random)
        truths = ("".join(digit.label for digit in chosen),)
        if drawn:
            yield Example("drawn", list(strokes), truths)
            continue
        margin = 15 if number % 3 == 0 else int(random.integers(40, 200))
        yield Example("numbers", as_picture(strokes, margin, float(random.choice([4.0, 9.0, 14.0]))), truths)


if __name__ == "__main__":
    main()
