"""Measures of a picture's reading, and of how others agree with it, by which the likeliest is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import numpy as np

from digitpad.records import Digit, Reading
from digitpad.vision.pipeline.detection import Detection
from digitpad.vision.pipeline.ink_beside import edges_touched, map_support, patches_beside, stray_ink, unread_share
from digitpad.vision.pipeline.ink_map import InkMap
from digitpad.vision.pipeline.parameters import VISION, MeasureParams, VisionParams
from digitpad.vision.pipeline.poses import AS_IT_LIES, Pose, course_of_rows

Features = Mapping[str, float]


@dataclass(frozen=True)
class Agreement:
    """The row reader's word on the rows of a reading."""

    odds: float = 0.0  # nats, mean of the rows
    same: float = 0.0  # share of the rows whose likeliest string is the same


NO_WORD = Agreement()


@dataclass(frozen=True, eq=False)
class PictureReading:
    """One reading of a picture, and where it comes from."""

    detection: Detection
    reading: Reading
    ink_map: InkMap | None = None  # None: from the picture's own contrast
    pose: Pose = AS_IT_LIES
    maps: tuple[InkMap, ...] = ()  # all maps of the same pose
    agreement: Agreement = NO_WORD
    lattice: Reading | None = None  # by segments alone, where the reader of whole rows has decided since
    params: VisionParams = VISION  # by which it was read, and is measured

    @property
    def by_segments(self) -> Reading:
        """The reading before whole rows were read."""
        return self.reading if self.lattice is None else self.lattice

    @cached_property
    def measures(self) -> Features:
        """Measures of the reading by itself, and of its ink on the maps."""
        return {**own_features(self), **map_support(self.maps, self.reading.digits, self.params.map.margin)}


def own_features(candidate: PictureReading) -> Features:
    """Return measures of one reading by itself."""
    digits, detection, params = candidate.reading.digits, candidate.detection, candidate.params
    measures = params.measures
    return {
        "bias": 1.0,
        "turned": float(candidate.pose.turned != 0),
        "tilted": float(candidate.pose.tilt != 0),
        "padded": float(candidate.pose.margin != 0),
        **_of_digits(digits, measures),
        **_of_rows(candidate, measures),
        "unread": unread_share(detection, candidate.reading.sequence),
        **patches_beside(detection, digits, candidate.reading.marks, params.beside),
        "edges": edges_touched(detection),
        "stray": stray_ink(detection, candidate.reading.sequence, params.beside),
        "steep": abs(course_of_rows(detection, params.pose)) / 90,
        "polarity": float(detection.image.doubtful),
        **_of_map(candidate, params.map.best_height, measures),
        "row_odds": float(np.clip(candidate.agreement.odds, -measures.most_odds, measures.most_odds)),
        "row_same": candidate.agreement.same,
        **_of_trust(candidate.reading, measures),
        "several_same": candidate.agreement.same * float(len(digits) > 1),
    }


def features_among(candidate: PictureReading, candidates: Sequence[PictureReading]) -> Features:
    """Return measures of a reading, and of how far the others of the same pose, and the maps, agree with it."""
    text = candidate.reading.without_marks.text
    others = [
        each.reading.without_marks.text for each in candidates if each is not candidate and each.pose == candidate.pose
    ]
    like = [SequenceMatcher(None, text, other, autojunk=False).ratio() for other in others] or [0.0]
    same = [float(text == other) for other in others] or [0.0]
    return {
        **candidate.measures,
        "others_same": float(np.mean(same)),
        "others_like": max(like),
        "shorter": float(len(text) < max((len(other) for other in others), default=0)),
        "alone": float(not any(others) and bool(text)),
    }


def _of_digits(digits: Sequence[Digit], params: MeasureParams) -> Features:
    confidences = np.array([max(digit.confidence, params.least_confidence) for digit in digits] or [1.0])
    heights = np.array([float(digit.box.height) for digit in digits] or [params.common_height])
    count, ones = len(digits), [float(digit.label == 1) for digit in digits]
    octaves = np.log2(np.median(heights) / params.common_height)
    return {
        "empty": float(count == 0),
        "single": float(count == 1),
        "count": float(np.log1p(count)),
        "mean_log": float(np.log(confidences).mean()),
        "least_log": float(np.log(confidences).min()),
        "doubtful": float((confidences < params.doubtful).mean()),
        "any_doubt": float(confidences.min() < params.surely),
        "rejected": sum(digit.refused for digit in digits) / max(count, 1),
        "ones": sum(ones) / max(count, 1),
        "outer_ones": sum(ones[:1], 0.0) + sum(ones[1:][-1:], 0.0),
        "uneven": float(np.log(heights / np.median(heights)).std()),
        "octaves": float(np.clip(octaves, params.least_octaves, params.most_octaves)),
    }


def _of_rows(candidate: PictureReading, params: MeasureParams) -> Features:
    count, rows = max(len(candidate.reading.digits), 1), len(candidate.reading.rows)
    segments = sum(len(row.segments) for row in candidate.detection.rows)
    return {
        "rows": rows / count,
        "several_rows": float(rows > 1),
        "segments": min(segments / count, params.most_segments),
        "no_segments": float(segments == 0),
    }


def _of_trust(reading: Reading, params: MeasureParams) -> Features:
    """Return the word of the reader of whole rows where it decided."""
    if not reading.trusts or not reading.rows:
        return {"untrusted": 1.0, "trust": 0.0, "agreed": 0.0}
    chance = float(np.clip(reading.confidence, params.least_chance, 1 - params.least_chance))
    agreed = float(np.mean([trust.agreed for trust in reading.trusts]))
    return {"untrusted": 0.0, "trust": float(np.log(chance / (1 - chance))), "agreed": agreed}


def _of_map(candidate: PictureReading, best_height: float, params: MeasureParams) -> Features:
    ink_map, digits = candidate.ink_map, candidate.reading.digits
    if ink_map is None:
        return {"map": 0.0, "map_mean_log": 0.0, "crispness": 0.0, "map_octaves": 0.0}
    confidences = np.array([max(digit.confidence, params.least_confidence) for digit in digits] or [1.0])
    return {
        "map": 1.0,
        "map_mean_log": float(np.log(confidences).mean()),
        "crispness": ink_map.crispness,
        "map_octaves": float(abs(np.log2(max(ink_map.height, 1) / best_height))),
    }
