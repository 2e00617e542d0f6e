"""Hints for the user of a camera or a picture, from cheap measures of one picture."""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike

from digitpad.languages import _
from digitpad.records import Reading
from digitpad.vision.pipeline.detection import Detection
from digitpad.vision.pipeline.parameters import HINTS, HintParams

TOO_DARK = "too dark"
TOO_BRIGHT = "too bright"
MOVE_CLOSER = "move closer"
HOLD_STILL = "hold still"
CROWDED = _("There is more in this picture than can be read at once; cut out the part with the numbers.")
NOTHING = _("This picture shows nothing but its ground; ink must be darker or lighter than its paper.")
SENTENCES = {
    TOO_DARK: _("The picture is too dark to be read; give it more light."),
    MOVE_CLOSER: _("The writing is too small to be read; scan it larger, or cut out the part with the numbers."),
    HOLD_STILL: _("The picture is too blurred to be read; take it again and hold it still."),
    "pale": _("The ink is too pale to be told from the paper; scan it with more contrast."),
    "other": _("Nothing in this picture looks enough like digits to be read."),
}


def hint_of(detection: Detection, reading: Reading, params: HintParams = HINTS) -> str:
    """Return a camera's hint; "" where all is well: nothing to read, or everything read and sure."""
    if reading.digits and all(digit.sure for digit in reading.digits):
        return ""
    if _is_dark(detection, params):
        return TOO_DARK
    if np.mean(_lightness(detection, params) >= params.bright) > params.glaring:
        return TOO_BRIGHT
    if _is_small(detection, params):
        return MOVE_CLOSER
    return HOLD_STILL if _is_blurred(detection.image.contrast, params) else ""


def sentence_of(detection: Detection, *, empty: bool, crowded: bool, params: HintParams = HINTS) -> str:
    """Return a sentence that says why nothing, or not everything, in a picture was read; "" where all was."""
    if crowded or (empty and detection.patches.crowded):
        return CROWDED
    if not empty:
        return ""
    if _is_dark(detection, params):
        return SENTENCES[TOO_DARK]
    if _is_small(detection, params):
        return SENTENCES[MOVE_CLOSER]
    if not len(detection.patches.boxes):
        strongest = float(np.quantile(detection.image.contrast[::2, ::2], params.strong))
        return SENTENCES["pale"] if strongest > params.pale else NOTHING
    return SENTENCES[HOLD_STILL if _is_blurred(detection.image.contrast, params) else "other"]


def _is_dark(detection: Detection, params: HintParams) -> bool:
    return bool(np.quantile(_lightness(detection, params), params.lightest) < params.dark)


def _lightness(detection: Detection, params: HintParams) -> MatLike:
    """Return a sample of the frame's px before inversion, 0..255."""
    grey = detection.image.grey[:: params.every, :: params.every]
    return cv2.bitwise_not(grey) if detection.image.negative else grey


def _is_small(detection: Detection, params: HintParams) -> bool:
    """True where the rows, or else the patches that made no row, are lower than can be read."""
    heights = [row.height for row in detection.rows]
    if not heights and len(detection.patches.boxes) >= params.several:
        heights = [float(np.median(detection.patches.boxes[:, 3]))]
    return bool(heights) and max(heights) < params.small * detection.scale


def _is_blurred(contrast: MatLike, params: HintParams) -> bool:
    rows, columns = contrast[:: params.every], contrast[:, :: params.every].T
    sampled = np.concatenate([rows.ravel(), columns.ravel()]).astype(np.int16)
    strokes = float(np.quantile(sampled[:: params.every], params.strong))
    if strokes < params.writing:
        return False
    steps = abs(sampled[2:] - sampled[:-2])
    return float(np.quantile(steps, params.strong)) / 2 < params.sharp * strokes
