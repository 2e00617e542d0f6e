"""Small writing on a large picture is read from its part alone; what maps keep of a frame is no mark."""

from __future__ import annotations

import numpy as np
import pytest

from digitpad.recognizer import Recognizer
from digitpad.records import Rgb
from digitpad.vision.pipeline.ink_map import InkMap
from digitpad.vision.pipeline.map_remnants import MapPieces, without_remnants
from digitpad.vision.pipeline.parameters import MAP
from digitpad.vision.pipeline.writing_part import part_of_writing
from tests.support.scenes import written

HEIGHT = 20.0  # px of the made writing


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")


def noisy_frame(text: str) -> Rgb:
    frame = written(np.full((720, 1280, 3), 235, np.uint8), text, left=900, top=500, height=14, pen=0.13)
    noise = np.random.default_rng(7).normal(0, 3, frame.shape[:2])[..., None]
    return np.clip(frame + noise, 0, 255).astype(np.uint8)


def ink_map(*boxes: tuple[int, int, int, int], scale: float = 1.0) -> InkMap:
    """A map of 600×400 px of picture with full ink in boxes (left, top, right, bottom), px of the picture."""
    ink = np.zeros((int(400 * scale) + 2 * MAP.margin, int(600 * scale) + 2 * MAP.margin), np.float32)
    for left, top, right, bottom in np.multiply(boxes, scale).astype(int) + MAP.margin:
        ink[top:bottom, left:right] = 1
    return InkMap(ink, scale, HEIGHT * scale, 0.9)


def picture() -> Rgb:
    return np.full((400, 600, 3), 255, np.uint8)


def test_low_digits_on_a_large_noisy_frame_are_read_where_they_are(recognizer):
    reading = recognizer.read_image(noisy_frame("3852"))
    assert reading.text == "3852"
    assert all(895 <= digit.box.left <= 990 and 495 <= digit.box.top <= 520 for digit in reading.digits)


def test_a_part_alone_is_one_of_the_candidates(recognizer):
    poses = {each.pose for each in recognizer.candidates(noisy_frame("3852"))}
    assert any(pose.part is not None for pose in poses)


def test_a_part_is_read_even_where_the_whole_frame_was_read_well(recognizer):
    poses = [each.pose for each in recognizer.candidates(noisy_frame("3852"), poor=0.0)]
    assert any(pose.part is not None for pose in poses)
    assert all(pose.turned == 0 and pose.tilt == 0 for pose in poses)


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_the_part_holds_all_writing_and_some_paper(scale):
    part = part_of_writing([ink_map((100, 80, 112, 100), (140, 80, 152, 100), scale=scale)], picture())
    assert part is not None
    assert (part.left, part.top, part.right, part.bottom) == pytest.approx((80, 60, 172, 120), abs=3)


def test_specks_far_from_the_writing_do_not_widen_its_part():
    part = part_of_writing([ink_map((100, 80, 112, 100), (500, 380, 502, 383))], picture())
    assert part is not None and part.right < 200


def test_high_writing_and_writing_all_over_the_picture_have_no_part():
    high = InkMap(ink_map((100, 80, 160, 180)).ink, 1.0, 100.0, 0.9)
    wide = ink_map((20, 20, 32, 40), (560, 360, 572, 380))
    assert part_of_writing([high], picture()) is None
    assert part_of_writing([wide], picture()) is None
    assert part_of_writing([], picture()) is None


@pytest.mark.parametrize(("line_to", "stays"), [(105, True), (140, False)])
def test_a_short_piece_of_a_long_line_goes_and_a_point_stays(line_to, stays):
    ink = ink_map((100, 80, 112, 100), (120, 95, 124, 100)).ink
    contrast = np.zeros(ink.shape, np.uint8)
    contrast[80 + MAP.margin : 100 + MAP.margin, 100 + MAP.margin : 112 + MAP.margin] = 200
    contrast[95 + MAP.margin : line_to + MAP.margin, 120 + MAP.margin : 124 + MAP.margin] = 200
    pieces = MapPieces.of(ink)
    left = without_remnants(ink, pieces, contrast, HEIGHT)[95 + MAP.margin : 100 + MAP.margin, 120 + MAP.margin]
    assert (left > 0.5).all() == stays
    assert without_remnants(ink, pieces, contrast, 0.0) is ink  # no writing
