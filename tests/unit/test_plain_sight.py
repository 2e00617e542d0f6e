"""What a person reads at a glance: digits in boxes and rings, on turned and tilted pages, beside what is no digit."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from digitpad.recognizer import Recognizer
from digitpad.records import Rgb
from digitpad.vision.pipeline.poses import Pose
from tests.support.scenes import written


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")


def paper(width: int, height: int) -> Rgb:
    return np.full((height, width, 3), 255, np.uint8)


def row(text: str = "2742", height: int = 70, margin: int = 60) -> Rgb:
    return written(
        paper(80 * len(text) + 2 * margin, height + 2 * margin), text, left=margin, top=margin, height=height
    )


def ringed(text: str) -> Rgb:
    picture = written(paper(260, 260), text, left=100, top=85, height=90)
    cv2.ellipse(picture, (130, 130), (95, 105), 8, 0, 360, (0, 0, 0), 4, cv2.LINE_AA)
    return picture


def framed() -> Rgb:
    picture = row()
    cv2.rectangle(picture, (22, 24), (picture.shape[1] - 24, picture.shape[0] - 22), (0, 0, 0), 4, cv2.LINE_AA)
    return picture


def boxes(text: str, side: int, apart: int) -> Rgb:
    """Digits in boxes of their own, `apart` px from each other; 0: joined."""
    picture = paper(len(text) * (side + apart) + 80, side + 80)
    for place, symbol in enumerate(text):
        left = 40 + place * (side + apart)
        cv2.rectangle(picture, (left, 40), (left + side, 40 + side), (0, 0, 0), 2)
        picture = written(picture, symbol, left=left + side // 4, top=40 + side // 5, height=side * 3 // 5)
    return picture


@pytest.mark.parametrize("text", ["2", "4", "7"])
def test_a_ring_round_a_digit_is_no_digit(recognizer, text):
    assert recognizer.read_image(ringed(text)).text == text


def test_one_box_round_a_number_is_none_of_its_digits(recognizer):
    assert recognizer.read_image(framed()).text == "2742"


@pytest.mark.parametrize("apart", [0, 20])
@pytest.mark.parametrize("side", [70, 110])
def test_boxes_in_a_row_are_none_of_the_digits_in_them(recognizer, side, apart):
    assert recognizer.read_image(boxes("274027", side, apart)).text == "274027"


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_was_turned_is_read_and_says_so(recognizer, degrees):
    turned = Pose(360 - degrees).apply(row("27427"))
    reading = recognizer.read_image(turned)
    assert (reading.text, reading.turned) == ("27427", degrees)
    assert reading.hint


@pytest.mark.parametrize("tilt", [40, -40])
def test_a_row_far_aslant_is_one_number(recognizer, tilt):
    picture = Pose(tilt=tilt).apply(row("274274"))
    reading = recognizer.read_image(picture)
    assert reading.text == "274274"
    assert all(digit.box.right <= picture.shape[1] and digit.box.bottom <= picture.shape[0] for digit in reading.digits)


def test_an_upright_page_is_not_turned(recognizer):
    reading = recognizer.read_image(row())
    assert (reading.text, reading.turned) == ("2742", 0)


def test_ink_that_is_not_read_between_digits_shows_as_a_gap(recognizer):
    picture = written(written(paper(480, 190), "2", left=60, top=60, height=70), "42", left=240, top=60, height=70)
    for course in (((145, 62), (195, 128)), ((145, 128), (195, 62)), ((170, 60), (170, 130)), ((143, 95), (197, 95))):
        cv2.line(picture, *course, (0, 0, 0), 7, cv2.LINE_AA)
    reading = recognizer.read_image(picture)
    assert reading.text == "2?42"
    assert not reading.sure
