"""A picture becomes ink: paper is zero, strokes are full, whatever the light."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digitpad.vision.picture.threshold import find_ink
from tests.support import scenes

CLEAN = find_ink(scenes.written(scenes.paper(falloff=0, noise=0), "20673"))[0] > 0


def alike(ink: np.ndarray, expected: np.ndarray = CLEAN) -> float:
    """Intersection over union."""
    return float(((ink > 0) & expected).sum() / ((ink > 0) | expected).sum())


@pytest.mark.parametrize("grey", [0, 60, 128, 255])
def test_an_even_picture_has_no_ink(grey):
    assert not find_ink(np.full((200, 300, 3), grey, np.uint8))[0].any()


@pytest.mark.parametrize("noise", [1, 3, 6])
@pytest.mark.parametrize("light", [70, 150, 225])
def test_noisy_paper_has_no_ink(light, noise):
    assert not find_ink(scenes.paper(light, 0.5, noise))[0].any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (2, 3), (28, 28), (5, 2000)])
def test_any_shape_gives_ink_of_that_shape_times_the_scale(shape):
    ink, scale = find_ink(np.full((*shape, 3), 200, np.uint8))
    assert ink.dtype == np.uint8
    assert ink.shape == tuple(max(1, round(side * scale)) for side in shape)


def test_large_pictures_are_made_smaller_and_small_ones_larger():
    assert max(find_ink(np.zeros((2000, 3000, 3), np.uint8))[0].shape) == 1280
    assert find_ink(np.zeros((28, 28, 3), np.uint8))[1] == 4
    assert find_ink(np.zeros((400, 600, 3), np.uint8))[1] == 1


def test_strokes_are_full_ink_with_grey_edges():
    ink, _ = find_ink(scenes.written(scenes.paper(), "8"))
    assert ink.max() == 255
    assert 0.05 < ((ink > 0) & (ink < 200)).sum() / (ink > 0).sum() < 0.6


@pytest.mark.parametrize(
    "picture",
    [
        scenes.written(scenes.paper(falloff=0.7), "20673"),
        scenes.written(scenes.paper(light=80, noise=4), "20673", colour=(15, 15, 20)),
        scenes.shaded(scenes.written(scenes.paper(), "20673"), 0.5, 1.5),
        scenes.shaded(scenes.written(scenes.paper(), "20673"), 0.5, 25),
        255 - scenes.written(scenes.paper(), "20673"),
        scenes.written(scenes.coarse(scenes.paper()), "20673"),
    ],
    ids=["lamp", "dim", "hard shadow", "soft shadow", "chalk", "rough"],
)
def test_the_same_strokes_are_found_in_any_light(picture):
    assert alike(find_ink(picture)[0]) > 0.8


@pytest.mark.parametrize("squared", [False, True])
@pytest.mark.parametrize("slope", [0, 0.05])
@pytest.mark.parametrize("step", [45, 62])
def test_ruling_is_taken_out_and_the_strokes_stay_whole(squared, slope, step):
    picture = scenes.written(scenes.ruled(scenes.paper(), step, 0.5, squared=squared, slope=slope), "20673")
    ink, _ = find_ink(picture)
    assert cv2.connectedComponents((ink > 0).astype(np.uint8)[190:330, 110:640])[0] < 90
    assert (ink[CLEAN] > 0).mean() > 0.93
    assert (ink[~CLEAN] > 0).mean() < 0.03


def test_a_row_of_bars_is_not_taken_for_a_ruled_line():
    ink, _ = find_ink(scenes.written(scenes.paper(), "7777777", left=60))
    clean, _ = find_ink(scenes.written(scenes.paper(falloff=0, noise=0), "7777777", left=60))
    assert alike(ink, clean > 0) > 0.8


@pytest.mark.parametrize("upright", [False, True])
def test_a_long_stroke_of_a_thin_pen_is_not_taken_for_a_ruled_line(upright):
    paper = np.full((600, 600), 255, np.uint8)
    seven = np.array([(160, 150), (440, 150), (280, 450)], np.int32)
    cv2.polylines(paper, [seven[:, ::-1] if upright else seven], False, 0, 2, cv2.LINE_AA)
    ink, _ = find_ink(np.dstack([paper] * 3))
    assert (ink[paper < 128] > 0).all()


@given(arrays(np.uint8, (40, 60, 3)))
@settings(max_examples=40, deadline=None)
def test_no_picture_crashes(pixels):
    ink, scale = find_ink(pixels)
    assert ink.shape == (160, 240)
    assert scale == 4


@given(gain=st.floats(0.35, 1.1))
@settings(max_examples=12, deadline=None)
def test_more_light_on_the_whole_changes_little(gain):
    picture = scenes.written(scenes.paper(light=200), "20673")
    assert alike(find_ink(np.clip(picture * gain, 0, 255).astype(np.uint8))[0]) > 0.8
