"""The strips of a reading's rows, kept beside it: a number that the user corrects is a string to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from digitpad.inference.rows.row_strip import HEIGHT, resized
from digitpad.recognition.parameters import STRIPS, StripsParams
from digitpad.records import Digit, Reading, Rgb, Strip, locked
from digitpad.vision.pipeline.parameters import CropParams
from digitpad.vision.pipeline.row_crops import RowCrop, crop_around, drawn_crop, is_lone_row, whole_crop
from digitpad.vision.segmentation.row_marks import without_marks
from digitpad.vision.segmentation.segments import Segment
from digitpad.vision.segmentation.stroke_rows import SegmentRow

if TYPE_CHECKING:
    from digitpad.vision.pipeline.detection import Detection  # loaded for pictures alone: drawings need none of it


def with_drawn_strips(reading: Reading, rows: Sequence[SegmentRow], params: StripsParams = STRIPS) -> Reading:
    """Return the reading of a drawing with a strip for each of its rows, which are those that it was read from."""
    if len(rows) != len(reading.rows):
        return reading
    bare = without_marks(rows, reading.marks)[: params.most_rows]
    strips = [_strip(drawn_crop(row.segments, params.crop) if row.segments else None, params) for row in bare]
    return _with(reading, strips)


def with_picture_strips(
    reading: Reading, rgb: Rgb | None, detection: Detection, params: StripsParams = STRIPS
) -> Reading:
    """Return the reading of a picture with a strip for each row: of its grey, or where `rgb` is None of its ink."""
    if rgb is not None and len(reading.rows) == 1 and is_lone_row(rgb, reading.rows, params.crop):
        return _with(reading, [_strip(whole_crop(rgb, detection), params)])
    crops = (_crop(row, rgb, detection, params.crop) for row in reading.rows[: params.most_rows])
    return _with(reading, [_strip(each, params) for each in crops])


def _crop(row: Sequence[Digit], rgb: Rgb | None, detection: Detection, params: CropParams) -> RowCrop | None:
    if rgb is not None:
        return crop_around(rgb, detection, row, params) if row else None
    segments = segments_of(row, detection)
    return drawn_crop(segments, params) if segments else None


def segments_of(row: Sequence[Digit], detection: Detection) -> list[Segment]:
    """Return the segments that the digits of a row are made of."""
    own = {number for digit in row for number in digit.strokes}
    return [one for each in detection.rows for one in each.segments if own & set(one.strokes)]


def _strip(crop: RowCrop | None, params: StripsParams) -> Strip | None:
    if crop is None or min(crop.grey.shape) < params.least_side:
        return None
    height, width = crop.grey.shape
    if width * HEIGHT > params.widest * height:
        return None
    return locked(resized(crop.grey).copy())


def _with(reading: Reading, strips: Sequence[Strip | None]) -> Reading:
    left_out = len(reading.rows) - len(strips)
    return replace(reading, strips=(*strips, *[None] * left_out))
