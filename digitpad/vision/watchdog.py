"""Notices live pictures that are no longer alive: the same one again and again, or nothing but black."""

from __future__ import annotations

from typing import Literal

import numpy as np

from digitpad.records import Rgb

FROZEN_S = 3.0  # the noise of a true sensor never stands still for so long
FROZEN_FRAMES = 6  # and so many, for slow sources
BLACK_S = 1.5  # cameras begin black, while they set their exposure
BLACK_MEAN, BLACK_PEAK = 10.0, 40  # of 255: the noise of a covered lens stays below
EVERY = 8  # px; every eighth pixel tells enough, or that a closer look is needed


class Watchdog:
    """For one source and one thread; times are seconds of any one clock."""

    def __init__(self) -> None:
        self._last: Rgb | None = None
        self._same_since_s = 0.0
        self._same = 0  # frames
        self._black_since_s: float | None = None

    def see(self, picture: Rgb, time_s: float) -> Literal["running", "frozen", "black"]:
        """What is to be said of a source that gave (H, W, 3) `picture` at `time_s`."""
        if self._black(picture, time_s):
            return "black"
        return "frozen" if self._frozen(picture, time_s) else "running"

    def _black(self, picture: Rgb, time_s: float) -> bool:
        few = picture[::EVERY, ::EVERY]
        if few.mean() > BLACK_MEAN or np.percentile(few, 99) > BLACK_PEAK:
            self._black_since_s = None
            return False
        if self._black_since_s is None:
            self._black_since_s = time_s
        return time_s - self._black_since_s >= BLACK_S

    def _frozen(self, picture: Rgb, time_s: float) -> bool:
        before, self._last = self._last, picture
        if before is None or not _same(before, picture):
            self._same_since_s, self._same = time_s, 0
            return False
        self._same += 1
        return self._same >= FROZEN_FRAMES and time_s - self._same_since_s >= FROZEN_S


def _same(one: Rgb, other: Rgb) -> bool:
    return np.array_equal(one[::EVERY, ::EVERY], other[::EVERY, ::EVERY]) and np.array_equal(one, other)
