"""Let the row reader alone, or both readers, read amounts: `python -m tests.bench.amounts [--only even] [--both]`.

Even places of the manifest are for choosing, odd places for the figure that is quoted; each row is the whole picture.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.inference.rows.row_reader import SHIPPED_VIEWS, RowReader
from digitpad.inference.rows.row_strip import RowView
from digitpad.inference.rows.row_weights import shipped_row_weights
from digitpad.paths import data_folder
from digitpad.recognizer import Recognizer
from digitpad.vision.picture.pictures import open_picture
from tests.bench.photos import edit_distance
from tests.support.row_engine import row_predict

HALVES = {"even": 0, "odd": 1}
SURE = (0.5, 0.8, 0.9, 0.95, 0.99)  # probabilities of a string, from which it is counted as sure


@dataclass(frozen=True, eq=False)
class Amount:
    path: Path
    text: str

    def grey(self) -> NDArray[np.uint8]:
        return np.asarray(cv2.imread(str(self.path), cv2.IMREAD_GRAYSCALE), np.uint8)


@dataclass(frozen=True)
class Result:
    truth: str
    read: str
    probability: float
    spent_ms: float
    sure: bool = False  # both readers agree, and the probability is high enough

    @property
    def mistakes(self) -> int:
        """Characters to change, at most as many as there are."""
        return min(edit_distance(self.truth, self.read), len(self.truth))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=shipped_row_weights())
    parser.add_argument("--only", choices=list(HALVES))
    parser.add_argument("--one-view", action="store_true", help="look at each row once")
    parser.add_argument("--both", action="store_true", help="read pictures as the program does, with both readers")
    parser.add_argument("--wrong", action="store_true", help="list what was read wrong")
    arguments = parser.parse_args()
    folder = data_folder() / "amounts"
    if not (folder / "manifest.json").exists():
        sys.exit(f"{folder} holds no amounts; set DIGITPAD_DATA.")
    views: Sequence[RowView] = (RowView(),) if arguments.one_view else SHIPPED_VIEWS
    reader = RowReader(row_predict(arguments.weights), views)
    read = partial(read_by_both, Recognizer.load(device="cpu")) if arguments.both else partial(read_by_row, reader)
    for half in [arguments.only] if arguments.only else HALVES:
        results = [read(amount) for amount in amounts(folder, HALVES[half])]
        report(half, results, arguments.wrong)


def amounts(folder: Path, first: int) -> list[Amount]:
    """Return every second amount of the folder's manifest, from place `first` on."""
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return [Amount(folder / entry["file"], entry["text"]) for entry in listed[first::2]]


def read_by_both(recognizer: Recognizer, amount: Amount) -> Result:
    """Read a picture; its marks are left out: many amounts have a point in the picture and none in their text."""
    picture = open_picture(amount.path)
    start = time.perf_counter()
    reading = recognizer.read_image(picture)
    spent_ms = (time.perf_counter() - start) * 1000
    return Result(amount.text, reading.without_marks.text, reading.confidence, spent_ms, reading.sure)


def read_by_row(reader: RowReader, amount: Amount) -> Result:
    grey = amount.grey()
    start = time.perf_counter()
    likeliest = reader.read(grey).candidates[0]
    spent_ms = (time.perf_counter() - start) * 1000
    return Result(amount.text, likeliest.text, float(np.exp(likeliest.log_probability)), spent_ms)


def report(half: str, results: Sequence[Result], list_wrong: bool) -> None:
    print(f"{half} places: {_figures(results)}, {np.median([each.spent_ms for each in results]):.1f} ms each")
    by_length: dict[int, list[Result]] = defaultdict(list)
    for result in results:
        by_length[len(result.truth)].append(result)
    for length, group in sorted(by_length.items()):
        print(f"  {length} digits: {_figures(group)}")
    for least in SURE:
        _print_sure(results, least, lambda result, least=least: result.probability >= least)
    sure = [result.read == result.truth for result in results if result.sure]
    print(f"  sure numbers: {len(sure)} of {len(results)}, right {sum(sure)}")
    for result in results if list_wrong else ():
        if result.read != result.truth:
            print(f"  {result.truth:>8}  read {result.read:>9}  {result.probability:.2f}")


def _figures(results: Sequence[Result]) -> str:
    exact = sum(result.read == result.truth for result in results) / len(results)
    mistakes = sum(result.mistakes for result in results) / sum(len(result.truth) for result in results)
    return f"{len(results):>4} amounts, exact {exact:6.1%}, character errors {mistakes:6.1%}"


def _print_sure(results: Sequence[Result], least: float, is_sure: Callable[[Result], bool]) -> None:
    sure = [result for result in results if is_sure(result)]
    right = sum(result.read == result.truth for result in sure)
    if sure:
        print(
            f"  probability from {least:4.2f}: {len(sure) / len(results):6.1%} of all, {right / len(sure):6.1%} right"
        )


if __name__ == "__main__":
    main()
