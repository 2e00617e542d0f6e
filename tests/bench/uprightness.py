"""The separation of digits on their heads from upright ones, and the share of pictures that are turned round.

python -m tests.bench.uprightness [--held-out] [--numbers N] [--pictures N] [--seed N]
python -m tests.bench.uprightness --fit models/upright.json [--seed N]

Of training writers that the model was not fitted on, to choose by, or with --held-out of writers that no network was
trained on, to quote. Printed are the digits told rightly by their label; of numbers of one writer, as they lie and
turned round, the share that the model finds surely on their heads, with other values of its parameters. With --pictures
numbers of writers that no network was trained on are read in pictures, upright and turned: the share turned round.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad import Recognizer
from digitpad.inference.network import Network
from digitpad.recognition.learned_network import LearnedNetwork
from digitpad.recognition.parameters import UPRIGHTNESS, UprightnessParams
from digitpad.recognition.uprightness import Uprightness, odds_together, shipped_network
from digitpad.records import Labels
from digitpad.vision.picture.pictures import as_rgb
from tests.support.situation_ink import Picture, Random, digits, pick, side_by_side
from tests.support.upright_fitting import CHOOSING, PENS, QUOTING, UprightGlyphs, fit, glyphs_of

Floats = NDArray[np.float64]
Told = tuple[Floats, Labels]  # odds and labels of the digits of a number

SEED = 41
COUNTS = (2, 3, 4, 5, 6)  # digits of a number
VALUES = {"most": (2.4, 3.0, 3.6, 4.3, 99.0), "surely": (4.8, 6.0, 7.2)}
TEXTS = ("6", "9", "69", "96", "66", "99", "8", "0", "90", "609", "966", "6896", "9999", "80086")
LEAST_OWN = 20  # digits of a writer: fewer are no hand


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true", help="writers that no network was trained on")
    parser.add_argument("--numbers", type=int, default=2000, help="of each count of digits and each source")
    parser.add_argument("--pictures", type=int, default=0, help="read so many upright ones, and as many turned ones")
    parser.add_argument("--fit", type=Path, metavar="FILE", help="fit the model and write it there")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    if arguments.fit:
        fit(arguments.seed, arguments.fit)
    elif arguments.pictures:
        _read_pictures(arguments.pictures, arguments.seed)
    else:
        _tell(arguments)


def _tell(arguments: argparse.Namespace) -> None:
    """Print the digits told rightly, and numbers found on their heads."""
    uprightness = Uprightness(LearnedNetwork(Network.load(shipped_network(), "cpu")))
    found = glyphs_of(QUOTING if arguments.held_out else CHOOSING, arguments.seed)
    odds = {name: uprightness.odds_of(each.glyphs) for name, each in found.items()}
    for name, each in found.items():
        _say_digits(name, each, odds[name])
    numbers = {name: _numbers(each, odds[name], arguments) for name, each in found.items()}
    print("on their heads, %, of upright numbers and of turned ones, by digits; " + ", ".join(numbers))
    for name, values in VALUES.items():
        for value in values:
            _say_numbers(f"{name} {value:g}", numbers, replace(UPRIGHTNESS, **{name: value}))


def _say_digits(name: str, found: UprightGlyphs, odds: Floats) -> None:
    shares = [100 * np.mean(odds[found.labels == label] > 0) for label in range(10)]
    by_label = " ".join(f"{label}: {share:.1f}" for label, share in enumerate(shares))
    print(f"{name}, {len(odds)} digits, told rightly: all {100 * np.mean(odds > 0):.2f} %; {by_label}")


def _numbers(found: UprightGlyphs, odds: Floats, arguments: argparse.Namespace) -> dict[str, list[Told]]:
    """Return the odds and labels of the digits of numbers of one writer each: by their count, and of TEXTS."""
    random = np.random.default_rng(arguments.seed)
    owns = [np.flatnonzero(found.writers == writer) for writer in sorted(set(found.writers.tolist()))]
    owns = [own for own in owns if len(own) >= LEAST_OWN and len(set(found.labels[own].tolist())) == 10]
    numbers: dict[str, list[Told]] = {}
    for _ in range(arguments.numbers):
        own = owns[int(random.integers(len(owns)))]
        alike = [int(random.choice(own[found.labels[own] == int(label)])) for label in str(random.choice(TEXTS))]
        kinds = {str(count): random.choice(own, count) for count in COUNTS} | {"alike": np.array(alike)}
        for kind, places in kinds.items():
            numbers.setdefault(kind, []).append((odds[places], found.labels[places]))
    return numbers


def _say_numbers(name: str, numbers: dict[str, dict[str, list[Told]]], params: UprightnessParams) -> None:
    shown = []
    for kind in (*map(str, COUNTS), "alike"):
        sums = [np.array([odds_together(*each, params) for each in own[kind]]) for own in numbers.values()]
        false = "/".join(f"{100 * np.mean(own < -params.surely):.2f}" for own in sums)
        right = "/".join(f"{100 * np.mean(own > params.surely):.1f}" for own in sums)
        shown.append(f"{kind}: {false} and {right}")
    print(f"{name:12} " + "; ".join(shown), flush=True)


def _read_pictures(count: int, seed: int) -> None:
    """Print how many pictures are turned round, upright ones and turned ones."""
    recognizer, random, told = Recognizer.load(device="cpu"), np.random.default_rng(seed), {}
    for place in range(count):
        picture, kind = _picture(random, place)
        for name, held in (("upright", picture), ("turned", np.rot90(picture, 2).copy())):
            reading = recognizer.read_image(as_rgb(held))
            told.setdefault((kind, name), []).append((reading.turned == 180, not reading.digits))
    for (kind, name), answers in sorted(told.items()):
        read_turned, empty = 100 * np.mean(answers, axis=0)
        print(f"{kind}, {name:8} {len(answers):5}: read turned round {read_turned:6.2f} %, not read {empty:.2f} %")


def _picture(random: Random, place: int) -> tuple[Picture, str]:
    """Return every other one a number of 6s, 9s and others like themselves on their heads, and the kind it is of."""
    first = pick(random)
    own = [digit for digit in digits() if digit.writer == first.writer]
    text = str(random.choice(TEXTS)) if place % 2 else ""
    wanted = list(text) if text else [pick(random, own).label for _ in range(int(random.integers(1, 7)))]
    drawings = [pick(random, [digit for digit in own if digit.label == label]) for label in wanted]
    height = int(random.uniform(24, 160))
    picture = side_by_side(drawings, height, max(2, round(height * random.uniform(*PENS))))
    return picture, f"{'alike' if text else 'any'}, {min(len(wanted), 4)} digits"


if __name__ == "__main__":
    main()
