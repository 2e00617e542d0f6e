"""Print, things and patterns are no digits; numbers in print, and below it, are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from digitpad.recognizer import Recognizer
from digitpad.vision.pipeline.choice import holds_digits, likeliest
from digitpad.vision.pipeline.parameters import VISION
from tests.support.rooms import empty_scene
from tests.support.samples import number_picture
from tests.support.scenes import written
from tests.support.situation_pictures import FONTS

FACES = ("DejaVuSans", "DejaVuSerif-Bold", "STIXGeneral", "cmr10")


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")


def printed(text: str, face: str = "DejaVuSans", size: int = 60) -> np.ndarray:
    font = ImageFont.truetype(next(str(path) for path in FONTS if path.stem == face), size)
    page = Image.new("RGB", (int(font.getlength(max(text.split("\n"), key=len))) + 2 * size, 480), "white")
    ImageDraw.Draw(page).multiline_text((size, size), text, font=font, fill="black")
    return np.asarray(page)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("text", ["HOTEL RIVER", "Bakery", "summer\nvillage", "MUSEUM\nSTATION\nEXIT"])
def test_print_without_a_digit_reads_as_nothing_and_says_so(recognizer, text, face):
    reading = recognizer.read_image(printed(text, face))
    assert reading.text == ""
    assert reading.hint


@pytest.mark.parametrize("face", FACES)
def test_a_printed_number_is_no_such_print(recognizer, face):
    assert recognizer.read_image(printed("27463", face)).text == "27463"


def test_a_number_written_below_a_printed_word_is_read(recognizer):
    page = np.hstack([printed("Amount", size=30), printed("", size=160)])
    page = written(page, "27427", left=30, top=220, height=80)
    assert "27427" in recognizer.read_image(page).text.split("\n")


def test_how_much_must_speak_for_digits_is_a_parameter():
    strict = replace(VISION, choice=replace(VISION.choice, least_odds=99.0))
    assert Recognizer.load(device="cpu", params=strict).read_image(number_picture("205")).text == ""


def test_digits_that_the_user_taught_are_never_refused(recognizer):
    first, *_ = recognizer.candidates(np.asarray(number_picture("205")), poor=0.0)
    strict = replace(VISION, choice=replace(VISION.choice, least_odds=99.0))
    taught = tuple(tuple(replace(digit, decided_by="memory") for digit in row) for row in first.reading.rows)
    told = replace(first, reading=replace(first.reading, rows=taught))
    assert not holds_digits(first, [first], strict)
    assert holds_digits(told, [told], strict)


def test_digits_of_printed_lines_that_contrast_shows_are_refused(recognizer):
    picture = empty_scene("printed text", 4).picture
    first, *_ = candidates = recognizer.candidates(picture, poor=VISION.pose.poor)
    assert first.reading.digits and not likeliest(candidates).reading.digits
    reading = recognizer.read_image(picture)
    assert reading.text == "" and reading.hint
