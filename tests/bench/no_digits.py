"""False digits on pictures that hold none, and the network that refuses them.

python -m tests.bench.no_digits [--count N] [--print N]
python -m tests.bench.no_digits --fit N [--seed N] [--save FILE] [--with FILE …] [--write]

The first prints, by kind, the digits that are read on made pictures without any and on print in fonts and words that
nothing was fitted on; beside it numbers in print, and handwritten below print, read exactly: all without the network
and with it. The second makes N pictures of other seeds, fonts and words by training writers, and prints what networks
that were fitted without a picture's fifth make of it, by the least odds; `--write` replaces one of the three networks
in models/choice.json.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad import Recognizer
from digitpad.learning.data.datasets import PenDigit
from digitpad.paths import data_folder
from digitpad.records import Rgb
from digitpad.vision.picture.pictures import as_rgb, open_picture
from digitpad.vision.pipeline.choice import holds_digits, is_enough, likeliest
from digitpad.vision.pipeline.choice_features import PictureReading, features_among
from digitpad.vision.pipeline.choice_network import ChoiceNetwork, shipped_choice_networks, shipped_networks_path
from digitpad.vision.pipeline.parameters import CHOICE, POSE
from tests.bench.choice_sweep import MAKERS as WEAK
from tests.bench.decide import FOLDS, REAL_WEIGHT, fitted_network
from tests.bench.lone_signs import MAKERS as LONE
from tests.bench.marks import QUOTED, Texts, some_drawn, writers
from tests.support import mark_drawings
from tests.support.lettered_rows import KINDS as LETTERED
from tests.support.lettered_rows import lettered_row
from tests.support.mark_drawings import FITTING, MARKS
from tests.support.mark_pictures import picture_of
from tests.support.print_pictures import number_below_print, print_of_numbers, print_picture
from tests.support.rooms import EMPTY, KINDS, empty_scene, made
from tests.support.situation_ink import Random, known_writers
from tests.support.situations import SITUATIONS

SEED, PRINT_SEED = 401, 77
WITH_DIGITS = {"numbers in print": print_of_numbers, "below print": number_below_print}
SIZES = ((240, 520), (360, 640), (480, 854))  # px of scenes, (height, width)
LEAST = (-99.0, -4.0, -3.0, -2.5, -2.0, -1.5, -1.0, 0.0, 1.0)  # nats
BY_HELD_OUT = "letters"  # of rooms: such handwriting is of writers that figures are of

Made = tuple[str, Rgb, str]  # kind, picture, its text
Make = Callable[[Random], Made]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class NoDigitsCase:
    """What was measured of a reading with digits."""

    kind: str
    holds: bool  # the picture has digits
    exact: bool
    read: int  # digits
    measures: Numbers  # (F,)

    @property
    def weight(self) -> float:
        return REAL_WEIGHT if self.kind == "amounts" else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=5, help="made pictures of each kind without digits")
    parser.add_argument("--print", type=int, default=150, dest="printed", help="pictures of print; of numbers half")
    parser.add_argument("--fit", type=int, default=0, metavar="N", help="fit a network on so many pictures")
    parser.add_argument(
        "--only", choices=list(ONLY), help="print without digits, weak kinds, single signs or marks alone"
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--save", type=Path, help="keep what was measured of these pictures")
    parser.add_argument("--with", type=Path, nargs="*", default=[], dest="others", help="fit on kept ones as well")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    recognizer = Recognizer.load(device="cpu")
    if not arguments.fit:
        _say_figures(recognizer, arguments.count, arguments.printed)
        return
    only = ONLY.get(arguments.only)
    makers, shares = ((only,), (1.0,)) if only else (MAKERS, SHARES)
    pictures = (_made(arguments.seed, number, makers, shares) for number in range(arguments.fit))
    cases, names = _cases(recognizer, pictures)
    if arguments.save:
        arguments.save.write_bytes(pickle.dumps(cases))
    cases += [case for path in arguments.others for case in pickle.loads(path.read_bytes())]
    _say_least(cases, _crossed(cases, names))
    if arguments.write:
        replace(shipped_choice_networks(), any_digits=_fitted(cases, names)).save(shipped_networks_path())


def taken(recognizer: Recognizer, picture: Rgb) -> tuple[PictureReading, list[PictureReading]]:
    """Return the reading that the program takes before it asks if there are digits at all, and all it knows then."""
    candidates = recognizer.candidates(picture, poor=POSE.poor)
    first = replace(candidates[0], maps=())
    if is_enough(first):
        return first, [first]
    best = likeliest(candidates)
    return (best if best.reading.digits else candidates[0]), candidates


def _say_figures(recognizer: Recognizer, count: int, printed: int) -> None:
    for kind in EMPTY:
        _say_false(recognizer, kind, [empty_scene(kind, number).picture for number in range(count)])
    words = [print_picture(np.random.default_rng([PRINT_SEED, n]), known=False) for n in range(printed)]
    _say_false(recognizer, "print", [_rgb(each) for each in words])
    for place, (kind, make) in enumerate(WITH_DIGITS.items()):
        pairs = [make(np.random.default_rng([PRINT_SEED, place + 1, n]), known=False) for n in range(printed // 2)]
        _say_exact(recognizer, kind, [(_rgb(picture), text) for picture, text in pairs])


def _say_false(recognizer: Recognizer, kind: str, pictures: Sequence[Rgb]) -> None:
    before, since = [], []
    for picture in pictures:
        chosen, candidates = taken(recognizer, picture)
        before.append(len(chosen.reading.digits))
        since.append(before[-1] if before[-1] and holds_digits(chosen, candidates) else 0)
    shown = [f"{np.mean(counts):.3f} ({np.count_nonzero(counts)} pictures)" for counts in (before, since)]
    print(f"{kind:20} {len(pictures):4}  false digits a picture {shown[0]}, with the network {shown[1]}", flush=True)


def _say_exact(recognizer: Recognizer, kind: str, pairs: Sequence[tuple[Rgb, str]]) -> None:
    exact, stays = [], []
    for picture, text in pairs:
        chosen, candidates = taken(recognizer, picture)
        exact.append(text in chosen.reading.text.split("\n") or chosen.reading.text == text)
        stays.append(exact[-1] and holds_digits(chosen, candidates))
    shares = 100 * np.mean(exact), 100 * np.mean(stays)
    print(f"{kind:20} {len(pairs):4}  read exactly {shares[0]:.1f} %, with the network {shares[1]:.1f} %", flush=True)


def _made(seed: int, number: int, makers: Sequence[Make], shares: Sequence[float]) -> Made:
    random = np.random.default_rng([seed, number])
    with known_writers():
        return makers[int(random.choice(len(makers), p=shares))](random)


def _cases(recognizer: Recognizer, pictures: Iterator[Made]) -> tuple[list[NoDigitsCase], list[str]]:
    """Return what is measured of the pictures on which digits are read, and the measures' names."""
    cases: list[NoDigitsCase] = []
    names: list[str] = []
    for kind, picture, text in pictures:
        chosen, candidates = taken(recognizer, picture)
        if not chosen.reading.digits:
            continue
        measured = features_among(chosen, candidates)
        names, reading = list(measured), chosen.reading
        exact = text in (reading.text, reading.without_marks.text)
        cases.append(NoDigitsCase(kind, bool(text), exact, len(reading.digits), np.array(list(measured.values()))))
    return cases, names


