"""Frames in, steady readings out: the camera's life, which frame is read next, and the frame that is held."""

from __future__ import annotations

import time
import tkinter as tk
from collections import deque
from collections.abc import Callable
from typing import Any

from digitpad.background import Done
from digitpad.records import Box, Digit
from digitpad.rules import Rule
from digitpad.ui.camera.looks import FrameRequest, Look, OpenCamera, Shoots, question_of
from digitpad.ui.core.bridge import Bridge
from digitpad.vision.capture.camera import Frame
from digitpad.vision.capture.positions import Position
from digitpad.vision.capture.screen import Anchor, Screen, ScreenFrame
from digitpad.vision.capture.sources import Source
from digitpad.vision.capture.states import CameraState
from digitpad.vision.render.display import Fit
from digitpad.vision.segmentation.rows import rows_of
from digitpad.vision.tracking.tracker import Tracker

TICK_MS = 15
COUNTED = 30  # frames over which their rate is measured
FOLLOWED_S = 0.5  # of a video: digits that far apart are others
PAUSE_S = 1.0  # after a frame that could not be read


class Live:
    """`fit` tells how frames lie in the window, `wish` what is asked of the next one.

    `on_frame` gets what is to be shown, `on_look` what was read, `on_state` how the camera is doing.
    """

    def __init__(
        self,
        root: tk.Misc,
        bridge: Bridge,
        *,
        open_camera: OpenCamera,
        fit: Callable[[], Fit],
        wish: Callable[[], FrameRequest],
        on_frame: Callable[[ScreenFrame], None],
        on_look: Callable[[Look], None],
        on_state: Callable[[CameraState], None],
    ) -> None:
        self._root, self._bridge, self._open_camera, self._fit, self._wish = root, bridge, open_camera, fit, wish
        self._notices = bridge.notices
        self._on_frame, self._on_look, self._on_state = on_frame, on_look, on_state
        self._said = bridge.listen("camera", self._camera_said)
        self._camera: Shoots | None = None
        self._screen: Screen | None = None
        self._ending: list[Shoots | Screen] = []
        self._serial = 0  # of the camera; what comes from an earlier one is not heard
        self._timer: str | None = None
        self._sought: int | None = None  # the place gone to last, until its frame comes
        self._stills = False  # pictures that have nothing to do with each other
        self._rule: Rule | None = None
        self._forget()

    def start(self, source: Source) -> None:
        """Show and read this source, and no other any more."""
        self.stop()
        self._serial += 1
        self._forget()
        self._stills = source.kind == "pictures"
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
        """The frame on the screen."""
        return self._shown

    @property
    def holding(self) -> bool:
        """True while the picture stands still because the user wants it to."""
        return self._holding

    @property
    def stills(self) -> bool:
        """True for a folder of pictures, which can be looked through."""
        return self._stills

    @property
    def ended(self) -> bool:
        """True for a video that stands still at its end."""
        return self._ended and not self._stills

    @property
    def position(self) -> Position | None:
        """The place of the frame on the screen in its file or folder; None: it is live, or there is none yet."""
        return self._shown.position if self._shown is not None else None

    @property
    def frames_a_second(self) -> float:
        if len(self._times) < 2:
            return 0.0
        (first, start_s), (last, ended) = self._times[0], self._times[-1]
        return (last - first) / (ended - start_s) if ended > start_s else 0.0

    def hold(self) -> None:
        """Keep showing the frame that is shown, and pause the file that it comes from."""
        self._holding = True
        if self._camera is not None:
            self._camera.pause()
        self._read_again()

    def step(self, by: int) -> None:
        """Hold the frame or picture so many places on in a video or a folder."""
        if self._camera is None or self.position is None:
            return
        self.hold()
        if self._stills:
            self._camera.step(by)
        else:
            self.seek((self.position.number if self._sought is None else self._sought) + by)

    def seek(self, number: int) -> None:
        """Show this frame or picture, or the nearest that there is; a video plays on unless it is held."""
        if self._camera is not None and self.position is not None:
            if self._stills:
                self.hold()
            number = self.position.within(number)
            self._sought = number
            self._camera.seek(number)

    def play_at(self, speed: float) -> None:
        """Play a video or a folder so many times as fast as by itself."""
        self.speed = speed
        if self._camera is not None:
            self._camera.play_at(speed)

    def go_on(self) -> None:
        """Let the picture go on; a video that stands at its end begins anew."""
        anew = self.ended and not self._holding
        self._holding = False
        if self._camera is not None:
            self._camera.resume()
        if anew:
            self._ended = False
            self.seek(0)

    def obey(self, rule: Rule | None) -> None:
        """Read the likeliest numbers that obey a rule, from now on; None: as they are read."""
        self._rule = rule
        self._read_again()

    def look_again(self) -> None:
        """The wish has changed: read a frame that stands still once more."""
        self._read_again()

    def correct(self, digit: Digit, label: int | None) -> None:
        """Read this digit as `label` as long as it is in sight; None: no digit."""
        tracker = self._tracker
        self._bridge.tell(lambda engine: tracker.correct(digit, label), lambda answer: self._read_again())

    def take_back(self, digit: Digit) -> None:
        """Read again what was corrected where `digit` was shown."""
        tracker = self._tracker
        self._bridge.tell(lambda engine: tracker.take_back(digit), lambda answer: self._read_again())

    def _forget(self) -> None:
        self._tracker = Tracker(rows_of)
        self._shown: Frame | None = None
        self._holding = self._ended = False
        self._sought = None
        self.speed = 1.0  # times a file's own
        self._unread: Frame | None = None
        self._asking = False
        self._not_before = 0.0
        self._times: deque[tuple[int, float]] = deque(maxlen=COUNTED)

    def _tick(self) -> None:
        try:
            if self._screen is not None:
                self._screen.fit = self._fit()
                screened = self._screen.latest.take(0)
                if screened is not None:
                    self._came(screened)
                self._ask()
        finally:
            if self._timer is not None:
                self._timer = self._root.after(TICK_MS, self._tick)

    def _came(self, screened: ScreenFrame) -> None:
        self._times.append((screened.frame.number, screened.frame.time_s))
        if self._stills:
            if self._shown is not None and screened.frame.picture is self._shown.picture:
                return  # it comes again and again
            self._tracker = Tracker(rows_of)
        elif self._holding and not screened.frame.sought:
            return
        self._arrive_at(screened.frame)
        self._shown = self._unread = screened.frame
        self._on_frame(screened)

    def _arrive_at(self, frame: Frame) -> None:
        """Note that what was sought has come; digits are followed over short ways only."""
        position, before = frame.position, self.position
        if frame.sought and position is not None:
            self._sought = None if position.number == self._sought else self._sought
            if before is not None and abs(position.seconds - before.seconds) > FOLLOWED_S:
                self._tracker = Tracker(rows_of)

    @property
    def _still(self) -> bool:
        """The frame on the screen stays there, and is read by itself."""
        return self._holding or self._ended or self._stills

    def _read_again(self) -> None:
        if self._still and self._shown is not None:
            self._unread = self._shown
            self._ask()

    def _ask(self) -> None:
        if self._unread is None or self._asking or time.monotonic() < self._not_before:
            return
        frame, self._unread = self._unread, None
        size = (frame.picture.shape[1], frame.picture.shape[0])
        wish, serial = self._wish(), self._serial
        self._asking = True
        self._bridge.ask(
            question_of(frame, wish.region(size), wish.stages, self._tracker, still=self._still, rule=self._rule),
            lambda answer: self._answered(serial, answer),
            lambda sentence: self._unanswered(serial, sentence),
        )

    def _answered(self, serial: int, answer: Done) -> None:
        if serial == self._serial:
            self._asking = False
            look = answer.result
            if not self._still or (look.settled and look.frame is self._shown):
                self._follow(look)
                self._on_look(look)
            self._ask()

    def _follow(self, look: Look) -> None:
        digits = look.reading.digits
        if self._screen is not None:
            self._screen.anchor = Anchor(look.frame, Box.around(digit.box for digit in digits)) if digits else None

    def _unanswered(self, serial: int, sentence: str) -> None:
        self._notices.failed(sentence)
        if serial == self._serial:
            self._asking = False
            self._not_before = time.monotonic() + PAUSE_S

    def _camera_said(self, event: tuple[int, Any]) -> None:
        serial, state = event
        if serial == self._serial:
            self._ended = state.kind == "ended"
            if self._ended:
                self._read_again()
            self._on_state(state)
