"""The parameters that sort strokes by their course, each varied, on digits of writers that networks train on.

python -m tests.bench.stroke_course [--count N]

Prints the share read exactly of plain digits and touching numbers (which must not suffer), and of drawings that are
written over, broken, framed, underlined or dotted (which must gain), for each parameter 20 % lower and higher.
"""

from __future__ import annotations

import argparse
from dataclasses import fields, replace
from functools import partial

import numpy as np

from digitpad import Recognizer
from digitpad.learning.data.datasets import PenDigit, is_held_out, pen_digits
from digitpad.paths import data_folder
from digitpad.vision.pipeline.parameters import VISION
from digitpad.vision.segmentation.parameters import COURSE, CourseParams
from tests.bench.tune import STEP, moved
from tests.support.situation_drawings import dotted, hand_box, hand_ring, rewritten, skipping
from tests.support.situation_ink import Points, Random, pick, scaled

SEED = 11
FILES = ("pendigits-train", "unipen-dev")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these parameters")
    arguments = parser.parse_args()
    count, only = arguments.count, arguments.only or [field.name for field in fields(CourseParams)]
    drawings = _development()
    print(f"{'parameter':12} {'value':>6}  " + " ".join(f"{kind:>9}" for kind in KINDS))
    _print("as it is", float("nan"), drawings, count, COURSE)
    for field in (field for field in fields(CourseParams) if field.name in only):
        for step in (-STEP, STEP):
            value = moved(getattr(COURSE, field.name), step)
            _print(field.name, value, drawings, count, replace(COURSE, **{field.name: value}))


def _development() -> list[PenDigit]:
    paths = [data_folder() / "strokes" / f"{name}.jsonl" for name in FILES]
    return [digit for path in paths for digit in pen_digits(path) if not is_held_out(digit.writer)]


def _print(name: str, value: float, drawings: list[PenDigit], count: int, params: CourseParams) -> None:
    recognizer = Recognizer.load(params=replace(VISION, course=params))
    shares = [_share(recognizer, drawings, kind, count) for kind in KINDS]
    print(f"{name:12} {value:6.3f}  " + " ".join(f"{share:8.1f}%" for share in shares), flush=True)


def _share(recognizer: Recognizer, drawings: list[PenDigit], kind: str, count: int) -> float:
    random, right = np.random.default_rng(SEED), 0
    for _ in range(count):
        strokes, text = KINDS[kind](random, drawings)
        right += recognizer.read_strokes([stroke.tolist() for stroke in strokes]).text == text
    return 100 * right / count


def _numbers(gap: float, random: Random, drawings: list[PenDigit]) -> tuple[list[Points], str]:
    """Four digits of one writer, `gap` heights apart."""
    first = pick(random, drawings)
    own = [digit for digit in drawings[:2000] if digit.writer == first.writer] or [first]
    strokes: list[Points] = []
    text, left = "", 0.0
    for _ in range(4):
        drawing = pick(random, own)
        parts, extent = scaled(drawing, 100)
        strokes += [np.add(part, (left, 100 - extent[1])) for part in parts]
        left += float(extent[0]) + gap * 100
        text += drawing.label
    return strokes, text


def _one(change, random: Random, drawings: list[PenDigit]) -> tuple[list[Points], str]:  # type: ignore[no-untyped-def]
    drawing = pick(random, drawings)
    strokes, _ = scaled(drawing, random.uniform(60, 200))
    return change(random, True, [np.add(stroke, 100) for stroke in strokes]), drawing.label


def _framed(oval: bool, random: Random, drawings: list[PenDigit]) -> tuple[list[Points], str]:
    strokes, text = _numbers(0.3, random, drawings)
    points = np.concatenate(strokes)
    middle, half = (points.min(axis=0) + points.max(axis=0)) / 2, np.ptp(points, axis=0) / 2
    frame = hand_ring(random, *(1.3 * half + 20)) if oval else hand_box(random, *(half + random.uniform(10, 50)))
    return [*strokes, frame + middle], text


def _underlined(random: Random, drawings: list[PenDigit]) -> tuple[list[Points], str]:
    strokes, text = _numbers(0.3, random, drawings)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    ends = [(low[0] - 10, high[1] + random.uniform(3, 20)), (high[0] + 10, high[1] + random.uniform(3, 20))]
    return [*strokes, np.linspace(*ends, 20)], text


def _of_two_loops(random: Random, drawings: list[PenDigit]) -> tuple[list[Points], str]:
    """An 8 that was written as two loops, which stand up to a tenth of its height farther apart than they did."""
    drawing = drawings[0]
    while drawing.label != "8" or len(drawing.strokes) != 2:
        drawing = drawings[int(random.integers(len(drawings)))]
    strokes, extent = scaled(drawing, random.uniform(60, 200))
    upper, lower = sorted(strokes, key=lambda stroke: float(stroke[:, 1].mean()))
    return [upper, np.add(lower, (0, random.uniform(0, 0.1) * extent[1]))], "8"


def _in_two_rows(random: Random, drawings: list[PenDigit]) -> tuple[list[Points], str]:
    """One digit with loops below another."""
    round_ones = [digit for digit in drawings[:2000] if digit.label in "0689" and len(digit.strokes) == 1]
    upper, lower = pick(random, round_ones), pick(random, round_ones)
    (above, extent), (below, _) = scaled(upper, 100), scaled(lower, 100)
    down = extent[1] + random.uniform(15, 60)
    return [*above, *(np.add(stroke, (0, down)) for stroke in below)], f"{upper.label}\n{lower.label}"


KINDS = {
    "plain": partial(_one, lambda random, varied, strokes: strokes),
    "apart": partial(_numbers, 0.2),
    "touching": partial(_numbers, 0.0),
    "twice": partial(_one, partial(rewritten, 2)),
    "broken": partial(_one, skipping),
    "dots": partial(_one, dotted),
    "boxed": partial(_framed, False),
    "ringed": partial(_framed, True),
    "underlined": _underlined,
    "two loops": _of_two_loops,
    "two rows": _in_two_rows,
}

if __name__ == "__main__":
    main()
