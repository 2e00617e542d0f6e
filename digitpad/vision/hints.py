"""What the person in front of the camera could do, in words, judged by cheap measures of one frame."""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike

from digitpad.records import Reading
from digitpad.vision.finding import Found

EVERY = 16  # px: one row, column or px of so many is measured
DARK = 55  # of 255: the lightest tenth of a frame is darker than this
BRIGHT, GLARING = 250, 0.5  # of 255; share of the frame that has it
SMALL = 20  # px of the frame: lower digits lose their shape
SEVERAL = 3  # patches of ink: no dirt
SHARP = 0.1  # of a stroke's contrast: how much of it the steepest edge gains in one px
STRONG = 0.995  # of the frame's px have less contrast than its strokes
WRITING = 40  # of 255: the contrast that tells that there is something to be sharp

TOO_DARK = "too dark"
TOO_BRIGHT = "too bright"
MOVE_CLOSER = "move closer"
HOLD_STILL = "hold still"


def hint_of(found: Found, reading: Reading) -> str:
    """ "" where all is well: nothing to read, or everything read and sure."""
    if reading.digits and all(digit.sure for digit in reading.digits):
        return ""
    grey = found.lit.grey[::EVERY, ::EVERY]
    grey = cv2.bitwise_not(grey) if found.lit.negative else grey
    if np.quantile(grey, 0.9) < DARK:
        return TOO_DARK
    if np.mean(grey >= BRIGHT) > GLARING:
        return TOO_BRIGHT
    if _small(found):
        return MOVE_CLOSER
    return HOLD_STILL if _blurred(found.lit.contrast) else ""


def _small(found: Found) -> bool:
    """Whether what was found, or what was too small to be found, is lower than can be read."""
    heights = [row.height for row in found.rows]
    if not heights and len(found.patches.boxes) >= SEVERAL:
        heights = [float(np.median(found.patches.boxes[:, 3]))]
    return bool(heights) and max(heights) < SMALL * found.scale


def _blurred(contrast: MatLike) -> bool:
    sampled = np.concatenate([contrast[::EVERY].ravel(), contrast[:, ::EVERY].T.ravel()]).astype(np.int16)
    strokes = float(np.quantile(sampled[::EVERY], STRONG))
    if strokes < WRITING:
        return False
    steps = abs(sampled[2:] - sampled[:-2])
    return float(np.quantile(steps, STRONG)) / 2 < SHARP * strokes
