"""Rows with a low 0 between two higher digits: its ring looks like one of a percent sign."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digitpad.learning.data.datasets import PenDigit

HIGH, LOW, MIDDLE = 100, 40, 110  # px


def small_zero_among(label: int, hand: Sequence[PenDigit]) -> list[list[list[float]]]:
    """The strokes of a digit, a zero of LOW px at its middle, and the digit again, HIGH px, by one writer."""
    strokes: list[list[list[float]]] = []
    for place, (each, height) in enumerate(((label, HIGH), (0, LOW), (label, HIGH))):
        drawn = next(digit for digit in hand if digit.label == str(each)).strokes
        points = np.concatenate(drawn)
        size = height / np.ptp(points[:, 1])
        origin = np.array([60 + 120 * place, MIDDLE - height / 2])
        strokes += [((stroke - points.min(axis=0)) * size + origin).tolist() for stroke in drawn]
    return strokes
