"""Verification of a picture's numbers by their ground, their ink, and the network on slightly changed glyphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import SIDE, Box, Digit, Floats, Glyph
from digitpad.vision.pipeline.detection import Detection
from digitpad.vision.pipeline.parameters import VERIFICATION, VerificationParams
from digitpad.vision.segmentation.acceptance import is_beyond_doubt, parts_of
from digitpad.vision.segmentation.segments import Numbers

Classify = Callable[[NDArray[np.uint8]], Floats]  # glyphs (N, 28, 28) -> probabilities (N, 11)


def verify_numbers(
    rows: Sequence[Sequence[Digit]],
    detection: Detection,
    predict: Classify,
    whole: Sequence[Numbers] = (),
    params: VerificationParams = VERIFICATION,
) -> list[list[Digit]]:
    """Return the rows without numbers of too little trust, such as clouds, cloth, blots and show-through.

    A long row of various sure digits is not verified. `whole`: the digits that the user edited; they stay.
    """
    parts = [(place, part) for place, row in enumerate(rows) for part in parts_of(row, params.acceptance)]
    bare = [[digit for digit in part if not digit.sign] for _, part in parts]
    trusts = _trusts(bare, detection, predict, params)
    verified: list[list[Digit]] = [[] for _ in rows]
    for (place, part), digits, trust in zip(parts, bare, trusts, strict=True):
        if trust >= _least(digits, params) or any(digit.strokes in whole for digit in part):
            verified[place] += part
    return [row for row in verified if row]


def _trusts(
    parts: Sequence[Sequence[Digit]], detection: Detection, predict: Classify, params: VerificationParams
) -> list[float]:
    """Return the trust in each part, 0..1 or a little more: the geometric mean of a few digits, the median of a row.

    None is put in a part of signs alone.
    """
    doubtful = [digit for part in parts if not is_beyond_doubt(part, params.acceptance) for digit in part]
    if not doubtful:
        return [float(bool(part)) for part in parts]
    steady = _steadiness(doubtful, predict, params)
    trust = {id(d): _trust(d, detection, params) * float(s) for d, s in zip(doubtful, steady, strict=True)}
    trusts = [np.maximum([trust.get(id(digit), 1.0) for digit in part], params.least_probability) for part in parts]
    return [_mean_trust(each, params) if len(each) else 0.0 for each in trusts]


def _mean_trust(trusts: Floats, params: VerificationParams) -> float:
    few = len(trusts) <= params.acceptance.few
    return float(np.exp(np.log(trusts).mean()) if few else np.median(trusts))


def _least(part: Sequence[Digit], params: VerificationParams) -> float:
    return (
        params.least_ones
        if len(part) <= params.acceptance.few and all(digit.label == 1 for digit in part)
        else params.least
    )


def _trust(digit: Digit, detection: Detection, params: VerificationParams) -> float:
    """Return the trust in a digit by its ink and ground: 0..1, and above 1 for very strong ink on empty ground."""
    contrast, ground = _ink_and_ground(digit, detection, params)
    clean = min(1.0, params.clean * contrast / max(ground, 1e-6))
    dark = float(min(1.0, contrast / params.faint) ** params.pale_power)
    slim, speaks = (
        (params.slim_strong, params.speaks)
        if contrast >= params.strong and ground < params.empty * contrast
        else (params.slim, 1.0)
    )
    stout = max(0.0, _half_width(digit.glyph, params) - slim) / params.stout
    return digit.confidence * clean * dark * speaks * float(np.exp(-(stout**2) / 2))


def _ink_and_ground(digit: Digit, detection: Detection, params: VerificationParams) -> tuple[float, float]:
    """Return the contrast, 0..255, of a digit's ink, and the mean contrast of the ground around it."""
    height, width = detection.patches.shape
    box = detection.working(digit.box).within(width, height)
    longer = max(box.width, box.height)
    beyond = int(max(params.least_around, params.around * longer))
    skirt = int(max(params.least_skirt, params.skirt * longer))
    area = Box(box.left - beyond, box.top - beyond, box.width + 2 * beyond, box.height + 2 * beyond)
    area = area.within(width, height)
    ink, contrast = detection.patches.ink_in(area), detection.image.contrast[area.part]
    inner = box.moved(-area.left, -area.top).part
    own = contrast[inner][ink[inner] > 0]
    ground = cv2.dilate(ink, np.ones((2 * skirt + 1, 2 * skirt + 1), np.uint8)) == 0
    darkest = float(np.quantile(own, params.dark_share)) if len(own) else 0.0
    return darkest, cv2.mean(contrast, ground.astype(np.uint8))[0]


def _half_width(glyph: Glyph, params: VerificationParams) -> float:
    """Return half the width of the thickest stroke, px of the glyph."""
    solid = (glyph > params.solid).astype(np.uint8)
    return float(cv2.distanceTransform(solid, cv2.DIST_L2, 5).max())


def _steadiness(digits: Sequence[Digit], predict: Classify, params: VerificationParams) -> Floats:
    """Return (N,) the geometric mean of the probabilities of each digit's label over slight changes of its glyph.

    A digit that the user taught is steady: nothing else may look like it.
    """
    variants = np.stack([_changed(digit.glyph, params) for digit in digits])  # (N, changes, 28, 28)
    probabilities = predict(variants.reshape(-1, SIDE, SIDE)).reshape(*variants.shape[:2], -1)
    labels = np.array([digit.label for digit in digits])
    likely = np.take_along_axis(probabilities, labels[:, None, None], axis=2)[..., 0]
    steady = np.exp(np.log(np.maximum(likely, params.least_probability)).mean(axis=1))
    taught = [digit.decided_by != "network" for digit in digits]
    return np.asarray(np.where(taught, 1, steady), np.float32)


def _changed(glyph: Glyph, params: VerificationParams) -> NDArray[np.uint8]:
    """Return the glyph after each of the slight changes, (changes, 28, 28)."""
    return np.stack([cv2.warpAffine(glyph, change, (SIDE, SIDE)) for change in _changes(params)]).astype(np.uint8)


def _about_the_middle(across: float, slant: float, down: float) -> NDArray[np.float32]:
    """Return the matrix (2, 3) that scales across and down and slants about the middle of a glyph."""
    middle = (SIDE - 1) / 2
    return np.array([[across, slant, middle * (1 - across - slant)], [0, down, middle * (1 - down)]], np.float32)


@cache
def _changes(params: VerificationParams) -> tuple[NDArray[np.float32], ...]:
    """Return the slight changes, (2, 3) each, that leave a digit the same: turned, slanted, widened, scaled."""
    middle, ways = (SIDE - 1) / 2, (-1, 1)
    return (
        *(cv2.getRotationMatrix2D((middle, middle), way * params.turned, 1).astype(np.float32) for way in ways),
        *(_about_the_middle(1, way * params.slanted, 1) for way in ways),
        *(_about_the_middle(1 + way * params.widened, 0, 1) for way in ways),
        *(_about_the_middle(size, 0, size) for size in (1 + way * params.scaled for way in ways)),
    )
