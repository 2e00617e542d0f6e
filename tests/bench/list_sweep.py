"""The numbers that keep rows apart, each varied, on lists and sums: python -m tests.bench.list_sweep [--count N]

By writers that networks are trained on, in pictures: lists whose rows lie 1.15 and 1.3 heights apart, and sums below a
line. Prints the share of pictures with the right number of rows, and of those read exactly, with each number 20 %
smaller and larger.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from digitpad import Recognizer
from digitpad.records import Rgb
from digitpad.vision.picture.pictures import as_rgb
from digitpad.vision.pipeline.parameters import VISION, VisionParams
from tests.bench.tune import STEP
from tests.support.situation_ink import known_writers
from tests.support.situation_lists import listed, summed

SEED = 41
KINDS = {"rows 1.15 apart": listed(1.15), "rows 1.3 apart": listed(1.3), "sums": summed}
STAGES = {
    "segmentation": ("line", "line_flat", "two_rows", "neck", "least_half", "level_half", "beside_half", "into_half"),
    "rows": ("small", "above", "touching", "tallest_column"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=40, help="pictures of each kind")
    count = parser.parse_args().count
    cases = {kind: list(_cases(kind, count)) for kind in KINDS}
    print(f"{'':32}" + "".join(f"{kind:>22}" for kind in KINDS))
    _say("as it is", VISION, cases)
    for stage, names in STAGES.items():
        for name in names:
            value = getattr(getattr(VISION, stage), name)
            for moved in (value * (1 - STEP), value * (1 + STEP)):
                changed = replace(getattr(VISION, stage), **{name: moved})
                _say(f"{stage}.{name} {moved:.3g}", replace(VISION, **{stage: changed}), cases)


def _cases(kind: str, count: int) -> Iterator[tuple[Rgb, str]]:
    random = np.random.default_rng([SEED, *kind.encode()])
    with known_writers():
        for _ in range(count):
            picture, text = KINDS[kind](random, True)
            yield as_rgb(picture), text


def _say(name: str, params: VisionParams, cases: dict[str, list[tuple[Rgb, str]]]) -> None:
    """Print a row: for each kind the share with the right number of rows, and the share read exactly, %."""
    recognizer, cells = Recognizer.load(device="cpu", params=params), []
    for pairs in cases.values():
        texts = [(recognizer.read_image(picture).text, text) for picture, text in pairs]
        apart = np.mean([read.count("\n") == text.count("\n") for read, text in texts])
        cells.append(f"{100 * apart:12.1f} {100 * np.mean([read == text for read, text in texts]):6.1f} %")
    print(f"{name:32}" + "".join(f"{cell:>22}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
