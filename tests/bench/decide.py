"""Fit the decision between a picture's readings.

python -m tests.bench.decide [WORDS OF A NAME …] [--count N] [--amounts N] [--seed N] [--save FILE] [--with FILE …]
    [--write]

Fitted on everyday situations drawn by the writers that networks are trained on, made scenes and empty pictures (other
ones than tests.bench.camera reads), and even places of the amounts. Each picture's figures are of weights that were
fitted without its fifth. The thresholds of choice.py were read off the tables that are printed. `--write` replaces
two of the three networks in models/choice.json; `tests.bench.no_digits` fits the third.
"""

from __future__ import annotations

import argparse
import json
import pickle
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad import Recognizer
from digitpad.paths import data_folder
from digitpad.records import Reading, Rgb
from digitpad.vision.picture.pictures import as_rgb, open_picture
from digitpad.vision.pipeline.choice import chance, choose, favour_of, is_small, sureness_of
from digitpad.vision.pipeline.choice_features import features_among, own_features
from digitpad.vision.pipeline.choice_network import (
    MOST_SPREADS,
    ChoiceMember,
    ChoiceNetwork,
    ChoiceNetworks,
    shipped_choice_networks,
    shipped_networks_path,
)
from digitpad.vision.pipeline.parameters import CHOICE, POSE
from digitpad.vision.pipeline.poses import AS_IT_LIES
from tests.support.rooms import EMPTY, KINDS, Room, made
from tests.support.situation_ink import known_writers
from tests.support.situations import SITUATIONS, Situation

SEED, SCENE_SEED = 21, 911  # tests.bench.camera makes its scenes of other seeds
SIZES = ((720, 1280), (360, 640), (240, 520))  # px of scenes, (height, width)
FOLDS = 5
HIDDEN, MEMBERS = 10, 3  # units of a network, networks of which the mean counts
STEPS, RATE, DECAY = 1500, 0.01, 0.03  # of Adam on the cross entropy with soft answers; decay of the weights
LEAST_SPREAD = 0.01  # of a measure
EXACT = 0.7  # weight of a whole reading being right; the rest is the share of it that is
EMPTY_WEIGHT = 3.0  # a false digit on an empty picture is worse than a missed one
REAL_WEIGHT = 2.0  # of scenes and amounts: photographs are like these
EVERY_POSE = 7  # one picture of so many is read in all poses, even where it is read rightly as it lies
ENOUGHS = (0.0, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 2.0)
POORS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)

Floats = NDArray[np.float64]
Names = tuple[list[str], list[str]]  # of the measures alone, and among others
Make = Callable[[], tuple[str, Rgb, str]]


@dataclass(frozen=True, eq=False)
class Example:
    """One picture: the measures of each of its readings, and how right each is; the first is its own contrast's."""

    kind: str
    own: Floats  # (F,)
    among: Floats  # (readings, G)
    right: Floats  # (readings,) 0..1
    exact: NDArray[np.bool_]  # (readings,)
    upright: NDArray[np.bool_]  # (readings,) as it lies, or its part with the writing
    digits: NDArray[np.int64]  # (readings,) how many were read
    favours: Floats  # (readings,) nats by which the digits are preferred to nothing

    @property
    def weight(self) -> float:
        if self.kind.startswith("empty"):
            return EMPTY_WEIGHT
        return REAL_WEIGHT if self.kind.startswith(("scene", "amounts")) else 1.0


@dataclass(frozen=True, eq=False)
class Odds:
    """Odds by weights that were fitted without the example: of the reading by contrast alone, and of all readings."""

    alone: float
    among: Floats  # (readings,)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=8, help="pictures of each situation; of scenes half as many")
    parser.add_argument("--amounts", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=0, help="make no more pictures after so long; 0: all")
    parser.add_argument("words", nargs="*", help="of the situations, only those whose name holds one of these")
    parser.add_argument("--seed", type=int, default=0, help="another one draws other pictures")
    parser.add_argument("--save", type=Path, help="keep the measures of these pictures")
    parser.add_argument("--with", type=Path, nargs="*", default=[], dest="others", help="fit on kept ones as well")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    chosen = [each for each in SITUATIONS if not arguments.words or any(word in each.name for word in arguments.words)]
    makers = list(_makers(chosen, arguments.count, arguments.amounts, arguments.seed))
    examples, names = _examples(makers, arguments.seconds)
    if arguments.save:
        arguments.save.write_bytes(pickle.dumps(examples))
    for path in arguments.others:
        examples += pickle.loads(path.read_bytes())
    odds = _crossed(examples, names)
    _say_kinds(examples, odds)
    _say_thresholds(examples, odds)
    if arguments.write:
        _fitted(examples, names).save(shipped_networks_path())


def _examples(makers: Sequence[Make], seconds: float) -> tuple[list[Example], Names]:
    """Return the examples, and the names of their measures alone and among others."""
    recognizer, began = Recognizer.load(), time.monotonic()
    examples: list[Example] = []
    names: Names = ([], [])
    for place in np.random.default_rng(SEED).permutation(len(makers)):
        if seconds and time.monotonic() - began > seconds:
            break
        example, names = _example(recognizer, len(examples) % EVERY_POSE == 0, *makers[place]())
        examples.append(example)
    print(f"{len(examples)} pictures in {time.monotonic() - began:.0f} s")
    return examples, names


