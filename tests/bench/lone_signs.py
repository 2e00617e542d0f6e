"""Vary the confidence from which a picture's only ink is a digit: python -m tests.bench.lone_signs [--count N]

By development writers and images: single digits, cut out, 16 px high and enlarged, or drawn at any size; beside them
letters that cannot be taken for digits, written and printed, and small parts of scenes without digits. All are read
without the rule first. For each value: of the digits that came back empty, how many are then read rightly and wrongly;
of the other signs that did, how many are taken for digits.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitpad import Recognizer
from digitpad.records import Rgb
from digitpad.vision.picture.pictures import as_rgb
from digitpad.vision.pipeline.parameters import VISION, VisionParams
from tests.bench.choice_sweep import empty_part
from tests.bench.single_digits import small_picture
from tests.support.situation_ink import (
    WHITE,
    Picture,
    Random,
    draw,
    images,
    known_writers,
    letters,
    lone,
    pick,
    scaled,
    tight,
)
from tests.support.situation_pictures import text_fonts

SEED = 61
VALUES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
NEVER = 2.0  # a confidence that no digit has
PRINT = "AEFHKMNRTVWXadefhkmnrtuvwx&@#$?!"  # signs that cannot be taken for digits

Made = tuple[Picture, str]  # and its text


@dataclass(frozen=True)
class Sign:
    """A picture that came back empty, and how its only ink reads."""

    truth: str  # '' for what is no digit
    text: str
    confidence: float


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--count", type=int, default=200, help="pictures of each kind")
    given.add_argument("--seed", type=int, default=SEED)
    arguments = given.parse_args()
    without, always = (Recognizer.load(device="cpu", params=_with(only)) for only in (NEVER, 0.0))
    empty: dict[str, list[Sign]] = {}
    for kind, make in MAKERS.items():
        pictures = [_made(make, arguments.seed, place) for place in range(arguments.count)]
        lost = [(picture, truth) for picture, truth in pictures if not without.read_image(picture).digits]
        empty[kind] = [_sign(always, picture, truth) for picture, truth in lost]
        print(f"{kind}: {len(lost)} of {len(pictures)} come back empty", flush=True)
    for value in VALUES:
        print(f"only {value:g}: " + _counts([sign for signs in empty.values() for sign in signs], value))


def _with(only: float) -> VisionParams:
    return replace(VISION, acceptance=replace(VISION.acceptance, only=only))


def _made(make: Callable[[Random], Made], seed: int, place: int) -> tuple[Rgb, str]:
    with known_writers():
        picture, truth = make(np.random.default_rng([seed, place]))
    return as_rgb(np.asarray(picture)), truth


def _sign(recognizer: Recognizer, picture: Rgb, truth: str) -> Sign:
    reading = recognizer.read_image(picture)
    confidences = [digit.confidence for digit in reading.digits]
    return Sign(truth, reading.text, min(confidences, default=0.0))


def _counts(signs: Sequence[Sign], value: float) -> str:
    taken = [sign for sign in signs if sign.confidence >= value]
    digits, others = ([sign for sign in taken if bool(sign.truth) == is_digit] for is_digit in (True, False))
    right = sum(sign.text == sign.truth for sign in digits)
    lost = sum(bool(sign.truth) for sign in signs)
    return (
        f"of {lost} digits {right} read rightly, {len(digits) - right} wrongly; "
        f"of {len(signs) - lost} other signs {len(others)} taken for digits"
    )


def _image(random: Random) -> Made:
    pictures, labels = images()
    place, factor, margin = int(random.integers(len(labels))), random.uniform(1, 8), int(random.integers(0, 60))
    cut = tight(WHITE - pictures[place])
    large = cv2.resize(cut, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return np.pad(large, margin * int(random.integers(2)), constant_values=WHITE), str(labels[place])


def _low(random: Random) -> Made:
    pictures, labels = images()
    place = int(random.integers(len(labels)))
    return small_picture(pictures[place], binary=bool(random.integers(2))), str(labels[place])


def _drawn(random: Random) -> Made:
    side = random.uniform(20, 300)
    return lone(random, side, max(2, int(side * random.uniform(0.03, 0.14))))


def _written_letter(random: Random) -> Made:
    side = random.uniform(20, 300)
    pen, margin = max(2, int(side * random.uniform(0.03, 0.14))), int(random.integers(0, 100))
    strokes, extent = scaled(pick(random, letters()), side)
    paper = np.full((int(extent[1]) + 2 * margin + pen, int(extent[0]) + 2 * margin + pen), WHITE, np.uint8)
    draw(paper, strokes, (margin + pen / 2, margin + pen / 2), pen)
    return paper, ""


def _printed_sign(random: Random) -> Made:
    fonts = text_fonts()
    face = ImageFont.truetype(str(fonts[int(random.integers(len(fonts)))]), int(random.uniform(30, 200)))
    sign, margin = PRINT[int(random.integers(len(PRINT)))], int(random.integers(2, 60))
    left, top, right, bottom = face.getbbox(sign)
    picture = Image.new("L", (int(right - left) + 2 * margin, int(bottom - top) + 2 * margin), WHITE)
    ImageDraw.Draw(picture).text((margin - left, margin - top), sign, font=face, fill=int(random.uniform(0, 90)))
    return np.asarray(picture), ""


MAKERS: dict[str, Callable[[Random], Made]] = {
    "images, cut out or with paper": _image,
    "images 16 px high, enlarged": _low,
    "drawn digits": _drawn,
    "written letters": _written_letter,
    "printed signs": _printed_sign,
    "parts of scenes without digits": empty_part,
}


if __name__ == "__main__":
    main()
