"""The paper's motion since a frame was read, by phase correlation: boxes stay on their digits between readings."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Floats, Rgb
from digitpad.vision.capture.parameters import MOTION, MotionParams


class Motion:
    """Motion since the frame given to `anchor`; `since` measures it in a newer frame."""

    def __init__(self, params: MotionParams = MOTION) -> None:
        self._params = params
        self._part: tuple[int, int, int, int] | None = None  # left, top, right, bottom in small px
        self._before: Floats = np.zeros((0, 0), np.float32)
        self._window: Floats = np.zeros((0, 0), np.float32)
        self._size = (0, 0)

    def anchor(self, picture: Rgb, around: Box) -> None:
        """Take the frame that was read. `around`: the box of its digits, px of the picture."""
        height, width = picture.shape[:2]
        scale = self._params.width / width
        across, down = self._params.around * around.width, self._params.around * around.height
        left, top = max(0, int((around.left - across) * scale)), max(0, int((around.top - down) * scale))
        right = min(self._params.width, round((around.right + across) * scale))
        bottom = min(round(height * scale), round((around.bottom + down) * scale))
        self._part = (left, top, right, bottom) if min(right - left, bottom - top) >= self._params.least else None
        if self._part is not None:
            self._size = (width, height)
            self._before = self._cut(picture)
            self._window = cv2.createHanningWindow((right - left, bottom - top), cv2.CV_32F).astype(np.float32)

    def lose(self) -> None:
        """Follow nothing any more."""
        self._part = None

    def since(self, picture: Rgb) -> tuple[float, float]:
        """Return the motion to the right and down, px of the picture; (0, 0) where it cannot be measured."""
        if self._part is None or (picture.shape[1], picture.shape[0]) != self._size:
            return 0.0, 0.0
        (right, down), certainty = cv2.phaseCorrelate(self._before, self._cut(picture), self._window)
        rows, columns = self._before.shape
        farthest = self._params.farthest
        if certainty < self._params.certain or abs(right) > farthest * columns or abs(down) > farthest * rows:
            return 0.0, 0.0
        scale = self._size[0] / self._params.width
        return right * scale, down * scale

    def _cut(self, picture: Rgb) -> NDArray[np.float32]:
        assert self._part is not None
        left, top, right, bottom = self._part
        height = round(picture.shape[0] * self._params.width / picture.shape[1])
        small = cv2.resize(picture, (self._params.width, height), interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.extractChannel(small[top:bottom, left:right], 1), np.float32)
