"""Numbers of unseen writers corrected, the row reader retrained on them: other numbers of the same hand, and made ones.

`python -m tests.bench.retrain_rows [--even] [--writers 6] [--numbers 24]`; even writers are for choosing
(`--even`), odd ones for quoting. A writer's digits are halved: numbers that are corrected and numbers that are read
share none.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from unittest.mock import patch

import numpy as np

from digitpad.inference.rows.row_strip import resized
from digitpad.inference.rows.row_weights import load_row_weights, shipped_row_weights
from digitpad.learning.data.datasets import pen_digits, split_by_writer
from digitpad.learning.finetune import row_tuning
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.learning.finetune.own_strings import OwnString
from digitpad.learning.finetune.row_tuning import RowTuning
from digitpad.learning.rows import hands
from digitpad.learning.rows.hands import Sources, sources_of
from digitpad.learning.rows.layout import layout_of
from digitpad.learning.rows.pens import draw
from digitpad.learning.rows.photographs import Darkroom
from tests.support.data import DATA

READ = 120  # other numbers of each writer
PER_DIGIT = 4  # digits of a kind that a writer must have


def figures(even: bool, writers: int, numbers: int, config: FinetuneConfig) -> None:
    unseen = [hand for number, hand in enumerate(unseen_hands()) if (number % 2 == 0) == even][:writers]
    print("writer, numbers corrected: others of the hand before, after; made before, after; offered; s")
    totals = np.zeros(4)
    for number, (corrected, read) in enumerate(unseen):
        begun = time.perf_counter()
        tuning = RowTuning(
            load_row_weights(shipped_row_weights()),
            strings(corrected, numbers, number),
            config,
            lambda step: None,
            DATA,
        )
        tuning.train()
        compared, seconds = tuning.compare(), time.perf_counter() - begun
        others = strings(read, READ, number + 1000)
        before, after = (tuning.score(others, parent=of_parent) for of_parent in (True, False))
        line = np.array([before.exact, after.exact, compared.made_before.exact, compared.made_after.exact]) * 100
        totals += line
        fold = f"cross-validated {compared.before.wrong}>{compared.after.wrong} of {compared.before.strings}"
        print(f"{number:2}, {numbers}: {line[0]:.1f} {line[1]:.1f}; {line[2]:.1f} {line[3]:.1f}; "
              f"{'yes' if compared.better else 'no'} ({fold}); {seconds:.0f}", flush=True)  # fmt: skip
    print("mean:", " ".join(f"{value:.2f}" for value in totals / max(len(unseen), 1)))


def unseen_hands() -> list[tuple[Sources, Sources]]:
    """Return the two halves of each held-out writer's digits."""
    by_writer: dict[str, list] = {}  # type: ignore[type-arg]
    for path in sorted((DATA / "strokes").glob("*.jsonl")):
        for digit in split_by_writer(pen_digits(path))[1]:
            if digit.label.isdigit():
                by_writer.setdefault(digit.writer, []).append(digit)
    halves = []
    for name in sorted(by_writer):
        digits = by_writer[name]
        if all(sum(digit.label == str(kind) for digit in digits) >= PER_DIGIT for kind in range(10)):
            in_order = sorted(digits, key=lambda digit: digit.label)
            halves.append((_sources(in_order[::2]), _sources(in_order[1::2])))
    return halves


def strings(sources: Sources, count: int, seed: int) -> list[OwnString]:
    """Return numbers of one hand on made grounds, as the window would store them."""
    random, darkroom = np.random.default_rng(seed), Darkroom(seed, 30)
    made: list[OwnString] = []
    while len(made) < count:
        with patch.object(hands, "FORM_SHARE", 0.0), patch.object(hands, "ONLY_FORMS", 0.0):  # this hand's digits alone
            layout = layout_of(sources, 1.0, random)
        picture = darkroom.photograph(draw(layout, random), random)
        if layout.text:
            made.append(OwnString(resized(picture), layout.text))
    return made


def _sources(digits: list) -> Sources:  # type: ignore[type-arg]
    nobody = np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64)
    return sources_of(*nobody, [replace(digit, writer="") for digit in digits])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--even", action="store_true", help="writers for choosing, not for quoting")
    parser.add_argument("--writers", type=int, default=6)
    parser.add_argument("--numbers", type=int, default=24)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a constant of row_tuning")
    arguments = parser.parse_args()
    for setting in arguments.set:
        name, value = setting.split("=")
        setattr(row_tuning, name, type(getattr(row_tuning, name))(float(value)))
    figures(arguments.even, arguments.writers, arguments.numbers, FinetuneConfig(epochs=arguments.epochs))


if __name__ == "__main__":
    main()
