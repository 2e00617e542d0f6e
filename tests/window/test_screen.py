"""Frames are made ready for the screen in a thread: fitted, mirrored, dimmed, never more than the eye needs."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from digitpad.background import Latest
from digitpad.records import Box
from digitpad.vision.capture.camera import Frame
from digitpad.vision.capture.parameters import WAITS
from digitpad.vision.capture.screen import Anchor, Screen
from digitpad.vision.render.display import Fit
from tests.support.scenes import paper, written

LONG_S = 60.0  # a machine that is busy with other things may take so long


def halves() -> np.ndarray:
    """Red on the left, blue on the right."""
    picture = np.zeros((360, 640, 3), np.uint8)
    picture[:, :320], picture[:, 320:] = (200, 20, 20), (20, 20, 200)
    return picture


def frame(picture: np.ndarray, number: int = 1) -> Frame:
    return Frame(picture, number, time.monotonic())


@pytest.fixture
def frames():
    box: Latest[Frame] = Latest()
    yield box
    box.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "screen"]


@pytest.fixture
def screen(frames):
    heard = []
    running = Screen(frames, Fit((320, 240)), heard.append)
    running.start()
    yield running
    frames.close()
    assert running.stop(LONG_S) and heard == []


def test_a_frame_is_fitted_mirrored_and_dimmed_outside_of_its_region(frames, screen):
    frames.put(frame(halves()))
    shown = screen.latest.take(LONG_S)
    assert shown.image.size == (320, 180) and shown.image.getpixel((10, 90)) == (200, 20, 20)
    screen.fit = Fit((320, 240), mirrored=True, bright=(0.5, 0.0, 1.0, 1.0))
    frames.put(frame(halves(), 2))
    shown = screen.latest.take(LONG_S)
    assert shown.fit == screen.fit
    assert shown.image.getpixel((10, 90)) == (20, 20, 200), "the right half, now on the left, is read"
    assert shown.image.getpixel((310, 90))[0] < 100


def test_frames_that_rush_in_are_left_out(frames, screen):
    begun_s, ready = time.monotonic(), 0
    while time.monotonic() - begun_s < 1:
        frames.put(frame(halves()))
        ready += screen.latest.take(0.002) is not None
    assert 1 <= ready <= (time.monotonic() - begun_s) / WAITS.screen_s + 2


def test_the_way_since_a_frame_was_read_is_told(frames, screen):
    def card(left: int) -> Frame:
        return frame(written(paper(size=(720, 1280), seed=1), "471", left=left, top=250, height=200))

    read = card(400)
    screen.anchor = Anchor(read, Box(380, 230, 500, 240))
    frames.put(card(424))
    shown = screen.latest.take(LONG_S)
    assert shown.since is read
    assert abs(shown.drift[0] - 24) < 6 and abs(shown.drift[1]) < 6


def test_a_bug_is_told_and_ends_the_thread(frames):
    heard = []
    running = Screen(frames, Fit((320, 240)), heard.append)
    running.start()
    frames.put(frame(np.zeros((0, 0, 3), np.uint8)))
    assert running.stop(LONG_S)
    assert [state.kind for state in heard] == ["failed"] and "Traceback" in heard[0].traceback
