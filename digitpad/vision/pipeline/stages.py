"""The stages of a frame on the way to its reading, as pictures to look at."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from digitpad.records import SIDE, Glyph, Ink, Rgb, locked
from digitpad.vision.pipeline.detection import Detection

COLOURS = [(230, 120, 70), (80, 170, 240), (120, 200, 100), (230, 190, 70), (190, 120, 220), (90, 200, 190)]
ENLARGED = 3  # px for one of a glyph
GAP = 4  # px around each glyph
ACROSS = 12  # glyphs in a line of the sheet


def stage_pictures(detection: Detection, glyphs: Sequence[Glyph]) -> dict[str, Rgb]:
    """Return pictures (H, W, 3) in working px: contrast, ink, segments in colours, the candidates' glyphs."""
    pictures = {
        "light": _grey_picture(255 - np.asarray(detection.image.contrast, np.uint8)),
        "ink": _grey_picture(255 - detection.patches.ink()),
        "segments": _segments_picture(detection),
        "glyphs": _sheet(glyphs),
    }
    return {stage: locked(picture) for stage, picture in pictures.items()}


def _grey_picture(grey: Ink) -> Rgb:
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), np.uint8)


def _segments_picture(detection: Detection) -> Rgb:
    picture = np.zeros((*detection.patches.shape, 3), np.uint8)
    for number, segment in enumerate(segment for row in detection.rows for segment in row.segments):
        box = segment.box.within(detection.patches.shape[1], detection.patches.shape[0])
        ink = segment.ink[box.top - segment.box.top :, box.left - segment.box.left :][: box.height, : box.width]
        part = picture[box.top : box.bottom, box.left : box.right]
        coloured = (ink[..., None] / 255 * np.array(COLOURS[number % len(COLOURS)])).astype(np.uint8)
        np.maximum(part, coloured, out=part)
    return picture


def _sheet(glyphs: Sequence[Glyph]) -> Rgb:
    """Return the glyphs enlarged, in lines from left to right, on grey (H, W, 3)."""
    side = SIDE * ENLARGED + GAP
    lines = max(1, -(-len(glyphs) // ACROSS))
    sheet = np.full((lines * side + GAP, ACROSS * side + GAP), 60, np.uint8)
    for number, glyph in enumerate(glyphs):
        top, left = number // ACROSS * side + GAP, number % ACROSS * side + GAP
        large = cv2.resize(glyph, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_NEAREST)
        sheet[top : top + large.shape[0], left : left + large.shape[1]] = large
    return _grey_picture(sheet)