def _makers(chosen: Sequence[Situation], count: int, amounts: int, seed: int) -> Iterator[Make]:
    """Yield functions that make (kind, picture, its text) of all that is fitted on."""
    for situation in chosen:
        few = 1 if situation.by_line else count
        for number in range(0 if situation.drawn else few):
            yield partial(_situation, situation, number, seed)
    for name, rooms in (("scene", KINDS), ("empty", EMPTY)):
        for place, (kind, room) in enumerate(rooms.items()):
            for number in range(max(1, count // 2)):
                yield partial(_scene, f"{name}: {kind}", room, place + number, seed)
    listed = json.loads((data_folder() / "amounts" / "manifest.json").read_text(encoding="utf-8"))[::2]
    for entry in listed[seed % 2 :: max(1, len(listed) // max(1, amounts))] if amounts else ():
        yield partial(_amount, entry)


def _situation(situation: Situation, number: int, seed: int) -> tuple[str, Rgb, str]:
    with known_writers():
        random = np.random.default_rng([SEED + seed, number, zlib.crc32(situation.name.encode())])
        thing, text = situation.make(random, number % 2 == 1)
    return situation.name, as_rgb(np.asarray(thing)), text


def _scene(kind: str, room: Room, number: int, seed: int) -> tuple[str, Rgb, str]:
    sized = replace(room, size=SIZES[number % len(SIZES)])
    shown = made(sized, np.random.default_rng([zlib.crc32(kind.encode()), SCENE_SEED + seed, number]))
    return kind, np.clip(shown.picture, 0, 255).astype(np.uint8), "\n".join(shown.rows)


def _amount(entry: dict[str, str]) -> tuple[str, Rgb, str]:
    return "amounts", open_picture(data_folder() / "amounts" / entry["file"]), entry["text"]


def _example(recognizer: Recognizer, every_pose: bool, kind: str, picture: Rgb, text: str) -> tuple[Example, Names]:
    candidates = recognizer.candidates(picture, poor=0.0)
    if every_pose or text not in [_text(each.reading, kind) for each in candidates]:
        candidates = recognizer.candidates(picture)
    own = own_features(candidates[0])
    among = [features_among(each, candidates) for each in candidates]
    texts = [_text(each.reading, kind) for each in candidates]
    example = Example(
        kind,
        np.array(list(own.values())),
        np.array([list(each.values()) for each in among]),
        np.array([_rightness(each, text) for each in texts]),
        np.array([each == text for each in texts]),
        np.array([each.pose == AS_IT_LIES or each.pose.part is not None for each in candidates]),
        np.array([len(each.reading.digits) for each in candidates]),
        np.array([favour_of(sureness_of(each), each.agreement.same, is_small(candidates[0])) for each in candidates]),
    )
    return example, (list(own), list(among[0]))


def _text(reading: Reading, kind: str) -> str:
    """Return the text that is compared with the truth; that of amounts has no marks, though most show some."""
    return (reading.without_marks if kind == "amounts" else reading).text


def _rightness(read: str, text: str) -> float:
    like = SequenceMatcher(None, read, text, autojunk=False).ratio() if text else float(not read)
    return EXACT * float(read == text) + (1 - EXACT) * like


def _crossed(examples: Sequence[Example], names: Names) -> list[Odds]:
    """Return the odds of each example by networks that were fitted without its fold."""
    folds = [
        _fitted([example for place, example in enumerate(examples) if place % FOLDS != fold], names)
        for fold in range(FOLDS)
    ]
    pairs = [(example, folds[place % FOLDS]) for place, example in enumerate(examples)]
    return [Odds(float(its.alone.odds_of(one.own[None])[0]), its.among.odds_of(one.among)) for one, its in pairs]


def _fitted(examples: Sequence[Example], names: Names) -> ChoiceNetworks:
    """Return the networks; all readings of one picture together weigh as much as it does."""
    own, first = np.stack([each.own for each in examples]), np.array([each.right[0] for each in examples])
    among, right = (np.concatenate([getattr(each, part) for each in examples]) for part in ("among", "right"))
    weights = np.array([each.weight for each in examples])
    share = np.concatenate([np.full(len(each.right), each.weight / len(each.right)) for each in examples])
    alone, each = fitted_network(names[0], own, first, weights), fitted_network(names[1], among, right, share)
    return ChoiceNetworks(alone, each, shipped_choice_networks().any_digits)


def fitted_network(names: list[str], x: Floats, y: Floats, share: Floats) -> ChoiceNetwork:
    """Return a network fitted to measures (N, F) and answers (N,) 0..1, each weighing its share."""
    mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), LEAST_SPREAD)
    z = np.clip((x - mean) / spread, -MOST_SPREADS, MOST_SPREADS)
    members = tuple(_member(z, y, share / share.sum(), np.random.default_rng(seed)) for seed in range(MEMBERS))
    return ChoiceNetwork(tuple(names), mean, spread, members)


def _member(z: Floats, y: Floats, share: Floats, random: np.random.Generator) -> ChoiceMember:
    """Fit one network to standardized measures (N, F) and answers (N,) 0..1, each weighing its share."""
    features = z.shape[1]
    begun = [random.normal(0, 1 / np.sqrt(features), (features, HIDDEN)), np.zeros(HIDDEN)]
    parts = [*begun, random.normal(0, 0.3, HIDDEN), np.zeros(features), np.zeros(1)]
    first, second = [np.zeros_like(part) for part in parts], [np.zeros_like(part) for part in parts]
    for step in range(1, STEPS + 1):
        for place, slope in enumerate(_slopes(parts, z, y, share)):
            first[place] = 0.9 * first[place] + 0.1 * slope
            second[place] = 0.999 * second[place] + 0.001 * slope**2
            mean, square = first[place] / (1 - 0.9**step), second[place] / (1 - 0.999**step)
            parts[place] = parts[place] - RATE * mean / (np.sqrt(square) + 1e-8)
    inward, hidden, outward, past, bias = parts
    return ChoiceMember(inward, hidden, outward, past, float(bias[0]))


def _slopes(parts: Sequence[Floats], z: Floats, y: Floats, share: Floats) -> list[Floats]:
    """Return the slopes of the loss by inward, hidden, outward and past weights and the bias."""
    inward, hidden, outward, past, bias = parts
    inner = np.tanh(z @ inward + hidden)
    error = share * (1 / (1 + np.exp(-(inner @ outward + z @ past + bias))) - y)
    back = np.outer(error, outward) * (1 - inner**2)
    slopes = [z.T @ back, back.sum(axis=0), inner.T @ error, z.T @ error, error.sum(keepdims=True)]
    decayed = (DECAY / 10, 0.0, DECAY / 10, DECAY / 10, 0.0)
    return [slope + decay * part for slope, decay, part in zip(slopes, decayed, parts, strict=True)]


def _chosen(example: Example, odds: Odds, enough: float = CHOICE.enough, poor: float = POSE.poor) -> int:
    """Return which reading the program takes, by number."""
    if chance(odds.alone) >= enough:
        return 0
    upright = _best(example, odds.among, np.flatnonzero(example.upright))
    if example.digits[upright] and chance(odds.among[upright]) >= poor:
        return upright
    return _best(example, odds.among, np.arange(len(odds.among)))


def _best(example: Example, among: Floats, places: NDArray[np.int64]) -> int:
    """Return the number of the likeliest of the readings with these numbers."""
    digits, favours = (example.digits[places] > 0).tolist(), example.favours[places].tolist()
    return int(places[choose(among[places].tolist(), digits, favours)])


def _say_kinds(examples: Sequence[Example], odds: Sequence[Odds]) -> None:
    """Print how many of the picture's own readings are right, of the chosen ones, and of the best there are."""
    rows: dict[str, list[tuple[float, float, float, float]]] = {}
    for each, its in zip(examples, odds, strict=True):
        place = _chosen(each, its)
        shown = bool(each.exact[0]), bool(each.exact[place]), bool(each.exact.any()), its.alone
        rows.setdefault(each.kind.partition(":")[0] if each.kind[:5] in ("scene", "empty") else each.kind, []).append(
            (float(shown[0]), float(shown[1]), float(shown[2]), float(chance(shown[3]) >= CHOICE.enough))
        )
    every = [row for group in rows.values() for row in group]
    for group, values in [*rows.items(), ("all", every)]:
        own, chosen, best, enough = 100 * np.mean(values, axis=0)
        print(f"{group:46} own {own:5.1f}  chosen {chosen:5.1f}  best {best:5.1f}  own is enough {enough:3.0f} %")


def _say_thresholds(examples: Sequence[Example], odds: Sequence[Odds]) -> None:
    pairs = list(zip(examples, odds, strict=True))
    print("enough: pictures read no further, right of these; right of all with digits; false digits an empty picture")
    for enough in ENOUGHS:
        above = [each.exact[0] for each, its in pairs if chance(its.alone) >= enough]
        share = 100 * np.mean(above) if above else 0.0
        print(f"{enough:5.2f}  {100 * len(above) / len(pairs):5.1f} % {share:6.1f} %  {_figures(pairs, enough=enough)}")
    print("poor: other poses are tried where no upright reading is as likely; the same two figures")
    for poor in POORS:
        print(f"{poor:5.2f}  {_figures(pairs, poor=poor)}")


def _figures(pairs: Sequence[tuple[Example, Odds]], enough: float = CHOICE.enough, poor: float = POSE.poor) -> str:
    taken = [(each, _chosen(each, its, enough, poor)) for each, its in pairs]
    right = [each.exact[place] for each, place in taken if not each.kind.startswith("empty")]
    false = [each.digits[place] for each, place in taken if each.kind.startswith("empty")]
    return f"{100 * np.mean(right):5.1f} %  {np.mean(false):6.3f}"


if __name__ == "__main__":
    main()
