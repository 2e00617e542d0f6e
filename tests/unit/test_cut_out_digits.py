"""Single digits cut out of something, to their very edges or enlarged from a few px, and letters cut out so."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from digitpad.recognizer import Recognizer
from digitpad.records import Rgb
from tests.support.data import needs_data
from tests.support.situation_ink import WHITE, draw, images, letters, scaled, tight

CROPPED = ((3633, 7.1), (2222, 4.61), (194, 2.16), (3610, 7.25), (648, 7.98), (739, 6.78), (500, 6.8), (2340, 6.98))
LOW = (340, 970, 2380)  # of MNIST's held-out images; each came back empty, although the network alone reads it
PEN = 6  # px
REFUSED = 6  # of ten letters, at least


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")


def in_colours(grey: np.ndarray) -> Rgb:
    return np.repeat(grey[..., None], 3, axis=2)


def low(place: int) -> Rgb:
    """A held-out image whose ink is 16 px high, enlarged 8 times, with paper around."""
    image = images()[0][place]
    rows = np.flatnonzero(image.any(axis=1))
    scale = 16 / (rows[-1] - rows[0] + 1)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    enlarged = cv2.resize(255 - small, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    return in_colours(np.pad(enlarged, 32, constant_values=WHITE))


def letter(place: int, side: float) -> Rgb:
    strokes, extent = scaled(letters()[place], side)
    paper = np.full((int(extent[1]) + 60, int(extent[0]) + 60), WHITE, np.uint8)
    draw(paper, strokes, (30, 30), PEN)
    return in_colours(paper)


@needs_data
@pytest.mark.parametrize(("place", "factor"), CROPPED)
def test_a_digit_cropped_to_its_ink_is_read(recognizer, place, factor):
    pictures, labels = images()
    cut = tight(WHITE - pictures[place])
    picture = cv2.resize(cut, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    assert recognizer.read_image(in_colours(picture)).text == str(labels[place])


@needs_data
@pytest.mark.parametrize("place", LOW)
def test_the_only_ink_of_a_picture_is_read_rather_than_not(recognizer, place):
    reading = recognizer.read_image(low(place))
    assert reading.text == str(images()[1][place])
    assert not any(trust.sure for trust in reading.trusts)  # it waits for the user


@needs_data
def test_a_letter_that_was_refused_stays_so(recognizer):
    readings = [recognizer.read_image(letter(place, 120)) for place in range(0, 200, 20)]
    assert sum(reading.text == "" for reading in readings) >= REFUSED


def test_a_blank_small_picture_stays_empty(recognizer):
    assert recognizer.read_image(np.full((80, 60, 3), 250, np.uint8)).text == ""
