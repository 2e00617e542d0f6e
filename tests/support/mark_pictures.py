"""Pictures of drawn numbers, in pencil or pen on paper, and whose ink each px is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.support.mark_drawings import HEIGHT, Drawn, Random


@dataclass(frozen=True, eq=False)
class Shot:
    """A picture of a number, and of which stroke each px is."""

    rgb: NDArray[np.uint8]  # (H, W, 3)
    strokes: NDArray[np.int16]  # (H, W) numbers from 0 on; -1: paper


def picture_of(drawn: Drawn, random: Random) -> NDArray[np.uint8]:
    """The number in pencil or pen on paper, (H, W, 3)."""
    return shot_of(drawn, random).rgb


def shot_of(drawn: Drawn, random: Random) -> Shot:
    """The number in pencil or pen on paper."""
    factor = random.uniform(36, 110) / HEIGHT
    pen = max(2, round(random.uniform(0.05, 0.12) * factor * HEIGHT))
    room = round(random.uniform(0.4, 1.5) * factor * HEIGHT)
    points = [stroke * factor for stroke in drawn.strokes]
    low = np.concatenate(points).min(axis=0) - room
    width, height = np.ceil(np.concatenate(points).max(axis=0) - low + room).astype(int)
    paper = np.full((height, width), random.uniform(200, 255), np.float32)
    strokes = np.full((height, width), -1, np.int16)
    ink = random.uniform(0, 90)
    for number, stroke in enumerate(points):
        fine = np.rint((stroke - low) * 16).astype(np.int32)
        line_of_two = np.repeat(fine, 2, axis=0) if len(fine) == 1 else fine
        cv2.polylines(paper, [line_of_two], False, ink, pen, cv2.LINE_AA, 4)
        cv2.polylines(strokes, [line_of_two], False, number, pen, cv2.LINE_8, 4)
    noisy = cv2.GaussianBlur(paper, (0, 0), random.uniform(0.4, 1.0)) + random.normal(0, 2, paper.shape)
    return Shot(cv2.cvtColor(np.clip(noisy, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2RGB), strokes)
