"""Looks of the reader at frames: asked for, and answered; and a camera as the page needs one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from digitpad.background import Latest
from digitpad.records import Box, FrameResult, Reading
from digitpad.ui.core.readings import Reads
from digitpad.vision.capture.camera import Frame
from digitpad.vision.capture.sources import Source
from digitpad.vision.capture.states import CameraState
from digitpad.vision.tracking.tracker import Tracker


class Shoots(Protocol):
    """A camera as this page uses it."""

    @property
    def latest(self) -> Latest[Frame]: ...
    def start(self) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def step(self, by: int) -> None: ...
    def seek(self, number: int) -> None: ...
    def play_at(self, speed: float) -> None: ...
    def stop(self, timeout_s: float) -> bool: ...


OpenCamera = Callable[[Source, Callable[[CameraState], None]], Shoots]


@dataclass(frozen=True, eq=False)
class Look:
    """One frame that was read."""

    frame: Frame
    result: FrameResult  # of this frame alone
    reading: Reading  # steady over the frames before, or of this frame by itself
    settled: bool  # the latter

    @property
    def live(self) -> bool:
        """It comes from a camera, not from a file."""
        return self.frame.position is None


@dataclass(frozen=True)
class FrameRequest:
    """A request for the next frame."""

    region: Callable[[tuple[int, int]], Box | None]  # of a frame of (width, height) px
    stages: bool = False  # the pictures made on the way


def question_of(
    frame: Frame, region: Box | None, stages: bool, tracker: Tracker, *, still: bool
) -> Callable[[Reads], Look]:
    """Return the work of the reader's thread on a frame; the tracker is used in that thread alone."""

    def look(engine: Reads) -> Look:
        result = engine.read_frame(frame.picture, region, stages)
        size = (frame.picture.shape[1], frame.picture.shape[0])
        follow = tracker.settle if still else tracker.follow
        return Look(frame, result, follow(result.reading, frame.time_s, size), settled=still)

    return look
