"""Readers for the window that know the answer beforehand."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from digitpad.records import Box, Digit, FrameResult, Reading, Sample, Stroke
from digitpad.vision.segmentation.edits import NO_EDITS, SegmentationEdits
from digitpad.vision.segmentation.segments import Numbers

ROW = 12  # digits


class Counting:
    """Reads as many digits as there are strokes: 0, 1, 2 … Surer of the first than of the last."""

    model, device_name = "counting", "CPU"

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[Numbers] = (), *, judged: bool = False
    ) -> Reading:
        return Reading((tuple(digit(place % 10, 0.99, (place,)) for place in range(len(strokes))),))

    def read_image(self, image: np.ndarray, edits: SegmentationEdits = NO_EDITS) -> Reading:
        return Reading(((digit(7, 0.99, ()),),))

    def read_frame(self, picture: np.ndarray, region: Box | None = None, stages: bool = False) -> FrameResult:
        return FrameResult(self.read_image(picture))

    def remember(self, samples: Sequence[Sample]) -> None:
        pass

    accepted: tuple[Digit, ...] = ()

    def accept(self, digits: Sequence[Digit]) -> None:
        self.accepted += tuple(digits)

    def forget_accepted(self, digits: Sequence[Digit] | None = None) -> None:
        self.accepted = tuple(one for one in self.accepted if digits is not None and one not in digits)

    def forget(self) -> None:
        pass

    def read_others(self, on: bool) -> None:
        pass


class Held(Counting):
    """Does not answer before it is let go, and then counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.go = threading.Event()

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[Numbers] = (), *, judged: bool = False
    ) -> Reading:
        self.asked.set()
        self.go.wait(20)
        return super().read_strokes(strokes, whole)


class Doubting(Counting):
    """One sure digit, one unsure, one that is none."""

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[Numbers] = (), *, judged: bool = False
    ) -> Reading:
        return Reading(((digit(1, 0.98, (0,)), digit(2, 0.5, (1,)), digit(3, 0.02, (2,))),))


class InRows(Counting):
    """Reads a digit a stroke, twelve in each row."""

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[Numbers] = (), *, judged: bool = False
    ) -> Reading:
        read = super().read_strokes(strokes, whole).digits
        return Reading(tuple(read[start : start + ROW] for start in range(0, len(read), ROW)))


class Crowded(Counting):
    """Two thousand rows of one digit."""

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[Numbers] = (), *, judged: bool = False
    ) -> Reading:
        return Reading(tuple((digit(1, 0.99, (0,)),) for _ in range(2000)))


def digit(label: int, confidence: float, strokes: tuple[int, ...]) -> Digit:
    probabilities = np.full(10, 0.01, np.float32)
    probabilities[label] = 0.91
    glyph = np.zeros((28, 28), np.uint8)
    glyph[6:22, 12:16] = 255
    return Digit(label, confidence, probabilities, Box(100, 40, 60, 80), glyph, strokes)
