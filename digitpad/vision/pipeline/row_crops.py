"""Grey strips of a picture's rows for the row reader, and the ink of one digit in such a strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Digit, Glyph, Rgb
from digitpad.vision.pipeline.parameters import CROP, CropParams
from digitpad.vision.render.glyph import glyph_of
from digitpad.vision.segmentation.segments import Segment, joined

if TYPE_CHECKING:
    from digitpad.vision.pipeline.detection import Detection  # loaded for pictures alone: drawings need none of it


@dataclass(frozen=True, eq=False)
class RowCrop:
    """The grey strip of a row, before it is scaled for the row reader."""

    grey: NDArray[np.uint8]  # (h, w) dark ink on paper
    box: Box  # px of the picture


def is_lone_row(rgb: Rgb, rows: Sequence[Sequence[Digit]], params: CropParams = CROP) -> bool:
    """True for a picture that is one row from edge to edge, such as an amount cut out of a cheque."""
    height, width = rgb.shape[:2]
    if height < params.least_side or width < params.least_wide * height:
        return False
    heights = [digit.box.height for row in rows for digit in row]
    return bool(np.median(heights) >= params.least_high * height) if heights else height <= params.low


def whole_crop(rgb: Rgb, detection: Detection) -> RowCrop:
    """Return the whole picture as a strip."""
    height, width = rgb.shape[:2]
    return row_crop(rgb, detection, Box(0, 0, width, height))


def crop_around(rgb: Rgb, detection: Detection, row: Sequence[Digit], params: CropParams = CROP) -> RowCrop:
    """Return a row's strip with some paper around its digits (at least one)."""
    box = Box.around(digit.box for digit in row)
    up, aside = round(params.room * box.height), round(params.aside * box.height)
    roomy = Box(box.left - aside, box.top - up, box.width + 2 * aside, box.height + 2 * up)
    return row_crop(rgb, detection, roomy.within(rgb.shape[1], rgb.shape[0]))


def row_crop(rgb: Rgb, detection: Detection, box: Box) -> RowCrop:
    """Return a part of the picture as a strip, dark on light."""
    grey = np.asarray(cv2.cvtColor(np.ascontiguousarray(rgb[box.part]), cv2.COLOR_RGB2GRAY), np.uint8)
    return RowCrop(np.asarray(255 - grey, np.uint8) if detection.image.negative else grey, box)


def drawn_crop(segments: Sequence[Segment], params: CropParams = CROP) -> RowCrop:
    """Return the ink of a row, of at least one segment, as a strip with paper around it; its box is of working px."""
    segment = joined(segments)
    up, aside = round(params.room * segment.box.height), round(params.aside * segment.box.height)
    grey = np.pad(255 - segment.ink, ((up, up), (aside, aside)), constant_values=255).astype(np.uint8)
    return RowCrop(grey, Box(segment.box.left - aside, segment.box.top - up, grey.shape[1], grey.shape[0]))


def digit_place(
    detection: Detection, crop: RowCrop, start: float, end: float, params: CropParams = CROP
) -> tuple[Box, Glyph]:
    """Return the box, px of the picture, and the glyph of the digit from `start` to `end`, px of the strip."""
    left, right = int(start), max(int(np.ceil(end)), int(start) + 1)
    around = Box(crop.box.left + left, crop.box.top, right - left, crop.box.height)
    working = detection.image.contrast
    inside = around.scaled(detection.scale).within(working.shape[1], working.shape[0])
    ink = np.asarray(working[inside.part], np.uint8)
    dark = ink > params.ink
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not len(rows):
        return around, glyph_of(np.zeros((1, 1), np.uint8))
    tight = Box(int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)
    clean = np.where(dark, ink, 0).astype(np.uint8)[tight.part]
    return tight.moved(inside.left, inside.top).scaled(1 / detection.scale), glyph_of(clean)
