"""The strips that the row reader is given, varied: `python -m tests.bench.crop_sweep [--numbers N] [--rows FILE]`.

Development data: even places of the amounts, and numbers of UCI's training writers as pictures with much or little
paper around them. Printed is the share of rows that the row reader alone reads exactly: of the grey around a row or of
the whole picture, and of the ink alone. Each parameter of the crop in turn has other values; the others stay.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from digitpad.inference.network import Network
from digitpad.inference.rows.row_reader import SHIPPED_VIEWS, Predict, RowReader
from digitpad.inference.rows.row_weights import shipped_row_weights
from digitpad.paths import bundled
from digitpad.recognition.parameters import SECOND_READER
from digitpad.recognition.row_strips import segments_of
from digitpad.recognition.two_readers import SecondReader
from digitpad.recognizer import SHIPPED, Recognizer
from digitpad.vision.pipeline.detection import find_rows
from digitpad.vision.pipeline.parameters import CROP, CropParams
from digitpad.vision.pipeline.row_crops import drawn_crop
from tests.bench.decide_rows import UNFITTED, UNTRUSTED, Example, development, made_numbers, training_writers
from tests.support.row_engine import row_predict

WRITERS = ("strokes/pendigits-train.jsonl",)  # the others' labels are not all right
VALUES = {
    "least_high": (0.25, 0.3, 0.4, 0.5, 0.6),
    "room": (0.05, 0.1, 0.15, 0.2, 0.25, 0.35),
    "aside": (0.15, 0.3, 0.5, 0.7),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--numbers", type=int, default=200, help="made numbers")
    parser.add_argument("--every", type=int, default=2, metavar="N", help="one even amount of N")
    parser.add_argument("--rows", type=Path, default=shipped_row_weights(), metavar="FILE", help="weights")
    arguments = parser.parse_args()
    amounts = [one for one in development(0, 0) if one.kind == "amounts"][:: arguments.every]
    examples = [*amounts, *made_numbers(arguments.numbers, training_writers(WRITERS))]
    for name, figures in table(examples, row_predict(arguments.rows)):
        print(
            f"{name}: " + ", ".join(f"{kind} {100 * np.mean(right):.1f}" for kind, right in figures.items()), flush=True
        )


def table(examples: Sequence[Example], predict: Predict) -> Iterator[tuple[str, dict[str, list[bool]]]]:
    """Yield each value of each parameter with the rows read right, by kind."""
    network = Network.load(bundled("models", SHIPPED), "cpu")
    lattice, alone = Recognizer(network), RowReader(predict, SHIPPED_VIEWS)
    found: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for example in examples:
        rows, detection = lattice.read_image(example.picture).rows, find_rows(example.picture, network.classify)
        segments = [segment for row in rows for segment in segments_of(row, detection)]
        for name, crop in crops():
            reader = SecondReader(predict, UNFITTED, UNTRUSTED, replace(SECOND_READER, crop=crop))
            opinions = reader.opinions(example.picture, detection, rows)
            texts = [opinion.reading.candidates[0].text for opinion in opinions]
            found[name][example.kind].append(texts == list(example.truths))
            if segments and example.kind == "numbers":
                text = alone.read(drawn_crop(segments, crop).grey).candidates[0].text
                found[name]["ink of numbers"].append([text] == list(example.truths))
    yield from found.items()


def crops() -> Iterator[tuple[str, CropParams]]:
    for name, values in VALUES.items():
        for value in values:
            yield f"{name} {value:g}", replace(CROP, **{name: value})


if __name__ == "__main__":
    main()
