"""The separation of digits from other ink by `confidence`: AUROC, and the share of other ink that gets 90 % or more.

python -m tests.bench.out_of_distribution [--weights FILE]
(held-out writers; fragments, pairs and scribbles made from their digits)
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad import Recognizer
from digitpad.learning.data import nondigits
from digitpad.learning.data.datasets import pen_digits, split_by_writer
from digitpad.learning.evaluation.metrics import auroc
from digitpad.paths import data_folder
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Stroke

Strokes = Sequence[NDArray[np.float32]]
COUNT = 1000  # made of each form
HIGH = 0.9
SIZE = 100.0  # px, the height that made samples are drawn at


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path)
    recognizer = Recognizer.load(parser.parse_args().weights, device="cpu")
    digits, letters = held_out("pendigits-train", "unipen-dev"), held_out("unipen-letters-dev")
    known = confidences(recognizer, digits)
    print(f"{'digits':14} {'':8} {np.mean(known >= HIGH):6.1%} at {HIGH:.0%} or more, of {len(known):,}")
    groups = {"letters": letters} | made(digits)
    strange = {name: confidences(recognizer, samples) for name, samples in groups.items()}
    strange["all but letters"] = np.concatenate([found for name, found in strange.items() if name != "letters"])
    for name, found in strange.items():
        print(f"{name:14} {auroc(known, found):8.4f} {np.mean(found >= HIGH):6.1%} at {HIGH:.0%} or more")


def held_out(*names: str) -> list[Strokes]:
    folder = data_folder() / "strokes"
    written = [digit for name in names for digit in pen_digits(folder / f"{name}.jsonl")]
    return [digit.strokes for digit in split_by_writer(written)[1]]


def made(digits: Sequence[Strokes]) -> dict[str, list[Strokes]]:
    random = np.random.default_rng(7)
    unit = [nondigits.to_unit_size(tuple(strokes)) for strokes in digits]

    def any_digit() -> nondigits.Strokes:
        return unit[int(random.integers(len(unit)))]

    forms: dict[str, Callable[[], nondigits.Strokes]] = {
        "scribbles": lambda: nondigits.scribble(random),
        "dashes, dots": lambda: nondigits.dash_or_dot(random),
        "fragments": lambda: nondigits.fragment(any_digit(), random),
        "glued pairs": lambda: nondigits.glued(any_digit(), any_digit(), random),
        "with a piece": lambda: nondigits.with_neighbour(any_digit(), any_digit(), random),
    }
    return {name: [make() for _ in range(COUNT)] for name, make in forms.items()}


def confidences(recognizer: Recognizer, samples: Iterable[Strokes]) -> NDArray[np.float32]:
    """(N,) of each sample seen as one digit."""
    drawn = [nondigits.to_unit_size(tuple(strokes)) for strokes in samples]
    glyphs = [stroke_glyph([Stroke.of(stroke * SIZE) for stroke in strokes]) for strokes in drawn]
    return recognizer.predict(np.stack(glyphs))[2]


if __name__ == "__main__":
    main()
