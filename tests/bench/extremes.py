"""Whole rules of the vision pipeline switched off: python -m tests.bench.extremes [--stages NAME…] [--only NAME…]

Where `tests.bench.tune` moves a parameter by a fifth, this one takes it to its extremes: the value that switches its
rule off where `OFF` knows one, else a tenth of it and ten times as much. Ceilings of time and memory, and what a
network or weights were fitted on, are left as they are.
The data are development data again, and more: the readings of `tune`; frames as a camera gives them, read by contrast
alone, of made scenes with and without digits; the situations, and numbers with dust, scraps and boxes about, by writers
that networks are trained on; with `--pages` their pages, and with `--amounts N` so many more of the even amounts. For
each value it prints how many readings of those looked at became better and worse; it goes on to the next where
`--enough` did. The last table counts, by stage.
"""

from __future__ import annotations

import argparse
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from digitpad.inference.network import Network
from digitpad.paths import bundled
from digitpad.recognizer import SHIPPED, Recognizer
from digitpad.records import Stroke
from digitpad.vision.pipeline.parameters import VISION, VisionParams
from tests.bench.photos import edit_distance
from tests.bench.tune import Example, Parameter, changed, development, further_amounts, name_of, parameters, watched
from tests.support.neutral_values import CEILINGS, FITTED, OFF
from tests.support.remembered_ink import RememberedInk
from tests.support.rooms import EMPTY, KINDS, made
from tests.support.situation_ink import known_writers
from tests.support.situations import SITUATIONS, Situation
from tests.support.soiled_numbers import SOILED

SEED = 78
SOILED_DRAWS = 12  # numbers of each kind of soil
ENOUGH = 6  # readings: a rule that changes so many is no quiet one


@dataclass(frozen=True, eq=False)
class Case:
    """Something to read: as a picture or drawing, or as a camera's frame."""

    example: Example
    frame: bool = False


@dataclass(frozen=True, eq=False)
class Shipped:
    """The score of each case as the program ships, and the numbers that it asks for."""

    case: Case
    score: float
    asked: frozenset[Parameter]
    seconds: float


@dataclass(frozen=True)
class Change:
    """Readings that became better and worse, of so many; `stopped` before all were looked at."""

    better: int = 0
    worse: int = 0
    points: float = 0.0  # sum of the changes of their scores
    looked: int = 0
    stopped: bool = False
    refused: str = ""  # the error, where nothing can be read with this value

    @property
    def none(self) -> bool:
        return not (self.better or self.worse or self.refused)

    def __str__(self) -> str:
        if self.refused:
            return f"refused ({self.refused})"
        return f"+{self.better} -{self.worse} ({self.points:+.2f}) of {self.looked}{' …' if self.stopped else ''}"