def _crossed(cases: Sequence[NoDigitsCase], names: list[str]) -> Numbers:
    """Return the odds of each case by a network that was fitted without its fold."""
    places, odds = np.arange(len(cases)), np.zeros(len(cases))
    for fold in range(FOLDS):
        network = _fitted([case for place, case in enumerate(cases) if place % FOLDS != fold], names)
        own = places % FOLDS == fold
        odds[own] = network.odds_of(np.stack([case.measures for case in cases])[own])
    return odds


def _fitted(cases: Sequence[NoDigitsCase], names: list[str]) -> ChoiceNetwork:
    measures, holds = np.stack([case.measures for case in cases]), np.array([float(case.holds) for case in cases])
    return fitted_network(names, measures, holds, np.array([case.weight for case in cases]))


def _say_least(cases: Sequence[NoDigitsCase], odds: Numbers) -> None:
    """Print, for each least odds, the false digits that are left, and the readings that are lost."""
    holds, exact, read = (np.array([getattr(case, name) for case in cases]) for name in ("holds", "exact", "read"))
    printed = np.array([case.kind == "print" for case in cases])
    counts = holds.sum(), exact[holds].sum(), (~holds).sum()
    print("{} readings of digits, {} of them exact; {} where there are none".format(*counts))
    for least in LEAST:
        stays = odds >= least
        of_print, others = (int(read[~holds & stays & part].sum()) for part in (printed, ~printed))
        lost, wrong = (int((holds & ~stays & part).sum()) for part in (exact, ~exact))
        print(f"{least:5.1f}  false digits: {of_print} of print, {others} of others; lost: {lost} exact, {wrong} not")
    for case, own in zip(cases, odds, strict=True):
        if case.exact and case.holds and own < CHOICE.least_odds:
            print(f"lost: {case.kind} {own:.1f}")


