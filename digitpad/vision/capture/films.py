"""Video files as a source of frames, at any speed, from any place."""

from __future__ import annotations

import time
from pathlib import Path

import cv2
from cv2.typing import MatLike

from digitpad.languages import _
from digitpad.vision.capture.folders import Rest
from digitpad.vision.capture.parameters import DEVICE, DeviceParams
from digitpad.vision.capture.pixels import in_rgb
from digitpad.vision.capture.positions import Position
from digitpad.vision.capture.sources import Source
from digitpad.vision.capture.states import Trouble


class VideoDevice:
    """A video file, played at its own speed: a reader that is late misses frames, one that pauses does not.

    A frame that was sought comes at once. Behind the last frame comes the Trouble "ended"; others can be sought then.
    """

    def __init__(self, source: Source, rest: Rest, params: DeviceParams = DEVICE) -> None:
        self._source, self._rest, self._params = source, rest, params
        if not Path(source.address).is_file():
            raise Trouble.of("not found", source.name, final=True)
        self._capture = cv2.VideoCapture(source.address, cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            self._capture.release()
            raise Trouble.of("unreadable", source.name, final=True)
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self._fps = fps if 0 < fps <= params.fastest_fps else params.usual_fps
        self._count = max(0, round(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)))
        self._number = 0  # of the next frame
        self._target: int | None = None
        self._speed = 1.0
        self._left_s = time.monotonic()
        self._begin_here()

    def read(self) -> MatLike:
        try:
            if self._target is not None:
                return self._sought()
            if time.monotonic() - self._left_s > self._params.paused_s:
                self._begin_here()
            return self._played()
        finally:
            self._left_s = time.monotonic()

    def close(self) -> None:
        self._capture.release()

    @property
    def position(self) -> Position:
        return Position(max(0, self._number - 1), self._count, self._fps)

    def seek(self, number: int) -> None:
        self._target = self.position.within(number)

    def play_at(self, speed: float) -> None:
        if speed != self._speed:
            self._speed = speed
            self._begin_here()

    def _begin_here(self) -> None:
        """Make the next frame due now, and the others after it."""
        self._begun_s, self._begun_at = time.monotonic(), self._number

    def _played(self) -> MatLike:
        self._catch_up()
        good, picture = self._capture.read()
        if not good or picture is None:
            raise self._end()
        due_s = self._due_s
        self._number += 1
        self._rest(max(0.0, due_s - time.monotonic()))
        return in_rgb(picture)

    def _sought(self) -> MatLike:
        """Read the frame that was sought, or the last one before it: a file may hold fewer than it says."""
        target, self._target = self._target or 0, None
        for number in range(target, max(-1, target - self._params.most_missing), -1):
            self._go_to(number)
            good, picture = self._capture.read()
            if good and picture is not None:
                self._number += 1
                self._begin_here()
                return in_rgb(picture)
            self._count = number
        raise self._end()

    def _go_to(self, number: int) -> None:
        """Make this frame the next: pass over those before it where they are few, for that is faster, else jump."""
        if not 0 <= number - self._number <= self._params.passed_over:
            self._capture.set(cv2.CAP_PROP_POS_FRAMES, number)
            self._number = number
        while self._number < number and self._capture.grab():
            self._number += 1

    def _catch_up(self) -> None:
        """Skip the frames that are overdue; where that takes too long, play on from here."""
        until_s = time.monotonic() + self._params.longest_skip_s
        while time.monotonic() - self._due_s > self._params.late_s and self._capture.grab():
            self._number += 1
            if time.monotonic() > until_s:
                self._begin_here()

    @property
    def _due_s(self) -> float:
        """The moment at which the next frame is to be shown."""
        return self._begun_s + (self._number - self._begun_at) / (self._fps * self._speed)

    def _end(self) -> Trouble:
        if self._number == 0:
            return Trouble.of("unreadable", self._source.name, final=True)
        if self._number < self._params.all_read * self._count:
            seconds = self._number / self._fps
            words = _("{name} is damaged after {seconds:.1f} s; what comes behind cannot be read.")
            sentence = words.format(name=self._source.name, seconds=seconds)
            return Trouble("unreadable", sentence, final=True)
        return Trouble.of("ended", self._source.name)