def main() -> None:
    arguments = _arguments()
    if arguments.count:
        print("\n".join(numbers()))
        return
    chosen = [(path, value) for path, value in parameters(VISION) if _is_chosen(path, arguments)]
    shipped = sorted(_shipped(arguments), key=lambda each: each.seconds)
    shipped = shipped[: round(arguments.quickest * len(shipped))]
    print(f"{len(shipped)} readings, of these {sum(each.score == 1 for each in shipped)} right\n", flush=True)
    if arguments.together:
        print(_all_off(shipped, [path for path, _ in chosen]))
        return
    print("| parameter | value | at |\n| --- | --- | --- |", flush=True)
    quiet: dict[tuple[str, ...], bool] = {}
    for path, value in chosen:
        tried = {end: _tried(shipped, path, end, arguments.enough) for end in extremes(path, value)}
        quiet[path] = all(each.none for each in tried.values())
        print(f"| {_short(path)} | {value:g} | {'; '.join(f'{end:g}: {tried[end]}' for end in tried)} |", flush=True)
    print("\n".join(counted(quiet)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stages", nargs="+", metavar="NAME", help="light, ink, ruling, segmentation, rows, path, …")
    parser.add_argument("--only", nargs="+", metavar="STAGE.NUMBER", help="these numbers alone")
    parser.add_argument("--off", action="store_true", help="only numbers whose rule is known to be off at some value")
    parser.add_argument("--draws", type=int, default=2, help="scenes of each kind, as frames")
    parser.add_argument("--pages", action="store_true", help="pages of many lines, too, which take a second and more")
    parser.add_argument("--amounts", type=int, default=0, help="so many even amounts more")
    parser.add_argument("--quickest", type=float, default=1.0, help="this share of the readings alone")
    parser.add_argument("--enough", type=int, default=ENOUGH, help="changed readings after which the next is tried")
    parser.add_argument("--count", action="store_true", help="only say how many numbers there are, by stage")
    parser.add_argument("--together", action="store_true", help="all of them off at once, looking at every reading")
    return parser.parse_args()


def _is_chosen(path: tuple[str, ...], arguments: argparse.Namespace) -> bool:
    return (
        _is_varied(path)
        and (not arguments.stages or path[-2] in arguments.stages)
        and (not arguments.only or _short(path) in arguments.only)
        and (not arguments.off or _short(path) in OFF)
    )


def numbers() -> Iterator[str]:
    """The lines of a table: how many numbers each stage has, and how each is tried."""
    paths = [path for path, _ in parameters(VISION)]
    every = Counter(path[-2] for path in paths)
    varied = [path for path in paths if _is_varied(path)]
    off = Counter(path[-2] for path in varied if _short(path) in OFF)
    ends = Counter(path[-2] for path in varied if _short(path) not in OFF)
    yield "| stage | numbers | whose rule can be switched off | tried at a tenth and ten times | left as they are |"
    yield "| --- | --- | --- | --- | --- |"
    for stage, count in (*every.items(), ("all", every.total())):
        tried = [each.total() if stage == "all" else each[stage] for each in (off, ends)]
        yield f"| {stage} | {count} | {tried[0]} | {tried[1]} | {count - sum(tried)} |"


def counted(quiet: Mapping[tuple[str, ...], bool]) -> Iterator[str]:
    """The lines of a table: how many numbers each stage has, and how many of those tried change no reading."""
    every, tried = Counter(path[-2] for path, _ in parameters(VISION)), Counter(path[-2] for path in quiet)
    none = Counter(path[-2] for path in quiet if quiet[path])
    yield "\n| stage | numbers | of these tried | change nothing |\n| --- | --- | --- | --- |"
    for stage, count in every.items():
        names = ", ".join(path[-1] for path in quiet if path[-2] == stage and quiet[path])
        yield f"| {stage} | {count} | {tried[stage]} | {none[stage]}{': ' if names else ''}{names} |"
    yield f"| all | {every.total()} | {tried.total()} | {none.total()} |"


def extremes(path: tuple[str, ...], value: float) -> tuple[float, ...]:
    """The value that switches a rule off; where none is known, a tenth and ten times as much."""
    if _short(path) in OFF:
        return (_like(value, OFF[_short(path)]),)
    return tuple(max(1, round(end)) if isinstance(value, int) else end for end in (value / 10, value * 10))


def _like(value: float, end: float) -> float:
    return round(end) if isinstance(value, int) else end


def _is_varied(path: tuple[str, ...]) -> bool:
    return path[-2] not in FITTED and path[-1] not in CEILINGS.get(path[-2], ())


def _short(path: tuple[str, ...]) -> str:
    return ".".join(path[-2:])


def _tried(shipped: Sequence[Shipped], path: tuple[str, ...], value: float, enough: int) -> Change:
    try:
        return change(shipped, changed(VISION, path, value), {name_of(path)}, enough)
    except (ValueError, IndexError, ArithmeticError) as error:
        return Change(refused=type(error).__name__)


def _all_off(shipped: Sequence[Shipped], paths: Sequence[tuple[str, ...]]) -> Change:
    params = VISION
    for path in paths:
        params = changed(params, path, OFF[_short(path)])
    return change(shipped, params, {name_of(path) for path in paths}, len(shipped))


def change(shipped: Sequence[Shipped], params: VisionParams, moved: set[Parameter], enough: int) -> Change:
    """Read all that asks for the moved numbers again, until `enough` readings differ."""
    recognizer, better, worse, points, looked = _recognizer(params), 0, 0, 0.0, 0
    for each in shipped:
        if each.asked.isdisjoint(moved):
            continue
        looked += 1
        gained = _score(recognizer, each.case) - each.score
        better, worse, points = better + (gained > 0), worse + (gained < 0), points + gained
        if better + worse >= enough:
            return Change(better, worse, points, looked, stopped=True)
    return Change(better, worse, points, looked)


def _shipped(arguments: argparse.Namespace) -> Iterator[Shipped]:
    for case in cases(arguments.draws, arguments.pages, arguments.amounts):
        began = time.thread_time()
        with watched(VISION) as asked:
            score = _score(_recognizer(VISION), case)
        yield Shipped(case, score, frozenset(asked), time.thread_time() - began)


def cases(draws: int, pages: bool = False, amounts: int = 0) -> Iterator[Case]:
    """Frames first, which are read soonest; the readings of `tune`; situations, soiled numbers, further amounts."""
    for draw in range(draws):
        for kind, room in (*KINDS.items(), *EMPTY.items()):  # some names stand in both
            shown = made(room, np.random.default_rng([zlib.crc32(kind.encode()), SEED + draw]))
            yield Case(Example(shown.picture, "\n".join(shown.rows)), frame=True)
    yield from map(Case, development())
    for situation in SITUATIONS:
        if pages or not situation.by_line:
            for varied in (False, True):
                yield Case(_situation(situation, varied))
    yield from map(Case, _soiled())
    yield from map(Case, further_amounts(amounts))


def _situation(situation: Situation, varied: bool) -> Example:
    random = np.random.default_rng([SEED, varied, zlib.crc32(situation.name.encode())])
    with known_writers():
        thing, text = situation.make(random, varied)
    return Example([Stroke.of(each) for each in thing] if isinstance(thing, list) else np.asarray(thing), text)


def _soiled() -> Iterator[Example]:
    with known_writers():
        for kind, soil in SOILED.items():
            for draw in range(SOILED_DRAWS):
                random = np.random.default_rng([zlib.crc32(kind.encode()), SEED + draw])
                grey, text = soil(random)
                noisy = np.clip(grey + random.normal(0, 2, grey.shape), 0, 255).astype(np.uint8)
                yield Example(np.repeat(noisy[..., None], 3, axis=2), text)


def _score(recognizer: Recognizer, case: Case) -> float:
    content, truth = case.example.content, case.example.truth
    if case.frame:
        text = recognizer.read_frame(content).reading.text
    else:
        read = recognizer.read_strokes if isinstance(content, list) else recognizer.read_image
        text = read(content).text
    if not truth:
        return float(not text)
    return max(0.0, 1 - edit_distance(truth, text) / len(truth))


def _recognizer(params: VisionParams) -> Recognizer:
    return Recognizer(_network(), params=params, ink=_ink)


def _network() -> Network:
    global _loaded
    if _loaded is None:
        _loaded = Network.load(bundled("models", SHIPPED), "cpu")
    return _loaded


_loaded: Network | None = None
_ink = RememberedInk()


if __name__ == "__main__":
    main()
