"""Pictures that contrast alone does not read: by the map of their ink, or turned; bad input: empty, with a hint."""

from __future__ import annotations

import time

import cv2
import numpy as np
import pytest
from PIL import Image

from digitpad.commands.reading.pieces import Piece
from digitpad.commands.reading.values import values_of
from digitpad.inference.ink.ink_network import LazyInk
from digitpad.inference.network import Network
from digitpad.paths import bundled
from digitpad.recognition.lazy_readers import SHIPPED_INK
from digitpad.recognizer import SHIPPED, Recognizer
from digitpad.records import Reading, Rgb
from digitpad.vision.segmentation.edits import SegmentationEdits
from tests.support.dense_pictures import dense_picture
from tests.support.scenes import written
from tests.support.spoilt_weights import SPOILT, copied

MOST_S = 8.0  # 2 s on an idle core; tests share theirs


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")


def paper(width: int, height: int, colour: tuple[int, int, int] = (255, 255, 255)) -> Rgb:
    return np.full((height, width, 3), colour, np.uint8)


def page_of_numbers() -> Rgb:
    page = paper(2480, 3508)
    for row in range(6):
        page = written(page, "274", left=400, top=400 + 450 * row, height=60)
    return page


PICTURES = {
    "pale": (
        written(paper(360, 240, (245, 245, 245)), "27", left=90, top=60, height=110, colour=(225, 225, 225)),
        "27",
    ),
    "yellow": (written(paper(360, 240), "27", left=90, top=60, height=110, colour=(250, 220, 40)), "27"),
    "small on a large frame": (written(paper(1000, 1000), "2", left=500, top=480, height=22, pen=0.1), "2"),
    "a page at 300 dpi": (page_of_numbers(), "\n".join(["274"] * 6)),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_what_a_person_reads_at_a_glance_is_read(recognizer, kind):
    picture, text = PICTURES[kind]
    assert recognizer.read_image(picture).text == text


def cropped(text: str, height: int) -> Rgb:
    """Digits cut out along their ink, without a margin."""
    drawn = written(paper(120 * len(text) + 80, height + 80), text, left=40, top=40, height=height, pen=0.12)
    ys, xs = np.nonzero(drawn.min(axis=2) < 200)
    return drawn[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]


@pytest.mark.parametrize("height", [20, 110])
@pytest.mark.parametrize("text", ["2", "3", "4", "7"])
def test_a_digit_that_fills_its_picture_is_read(recognizer, text, height):
    assert recognizer.read_image(cropped(text, height)).text == text


def test_edits_apply_to_the_pieces_of_the_map_that_was_read(recognizer):
    picture, text = PICTURES["pale"]
    pieces = [each.strokes for each in recognizer.read_image(picture).digits]
    again = recognizer.read_image(picture, SegmentationEdits((), (pieces[0],)))
    assert again.text == text and again.digits[0].strokes == pieces[0]


@pytest.mark.parametrize("spoil", SPOILT)
def test_without_its_network_a_picture_is_read_by_contrast_alone(tmp_path, spoil):
    path = copied(bundled("models", SHIPPED_INK), tmp_path)
    spoil(path)
    ink = LazyInk(path)
    alone = Recognizer(Network.load(bundled("models", SHIPPED), "cpu"), ink=ink)
    assert alone.read_image(written(paper(360, 240), "27", left=90, top=60, height=110)).text == "27"
    assert alone.read_image(PICTURES["pale"][0]).text == ""
    assert str(path) in ink.fault


def pattern() -> Rgb:
    y, x = np.mgrid[0:900, 0:1300]
    grey = 215 + 20 * np.sin(x / 7 + 3 * np.sin(y / 31)) * np.sin(y / 9)
    return np.repeat(grey.astype(np.uint8)[..., None], 3, axis=2)


def print_without_digits() -> Rgb:
    page = paper(1240, 1754)
    for row in range(40):
        at = 60, 80 + 40 * row
        cv2.putText(page, "Grumpy wizards make toxic brew for the evil queen", at, cv2.FONT_HERSHEY_COMPLEX, 1, 0, 2)
    return page


def past_a_photograph() -> Rgb:
    """A part of a screen: the right end of a photograph, and the black beside and below it."""
    photograph = Image.open(bundled("assets", "self_test") / "photograph.jpg", formats=["JPEG"])
    screen = np.zeros((1440, 2560, 3), np.uint8)
    screen[120:840, 80:1360] = photograph.convert("RGB").resize((1280, 720))
    return np.ascontiguousarray(screen[23:961, 1028:2246])


BAD = {
    "1 x 5000": paper(1, 5000),
    "5000 x 1": paper(5000, 1),
    "50 megapixels": paper(8660, 5774),
    "an empty pattern": pattern(),
    "a page of print": print_without_digits(),
    "a photograph's end on black": past_a_photograph(),
    "ink all over": np.random.default_rng(1).integers(0, 256, (600, 800, 3)).astype(np.uint8),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_empty_with_a_hint_soon(recognizer, kind):
    began = time.process_time()
    reading = recognizer.read_image(BAD[kind])
    assert time.process_time() - began < MOST_S
    assert reading.text == "" and reading.hint


def test_json_says_why_nothing_was_read_and_how_the_picture_was_turned():
    values = values_of(Piece("a.png", None, list), Reading((), "Too dark.", 90))
    assert (values["hint"], values["turned"]) == ("Too dark.", 90)
    assert not {"hint", "turned"} & values_of(Piece("a.png", None, list), Reading()).keys()


def test_a_picture_with_too_much_in_it_is_not_turned(recognizer: Recognizer) -> None:
    blocks = np.repeat(dense_picture("blocks", 3)[:, :, None], 3, axis=2)
    assert {each.pose.turned for each in recognizer.candidates(blocks)} == {0}
