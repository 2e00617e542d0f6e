"""Sensitivity of the numbers by which a line is a mark or a sign: python -m tests.bench.marks_sweep [--count N]

Each is given other values while the rest stay as they are. The figures are of training writers and the forms that the
model of marks was fitted on; tests.bench.marks quotes on others. A row of `small 0` is a digit, a 0 of 40 % of its
height, and the digit again; `in picture`: the same numbers in pencil or pen on paper, `plain` those without a mark.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from digitpad import Recognizer
from digitpad.records import Rgb
from digitpad.vision.pipeline.parameters import VISION
from tests.bench.marks import QUOTED, SEED, is_right, read_pad, some_drawn, writers
from tests.support import mark_drawings
from tests.support.mark_drawings import FITTING, MARKS
from tests.support.mark_pictures import picture_of
from tests.support.small_zeros import small_zero_among

SWEPT = {
    ("path", "mark_cost"): (0.0, 0.25, 0.5, 1.0, 2.0),
    ("path", "likely_mark"): (0.3, 0.4, 0.5, 0.7, 0.9),
    ("path", "lone_sign_cost"): (0.0, 1.0, 2.0, 3.0, 4.0),
    ("path", "least_part"): (0.1, 0.2, 0.3, 0.4, 0.5),
    ("segmentation", "sure_speck"): (0.3, 0.4, 0.5, 0.65, 0.8),
    ("segmentation", "nearly_all"): (0.5, 0.65, 0.8, 0.9, 1.0),
    ("path", "picture_sign_cost"): (0.0, 0.5, 1.0, 2.0, 4.0),
}
FIGURES = (
    "one mark",
    "none gained",
    "sign ?",
    "small 0",
    "one in picture",
    "none in picture",
    "sign in picture",
    "plain in picture",
)
Figure = Callable[[Recognizer], float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=60, help="rows of each kind")
    parser.add_argument("--only", nargs="+", choices=[name for _, name in SWEPT], help="these alone")
    arguments = parser.parse_args()
    figures = _figures(arguments.count)
    print(f"{'':24}" + "".join(f"{name:>16}" for name in FIGURES))
    for (stage, name), values in SWEPT.items():
        if arguments.only and name not in arguments.only:
            continue
        own = getattr(VISION, stage)
        for value in values:
            params = replace(VISION, **{stage: replace(own, **{name: value})})
            recognizer = Recognizer.load(device="cpu", params=params)
            cells = [f"{100 * figure(recognizer):14.1f} %" for figure in figures]
            usual = " (as it is)" if value == getattr(own, name) else ""
            print(f"{f'{name} {value:g}{usual}':24}" + "".join(cells), flush=True)


def _figures(count: int) -> list[Figure]:
    """Functions that give what FIGURES names, each as a share of rows."""
    hands, random = writers(QUOTED, held_out=False), np.random.default_rng(SEED)
    marked = [each for mark in MARKS for each in _drawn(partial(mark_drawings.with_one, mark), count // len(MARKS))]
    plain, signs = _drawn(mark_drawings.without, 2 * count), _drawn(mark_drawings.with_sign, count)
    shown = [(each.text, picture_of(each, random)) for each in marked]
    bare = [(each.text, picture_of(each, random)) for each in plain]
    signed = [(each, picture_of(each, random)) for each in signs]
    labels = [label for label in range(1, 10) for _ in range(count // 9)]
    zeros = [(f"{label}0{label}", small_zero_among(label, hands[int(random.integers(len(hands)))])) for label in labels]
    return [
        lambda recognizer: float(np.mean([is_right(read_pad(recognizer, each), each) for each in marked])),
        lambda recognizer: float(np.mean([not set(read_pad(recognizer, each)) & set(MARKS) for each in plain])),
        lambda recognizer: float(np.mean([is_right(read_pad(recognizer, each), each) for each in signs])),
        lambda recognizer: float(np.mean([recognizer.read_strokes(row).text == text for text, row in zeros])),
        lambda recognizer: float(np.mean([_text(recognizer, picture) == text for text, picture in shown])),
        lambda recognizer: float(np.mean([not set(_text(recognizer, each)) & set(MARKS) for _, each in bare])),
        lambda recognizer: float(np.mean([is_right(_text(recognizer, each), drawn) for drawn, each in signed])),
        lambda recognizer: float(np.mean([_text(recognizer, each) == text for text, each in bare])),
    ]


def _text(recognizer: Recognizer, picture: Rgb) -> str:
    return recognizer.read_image(picture).text


def _drawn(texts: Callable[[np.random.Generator], str], count: int) -> list[mark_drawings.Drawn]:
    return some_drawn(writers(QUOTED, held_out=False), FITTING, texts, np.random.default_rng(SEED), count)


if __name__ == "__main__":
    main()
