"""The camera's thread rides through whatever made-up devices do to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from digitpad.commands.doctor import try_camera
from digitpad.vision.capture.camera import Camera
from digitpad.vision.capture.devices import Device, Rest
from digitpad.vision.capture.sources import Source
from digitpad.vision.capture.states import Kind, Trouble
from digitpad.vision.capture.watchdog import Watchdog
from tests.support.watching import LONG_S, watches

__all__ = ["watches"]  # a fixture


BUILT_IN = Source("camera", "Lid cam", "/dev/video0")


class Scripted:
    """A device that gives what `picture(number)` gives, and keeps in mind which threads touched it."""

    def __init__(self, picture: Callable[[int], np.ndarray], pause_s: float = 0.01) -> None:
        self.picture, self.pause_s = picture, pause_s
        self.threads: set[str] = set()
        self.number = self.opened = self.closed = 0

    def __call__(self, source: Source, rest: Rest) -> Device:
        self.threads.add(threading.current_thread().name)
        self.opened += 1
        return self

    def read(self) -> np.ndarray:
        self.threads.add(threading.current_thread().name)
        time.sleep(self.pause_s)
        self.number += 1
        return self.picture(self.number)

    def close(self) -> None:
        self.threads.add(threading.current_thread().name)
        self.closed += 1


def noise(number: int) -> np.ndarray:
    return np.random.default_rng(number).integers(0, 255, (48, 64, 3)).astype(np.uint8)


def failing(*troubles: Kind) -> Callable[[int], np.ndarray]:
    """Noise, but first one trouble after the other, every second time."""

    def picture(number: int) -> np.ndarray:
        place, odd = divmod(number - 1, 2)
        if place < len(troubles) and not odd:
            raise Trouble.of(troubles[place], "Lid cam")
        return noise(number)

    return picture


def test_a_device_is_opened_read_and_closed_in_the_camera_s_thread_only(watches) -> None:
    device = Scripted(failing("no frames"))
    watching = watches(BUILT_IN, device)
    watching.until("running")
    assert watching.camera.stop(LONG_S)
    assert device.threads == {"camera"}
    assert device.opened == device.closed == 2


def test_nothing_is_heard_after_stop(watches) -> None:
    watching = watches(BUILT_IN, Scripted(noise))
    watching.frame()
    assert watching.camera.stop(LONG_S)
    heard = len(watching.states)
    time.sleep(0.3)
    assert len(watching.states) == heard
    assert watching.camera.latest.take(0) is None


@pytest.mark.parametrize("hangs", ["open", "read"])
def test_stop_does_not_wait_for_a_driver_that_hangs(watches, hangs) -> None:
    let_go = threading.Event()
    device = Scripted(noise if hangs == "open" else lambda number: (let_go.wait(LONG_S), noise(number))[1])

    def opened(source: Source, rest: Rest) -> Device:
        if hangs == "open":
            let_go.wait(LONG_S)
        return device(source, rest)

    watching = watches(BUILT_IN, opened)
    time.sleep(0.2)
    begun = time.monotonic()
    assert not watching.camera.stop()
    assert time.monotonic() - begun < 2
    let_go.set()
    assert watching.camera.stop(LONG_S)
    assert device.opened == device.closed == 1, "it is released all the same"
    assert watching.kinds == ["starting"] and watching.camera.latest.take(0) is None


def test_a_driver_that_hangs_while_it_opens_is_said(watches) -> None:
    let_go = threading.Event()
    device = Scripted(noise)

    def opened(source: Source, rest: Rest) -> Device:
        let_go.wait(LONG_S)
        return device(source, rest)

    watching = watches(BUILT_IN, opened)
    assert "Lid cam did not answer" in watching.until("never answered").sentence
    let_go.set()
    watching.until("running")


def test_what_hinders_a_camera_is_said_in_words_and_it_starts_by_itself(watches) -> None:
    watching = watches(BUILT_IN, Scripted(failing("busy", "unplugged", "refused", "no frames")))
    for kind, words in (
        ("busy", "another program"),
        ("unplugged", "plug it in"),
        ("refused", "may not be used"),
        ("no frames", "no picture"),
    ):
        said = watching.until(kind)
        assert said.sentence.startswith("Lid cam") and words in said.sentence and not said.final
    watching.until("running", after=len(watching.states) - 1)


def test_a_covered_lens_is_noticed_and_a_dim_room_is_not(watches) -> None:
    def dark(number: int) -> np.ndarray:
        return np.random.default_rng(number).integers(0, 9, (48, 64, 3)).astype(np.uint8)

    light = threading.Event()
    watching = watches(BUILT_IN, Scripted(lambda number: noise(number) if light.is_set() else dark(number)))
    assert "cover" in watching.until("black").sentence
    light.set()
    watching.until("running", after=watching.kinds.index("black"))
    dim = Watchdog()
    assert {dim.see(dark(second) + 30, second) for second in range(20)} == {"running"}


@pytest.mark.parametrize(
    "picture",
    [
        np.full((10, 10), 30_000, np.uint16) + np.arange(10, dtype=np.uint16),
        np.full((10, 10, 1), 99, np.uint8),
        np.full((10, 10, 4), 99, np.uint8),
        np.full((10, 10), 99, np.uint8),
        np.full((10, 10, 3), 0.4, np.float32),
    ],
)
def test_pictures_of_any_kind_become_rgb(watches, picture) -> None:
    taken = watches(BUILT_IN, Scripted(lambda number: picture.copy())).frame().picture
    assert (taken.shape, taken.dtype, taken.flags.writeable) == ((10, 10, 3), np.uint8, False)


def test_a_bug_in_a_device_is_the_end_and_says_so_with_its_traceback(watches) -> None:
    said = watches(BUILT_IN, Scripted(lambda number: [][number])).until("failed")
    assert said.final and "IndexError" in said.traceback and "IndexError" not in said.sentence


def test_a_camera_that_is_not_there_is_unplugged(watches) -> None:
    said = watches(Source("camera", "Old cam", "/no/such/camera")).until("unplugged")
    assert "Old cam is not plugged in" in said.sentence


def test_the_doctor_tries_a_camera_for_one_frame() -> None:
    good = try_camera(BUILT_IN, lambda source, said: Camera(source, said, open_device=Scripted(noise)))
    assert (good.value, good.remedy) == ("Lid cam, 64 × 48", "")
    taken = Scripted(failing("busy", "busy"))
    bad = try_camera(BUILT_IN, lambda source, said: Camera(source, said, open_device=taken))
    assert bad.value == "Lid cam" and "another program" in bad.remedy and not bad.needed
