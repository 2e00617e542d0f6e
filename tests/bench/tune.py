"""Sensitivity of every parameter of the vision pipeline: python -m tests.bench.tune [--stages NAME…] [--out FILE]

Development data: digits of held-out pen writers as drawings (some ringed, underlined, dotted about, written over) and
as rows in pictures, made scenes with and without digits, and even places of the amounts. Never photographs, MNIST's
test set, or odd places of the amounts.
The figure is the mean over all readings of 1 - edit distance / length, in %; of an empty scene 100 where nothing is
read. Each parameter is made 20 % smaller and larger (a share above 0.9: its distance from 1), then all of a stage at
once, each by a random sign. A reading that never asks for a parameter is not made again with another value of it.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from digitpad.inference.network import Network
from digitpad.learning.data.datasets import is_held_out, pen_digits
from digitpad.paths import bundled, data_folder
from digitpad.recognizer import SHIPPED, Recognizer
from digitpad.records import Rgb, Stroke
from digitpad.vision.picture.pictures import open_picture
from digitpad.vision.pipeline.parameters import VISION, VisionParams
from digitpad.vision.render.sheet import picture_of
from tests.bench.numbers import by_writer, set_side_by_side
from tests.bench.photos import edit_distance
from tests.support.rooms import EMPTY, KINDS, made
from tests.support.situation_drawings import hand_ring

SIZE = (360, 640)  # px of made scenes: a quarter of the usual ones, for time
STRINGS, ROWS, AMOUNTS = 24, 20, 24  # of each kind
ANOTHER_WAY = 12  # of the strings, which are drawn once more with something about them
STEP = 0.2  # share by which a parameter is changed
TOGETHER = 3  # draws of all parameters of a stage at once
NEAR_ONE = 0.9  # a share so large has its distance from 1 changed
BESIDE = ("hints", "others")  # records that decide what is said or offered beside a reading, and not what is read
Drawing = list[Stroke]
Parameter = tuple[type, str]  # a record and one of its fields


@dataclass(frozen=True, eq=False)
class Example:
    content: Rgb | Drawing
    truth: str


@dataclass(frozen=True, eq=False)
class Usual:
    """The readings as the program ships, and which numbers each asked for."""

    examples: list[Example]
    scores: list[float]
    asked: list[set[Parameter]]

    @classmethod
    def of(cls, examples: list[Example]) -> Usual:
        scores, asked = [], []
        for example in examples:
            with watched(VISION) as names:
                scores.append(_score(Recognizer(_network(), params=VISION), example))
            asked.append(names)
        return cls(examples, scores, asked)

    @property
    def figure(self) -> float:
        return 100 * float(np.mean(self.scores))

    def askers(self, moved_ones: set[Parameter]) -> int:
        return sum(not names.isdisjoint(moved_ones) for names in self.asked)

    def figure_with(self, params: VisionParams, moved_ones: set[Parameter]) -> float:
        """The mean score with other values of these numbers, %."""
        recognizer = Recognizer(_network(), params=params)
        each = zip(self.examples, self.scores, self.asked, strict=True)
        return 100 * float(
            np.mean([score if names.isdisjoint(moved_ones) else _score(recognizer, one) for one, score, names in each])
        )


@dataclass(frozen=True)
class Sensitivity:
    name: str  # stage.parameter
    value: float
    smaller: float  # figure, %
    larger: float
    askers: int  # readings that ask for it

    def row(self, usual: float) -> str:
        cells = [f"{self.smaller - usual:+.2f}", f"{self.larger - usual:+.2f}"]
        return f"| {self.name} | {self.value:g} | {cells[0]} | {cells[1]} | {self.askers} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stages", nargs="+", metavar="NAME", help="light, ink, ruling, segmentation, rows, path, …")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one reading of N alone, for a first look")
    parser.add_argument("--out", type=Path, help="write the table here, too")
    arguments = parser.parse_args()
    usual = Usual.of(list(development())[:: arguments.every])
    lines: list[str] = []
    for line in table(usual, arguments.stages):
        lines.append(line)
        print(line, flush=True)
    if arguments.out:
        arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def table(usual: Usual, stages: list[str] | None) -> Iterator[str]:
    yield f"{len(usual.examples)} readings, usual figure {usual.figure:.2f} %\n"
    yield "| parameter | value | 20 % smaller | 20 % larger | readings that ask for it |"
    yield "| --- | --- | --- | --- | --- |"
    quiet = []
    for path, value in parameters(VISION):
        if stages and path[-2] not in stages:
            continue
        one = sensitivity(usual, path, value)
        if one.smaller == one.larger == usual.figure:
            quiet.append(one.name)
        yield one.row(usual.figure)
    yield f"\nNo change either way ({len(quiet)}): {', '.join(quiet)}."
    yield from together(usual, stages)


def sensitivity(usual: Usual, path: tuple[str, ...], value: float) -> Sensitivity:
    one = {name_of(path)}
    smaller, larger = (usual.figure_with(changed(VISION, path, moved(value, step)), one) for step in (-STEP, STEP))
    return Sensitivity(".".join(path[-2:]), value, smaller, larger, usual.askers(one))


def development() -> Iterator[Example]:
    """The named development data, always the same."""
    random = np.random.default_rng(11)
    held_out = [
        digit for digit in pen_digits(data_folder() / "strokes/pendigits-train.jsonl") if is_held_out(digit.writer)
    ]
    writers = list(by_writer(iter(held_out)).values())
    for number in range(STRINGS + ROWS):
        digits = writers[int(random.integers(len(writers)))]
        chosen = [digits[int(i)] for i in random.integers(len(digits), size=int(random.integers(3, 7)))]
        strokes = set_side_by_side(chosen, float(random.choice([-0.06, 0.08, 0.2, 0.5])), random)
        text = "".join(digit.label for digit in chosen)
        yield Example(strokes if number < STRINGS else _as_picture(strokes), text)
        if number < ANOTHER_WAY:
            yield Example(_another_way(number % 4, strokes, random), text)
    for kinds in (KINDS, EMPTY):
        for kind, room in kinds.items():
            scene = made(replace(room, size=SIZE), np.random.default_rng([zlib.crc32(kind.encode()), 77]))
            yield Example(scene.picture, "\n".join(scene.rows))
    yield from map(_as_example, _own_amounts())


def further_amounts(count: int) -> Iterator[Example]:
    """Even places of the amounts that `development` leaves out, at most `count`, from all over the file."""
    own = _own_amounts()
    left = [entry for entry in _even_amounts() if entry not in own]
    yield from map(_as_example, left[:: max(1, len(left) // max(1, count))][:count])


def _own_amounts() -> list[dict[str, Any]]:
    even = _even_amounts()
    return even[:: len(even) // AMOUNTS][:AMOUNTS]


def _even_amounts() -> list[dict[str, Any]]:
    amounts: list[dict[str, Any]] = json.loads((data_folder() / "amounts/manifest.json").read_text(encoding="utf-8"))
    return amounts[::2]


def _as_example(entry: dict[str, Any]) -> Example:
    return Example(open_picture(data_folder() / "amounts" / entry["file"]), _digits_of(entry))


def figure(params: VisionParams, examples: list[Example]) -> float:
    """The mean score over the examples, %."""
    recognizer = Recognizer(_network(), params=params)
    return 100 * float(np.mean([_score(recognizer, example) for example in examples]))


@contextmanager
def watched(params: VisionParams) -> Iterator[set[Parameter]]:
    """Yield the numbers that are asked for inside, by record and field; where a record is compared, all of it."""
    names: set[Parameter] = set()

    def ask(record: Any, name: str) -> Any:
        names.add((type(record), name))
        return object.__getattribute__(record, name)

    records = _records_of(params)
    for record in records:
        record.__getattribute__ = ask  # type: ignore[method-assign]
    try:
        yield names
    finally:
        for record in records:
            del record.__getattribute__


def _records_of(params: Any) -> set[type]:
    nested = (getattr(params, field.name) for field in fields(params))
    return {type(params)}.union(*(_records_of(value) for value in nested if is_dataclass(value)))


def name_of(path: tuple[str, ...]) -> Parameter:
    record: Any = VISION
    for name in path[1:-1]:
        record = getattr(record, name)
    return type(record), path[-1]


def parameters(params: Any) -> Iterator[tuple[tuple[str, ...], float]]:
    """Every number that a reading depends on, once, with the names that lead to it."""
    first: dict[Parameter, tuple[tuple[str, ...], float]] = {}
    for path, value in _nested(params, ("vision",)):
        first.setdefault(name_of(path), (path, value))
    yield from first.values()


def _nested(params: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    for field in fields(params):
        value = getattr(params, field.name)
        if is_dataclass(value) and field.name not in BESIDE:
            yield from _nested(value, (*path, field.name))
        elif not is_dataclass(value):
            yield (*path, field.name), value


def moved(value: float, step: float) -> float:
    if isinstance(value, int):
        return max(1, value + (1 if step > 0 else -1) * max(1, round(abs(step * value))))
    return 1 - (1 - value) * (1 - step) if NEAR_ONE <= value < 1 else value * (1 + step)


def changed(params: Any, path: tuple[str, ...], value: float) -> Any:
    """Return the records with one number changed, in whatever record it stands."""
    record = params
    for name in path[1:-1]:
        record = getattr(record, name)
    return _with(params, replace(record, **{path[-1]: value}))


def _with(params: Any, record: Any) -> Any:
    if type(params) is type(record):
        return record
    nested = {field.name: getattr(params, field.name) for field in fields(params)}
    return replace(params, **{name: _with(each, record) for name, each in nested.items() if is_dataclass(each)})


def together(usual: Usual, stages: list[str] | None) -> Iterator[str]:
    """All numbers of a stage at once, each a fifth smaller or larger by chance: the worst and best of some draws."""
    random = np.random.default_rng(5)
    every = list(parameters(VISION))
    for stage in dict.fromkeys(path[-2] for path, _ in every):
        if stages and stage not in stages:
            continue
        moved_ones = {name_of(path) for path, _ in every if path[-2] == stage}
        figures = []
        for _ in range(TOGETHER):
            params = VISION
            for path, value in every:
                if path[-2] == stage:
                    params = changed(params, path, moved(value, float(random.choice([-STEP, STEP]))))
            figures.append(usual.figure_with(params, moved_ones) - usual.figure)
        yield f"All of {stage} together: {min(figures):+.2f} to {max(figures):+.2f}."


def _network() -> Any:
    global _loaded
    if _loaded is None:
        _loaded = Network.load(bundled("models", SHIPPED), "cpu")
    return _loaded


_loaded: Any = None


def _score(recognizer: Recognizer, example: Example) -> float:
    drawn = isinstance(example.content, list)
    reading = recognizer.read_strokes(example.content) if drawn else recognizer.read_image(example.content)
    if not example.truth:
        return float(not reading.text)
    return max(0.0, 1 - edit_distance(example.truth, reading.text) / len(example.truth))


def _as_picture(strokes: Drawing) -> Rgb:
    points = np.concatenate([stroke.points for stroke in strokes])
    placed = [Stroke.of(stroke.points - points.min(axis=0) + 60, 9.0) for stroke in strokes]
    width, height = np.ptp(points, axis=0) + 120
    return picture_of(placed, int(width), int(height), paper=(244, 241, 232), ink=(40, 45, 70))


def _another_way(way: int, strokes: Drawing, random: np.random.Generator) -> Drawing:
    """Return strokes with a ring about them, underlined, dotted about, or written over."""
    points = np.concatenate([stroke.points for stroke in strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    (across, down), middle = (high - low) / 2, (high + low) / 2
    more = (
        [hand_ring(random, across * 1.3 + 20, down * 1.3 + 20) + middle],
        [np.linspace((low[0], high[1] + 15), (high[0], high[1] + 20), 20)],
        [np.full((1, 2), middle) + random.choice([-1, 1], 2) * (across + 200, down + 200) for _ in range(3)],
        [stroke.points + random.normal(0, 2, 2) for stroke in strokes],
    )
    return [*strokes, *(Stroke.of(each.astype(np.float32), strokes[0].width) for each in more[way])]


def _digits_of(entry: dict[str, Any]) -> str:
    return str(next(entry[key] for key in ("digits", "text", "truth", "rows") if key in entry))


if __name__ == "__main__":
    main()
