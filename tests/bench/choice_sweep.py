"""Vary the parameters by which a picture's digits are preferred to nothing, on the kinds where that decides.

python -m tests.bench.choice_sweep [--count N] [--seed N] [--save FILE] [--with FILE …]

By development writers, of other sizes, colours and cuts than the situations; pictures without digits are made scenes,
and small parts cut out of these. Each picture is read once, in all poses; `--save` keeps what the choice needs of its
readings, `--with` adds kept ones. For each value: the share of each kind read exactly, and false digits an empty one.
"""

from __future__ import annotations

import argparse
import pickle
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from digitpad import Recognizer
from digitpad.vision.picture.pictures import as_rgb
from digitpad.vision.pipeline.choice import chance, choose, favour_of, is_enough, is_small, odds_of, sureness_of
from digitpad.vision.pipeline.parameters import CHOICE, POSE, ChoiceParams
from digitpad.vision.pipeline.poses import AS_IT_LIES, Pose
from tests.support.rooms import EMPTY, made
from tests.support.situation_ink import Picture, Random, images, known_writers, lone, number, tight, tinted
from tests.support.situation_pictures import boxed, pen, small_row, turned, with_letters

SEED = 31
SIZES = ((240, 520), (360, 640), (480, 640))  # px of scenes, (height, width)
PLAIN = 0.4  # share of the cut out pictures that are black on white
VALUES: dict[str, tuple[float, ...]] = {
    "sure_digits": (0.0, 0.8, 1.0, 1.2, 2.0, 4.0),
    "cut_out": (0.0, 1.0, 2.4, 3.0, 3.6, 5.0),
    "several": (1, 2, 3, 4, 99),
    "surely": (0.5, 0.72, 0.8, 0.9, 0.95),
}

Made = tuple[Picture, str]  # and its text


@dataclass(frozen=True)
class Offer:
    """What the choice needs of one reading of a picture."""

    text: str
    sureness: tuple[float, ...]  # of its digits
    same: float  # the row reader's word
    odds: float  # nats
    pose: Pose
    blank: bool  # nothing was read of some ink


@dataclass(frozen=True)
class Case:
    """The readings of one picture, that by contrast first."""

    kind: str
    text: str
    enough: bool  # the first is
    small: bool
    offers: tuple[Offer, ...]


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--count", type=int, default=20, help="pictures of each kind; of those without digits twice")
    given.add_argument("--seed", type=int, default=SEED)
    given.add_argument("--save", type=Path, help="keep what was read")
    given.add_argument("--with", type=Path, nargs="*", default=[], dest="others", help="add what was kept")
    arguments = given.parse_args()
    cases = _cases(arguments.count, arguments.seed)
    if arguments.save:
        arguments.save.write_bytes(pickle.dumps(cases))
    cases += [case for path in arguments.others for case in pickle.loads(path.read_bytes())]
    kinds = list(dict.fromkeys(case.kind for case in cases))
    print(f"{len(cases)} pictures: " + ", ".join(f"{sum(c.kind == kind for c in cases)} {kind}" for kind in kinds))
    for name, values in VALUES.items():
        for value in values:
            _say(f"{name} {value:g}", cases, replace(CHOICE, **{name: value}))


def _cases(count: int, seed: int) -> list[Case]:
    recognizer, cases = Recognizer.load(), []
    for number_of in range(count):
        for place, (kind, make) in enumerate(MAKERS):
            with known_writers():
                picture, text = make(np.random.default_rng([seed, number_of, place, zlib.crc32(kind.encode())]))
            cases.append(_case(recognizer, kind, picture, text))
    return cases


def _case(recognizer: Recognizer, kind: str, picture: Picture, text: str) -> Case:
    candidates = recognizer.candidates(as_rgb(np.asarray(picture)))
    offers = tuple(
        Offer(
            each.reading.text,
            sureness_of(each),
            each.agreement.same,
            odds,
            each.pose,
            not each.reading.digits and bool(each.detection.rows),
        )
        for each, odds in zip(candidates, odds_of(candidates), strict=True)
    )
    return Case(kind, text, is_enough(candidates[0]), is_small(candidates[0]), offers)


