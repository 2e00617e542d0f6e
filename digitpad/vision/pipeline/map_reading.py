"""The readings of a picture from maps of its ink, as it lies and, where these are poor, in other poses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from digitpad.records import Reading, Rgb
from digitpad.vision.pipeline.choice import chance, is_small, likeliest, odds_among
from digitpad.vision.pipeline.choice_features import Agreement, PictureReading
from digitpad.vision.pipeline.detection import Detection, find_rows
from digitpad.vision.pipeline.ink_beside import encloses_one
from digitpad.vision.pipeline.ink_map import InkMap, PredictInk, ink_maps
from digitpad.vision.pipeline.map_detection import find_map_rows
from digitpad.vision.pipeline.parameters import PoseParams, VisionParams
from digitpad.vision.pipeline.poses import AS_IT_LIES, Pose, course_of_rows
from digitpad.vision.pipeline.writing_part import part_of_writing
from digitpad.vision.segmentation.components import Classify

TURNS = (90, 180, 270)  # degrees
ALWAYS = 2.0  # no chance is as large: other poses are tried of every picture

Read = Callable[[Detection], Reading]
Agree = Callable[[Detection, Reading], Agreement]


class CandidateReadings:
    """Reads one picture in several ways. `predict_ink`: the ink network."""

    def __init__(
        self, picture: Rgb, read: Read, agree: Agree, predict_ink: PredictInk, classify: Classify, params: VisionParams
    ) -> None:
        self._picture, self._read, self._agree = picture, read, agree
        self._predict_ink, self._classify, self._params = predict_ink, classify, params
        self._upright: list[InkMap] = []  # of the picture as it lies

    def of(self, first: PictureReading, poor: float) -> list[PictureReading]:
        """Return the first reading and those from maps; below `poor`, a chance of being right, those of other poses."""
        maps = self._upright = ink_maps(self._picture, self._predict_ink, self._params.map)
        upright = [replace(first, maps=tuple(maps)), *self._by_maps(maps, AS_IT_LIES)]
        whole = likeliest(upright, self._params).reading
        if first.detection.patches.crowded or _is_page(whole, self._params.pose):
            return upright  # as full in any pose, and each takes seconds
        part = part_of_writing(maps, self._picture, self._params.pose, self._params.map)
        if part is not None:
            upright += self._in_view(self._by_contrast(Pose(part=part)))
        if self._is_good(likeliest(upright, self._params), upright, poor):
            return upright
        return upright + [each for own in self._elsewhere(upright) for each in self._in_view(own)]

    def _is_good(self, best: PictureReading, candidates: Sequence[PictureReading], poor: float) -> bool:
        """True where the best reading is right with a chance of `poor` or more, and does not leave all ink unread.

        Of a small picture, which somebody cut out for its digits, nothing is never good: its edges may cut them.
        """
        inked = bool(best.detection.rows) or is_small(candidates[0], self._params.choice)
        blank = not best.reading.digits and inked
        return not blank and chance(odds_among(best, candidates)) >= poor

    def _by_maps(self, maps: Sequence[InkMap], pose: Pose) -> Iterator[PictureReading]:
        """Yield the readings of maps, without those of lines and blots."""
        for ink_map in maps:
            detection = find_map_rows(ink_map, self._classify, params=pose.params(self._params))
            reading = self._read(detection)
            if not _is_lines(reading):
                agreement = self._agree(detection, reading)
                yield PictureReading(detection, reading, ink_map, pose, tuple(maps), agreement, params=self._params)

    def _by_contrast(self, pose: Pose) -> PictureReading:
        detection = find_rows(pose.apply(self._picture), self._classify, params=pose.params(self._params))
        reading = self._read(detection)
        agreement = self._agree(detection, reading)
        return PictureReading(detection, reading, None, pose, agreement=agreement, params=self._params)

    def _in_view(self, own: PictureReading) -> list[PictureReading]:
        """Return the reading of another pose by contrast, and those by its maps."""
        same = own.pose.apply(self._picture) is self._picture
        maps = self._upright if same else ink_maps(own.pose.apply(self._picture), self._predict_ink, self._params.map)
        return [replace(own, maps=tuple(maps)), *self._by_maps(maps, own.pose)]

    def _elsewhere(self, upright: Sequence[PictureReading]) -> Iterator[PictureReading]:
        """Yield readings by contrast of likely poses: with paper around; within a ring; with level rows, or turned."""
        yield from map(self._by_contrast, _padded(self._picture, self._params.choice.small, self._params.pose))
        if encloses_one(upright[0].detection, self._params.beside):
            yield self._by_contrast(Pose(inside=True))
            return
        last = next(each for each in reversed(upright) if each.pose == AS_IT_LIES)
        course, params = course_of_rows(last.detection, self._params.pose), self._params.pose
        if params.least_tilt <= abs(course) <= params.most_tilt:
            yield self._by_contrast(Pose(tilt=-course))
            return
        turns = (90, 270) if abs(course) > params.most_tilt else (180,) if course else TURNS
        yield max((self._by_contrast(Pose(degrees)) for degrees in turns), key=lambda each: _worth(each, params))


def _worth(candidate: PictureReading, params: PoseParams) -> float:
    """Return the score of a turned pose: sure digits less doubtful ones, and more where the row reader agrees."""
    digits = sum(digit.confidence - params.even for digit in candidate.reading.digits)
    return digits + params.agreement * candidate.agreement.same


def _padded(picture: Rgb, small: int, params: PoseParams) -> Iterator[Pose]:
    """Yield poses with paper around a picture, no larger than `small` px, whose ink touches its edges.

    The paper is the lightest of the edges', and the darkest.
    """
    border = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]]).astype(int)
    grey = border.sum(axis=1)
    if max(picture.shape[:2]) > small or np.ptp(grey) < border.shape[1] * params.edge_ink:
        return
    margin = max(params.least_margin, round(params.margin * max(picture.shape[:2])))
    for place in (int(grey.argmax()), int(grey.argmin())):
        red, green, blue = border[place].tolist()
        yield Pose(margin=margin, paper=(red, green, blue))


def _is_page(reading: Reading, params: PoseParams) -> bool:
    """True for many digits, nearly all sure: only an upright page reads so, and another pose takes seconds."""
    sure = sum(digit.sure for digit in reading.digits)
    return sure >= params.page_digits and sure >= params.page_sure * len(reading.digits)


def _is_lines(reading: Reading) -> bool:
    """True for several rows of nothing but 1s, as which lines and blots are read."""
    return len(reading.rows) > 1 and all(digit.label == 1 for digit in reading.digits)
