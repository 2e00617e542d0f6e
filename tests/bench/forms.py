"""Forms filled in by unseen writers, read by their templates: the fields read exactly, by kind, with and without rule.

python -m tests.bench.forms [--strokes FILE] [--count N] [--show N] [--known]

Two forms are drawn anew, filled in with the pen strokes of writers that no network was trained on, and scanned (turned
by up to four degrees, at other resolutions, with noise and JPEG) or photographed (from the side, under a lamp).
Doubtful fields are those that are listed for review; `sure, wrong` counts the others that are wrong.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digitpad import Recognizer
from digitpad.errors import DigitPadError
from digitpad.forms.form_reader import FieldValue, FormReader
from digitpad.learning.data.datasets import is_held_out, pen_digits
from digitpad.paths import data_folder
from tests.bench.numbers import by_writer
from tests.bench.rules import by_label
from tests.support.filled_forms import Writer, filled
from tests.support.made_forms import MadeForm, membership, meter_card

FILE, SEED = "strokes/pendigits-train.jsonl", 41


@dataclass(frozen=True)
class FieldOutcome:
    """One field of one scan."""

    kind: str
    truth: str
    value: FieldValue

    @property
    def right(self) -> bool:
        return self.value.text == self.truth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strokes", type=Path, default=data_folder() / FILE, metavar="FILE")
    parser.add_argument("--count", type=int, default=40, help="scans of each form")
    parser.add_argument("--show", type=int, default=0, help="misreadings shown of each form")
    parser.add_argument("--known", action="store_true", help="writers of the training set: for choosing parameters")
    arguments = parser.parse_args()
    hands, recognizer = writers(arguments.strokes, held_out=not arguments.known), Recognizer.load(device="cpu")
    outcomes: list[FieldOutcome] = []
    for form in (membership(), meter_card()):
        read = read_form(form, hands, recognizer, arguments.count)
        _print_table(form.name, read)
        for each in [each for each in read if not each.right][: arguments.show]:
            sure = "sure" if each.value.sure else "doubtful"
            print(f"   {each.value.field.name}: {each.truth!r} as {each.value.text!r} ({each.value.read!r}), {sure}")
        outcomes += read
    _print_table("both", outcomes)


def writers(file: Path, *, held_out: bool = True) -> Sequence[Writer]:
    """Return the drawings of each writer who wrote all ten digits."""
    digits = (digit for digit in pen_digits(file) if is_held_out(digit.writer) == held_out)
    own = [by_label(written) for _, written in sorted(by_writer(digits).items())]
    return [labels for labels in own if len(labels) == 10]


def read_form(
    form: MadeForm, hands: Sequence[Writer], recognizer: Recognizer, count: int, seed: int = SEED
) -> list[FieldOutcome]:
    """Return the fields of `count` scans, the same ones in every run; those of a scan that is not found are missing."""
    random, reader = np.random.default_rng(seed), FormReader(form.template, recognizer)
    outcomes, seconds, lost = [], [], 0
    for _ in range(count):
        sheet = filled(form, hands[int(random.integers(len(hands)))], random)
        began = time.perf_counter()
        try:
            values = reader.read(sheet.scan)
        except DigitPadError:
            lost += 1
            continue
        seconds.append(time.perf_counter() - began)
        pairs = zip(form.fields, sheet.texts, values, strict=True)
        outcomes += [FieldOutcome(made.kind, text, value) for made, text, value in pairs]
    print(f"{form.name}: {count} scans, {lost} not found, {np.median(seconds or [0]):.1f} s a scan", flush=True)
    return outcomes


def _print_table(name: str, outcomes: Sequence[FieldOutcome]) -> None:
    kinds: dict[str, list[FieldOutcome]] = defaultdict(list)
    for each in outcomes:
        kinds["empty" if not each.truth else each.kind].append(each)
    kinds[f"all of {name}"] = list(outcomes)
    print(
        f"{'':22} {'fields':>6} {'no rule':>8} {'rule':>8} {'doubtful':>9} {'of these right':>15} {'sure, wrong':>12}"
    )
    for kind, own in kinds.items():
        plain, ruled = (np.mean(each) for each in ([o.value.read == o.truth for o in own], [o.right for o in own]))
        doubtful = [each.right for each in own if not each.value.sure]
        wrong = sum(each.value.sure and not each.right for each in own)
        share, right = len(doubtful) / len(own), np.mean(doubtful) if doubtful else np.nan
        print(f"{kind:22} {len(own):6} {plain:8.1%} {ruled:8.1%} {share:9.1%} {right:15.1%} {wrong:12}", flush=True)


if __name__ == "__main__":
    main()