def chosen(case: Case, params: ChoiceParams) -> Offer:
    """Return the reading that the program takes: other poses count only where the picture and its part are poor."""
    if case.enough:
        return case.offers[0]
    best = _best([each for each in case.offers if each.pose == AS_IT_LIES or each.pose.part], case.small, params)
    if not best.blank and chance(best.odds) >= POSE.poor:
        return best
    best = _best(case.offers, case.small, params)
    return best if best.sureness else case.offers[0]


def _best(offers: Sequence[Offer], small: bool, params: ChoiceParams) -> Offer:
    favours = [favour_of(offer.sureness, offer.same, small, params) for offer in offers]
    return offers[choose([offer.odds for offer in offers], [bool(o.sureness) for o in offers], favours, params)]


def _say(name: str, cases: Sequence[Case], params: ChoiceParams) -> None:
    taken: dict[str, list[float]] = {}
    for case in cases:
        offer = chosen(case, params)
        right = float(len(offer.sureness)) if not case.text else 100.0 * (offer.text == case.text)
        taken.setdefault(case.kind, []).append(right)
    read = [right for case_kind, values in taken.items() if "empty" not in case_kind for right in values]
    shown = ", ".join(f"{kind} {np.mean(values):.3g}" for kind, values in taken.items())
    print(f"{name:18} all {np.mean(read):5.1f} %: {shown}", flush=True)


def _coloured(random: Random, grey: Picture) -> Picture:
    """Return black on white as it is, or dark on light or light on dark in two colours."""
    if random.random() < PLAIN:
        return grey
    dark, light = (tuple(int(v) for v in random.integers(*ends, 3)) for ends in ((0, 110), (185, 256)))
    return tinted(grey, *((dark, light) if random.random() < 0.8 else (light, dark)))  # type: ignore[arg-type]


def _cut_image(random: Random) -> Made:
    pictures, labels = images()
    place, factor = int(random.integers(len(labels))), random.uniform(1, 9)
    glyph = cv2.resize(tight(255 - pictures[place]), None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return _coloured(random, np.asarray(glyph, np.uint8)), str(labels[place])


def _cut_digit(random: Random) -> Made:
    side = int(random.uniform(30, 300))
    paper, text = lone(random, side, max(2, int(side * random.uniform(0.05, 0.12))))
    return _coloured(random, tight(paper, int(random.integers(0, 3)))), text


def _cut_number(random: Random) -> Made:
    side = int(random.uniform(20, 90))
    paper, text = number(random, int(random.integers(2, 6)), side, max(2, int(side * random.uniform(0.06, 0.12))))
    return _coloured(random, tight(paper, int(random.integers(0, 3)))), text


def _low_row(random: Random) -> Made:
    return small_row(int(random.choice([14, 16, 18, 20])))(random, True)


def _hairline(random: Random) -> Made:
    side = random.uniform(250, 500)
    wide, high = (int(side * random.uniform(1.6, 2.6)) for _ in range(2))
    return pen(int(side), int(random.integers(2, 4)), (wide, high))(random, False)


def _boxes(random: Random) -> Made:
    return boxed(int(random.integers(4, 8)), int(random.integers(0, 150)))(random, True)


def _letters(random: Random) -> Made:
    return with_letters(bool(random.random() < 0.5))(random, True)


def _empty(random: Random) -> Made:
    room = replace(list(EMPTY.values())[int(random.integers(len(EMPTY)))], size=SIZES[int(random.integers(len(SIZES)))])
    return np.clip(made(room, random).picture, 0, 255).astype(np.uint8), ""


def _empty_part(random: Random) -> Made:
    """A part of 40 to 300 px of an empty picture: paper, a corner of a thing, parts of printed or written words."""
    whole, _ = _empty(random)
    high, wide = (int(random.uniform(40, min(side, 300))) for side in whole.shape[:2])
    top, left = int(random.integers(whole.shape[0] - high)), int(random.integers(whole.shape[1] - wide))
    return whole[top : top + high, left : left + wide].copy(), ""


MAKERS: tuple[tuple[str, Callable[[Random], Made]], ...] = (
    ("cut image", _cut_image),
    ("empty part", _empty_part),
    ("turned by 180", lambda random: turned(2)(random, True)),
    ("empty", _empty),
    ("low row", _low_row),
    ("cut digit", _cut_digit),
    ("hairline", _hairline),
    ("empty part", _empty_part),
    ("cut number", _cut_number),
    ("letters", _letters),
    ("boxes", _boxes),
    ("empty", _empty),
)


if __name__ == "__main__":
    main()
