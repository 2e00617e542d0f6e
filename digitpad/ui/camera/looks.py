"""Looks of the reader at frames: asked for, and answered; and a camera as the page needs one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from digitpad.background import Latest
from digitpad.records import Box, FrameResult, Reading
from digitpad.rules import Rule
from digitpad.ui.core.readings import Reads
from digitpad.ui.rules.ruled import RuledReading, ruled
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


MOST_RULED = 40  # digits in sight for which a rule is looked at in each frame: half a millisecond each at worst
OpenCamera = Callable[[Source, Callable[[CameraState], None]], Shoots]


@dataclass(frozen=True, eq=False)
class Look:
    """One frame that was read."""

    frame: Frame
    result: FrameResult  # of this frame alone
    reading: Reading  # steady over the frames before, or of this frame by itself; it obeys the rule
    settled: bool  # the latter
    rule_words: str = ""  # about what was read without the rule

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
    frame: Frame, region: Box | None, stages: bool, tracker: Tracker, *, still: bool, rule: Rule | None
) -> Callable[[Reads], Look]:
    """Return the work of the reader's thread on a frame; the tracker is used in that thread alone.

    What was read by then obeys the rule, so that a digit is followed as it was read, and the user is stronger than all.
    """

    def look(engine: Reads) -> Look:
        result = engine.read_frame(frame.picture, region, stages)
        size = (frame.picture.shape[1], frame.picture.shape[0])
        follow = tracker.settle if still else tracker.follow
        steady = follow(result.reading, frame.time_s, size)
        few = still or len(steady.digits) <= MOST_RULED
        found = ruled(steady, rule) if rule is not None and few else RuledReading(steady, "")
        return Look(frame, result, found.reading, settled=still, rule_words=found.words)

    return look
