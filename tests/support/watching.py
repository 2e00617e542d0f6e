"""A camera for the tests, with all that was heard of it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

import pytest

from digitpad.vision.capture.camera import Camera, CameraState, Frame
from digitpad.vision.capture.devices import OpenDevice, opens_devices
from digitpad.vision.capture.sources import Source
from digitpad.vision.capture.states import Kind
from digitpad.vision.picture.pictures import open_picture

LONG_S = 20.0  # a machine that is busy with other things may take so long


class Watching:
    """A camera and all that was heard of it."""

    def __init__(self, source: Source, opened: OpenDevice | None = None) -> None:
        self.states: deque[CameraState] = deque()
        self.camera = Camera(source, self.states.append, open_device=opened or opens_devices(open_picture))
        self.camera.start()

    @property
    def kinds(self) -> list[Kind]:
        return [state.kind for state in self.states]

    def until(self, kind: Kind, after: int = 0, timeout_s: float = LONG_S) -> CameraState:
        """The first state of this kind; `after` so many that are not looked at."""
        end_s = time.monotonic() + timeout_s
        while time.monotonic() < end_s:
            for state in tuple(self.states)[after:]:
                if state.kind == kind:
                    return state
            time.sleep(0.01)
        raise AssertionError(f"{kind} was not said, but {self.kinds}")

    def frame(self, fits: Callable[[Frame], bool] = lambda frame: True) -> Frame:
        end_s = time.monotonic() + LONG_S
        while time.monotonic() < end_s:
            frame = self.camera.latest.take(0.2)
            if frame is not None and fits(frame):
                return frame
        raise AssertionError(f"no such frame came; {self.kinds}")


Watches = Callable[..., Watching]


@pytest.fixture
def watches() -> Iterator[Watches]:
    """Starts cameras with `watches(source, opened)`, and fails where one leaves a thread behind."""
    begun: list[Watching] = []

    def watch(source: Source, opened: OpenDevice | None = None) -> Watching:
        begun.append(Watching(source, opened))
        return begun[-1]

    yield watch
    for watching in begun:
        assert watching.camera.stop(LONG_S)
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("camera")]
    assert left == []
