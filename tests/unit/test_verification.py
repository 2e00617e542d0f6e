"""What looks like a digit to the network alone is not read where the picture speaks against it."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from digitpad import Recognizer
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Sample, Stroke
from digitpad.vision.picture.patches import Patches
from digitpad.vision.pipeline.detection import find_rows
from digitpad.vision.pipeline.verification import verify_numbers
from digitpad.vision.render.glyph import glyph_of
from tests.support import clutter, objects, scenes
from tests.support.drawings import DIGITS
from tests.support.rooms import empty_scene

SIZE = (360, 640)  # height, width in px
PICTURES = 12  # of a kind
GRID = 1006  # the number of a scene whose squares, out of focus, are found in pieces
MOST = 2  # digits in all pictures of a kind; by the network's word alone there are 10 to 43


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.load(device="cpu")


def clouds(number: int, coloured: bool) -> np.ndarray:
    """(240, 240, 3): a few random colours or greys, enlarged softly."""
    few = np.random.default_rng(number).integers(0, 256, (12, 12, 3), np.uint8)
    few = few if coloured else np.repeat(few[..., :1], 3, axis=2)
    return np.asarray(Image.fromarray(few).resize((240, 240), Image.Resampling.BICUBIC))


def read_in(recognizer, pictures) -> list[str]:
    return [recognizer.read_image(np.clip(picture, 0, 255).astype(np.uint8)).text for picture in pictures]


@pytest.mark.parametrize("coloured", [True, False])
def test_clouds_are_not_read(recognizer, coloured):
    read = read_in(recognizer, [clouds(number, coloured) for number in range(PICTURES)])
    assert len("".join(read)) <= MOST


def test_stripes_checks_and_dots_are_not_read(recognizer):
    cloths = (clutter.cloth(SIZE, np.random.default_rng(number)) for number in range(PICTURES))
    assert len("".join(read_in(recognizer, cloths))) <= MOST


def test_paper_fouled_by_blots_is_not_read(recognizer):
    pages = [scenes.paper(size=SIZE, seed=number).astype(np.float32) for number in range(PICTURES)]
    for number, page in enumerate(pages):
        objects.stains(page, np.random.default_rng(number))
    assert read_in(recognizer, pages) == [""] * PICTURES


def test_pieces_of_a_grid_are_not_read(recognizer):
    assert read_in(recognizer, [empty_scene("squared", GRID).picture]) == [""]


@pytest.mark.parametrize("text", "0123456789")
def test_a_digit_alone_on_clean_paper_is_read(recognizer, text):
    assert recognizer.read_image(scenes.written(scenes.paper(), text, left=300)).text == text


def test_digits_over_the_whole_page_are_read_each_by_itself(recognizer):
    page = scenes.paper()
    for text, left, top in (("2", 90, 60), ("5", 450, 90), ("8", 780, 70), ("3", 230, 360), ("6", 640, 380)):
        page = scenes.written(page, text, left=left, top=top, height=90)
    assert sorted(digit.label for digit in recognizer.read_image(page).digits) == [2, 3, 5, 6, 8]


def test_a_sign_that_the_user_taught_is_read_alone(recognizer):
    page = scenes.written(scenes.paper(), "4", left=300)
    glyph = glyph_of(find_rows(page).rows[0].segments[0].ink)
    recognizer.remember([Sample(glyph, 6, "picture")])
    try:
        assert recognizer.read_image(page).text == "6"
    finally:
        recognizer.forget()


def test_ink_in_a_part_is_the_part_of_all_ink():
    picture = scenes.written(scenes.paper(), "20673")
    patches = find_rows(picture).patches
    whole = patches.ink()
    for box in (patches.box(0), patches.box(1).moved(-15, 20)):
        assert np.array_equal(patches.ink_in(box) > 0, whole[box.part] > 0)
    assert not Patches.of(np.zeros((40, 50), np.uint8)).ink_in(patches.box(0).within(50, 40)).any()


def test_a_digit_alone_is_read_though_its_pen_was_a_thick_marker(recognizer):
    read = ""
    for strokes in DIGITS.values():
        glyph = cv2.dilate(stroke_glyph([Stroke.of(stroke) for stroke in strokes]), np.ones((4, 4), np.uint8))
        page = np.full((480, 640), 235.0)
        page[140:340, 220:420] -= 0.7 * cv2.resize(glyph, (200, 200), interpolation=cv2.INTER_CUBIC)
        read += recognizer.read_image(page.clip(0, 255).astype(np.uint8)).text or "-"
    assert sum(said == str(label) for said, label in zip(read, DIGITS, strict=True)) >= 8, read


@pytest.mark.filterwarnings("error")
def test_signs_alone_are_no_number(recognizer):
    page = scenes.written(np.full((200, 200, 3), 255, np.uint8), "3", left=60, top=50, height=90)
    (digit,) = recognizer.read_image(page).digits
    sign = replace(digit, sign=True)
    far = replace(sign, box=digit.box.moved(4 * digit.box.width, 0))
    verified = verify_numbers(
        [[sign], [digit, far]], find_rows(page), lambda glyphs: np.ones((len(glyphs), 11), np.float32)
    )
    assert verified == [[digit]]