def _rgb(picture: NDArray[np.uint8]) -> Rgb:
    return as_rgb(np.squeeze(np.asarray(picture)))


def _of_print(random: Random) -> Made:
    return "print", _rgb(print_picture(random, known=True)), ""


def _with_digits(random: Random) -> Made:
    kind = list(WITH_DIGITS)[int(random.integers(len(WITH_DIGITS)))]
    picture, text = WITH_DIGITS[kind](random, known=True)
    return kind, _rgb(picture), text


def _lettered(random: Random) -> Made:
    row = lettered_row(random, LETTERED[int(random.integers(len(LETTERED)))])
    return f"row of {row.kind}", _rgb(row.picture), row.text


def _room(random: Random) -> Made:
    rooms = {kind: room for kind, room in (EMPTY | KINDS).items() if room.style != BY_HELD_OUT}
    kind = list(rooms)[int(random.integers(len(rooms)))]
    scene = made(replace(rooms[kind], size=SIZES[int(random.integers(len(SIZES)))]), random)
    return f"room: {kind}", np.clip(scene.picture, 0, 255).astype(np.uint8), "\n".join(scene.rows)


def _situation(random: Random) -> Made:
    chosen = [each for each in SITUATIONS if not each.drawn and not each.by_line]
    each = chosen[int(random.integers(len(chosen)))]
    picture, text = each.make(random, bool(random.random() < 0.6))
    return each.name, _rgb(np.asarray(picture)), text


def _weak(random: Random) -> Made:
    kind, make = WEAK[int(random.integers(len(WEAK)))]
    picture, text = make(random)
    return kind, _rgb(np.asarray(picture)), text


def _lone(random: Random) -> Made:
    kind, make = list(LONE.items())[int(random.integers(len(LONE)))]
    picture, text = make(random)
    return kind, _rgb(np.asarray(picture)), text


@cache
def _marked_hands() -> list[list[PenDigit]]:
    return writers(QUOTED, held_out=False)


def _marked(random: Random) -> Made:
    """A number with marks, with another sign, which reads ?, or with neither, in pencil or pen on paper."""
    one = partial(mark_drawings.with_one, str(random.choice(list(MARKS))))
    kinds: list[Texts] = [one, mark_drawings.with_several, mark_drawings.with_sign, mark_drawings.without]
    texts = kinds[int(random.integers(len(kinds)))]
    (drawn,) = some_drawn(_marked_hands(), FITTING, texts, random, 1)
    text = "".join(sign if sign.isdigit() or sign in MARKS else "?" for sign in drawn.text)
    return "number with marks", picture_of(drawn, random), text


def _amount(random: Random) -> Made:
    listed = json.loads((data_folder() / "amounts" / "manifest.json").read_text(encoding="utf-8"))[::2]
    entry = listed[int(random.integers(len(listed)))]
    return "amounts", open_picture(data_folder() / "amounts" / entry["file"]), entry["text"]


MAKERS: tuple[Make, ...] = (_of_print, _with_digits, _lettered, _room, _situation, _weak, _amount)
ONLY: dict[str, Make] = {"print": _of_print, "weak": _weak, "lone": _lone, "marked": _marked}
SHARES = (0.28, 0.1, 0.1, 0.18, 0.18, 0.08, 0.08)  # of the pictures


if __name__ == "__main__":
    main()
