"""What else must speak for a number in a picture, besides the network's word: the ground, the ink, a second look."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Digit, Floats, Glyph
from digitpad.vision.acceptance import ALIKE, FEW, is_beyond_doubt, parts_of
from digitpad.vision.atoms import Numbers
from digitpad.vision.finding import Found
from digitpad.vision.glyph import SIDE

LEAST, LEAST_ONES = 0.75, 0.9  # trust in a number that stands by itself; any line looks like a 1
LEAST_BESIDE = 0.4  # trust in a number that is as high as most of what was found
PIECES, MOST_ONES, UNEVEN = 5, 0.5, 2.0  # 1s; their share of all digits; times as high as others: pieces of a grid
AROUND = 0.2  # of the longer side: how far around a digit the ground is looked at
SKIRT = 0.04  # of the longer side: blurred ink beside ink, which is no ground
LEAST_AROUND, LEAST_SKIRT = 4, 2  # working px
CLEAN = 0.15  # of the ink's contrast, the ground's mean: more is a pattern, of which the ink is a part
DARK = 0.9  # of the ink's px are lighter than what counts as its contrast
EMPTY = 0.02  # the same, of ground with nothing on it
FAINT = 44.0  # of 255, contrast: paler ink is show-through, a grid, a crease
PALE = 4  # power by which trust falls with paler ink
SOLID = 110  # of 255, in a glyph
SLIM, STOUT = 3.0, 1.1  # px of a glyph, half a stroke's width: what is thicker is a blot; how fast trust falls then
STRONG, SLIM_STRONG, SPEAKS = 160.0, 4.0, 1.25  # contrast of ink on empty ground: it may be stouter; trust in it, times
TURNED, SLANTED = (-10.0, 10.0), (-0.2, 0.2)  # degrees; px across for one down
WIDENED, SCALED = (0.8, 1.2), (0.85, 1.15)  # times
LEAST_SEEN = 1e-4  # a probability is taken to be at least this

Judge = Callable[[NDArray[np.uint8]], Floats]  # glyphs (N, 28, 28) -> probabilities (N, 11)


def borne_out(
    rows: Sequence[Sequence[Digit]], found: Found, judge: Judge, whole: Sequence[Numbers] = ()
) -> list[list[Digit]]:
    """The rows without those numbers for which too little speaks: clouds, cloth, blots, show-through.

    A long row of varied, believed digits needs no more. `whole`: the digits that the user spoke of; they stay.
    """
    parts = [(place, part) for place, row in enumerate(rows) for part in parts_of(row)]
    numbers = _numbers([part for _, part in parts], _trusts([part for _, part in parts], found, judge))
    kept: list[list[Digit]] = [[] for _ in rows]
    for (place, part), number in zip(parts, numbers, strict=True):
        if number or any(digit.strokes in whole for digit in part):
            kept[place] += part
    return [row for row in kept if row]


def _numbers(parts: Sequence[Sequence[Digit]], trusts: Sequence[float]) -> list[bool]:
    """Which parts are numbers: by themselves, or because they are as high as most of what was found."""
    alone = [trust >= _least(part) for part, trust in zip(parts, trusts, strict=True)]
    known = [digit for part, number in zip(parts, alone, strict=True) if number for digit in part]
    if _is_grid(known):
        return [number and is_beyond_doubt(part) for part, number in zip(parts, alone, strict=True)]
    most = 2 * len(known) >= sum(len(part) for part in parts)
    beside = [
        most and trust >= LEAST_BESIDE and _as_high(part, known) for part, trust in zip(parts, trusts, strict=True)
    ]
    return [number or other for number, other in zip(alone, beside, strict=True)]


def _is_grid(digits: Sequence[Digit]) -> bool:
    """Whether most are 1s of many heights, as the pieces of a grid are."""
    ones = [digit.box.height for digit in digits if digit.label == 1]
    if len(ones) < PIECES or len(ones) <= MOST_ONES * len(digits):
        return False
    low, high = np.quantile(ones, [0.1, 0.9])
    return bool(high > UNEVEN * low)


def _trusts(parts: Sequence[Sequence[Digit]], found: Found, judge: Judge) -> list[float]:
    """0..1 for each part: of few digits all count, of a row the one in the middle."""
    doubtful = [digit for part in parts if not is_beyond_doubt(part) for digit in part]
    if not doubtful:
        return [1.0] * len(parts)
    steady = _steadiness(doubtful, judge)
    trust = {id(d): _trust(d, found) * float(s) for d, s in zip(doubtful, steady, strict=True)}
    trusts = [np.maximum([trust.get(id(digit), 1.0) for digit in part], LEAST_SEEN) for part in parts]
    return [float(np.exp(np.log(each).mean()) if len(each) <= FEW else np.median(each)) for each in trusts]


def _least(part: Sequence[Digit]) -> float:
    return LEAST_ONES if len(part) <= FEW and all(digit.label == 1 for digit in part) else LEAST


def _as_high(part: Sequence[Digit], known: Sequence[Digit]) -> bool:
    """Whether it is as high as the digits that are known; these must be more than a few."""
    if len(known) <= FEW:
        return False
    heights = [float(np.median([digit.box.height for digit in digits])) for digits in (part, known)]
    return max(heights) < ALIKE * min(heights)


def _trust(digit: Digit, found: Found) -> float:
    """By what the picture shows: 0..1, and more for ink so strong that it speaks for itself."""
    contrast, ground = _ink_and_ground(digit, found)
    clean = min(1.0, CLEAN * contrast / max(ground, 1e-6))
    dark = min(1.0, contrast / FAINT) ** PALE
    slim, speaks = (SLIM_STRONG, SPEAKS) if contrast >= STRONG and ground < EMPTY * contrast else (SLIM, 1.0)
    stout = max(0.0, _half_width(digit.glyph) - slim) / STOUT
    return digit.confidence * clean * dark * speaks * float(np.exp(-(stout**2) / 2))


def _ink_and_ground(digit: Digit, found: Found) -> tuple[float, float]:
    """The contrast, 0..255, of a digit's ink, and the mean contrast of what lies around it and is no ink."""
    height, width = found.patches.shape
    box = digit.box.scaled(found.scale).within(width, height)
    longer = max(box.width, box.height)
    beyond, skirt = int(max(LEAST_AROUND, AROUND * longer)), int(max(LEAST_SKIRT, SKIRT * longer))
    seen = Box(box.left - beyond, box.top - beyond, box.width + 2 * beyond, box.height + 2 * beyond)
    seen = seen.within(width, height)
    ink, contrast = found.patches.ink_in(seen), found.lit.contrast[seen.part]
    inner = box.moved(-seen.left, -seen.top).part
    own = contrast[inner][ink[inner] > 0]
    ground = cv2.dilate(ink, np.ones((2 * skirt + 1, 2 * skirt + 1), np.uint8)) == 0
    return float(np.quantile(own, DARK)) if len(own) else 0.0, cv2.mean(contrast, ground.astype(np.uint8))[0]


