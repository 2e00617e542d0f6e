"""Vary the length from which a line counts as printed: python -m tests.bench.ruling_sweep [--count N] [--seed N]

By development writers: large digits and numbers of a thin pen, whose strokes are long, grey or in colour, noisy or
clean; underlined numbers; ruled and squared paper, and made scenes with a lined sheet, with digits and without; even
places of the amounts. For each value: the share of each kind read exactly; of empty sheets, that with nothing read.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from digitpad import Recognizer
from digitpad.inference.network import Network
from digitpad.paths import bundled, data_folder
from digitpad.recognizer import SHIPPED
from digitpad.vision.picture.pictures import as_rgb, open_picture
from digitpad.vision.pipeline.parameters import VISION, VisionParams
from tests.support.rooms import EMPTY, KINDS, made
from tests.support.situation_ink import Picture, Random, known_writers, number, tinted
from tests.support.situation_pictures import pen, ruled, underlined

SEED = 47
SPANS = (0.3, 0.35, 0.42, 0.5, 0.6, 0.75, 0.9)  # of the picture's side
AMOUNTS = 40  # pictures at most

Made = tuple[Picture, str]  # and its text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=12, help="pictures of each kind; of amounts twice")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--spans", type=float, nargs="+", default=SPANS, help="values, of the picture's side")
    arguments = parser.parse_args()
    pictures = [*_drawn(arguments.count, arguments.seed), *_amounts(min(2 * arguments.count, AMOUNTS))]
    network = Network.load(bundled("models", SHIPPED), "cpu")
    for span in arguments.spans:
        _say(span, Recognizer(network, params=_with(span)), pictures)


def _with(span: float) -> VisionParams:
    picture = VISION.picture
    return replace(VISION, picture=replace(picture, ruling=replace(picture.ruling, span=span)))


def _say(span: float, recognizer: Recognizer, pictures: list[tuple[str, Picture, str]]) -> None:
    right: dict[str, list[bool]] = {}
    for kind, picture, text in pictures:
        right.setdefault(kind, []).append(recognizer.read_image(as_rgb(picture)).without_marks.text == text)
    shown = ", ".join(f"{kind} {100 * np.mean(each):.0f}" for kind, each in right.items())
    every = [exact for each in right.values() for exact in each]
    print(f"span {span:<5g} all {100 * np.mean(every):5.1f} %: {shown}", flush=True)


def _drawn(count: int, seed: int) -> Iterator[tuple[str, Picture, str]]:
    for kind, make in MAKERS.items():
        for place in range(count):
            with known_writers():
                picture, text = make(np.random.default_rng([seed, place, zlib.crc32(kind.encode())]))
            yield kind, np.asarray(picture), text


def _amounts(count: int) -> Iterator[tuple[str, Picture, str]]:
    entries = json.loads((data_folder() / "amounts/manifest.json").read_text(encoding="utf-8"))
    for entry in entries[:: 2 * max(1, len(entries) // 2 // count)][:count]:
        text = "".join(sign for sign in entry["text"] if sign.isdigit())
        yield "amount", open_picture(data_folder() / "amounts" / entry["file"]), text


def _photographed(random: Random, paper: Picture) -> Picture:
    """Return grey or coloured writing, with a camera's noise or without."""
    if random.random() < 0.5:
        dark, light = (tuple(int(v) for v in random.integers(*ends, 3)) for ends in ((0, 110), (185, 256)))
        paper = tinted(paper, dark, light)  # type: ignore[arg-type]
    noise = random.normal(0, random.choice([0.0, 2.0, 5.0]), paper.shape)
    return np.clip(paper + noise, 0, 255).astype(np.uint8)


def _hairline(random: Random) -> Made:
    side = int(random.uniform(200, 800))
    wide, high = (int(side * random.uniform(1.3, 2.6)) for _ in range(2))
    paper, text = pen(side, int(random.integers(1, 5)), (wide, high))(random, False)
    return _photographed(random, paper), text


def _hairline_number(random: Random) -> Made:
    side = int(random.uniform(150, 400))
    paper, text = number(random, int(random.integers(2, 5)), side, int(random.integers(1, 4)), int(side / 3))
    return _photographed(random, paper), text


def _room(kind: str, empty: bool) -> Callable[[Random], Made]:
    def make(random: Random) -> Made:
        scene = made(replace((EMPTY if empty else KINDS)[kind], size=(480, 640)), random)
        return np.clip(scene.picture, 0, 255).astype(np.uint8), "\n".join(scene.rows)

    return make


MAKERS: dict[str, Callable[[Random], Made]] = {
    "hairline": _hairline,
    "hairline number": _hairline_number,
    "underlined": lambda random: underlined(int(random.integers(1, 3)))(random, True),
    "school paper": lambda random: ruled(False)(random, True),
    "squared paper": lambda random: ruled(True)(random, True),
    "lined sheet": _room("lined", empty=False),
    "turned lined sheet": _room("lined, turned", empty=False),
    "empty lined sheet": _room("lined", empty=True),
    "empty turned lined sheet": _room("lined, turned", empty=True),
}


if __name__ == "__main__":
    main()
