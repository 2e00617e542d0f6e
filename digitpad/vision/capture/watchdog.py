"""Detects live sources that send the same picture again and again, or nothing but black."""

from __future__ import annotations

from typing import Literal

import numpy as np

from digitpad.records import Rgb
from digitpad.vision.capture.parameters import WATCH, WatchParams


class Watchdog:
    """The watch over one source, in one thread; times are seconds of one clock."""

    def __init__(self, params: WatchParams = WATCH) -> None:
        self._params = params
        self._last: Rgb | None = None
        self._same_since_s = 0.0
        self._same = 0  # frames
        self._black_since_s: float | None = None

    def see(self, picture: Rgb, time_s: float) -> Literal["running", "frozen", "black"]:
        """Return the state of a source that gave (H, W, 3) `picture` at `time_s`."""
        if self._black(picture, time_s):
            return "black"
        return "frozen" if self._frozen(picture, time_s) else "running"

    def _black(self, picture: Rgb, time_s: float) -> bool:
        few = picture[:: self._params.every, :: self._params.every]
        if few.mean() > self._params.black_mean or np.percentile(few, self._params.peak) > self._params.black_peak:
            self._black_since_s = None
            return False
        if self._black_since_s is None:
            self._black_since_s = time_s
        return time_s - self._black_since_s >= self._params.black_s

    def _frozen(self, picture: Rgb, time_s: float) -> bool:
        before, self._last = self._last, picture
        if before is None or not _same(before, picture, self._params.every):
            self._same_since_s, self._same = time_s, 0
            return False
        self._same += 1
        return self._same >= self._params.frozen_frames and time_s - self._same_since_s >= self._params.frozen_s


def _same(one: Rgb, other: Rgb, every: int) -> bool:
    return np.array_equal(one[::every, ::every], other[::every, ::every]) and np.array_equal(one, other)