def _half_width(glyph: Glyph) -> float:
    """Of its thickest stroke, px of the glyph."""
    solid = (glyph > SOLID).astype(np.uint8)
    return float(cv2.distanceTransform(solid, cv2.DIST_L2, 5).max())


def _steadiness(digits: Sequence[Digit], judge: Judge) -> Floats:
    """(N,) the mean, of logarithms, of what the network gives each digit's label when it is shown a little changed.

    What the user taught is steady: nothing else may look like it.
    """
    changed = np.stack([_changed(digit.glyph) for digit in digits])  # (N, changes, 28, 28)
    probabilities = judge(changed.reshape(-1, SIDE, SIDE)).reshape(*changed.shape[:2], -1)
    labels = np.array([digit.label for digit in digits])
    likely = np.take_along_axis(probabilities, labels[:, None, None], axis=2)[..., 0]
    steady = np.exp(np.log(np.maximum(likely, LEAST_SEEN)).mean(axis=1))
    taught = [digit.decided_by != "network" for digit in digits]
    return np.asarray(np.where(taught, 1, steady), np.float32)


def _changed(glyph: Glyph) -> NDArray[np.uint8]:
    """(changes, 28, 28)"""
    return np.stack([cv2.warpAffine(glyph, change, (SIDE, SIDE)) for change in CHANGES]).astype(np.uint8)


def _about_the_middle(across: float, slant: float, down: float) -> NDArray[np.float32]:
    """(2, 3) that scales across and down and slants, and leaves the middle where it is."""
    middle = (SIDE - 1) / 2
    return np.array([[across, slant, middle * (1 - across - slant)], [0, down, middle * (1 - down)]], np.float32)


CHANGES = [
    *(cv2.getRotationMatrix2D(((SIDE - 1) / 2, (SIDE - 1) / 2), angle, 1).astype(np.float32) for angle in TURNED),
    *(_about_the_middle(1, slant, 1) for slant in SLANTED),
    *(_about_the_middle(across, 0, 1) for across in WIDENED),
    *(_about_the_middle(size, 0, size) for size in SCALED),
]
