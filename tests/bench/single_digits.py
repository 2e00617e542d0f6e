"""Single digits read whole, beside the network's word where the place is given: python -m tests.bench.single_digits

Drawings: every digit of unseen pen writers on the pad, about 120 px high, by `read_strokes`; given place: the glyph
of the same strokes by `classify`. Small pictures: MNIST's held-out images made 16 px high, dark on white, as they
are and black and white, enlarged 8 times, by `read_image`; given place: the images themselves by `classify`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from digitpad import Recognizer
from digitpad.learning.data.datasets import HELD_OUT_IMAGES, PenDigit, is_held_out, mnist, pen_digits
from digitpad.paths import data_folder
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Glyph, Rgb, Stroke

FILES = ("pendigits-train", "unipen-dev")
HEIGHT = 120.0  # pad px
SMALL, ENLARGED = 16, 8  # px high; times
MARGIN = 4  # px of paper about a small digit
HALF = 128  # of 255: darker is ink, where pictures are black and white
SHOWN = 12  # misreadings


@dataclass(frozen=True, eq=False)
class Case:
    read: Callable[[Recognizer], str]
    glyph: Glyph
    label: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one digit of N alone")
    parser.add_argument("--show", action="store_true", help="what whole readings get wrong and the network right")
    arguments = parser.parse_args()
    recognizer = Recognizer.load(device="cpu")
    recognizer.read_marks(False)
    for name, cases in sets():
        report(name, recognizer, list(cases)[:: arguments.every], arguments.show)


def sets() -> Iterator[tuple[str, Iterator[Case]]]:
    for name in FILES:
        yield f"drawings, {name}, held-out writers", _drawings(data_folder() / "strokes" / f"{name}.jsonl")
    yield "16 px, grey, enlarged 8 times", _small_pictures(binary=False)
    yield "16 px, black and white, enlarged 8 times", _small_pictures(binary=True)


def report(name: str, recognizer: Recognizer, cases: Sequence[Case], show: bool) -> None:
    labels, *_ = recognizer.classify(np.stack([case.glyph for case in cases]))
    read = [case.read(recognizer) for case in cases]
    whole = np.array([text == case.label for text, case in zip(read, cases, strict=True)])
    placed = np.array([str(label) == case.label for label, case in zip(labels, cases, strict=True)])
    shares = 100 * whole.mean(), 100 * placed.mean()
    print(f"{name}: {len(cases)} digits, whole {shares[0]:.2f} %, place given {shares[1]:.2f} %", flush=True)
    lost = [f"{case.label} as {text!r}" for case, text, a, b in zip(cases, read, whole, placed, strict=True) if b > a]
    if show:
        print(f"  right where the place is given ({len(lost)}): {', '.join(lost[:SHOWN])}")


def _drawings(path: Path) -> Iterator[Case]:
    for digit in pen_digits(path):
        if is_held_out(digit.writer) and digit.label.isdigit():
            yield _drawing(digit.label, _on_pad(digit))


def _drawing(label: str, strokes: list[Stroke]) -> Case:
    return Case(lambda reader: reader.read_strokes(strokes).text, stroke_glyph(strokes), label)


def _on_pad(digit: PenDigit) -> list[Stroke]:
    points = np.concatenate(digit.strokes)
    low, size = points.min(axis=0), float(np.ptp(points, axis=0).max()) or 1.0
    return [Stroke.of((stroke - low) * np.float32(HEIGHT / size) + 100) for stroke in digit.strokes]


def _small_pictures(*, binary: bool) -> Iterator[Case]:
    images, labels = mnist(data_folder(), train=True)
    for image, label in zip(images[-HELD_OUT_IMAGES:], labels[-HELD_OUT_IMAGES:], strict=True):
        picture = small_picture(image, binary=binary)
        yield Case(lambda reader, seen=picture: reader.read_image(seen).text, image, str(label))


def small_picture(image: Glyph, *, binary: bool) -> Rgb:
    """Return an image 16 px high, dark on white, grey or black and white, enlarged 8 times."""
    rows = np.flatnonzero(image.any(axis=1))
    scale = SMALL / (rows[-1] - rows[0] + 1)
    side = round(image.shape[0] * scale) + 2 * MARGIN
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    room = np.zeros((side, side), np.uint8)
    room[MARGIN : MARGIN + small.shape[0], MARGIN : MARGIN + small.shape[1]] = small
    ink = np.where(room >= HALF, 255, 0).astype(np.uint8) if binary else room
    large = cv2.resize(255 - ink, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_NEAREST)
    return np.stack([large] * 3, axis=2)


if __name__ == "__main__":
    main()
