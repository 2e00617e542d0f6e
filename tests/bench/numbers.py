"""Whole numbers of one held-out writer, digits set side by side: the share read exactly, by the gap between them.

python -m tests.bench.numbers [--strokes FILE…] [--count N] [--weights FILE]
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from digitpad import Recognizer
from digitpad.learning.data.datasets import PenDigit, is_held_out, pen_digits
from digitpad.paths import data_folder
from digitpad.records import Stroke

GAPS = {"a half": 0.5, "a fifth": 0.2, "a twelfth": 1 / 12, "touching": -0.06}  # of the height
HEIGHT = 120.0  # pad px
FILES = ("strokes/pendigits-train.jsonl", "strokes/unipen-dev.jsonl")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strokes", type=Path, nargs="*", default=[data_folder() / name for name in FILES])
    parser.add_argument("--count", type=int, default=500, help="numbers for each gap")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--everybody", action="store_true", help="all writers of the files, not only those held out")
    arguments = parser.parse_args()
    digits = [digit for path in arguments.strokes for digit in pen_digits(path) if digit.label.isdigit()]
    writers = by_writer(digit for digit in digits if arguments.everybody or is_held_out(digit.writer))
    recognizer = Recognizer.load(arguments.weights, device="cpu")
    for name, gap in GAPS.items():
        share = read_exactly(recognizer, writers, gap, arguments.count)
        print(f"gap {name:10}  {share:6.1%} of {arguments.count} numbers read exactly")


def read_exactly(
    recognizer: Recognizer, writers: dict[str, list[PenDigit]], gap: float, count: int, seed: int = 7
) -> float:
    """The share 0..1 of `count` numbers of 3 to 6 digits that are read without any mistake."""
    random = np.random.default_rng(seed)
    names = sorted(name for name, digits in writers.items() if len(digits) >= 20)
    right = 0
    for _ in range(count):
        digits = writers[names[int(random.integers(len(names)))]]
        chosen = [digits[int(i)] for i in random.integers(len(digits), size=int(random.integers(3, 7)))]
        text = recognizer.read_strokes(set_side_by_side(chosen, gap, random)).text
        right += text == "".join(digit.label for digit in chosen)
    return right / count


def set_side_by_side(digits: Sequence[PenDigit], gap: float, random: np.random.Generator) -> list[Stroke]:
    """The digits' strokes on one line, heights and baselines varying by 12 %, `gap` heights between their inks."""
    strokes, right = [], 0.0
    for digit in digits:
        points = np.concatenate(digit.strokes)
        low, size = points.min(axis=0), float(np.ptp(points, axis=0).max())
        scale = HEIGHT * random.uniform(0.88, 1.12) / max(size, 1e-6)
        bottom = float(np.ptp(points, axis=0)[1]) * scale
        shift = np.array([right, HEIGHT * random.uniform(0.88, 1.12) - bottom])
        strokes += [Stroke.of((stroke - low) * scale + shift) for stroke in digit.strokes]
        right = max(float(stroke.points[:, 0].max()) for stroke in strokes) + gap * HEIGHT
    return strokes


def by_writer(digits: Iterator[PenDigit]) -> dict[str, list[PenDigit]]:
    found = defaultdict(list)
    for digit in digits:
        found[digit.writer].append(digit)
    return dict(found)


if __name__ == "__main__":
    main()
