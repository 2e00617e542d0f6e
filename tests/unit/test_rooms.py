"""Pictures as rooms give them: what is written is read, everything else is left alone."""

import cv2
import numpy as np
import pytest

from digitpad import Recognizer
from tests.support import scenes

NO_DIGITS = {
    "white": np.full((300, 400, 3), 255, np.uint8),
    "black": np.zeros((300, 400, 3), np.uint8),
    "paper under a lamp": scenes.paper(),
    "dim, noisy paper": scenes.paper(light=90, noise=6),
    "rough paper": scenes.coarse(scenes.paper()),
    "lined": scenes.ruled(scenes.paper(), 60, 0.35),
    "lined dark and aslant": scenes.ruled(scenes.paper(), 50, 0.7, slope=0.07),
    "squared": scenes.ruled(scenes.paper(), 40, 0.3, squared=True),
    "squared dark and aslant": scenes.ruled(scenes.paper(), 45, 0.6, squared=True, slope=0.05),
    "printed text": scenes.printed(scenes.paper()),
    "small printed text": scenes.printed(scenes.paper(), 0.7),
    "shapes": scenes.shapes(scenes.paper()),
    "a hand": scenes.hand(scenes.paper()),
    "a hard shadow": scenes.shaded(scenes.paper(), 0.5, 1.5),
    "a soft shadow": scenes.shaded(scenes.paper(), 0.4, 20),
    "an empty card on a desk": scenes.card_on_desk(scenes.paper()),
}
WRITTEN = {
    "by a lamp": scenes.written(scenes.paper(falloff=0.6), "20673"),
    "with a pencil": scenes.written(scenes.paper(), "20673", pen=0.025, colour=(165, 165, 165)),
    "with a marker": scenes.written(scenes.paper(), "20673", pen=0.13),
    "with a red pen": scenes.written(scenes.paper(), "20673", pen=0.05, colour=(200, 60, 60)),
    "small": scenes.written(scenes.paper(), "20673", height=36, pen=0.08),
    "large": scenes.written(scenes.paper(), "206", height=330, top=100),
    "across a hard shadow": scenes.shaded(scenes.written(scenes.paper(), "20673"), 0.5, 1.5),
    "across a soft shadow": scenes.shaded(scenes.written(scenes.paper(), "20673"), 0.5, 25),
    "on rough paper": scenes.written(scenes.coarse(scenes.paper()), "20673"),
    "on lined paper": scenes.written(scenes.ruled(scenes.paper(), 60, 0.4), "20673"),
    "on dark lines aslant": scenes.written(scenes.ruled(scenes.paper(), 70, 0.7, slope=0.04), "20673"),
    "on squared paper": scenes.written(scenes.ruled(scenes.paper(), 40, 0.4, squared=True), "20673"),
    "beside a hand": scenes.hand(scenes.written(scenes.paper(), "206", left=60)),
    "on a card on a desk": scenes.card_on_desk(scenes.written(scenes.paper(), "20673")),
    "with chalk on a board": scenes.written(scenes.paper(light=60), "20673", colour=(220, 220, 210)),
    "out of focus": cv2.GaussianBlur(scenes.written(scenes.paper(), "20673"), (0, 0), 3),
}


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.load(device="cpu")


@pytest.mark.parametrize("what", NO_DIGITS)
def test_a_picture_without_digits_reads_as_nothing(recognizer, what):
    assert recognizer.read_image(NO_DIGITS[what]).text == ""


@pytest.mark.parametrize("how", WRITTEN)
def test_a_number_is_read_however_it_is_written_and_lit(recognizer, how):
    expected = "206" if how in ("large", "beside a hand") else "20673"
    assert recognizer.read_image(WRITTEN[how]).text == expected


def test_boxes_lie_around_the_digits_in_px_of_the_picture(recognizer):
    reading = recognizer.read_image(
        scenes.written(scenes.paper(size=(1080, 1920)), "206", left=700, top=500, height=200)
    )
    boxes = [digit.box for digit in reading.digits]
    assert [box.left for box in boxes] == sorted(box.left for box in boxes)
    assert all(abs(box.top - 500) < 25 and abs(box.bottom - 700) < 25 for box in boxes)
    assert abs(boxes[0].left - 700) < 25
