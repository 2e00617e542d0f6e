"""Poses of a picture: as it lies, a part alone, turned by quarters, tilted until rows are level, with paper around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.languages import _
from digitpad.records import Box, Reading, Rgb
from digitpad.vision.picture.local_contrast import paper_of
from digitpad.vision.pipeline.detection import Detection
from digitpad.vision.pipeline.parameters import PoseParams, VisionParams

Matrix = NDArray[np.float64]  # (2, 3), px of the picture -> px of the pose
Paper = tuple[int, int, int]  # 0..255 red, green, blue

TURNED = {
    90: _("The picture lies on its left side; it was read turned to the right."),
    180: _("The picture stands on its head; it was read turned round."),
    270: _("The picture lies on its right side; it was read turned to the left."),
}


@dataclass(frozen=True)
class Pose:
    """A picture or a part of it, turned by quarters, then tilted, with paper added, or without what encloses ink."""

    turned: int = 0  # degrees clockwise: 0, 90, 180, 270
    tilt: float = 0.0  # degrees clockwise, by which rising rows become level
    margin: int = 0  # px of paper
    paper: Paper = (255, 255, 255)  # the added paper
    inside: bool = False  # a ring or a box with one patch inside is a frame, too
    part: Box | None = None  # px of the picture, of which the rest is left out; None: all of it

    @property
    def upright(self) -> bool:
        """True for the whole picture as it lies, with paper around it or without."""
        return replace(self, margin=0, paper=AS_IT_LIES.paper) == AS_IT_LIES

    def apply(self, picture: Rgb) -> Rgb:
        """Return the picture in this pose."""
        view: Rgb = picture if self.part is None else np.ascontiguousarray(picture[self.part.part])
        view = np.ascontiguousarray(np.rot90(view, -self.turned // 90)) if self.turned else view
        if self.margin:
            view = np.stack(
                [np.pad(each, self.margin, constant_values=paper) for each, paper in self._channels(view)], 2
            )
        return _tilted(view, self.tilt) if self.tilt else view

    def after(self, turned: int, width: int, height: int) -> Pose:
        """Return this pose of a turned picture as a pose of the picture itself, `width` × `height` px.

        `turned`: degrees clockwise by which the picture was turned before.
        """
        part = None if self.part is None else _turned_back(self.part, turned, width, height)
        return replace(self, turned=(self.turned + turned) % 360, part=part)

    def params(self, params: VisionParams) -> VisionParams:
        """Return the numbers by which the pose is read."""
        if not self.inside:
            return params
        return replace(params, segmentation=replace(params.segmentation, frame_holds=1))

    def _channels(self, picture: Rgb) -> Iterator[tuple[Rgb, int]]:
        """Yield each colour of a picture, (H, W), with that of the added paper."""
        return zip(np.moveaxis(picture, 2, 0), self.paper, strict=True)

    def back(self, reading: Reading, width: int, height: int) -> Reading:
        """Return a reading of the pose with its boxes in px of the picture, `width` × `height` px, as it lies."""
        if self == AS_IT_LIES:
            return reading
        part = self.part or Box(0, 0, width, height)
        back = reading.placed(lambda box: self._box_back(box, part.width, part.height).moved(part.left, part.top))
        return replace(back, hint=reading.hint or TURNED.get(self.turned, ""), turned=self.turned)

    def _box_back(self, box: Box, width: int, height: int) -> Box:
        wide, high = (height, width) if self.turned in (90, 270) else (width, height)
        if self.tilt:
            box = _untilted(box, _level(wide + 2 * self.margin, high + 2 * self.margin, self.tilt)[0])
        box = box.moved(-self.margin, -self.margin)
        box = _turned_back(box, self.turned, width, height)
        return box.within(width, height) if self.margin or self.tilt else box


AS_IT_LIES = Pose()


def _turned_back(box: Box, degrees: int, width: int, height: int) -> Box:
    if degrees == 90:
        return Box(box.top, height - box.right, box.height, box.width)
    if degrees == 180:
        return Box(width - box.right, height - box.bottom, box.width, box.height)
    if degrees == 270:
        return Box(width - box.bottom, box.left, box.height, box.width)
    return box


def _level(width: int, height: int, tilt: float) -> tuple[Matrix, tuple[int, int]]:
    """Return the turn clockwise by `tilt` degrees, and (width, height) px that hold all of the picture."""
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), -tilt, 1), np.float64)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    size = int(np.ceil(width * cos + height * sin)), int(np.ceil(width * sin + height * cos))
    turn[:, 2] += size[0] / 2 - width / 2, size[1] / 2 - height / 2
    return turn, size


def _tilted(picture: Rgb, tilt: float) -> Rgb:
    """Return the picture turned clockwise by `tilt` degrees; its own paper goes on beyond its edges."""
    height, width = picture.shape[:2]
    turn, size = _level(width, height, tilt)
    beyond = cv2.warpAffine(paper_of(picture), turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.full((height, width), 255, np.uint8), turn, size, flags=cv2.INTER_NEAREST)
    level = cv2.warpAffine(picture, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.where(inside[..., None] > 0, level, beyond), np.uint8)


def _untilted(box: Box, turn: Matrix) -> Box:
    corners = np.array([(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)], np.float64)
    inverse = np.asarray(cv2.invertAffineTransform(turn), np.float64)
    back = corners @ inverse[:, :2].T + inverse[:, 2]
    low, high = np.floor(back.min(axis=0)).astype(int), np.ceil(back.max(axis=0)).astype(int)
    return Box(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))


def course_of_rows(detection: Detection, params: PoseParams) -> float:
    """Return the degrees by which the rows of a picture fall to the right, -90..90; 0 where they show no course.

    Each course is given a point for every two neighbouring patches that lie along it; a level row has nearly 0.
    """
    boxes = detection.patches.boxes.astype(float)
    longer = boxes[:, 2:].max(axis=1, initial=0.0)
    if len(boxes) < params.least_boxes or len(boxes) > params.most_boxes:
        return 0.0
    typical = float(np.quantile(longer, params.typical))
    large = (longer > params.small * typical) & (longer < params.large * typical)
    if np.count_nonzero(large) < params.least_boxes:
        return 0.0
    middles = boxes[large, :2] + boxes[large, 2:] / 2
    first, second = np.triu_indices(len(middles), 1)
    across, down = (middles[second] - middles[first]).T / typical
    near = (np.hypot(across, down) < params.reach) & (np.hypot(across, down) > params.apart)
    courses = np.arange(-90.0, 90.0, params.step)
    away = np.outer(np.sin(np.radians(courses)), across[near]) - np.outer(np.cos(np.radians(courses)), down[near])
    points = np.exp(-((away / params.wander) ** 2) / 2).sum(axis=1)
    best = int(points.argmax())
    return float(courses[best]) if points[best] >= params.agreed * np.count_nonzero(large) else 0.0
