"""DigitPad beside RapidOCR and Tesseract on the same pictures: `python -m tests.bench.peers [SET …] [--count N]`.

Sets: amounts (odd places), photographs, strings (made ones of unseen writers), situations (pictures of that bench, as
named). All are asked for digits alone; peers that are not installed are left out. RapidOCR comes with the extra
`peers`, Tesseract with the system (`apt-get install tesseract-ocr`). An answer is sure where DigitPad says so, and
where a peer's confidence in each of its words is at least 0.95.
"""

from __future__ import annotations

import argparse
import json
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from digitpad.learning.data.datasets import mnist, pen_digits
from digitpad.learning.rows.hands import held_out_sources
from digitpad.learning.rows.layout import layout_of
from digitpad.learning.rows.pens import draw
from digitpad.learning.rows.photographs import Darkroom
from digitpad.paths import data_folder
from digitpad.records import Rgb
from digitpad.vision.picture.pictures import open_picture
from tests.bench.photos import edit_distance, photos, unlike
from tests.support.peer_readers import Answer, Peer, digitpad, rapid_ocr, tesseract
from tests.support.situations import SITUATIONS

SEED = 11
PEN_SHARE = 0.6  # of the made strings are of pen strokes, the others of MNIST


@dataclass(frozen=True)
class Case:
    picture: Rgb
    truth: str  # rows with line breaks
    lone: bool = False  # it is known to be one row
    layout: str = "rows"  # as in photos: "scattered" and "wavy" have no rows


@dataclass(frozen=True)
class Outcome:
    right: bool
    mistakes: int
    characters: int
    sure: bool
    spent_ms: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)} (default: all)")
    parser.add_argument("--count", type=int, default=120, help="amounts and made strings")
    parser.add_argument("--each", type=int, default=3, help="pictures of each situation; of pages one")
    arguments = parser.parse_args()
    peers = [digitpad(), *rapid_ocr(), *tesseract()]
    print("| set | reader | exact | character errors | sure | of these right | ms |\n|---|---|---|---|---|---|---|")
    for name in arguments.sets or SETS:
        cases = list(SETS[name](arguments))
        for peer in peers:
            show(f"{name}, {len(cases)}", peer.name, [outcome(peer, case) for case in cases])


def outcome(peer: Peer, case: Case) -> Outcome:
    begun = time.perf_counter()
    answer = peer.read(case.picture, case.lone)
    spent_ms = (time.perf_counter() - begun) * 1000
    truth, mistakes = case.truth.replace("\n", ""), _mistakes(answer, case)
    return Outcome(mistakes == 0, min(mistakes, len(truth)), len(truth), answer.sure, spent_ms)


def show(name: str, peer: str, outcomes: list[Outcome]) -> None:
    sure = [each.right for each in outcomes if each.sure]
    exact = sum(each.right for each in outcomes) / len(outcomes)
    errors = sum(each.mistakes for each in outcomes) / sum(each.characters for each in outcomes)
    right = f"{sum(sure) / len(sure):.1%}" if sure else "–"
    spent_ms = np.median([each.spent_ms for each in outcomes])
    share = len(sure) / len(outcomes)
    print(f"| {name} | {peer} | {exact:.1%} | {errors:.1%} | {share:.1%} | {right} | {spent_ms:.0f} |", flush=True)


def amounts(arguments: argparse.Namespace) -> Iterator[Case]:
    folder = data_folder() / "amounts"
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))[1::2]
    for entry in listed[:: max(1, len(listed) // arguments.count)][: arguments.count]:
        yield Case(open_picture(folder / entry["file"]), entry["text"], lone=True)


def photographs(arguments: argparse.Namespace) -> Iterator[Case]:
    for folder in ("photos", "photos-2"):
        for photo in photos(data_folder() / folder):
            yield Case(open_picture(photo.path), "\n".join(photo.rows), layout=photo.layout)


def strings(arguments: argparse.Namespace) -> Iterator[Case]:
    pen = [digit for path in sorted((data_folder() / "strokes").glob("*.jsonl")) for digit in pen_digits(path)]
    sources = held_out_sources(*mnist(data_folder(), train=True), pen)
    random, darkroom = np.random.default_rng(SEED), Darkroom(SEED)
    made = 0
    while made < arguments.count:
        layout = layout_of(sources, PEN_SHARE, random)
        grey = darkroom.photograph(draw(layout, random), random)
        if layout.text:
            made += 1
            yield Case(np.repeat(grey[..., None], 3, axis=2), layout.text, lone=True)


def situations(arguments: argparse.Namespace) -> Iterator[Case]:
    for situation in SITUATIONS:
        random = np.random.default_rng([SEED, zlib.crc32(situation.name.encode())])
        for _ in range(0 if situation.drawn else 1 if situation.by_line else arguments.each):
            thing, text = situation.make(random, False)
            yield Case(_rgb(np.asarray(thing)), text)


SETS: dict[str, Callable[[argparse.Namespace], Iterator[Case]]] = {
    "amounts": amounts,
    "photographs": photographs,
    "strings": strings,
    "situations": situations,
}


def _mistakes(answer: Answer, case: Case) -> int:
    """Return the digits to change; where the rows are known, rows count too only by their order."""
    truth = case.truth.replace("\n", "")
    if case.layout == "scattered":
        return unlike(truth, answer.across)
    read = answer.across if case.layout == "wavy" else answer.text.replace("\n", "")
    return edit_distance(truth, read)


def _rgb(picture: np.ndarray) -> Rgb:
    return np.ascontiguousarray(np.repeat(picture[..., None], 3, axis=2) if picture.ndim == 2 else picture[..., :3])


if __name__ == "__main__":
    main()
