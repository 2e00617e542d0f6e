"""Rows of segments from a picture, with the stages on the way; one path for photographs and camera frames."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitpad.records import SURE, Box, Rgb
from digitpad.vision.picture.light import NormalizedImage, normalize
from digitpad.vision.picture.patches import Patches
from digitpad.vision.picture.threshold import patches_of
from digitpad.vision.pipeline.parameters import VISION, VisionParams
from digitpad.vision.render.glyph import glyph_of
from digitpad.vision.segmentation.components import Classify, segments_of
from digitpad.vision.segmentation.edits import NO_EDITS, SegmentationEdits, apply_edits
from digitpad.vision.segmentation.mark_rows import is_likely_mark, rows_beside
from digitpad.vision.segmentation.picture_marks import with_marks
from digitpad.vision.segmentation.rows import typical_height
from digitpad.vision.segmentation.segments import Segment
from digitpad.vision.segmentation.stroke_rows import SegmentRow


class Stopwatch:
    """The seconds that each stage took, in the order in which they ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Add the seconds since the last lap to a stage."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now


@dataclass(frozen=True, eq=False)
class Detection:
    """The rows of segments of a picture, and the stages that they came from."""

    rows: tuple[SegmentRow, ...]
    image: NormalizedImage
    patches: Patches
    margin: int = 0  # working px of paper around the picture

    @property
    def scale(self) -> float:
        """Working px per px of the picture."""
        return self.image.scale

    def working(self, box: Box) -> Box:
        """Return a box of the picture in working px."""
        return box.scaled(self.scale).moved(self.margin, self.margin)


def find_rows(
    rgb: Rgb,
    predict: Classify | None = None,
    watch: Stopwatch | None = None,
    edits: SegmentationEdits = NO_EDITS,
    params: VisionParams = VISION,
    *,
    marks: bool = True,
) -> Detection:
    """Return the writing in (H, W, 3) as rows, top to bottom, left to right, of numbered segments, `edits` applied.

    `marks`: decimal points and other marks are sought, too. The same picture, `predict` and `edits` give the same
    numbers.
    """
    watch = watch or Stopwatch()
    first = _detect(normalize(rgb, params=params.picture.light), predict, watch, edits, params, marks)
    if predict is None or not first.image.doubtful:
        return first
    inverted = normalize(rgb, not first.image.negative, params.picture.light)
    second = _detect(inverted, predict, watch, edits, params, marks)
    return second if _sure_digits(second, predict) > _sure_digits(first, predict) else first


def _detect(
    image: NormalizedImage,
    predict: Classify | None,
    watch: Stopwatch,
    edits: SegmentationEdits,
    params: VisionParams,
    marks: bool,
) -> Detection:
    watch.lap("light")
    patches = patches_of(image, params.picture.ink, params.picture.ruling)
    watch.lap("ink")
    detection = detection_of(image, patches, predict, edits, params, marks=marks)
    watch.lap("segments")
    return detection


def detection_of(
    image: NormalizedImage,
    patches: Patches,
    predict: Classify | None = None,
    edits: SegmentationEdits = NO_EDITS,
    params: VisionParams = VISION,
    margin: int = 0,
    marks: bool = True,
) -> Detection:
    """Return the rows of segments that patches of ink make, `margin` working px of paper on each side."""
    segments = apply_edits(segments_of(patches, predict, params.segmentation), edits)
    if marks:
        segments = with_marks(segments, patches, params.segmentation, params.marks)
    rows = _segment_rows(segments, params)
    heights = [typical_height([segment.box for segment in row]) for row in rows]
    origin = -margin / image.scale, -margin / image.scale
    placed = (SegmentRow(row, image.scale, height, origin) for row, height in zip(rows, heights, strict=True))
    return Detection(tuple(placed), image, patches, margin)


def _sure_digits(detection: Detection, predict: Classify) -> int:
    """Return the number of segments that are surely digits other than 1, as which any line is read."""
    segments = [segment for row in detection.rows for segment in row.segments]
    if not segments:
        return 0
    probabilities = predict(np.stack([glyph_of(segment.ink) for segment in segments]))[:, :10]
    return int(((probabilities.max(axis=1) > SURE) & (probabilities.argmax(axis=1) != 1)).sum())


def _segment_rows(segments: Sequence[Segment], params: VisionParams) -> list[tuple[Segment, ...]]:
    """Return rows from left to right; pieces of one patch stay in one row, and a slash joins digits as a digit does."""
    patches: dict[int, list[Segment]] = {}
    for number, segment in enumerate(segments):
        patches.setdefault(-1 - number if segment.piece_of is None else segment.piece_of, []).append(segment)
    whole = list(patches.values())
    boxes = [Box.around(segment.box for segment in pieces) for pieces in whole]
    small = params.marks.small * typical_height(boxes) if boxes else 0.0
    low = [
        place
        for place, pieces in enumerate(whole)
        if boxes[place].height <= small and all(is_likely_mark(each.kinds, params.marks.likely) for each in pieces)
    ]
    rows = rows_beside(boxes, low, params.rows)
    return [
        tuple(sorted((a for i in row for a in whole[i]), key=lambda a: a.box.left + a.box.width / 2)) for row in rows
    ]
