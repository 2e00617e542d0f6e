"""Numbers with rules: how many are read exactly with a rule that the truth obeys, and how often another makes one up.

python -m tests.bench.rules [--count N] [--pictures] [--sweep]

Drawn numbers of writers that no network was trained on, digits of one writer side by side, at each of the gaps of
`tests.bench.numbers`. Of each kind so many obey the rule, and as many do not: another length, a wrong check digit,
eight digits that are no date, a number that is not in the list of 1,000. For these any answer is made up.

With --sweep two parameters are varied, on the writers of the training set: the floor, for below so many times the
likelihood of what was read nothing obeys (`digitpad.rules.LEAST`), and how sharply other ways to take the ink apart
are told from the one that was read (`sharpness` of `OtherPathParams`).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import numpy as np

from digitpad import Recognizer, Rule
from digitpad.check_digits import luhn
from digitpad.learning.data.datasets import PenDigit, is_held_out, pen_digits
from digitpad.paths import data_folder
from digitpad.records import Reading, Stroke
from digitpad.rules import LEAST
from digitpad.vision.lattice.parameters import OTHER_PATHS
from tests.bench.numbers import GAPS, by_writer, set_side_by_side
from tests.support.mark_drawings import Drawn
from tests.support.mark_pictures import picture_of

FILE = "strokes/pendigits-train.jsonl"  # labels of UNIPEN are not all right
SEED, LISTED = 29, 1000
FLOORS = (0.3, 0.1, 0.03, 0.012, LEAST, 0.008, 0.003, 1e-3)
SHARP = (1.0, 6.0, 0.8 * OTHER_PATHS.sharpness, OTHER_PATHS.sharpness, 1.2 * OTHER_PATHS.sharpness, 100.0)
ANY = Rule("any number", ())
Random = np.random.Generator
Writers = Sequence[dict[str, list[PenDigit]]]  # of each writer, the drawings of each digit


@dataclass(frozen=True)
class Case:
    """A number to draw, and a rule that it obeys or does not."""

    text: str
    rule: Rule
    obeys: bool


@dataclass(frozen=True)
class Outcome:
    case: Case
    read: str  # without a rule
    found: str  # the likeliest that obeys, with no floor; "" for none
    share: float  # how likely that is beside what was read

    def answer(self, floor: float) -> str:
        """Return what the rule gives with this floor; "" for nothing."""
        return self.found if self.found == self.read or self.share >= floor else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500, help="numbers of each kind that obey, and that do not")
    parser.add_argument("--pictures", action="store_true", help="in pencil or pen on paper instead of on the pad")
    parser.add_argument("--sweep", action="store_true", help="vary the floor, on the writers of the training set")
    arguments = parser.parse_args()
    random, hands = np.random.default_rng(SEED), writers(held_out=not arguments.sweep)
    recognizer = Recognizer.load(device="cpu", others=True)
    on_paper = partial(_read_picture, recognizer, np.random.default_rng(SEED))
    reader = on_paper if arguments.pictures else recognizer.read_strokes
    read = {kind: list(_readings(reader, hands, make, random, arguments.count)) for kind, make in KINDS.items()}
    if arguments.sweep:
        _print_sweep([each for readings in read.values() for each in readings])
        return
    print(f"{'kind':7} {'no rule':>8} {'rule':>8} {'rule, gives none':>17}   not obeyed: {'made up':>8} {'as read':>8}")
    for kind, readings in read.items():
        _print(kind, [_outcome(case, reading) for case, reading in readings])


def writers(*, held_out: bool) -> Writers:
    """Return the drawings by label of each writer who wrote all ten digits."""
    digits = (digit for digit in pen_digits(data_folder() / FILE) if is_held_out(digit.writer) == held_out)
    own = [by_label(written) for _, written in sorted(by_writer(digits).items())]
    return [labels for labels in own if len(labels) == 10]


def by_label(digits: Sequence[PenDigit]) -> dict[str, list[PenDigit]]:
    labels: dict[str, list[PenDigit]] = {}
    for digit in digits:
        if digit.label.isdigit():
            labels.setdefault(digit.label, []).append(digit)
    return labels


def _read_picture(recognizer: Recognizer, random: Random, strokes: Sequence[Stroke]) -> Reading:
    drawn = Drawn(tuple(stroke.points for stroke in strokes), ("",) * len(strokes), "")
    return recognizer.read_image(picture_of(drawn, random))


def _readings(
    read: Callable[[Sequence[Stroke]], Reading],
    hands: Writers,
    make: Callable[[Random, bool], Case],
    random: Random,
    count: int,
) -> Iterator[tuple[Case, Reading]]:
    """Yield numbers and how they are read, every second of which does not obey its rule."""
    gaps = list(GAPS.values())
    for place in range(2 * count):
        hand, case = hands[int(random.integers(len(hands)))], make(random, place % 2 == 0)
        chosen = [hand[label][int(random.integers(len(hand[label])))] for label in case.text]
        yield case, read(set_side_by_side(chosen, gaps[place // 2 % len(gaps)], random))


def _outcome(case: Case, reading: Reading, sharpness: float = OTHER_PATHS.sharpness) -> Outcome:
    if len(reading.rows) != 1:
        return Outcome(case, reading.text, "", 0.0)
    (row,), (paths,) = reading.signs, reading.others
    others = [replace(path, share=path.share ** (sharpness / OTHER_PATHS.sharpness)) for path in paths]
    likeliest, read = case.rule.likeliest(row, min(FLOORS), others), ANY.likeliest(row, 0.0)
    if likeliest is None or read is None:
        return Outcome(case, reading.text, "", 0.0)
    return Outcome(case, reading.text, likeliest.text, likeliest.probability / read.probability)


def _print(kind: str, outcomes: Sequence[Outcome]) -> None:
    obeying = [each for each in outcomes if each.case.obeys]
    others = [each for each in outcomes if not each.case.obeys]
    plain, ruled = _exact(obeying, None), _exact(obeying, LEAST)
    none = 100 * np.mean([each.answer(LEAST) == "" for each in obeying])
    as_read = 100 * np.mean([each.case.rule.obeys(each.read) for each in others])
    made_up = _made_up(others, LEAST)
    print(
        f"{kind:7} {plain:6.1f} % {ruled:6.1f} % {none:15.1f} %   {'':11} {made_up:6.1f} % {as_read:6.1f} %", flush=True
    )


def _print_sweep(readings: Sequence[tuple[Case, Reading]]) -> None:
    print(f"{'sharpness':>9}  exact / made up, % at floors " + "  ".join(f"{floor:>9g}" for floor in FLOORS))
    for sharpness in SHARP:
        outcomes = [_outcome(case, reading, sharpness) for case, reading in readings]
        obeying = [each for each in outcomes if each.case.obeys]
        others = [each for each in outcomes if not each.case.obeys]
        cells = [f"{_exact(obeying, floor):5.2f}/{_made_up(others, floor):4.1f}" for floor in FLOORS]
        print(f"{sharpness:9.1f}  no rule {_exact(obeying, None):5.2f}               " + "  ".join(cells), flush=True)


def _exact(outcomes: Sequence[Outcome], floor: float | None) -> float:
    texts = [each.read if floor is None else each.answer(floor) for each in outcomes]
    return float(100 * np.mean([text == each.case.text for text, each in zip(texts, outcomes, strict=True)]))


def _made_up(outcomes: Sequence[Outcome], floor: float) -> float:
    return float(100 * np.mean([each.answer(floor) != "" for each in outcomes]))


def _digits(random: Random, least: int, most: int) -> str:
    return "".join(map(str, random.integers(10, size=int(random.integers(least, most + 1)))))


def _length(random: Random, obeys: bool) -> Case:
    text = _digits(random, 3, 8)
    length = len(text) if obeys else len(text) + int(random.choice((-1, 1)))
    return Case(text, Rule.parse(f"length={length}"), obeys)


def _luhn(random: Random, obeys: bool) -> Case:
    text = _digits(random, 5, 9)
    right = next(text + str(check) for check in range(10) if luhn(text + str(check)))
    wrong = text + str((int(right[-1]) + int(random.integers(1, 10))) % 10)
    return Case(right if obeys else wrong, Rule.parse("luhn"), obeys)


def _date(random: Random, obeys: bool) -> Case:
    rule = Rule.parse("length=8, date")
    if obeys:
        day = date(1930, 1, 1) + timedelta(days=int(random.integers(40_000)))
        return Case(f"{day:%d%m%Y}", rule, obeys)
    while rule.obeys(text := _digits(random, 8, 8)):
        pass
    return Case(text, rule, obeys)


def _listed(numbers: Sequence[str], rule: Rule, random: Random, obeys: bool) -> Case:
    if obeys:
        return Case(numbers[int(random.integers(len(numbers)))], rule, obeys)
    while rule.obeys(text := _digits(random, 4, 6)):
        pass
    return Case(text, rule, obeys)


def _list_kind() -> Callable[[Random, bool], Case]:
    random = np.random.default_rng(SEED)
    numbers = sorted({_digits(random, 4, 6) for _ in range(2 * LISTED)})
    chosen = [numbers[int(place)] for place in random.choice(len(numbers), LISTED, replace=False)]
    return partial(_listed, chosen, Rule("list of 1,000", (frozenset(chosen).__contains__,)))


KINDS: dict[str, Callable[[Random, bool], Case]] = {
    "length": _length,
    "luhn": _luhn,
    "date": _date,
    "list": _list_kind(),
}

if __name__ == "__main__":
    main()
