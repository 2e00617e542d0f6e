"""Frames in, steady readings out: the camera's life, which frame is read next, and the frame that is held."""

from __future__ import annotations

import time
import tkinter as tk
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from digitpad.background import Done, Latest
from digitpad.records import Box, Digit, Reading, Seen
from digitpad.ui.readings import Reads
from digitpad.ui.session import Session
from digitpad.vision.camera import Frame
from digitpad.vision.display import Fit
from digitpad.vision.screen import Anchor, Screen, Shown
from digitpad.vision.sources import Source
from digitpad.vision.states import CameraState
from digitpad.vision.tracking import Tracker

TICK_MS = 15
COUNTED = 30  # frames over which their rate is measured
PAUSE_S = 1.0  # after a frame that could not be read


class Shoots(Protocol):
    """What is needed of a camera."""

    @property
    def latest(self) -> Latest[Frame]: ...
    def start(self) -> None: ...
    def stop(self, timeout_s: float) -> bool: ...


OpenCamera = Callable[[Source, Callable[[CameraState], None]], Shoots]


@dataclass(frozen=True, eq=False)
class Look:
    """One frame that was read."""

    frame: Frame
    seen: Seen  # of this frame alone
    reading: Reading  # steady, over the frames before


@dataclass(frozen=True)
class Wish:
    """What is asked of the next frame."""

    region: Callable[[tuple[int, int]], Box | None]  # of a frame of (width, height) px
    stages: bool = False  # the pictures made on the way


class Live:
    """`fit` tells how frames lie in the window, `wish` what is asked of the next one.

    `on_frame` gets what is to be shown, `on_look` what was read, `on_state` how the camera is doing.
    """

    def __init__(
        self,
        root: tk.Misc,
        session: Session,
        *,
        open_camera: OpenCamera,
        fit: Callable[[], Fit],
        wish: Callable[[], Wish],
        on_frame: Callable[[Shown], None],
        on_look: Callable[[Look], None],
        on_state: Callable[[CameraState], None],
    ) -> None:
        self._root, self._session, self._open_camera, self._fit, self._wish = root, session, open_camera, fit, wish
        self._on_frame, self._on_look, self._on_state = on_frame, on_look, on_state
        self._said = session.listen("camera", self._camera_said)
        self._camera: Shoots | None = None
        self._screen: Screen | None = None
        self._ending: list[Shoots | Screen] = []
        self._serial = 0  # of the camera; what comes from an earlier one is not heard
        self._timer: str | None = None
        self._held: Frame | None = None
        self._forget()

    def start(self, source: Source) -> None:
        """Show and read this source, and no other any more."""
        self.stop()
        self._serial += 1
        self._forget()
        serial, said = self._serial, self._said
        self._camera = self._open_camera(source, lambda state: said((serial, state)))
        self._screen = Screen(self._camera.latest, self._fit(), lambda state: said((serial, state)))
        self._camera.start()
        self._screen.start()
        self._timer = self._root.after(TICK_MS, self._tick)

    def stop(self) -> None:
        """Let the camera go; it ends in its own time."""
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = None
        if self._camera is not None and self._screen is not None:
            self._serial += 1
            self._ending = [one for one in (*self._ending, self._camera, self._screen) if not one.stop(0.0)]
            self._camera = self._screen = None

    def close(self, timeout_s: float) -> bool:
        """Stop, and wait for all threads; False where one still runs when the time is over."""
        self.stop()
        end = time.monotonic() + timeout_s
        ended = [one.stop(max(0.0, end - time.monotonic())) for one in self._ending]
        return all(ended)

    @property
    def running(self) -> bool:
        return self._camera is not None

    @property
    def has_picture(self) -> bool:
        return self._shown is not None and self.running

    @property
    def shown(self) -> Frame | None:
        """The frame on the screen: the held one, else the newest."""
        return self._held or self._shown

    @property
    def held(self) -> Frame | None:
        """The frame that is held."""
        return self._held

    @property
    def frames_a_second(self) -> float:
        if len(self._times) < 2:
            return 0.0
        (first, begun), (last, ended) = self._times[0], self._times[-1]
        return (last - first) / (ended - begun) if ended > begun else 0.0

    def hold(self) -> None:
        """Keep showing the frame that is shown."""
        self._held = self._shown
        self._read_again()

    def release(self) -> None:
        """Let the picture go on."""
        self._held = None

    def look_again(self) -> None:
        """The wish has changed: read a held frame once more."""
        self._read_again()

    def correct(self, digit: Digit, label: int | None) -> None:
        """From now on this digit is `label`, as long as it is in sight; None: no digit."""
        tracker = self._tracker
        self._session.tell(lambda engine: tracker.correct(digit, label), lambda done: self._read_again())

    def take_back(self, digit: Digit) -> None:
        """Read again what was corrected where `digit` was shown."""
        tracker = self._tracker
        self._session.tell(lambda engine: tracker.take_back(digit), lambda done: self._read_again())

    def _forget(self) -> None:
        self._tracker = Tracker()
        self._shown: Frame | None = None
        self._held = None
        self._unread: Frame | None = None
        self._asking = False
        self._not_before = 0.0
        self._times: deque[tuple[int, float]] = deque(maxlen=COUNTED)

    def _tick(self) -> None:
        try:
            if self._screen is not None:
                self._screen.fit = self._fit()
                shown = self._screen.latest.take(0)
                if shown is not None:
                    self._came(shown)
                self._ask()
        finally:
            if self._timer is not None:
                self._timer = self._root.after(TICK_MS, self._tick)

    def _came(self, shown: Shown) -> None:
        self._times.append((shown.frame.number, shown.frame.time_s))
        if self._held is None:
            self._shown = self._unread = shown.frame
            self._on_frame(shown)

    def _read_again(self) -> None:
        if self._held is not None:
            self._unread = self._held
            self._ask()

    def _ask(self) -> None:
        if self._unread is None or self._asking or time.monotonic() < self._not_before:
            return
        frame, self._unread = self._unread, None
        size = (frame.picture.shape[1], frame.picture.shape[0])
        wish, serial = self._wish(), self._serial
        self._asking = True
        self._session.ask(
            _question(frame, wish.region(size), wish.stages, self._tracker, held=self._held is not None),
            lambda done: self._answered(serial, done),
            lambda sentence: self._unanswered(serial, sentence),
        )

    def _answered(self, serial: int, done: Done) -> None:
        if serial == self._serial:
            self._asking = False
            if self._held is None or done.result.frame is self._held:
                self._follow(done.result)
                self._on_look(done.result)
            self._ask()

    def _follow(self, look: Look) -> None:
        digits = look.reading.digits
        if self._screen is not None:
            self._screen.anchor = Anchor(look.frame, Box.around(digit.box for digit in digits)) if digits else None

    def _unanswered(self, serial: int, sentence: str) -> None:
        self._session.failed(sentence)
        if serial == self._serial:
            self._asking = False
            self._not_before = time.monotonic() + PAUSE_S

    def _camera_said(self, event: tuple[int, Any]) -> None:
        serial, state = event
        if serial == self._serial:
            self._on_state(state)


def _question(
    frame: Frame, region: Box | None, stages: bool, tracker: Tracker, *, held: bool
) -> Callable[[Reads], Look]:
    """What the reader's thread does with a frame; the tracker is used in that thread alone."""

    def look(engine: Reads) -> Look:
        seen = engine.read_frame(frame.picture, region, stages)
        size = (frame.picture.shape[1], frame.picture.shape[0])
        follow = tracker.settle if held else tracker.follow
        return Look(frame, seen, follow(seen.reading, frame.time_s, size))

    return look
