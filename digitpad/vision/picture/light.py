"""Contrast of a picture or frame: its polarity is found, and the light of the paper divided out."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike

from digitpad.records import Rgb
from digitpad.vision.picture.parameters import LIGHT, LightParams

COARSE = 4  # working px in one px of the coarse pictures of light and threshold


@dataclass(frozen=True, eq=False)
class NormalizedImage:
    """A picture with its light divided out."""

    grey: MatLike  # (height, width) working px, writing dark
    negative: bool  # taken for light on dark
    doubtful: bool  # the polarity is not sure
    contrast: MatLike  # (height, width), how much darker than the paper around it, 0..255
    scale: float  # working px per px of the picture


def normalize(rgb: Rgb, negative: bool | None = None, params: LightParams = LIGHT) -> NormalizedImage:
    """Return a picture (H, W, 3) at working resolution with the light of its paper divided out.

    `negative`: writing is light on dark; None: as the picture itself shows.
    """
    working, scale = _working_size(rgb, params)
    grey = cv2.GaussianBlur(_grey(working), (3, 3), 0)
    coarse = cv2.resize(grey, coarse_size(grey), interpolation=cv2.INTER_AREA)
    lean = _lean(coarse, params)
    negative = lean > 0 if negative is None else negative
    if negative:
        grey, coarse = cv2.bitwise_not(grey), cv2.bitwise_not(coarse)
    light = fine(np.maximum(_background(coarse, params), params.darkest_paper), grey)
    return NormalizedImage(
        grey,
        negative,
        params.surely_dark < lean < params.surely_light,
        cv2.divide(cv2.subtract(light, grey), light, scale=255),
        scale,
    )


def _working_size(rgb: Rgb, params: LightParams) -> tuple[MatLike, float]:
    height, width = rgb.shape[:2]
    scale = min(
        params.longest_side / max(height, width),
        max(1.0, min(params.shortest_side / min(height, width), params.most_enlarged)),
    )
    if scale == 1:
        return rgb, 1.0
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC), scale


def _grey(working: MatLike) -> MatLike:
    """Return red and green in equal parts, (H, W): blue pens show best in red, red pens in green; blue is noisiest."""
    return cv2.addWeighted(cv2.extractChannel(working, 0), 0.5, cv2.extractChannel(working, 1), 0.5, 0)


def _lean(coarse: MatLike, params: LightParams) -> float:
    """Return the polarity, -1 dark on light .. 1 light on dark: the side of the local median with the longer tail.

    Writing is the smaller part of its surroundings. At a straight edge, of paper on a desk, each pixel belongs to the
    larger part and is not counted.
    """
    half = cv2.resize(
        coarse, (max(1, coarse.shape[1] // 2), max(1, coarse.shape[0] // 2)), interpolation=cv2.INTER_AREA
    )
    across = min(odd(max(min(half.shape) * params.lean_around, params.least_lean_around)), 255)
    off = (half.astype(np.float32) - cv2.medianBlur(half, across)) ** params.lean_power
    return float(off.sum()) / max(float(np.abs(off).sum()), 1.0)


def _background(coarse: MatLike, params: LightParams) -> MatLike:
    """Return the paper's light without strokes: a closing, a little less beside shadows, and nowhere above the mean.

    Outside its border the picture goes on as it ends, so that a dark rim is paper and a cut-off stroke is not.
    """
    across = odd(min(coarse.shape) * params.thickest_stroke)
    rim = across + 1
    wider = cv2.copyMakeBorder(coarse, rim, rim, rim, rim, cv2.BORDER_REPLICATE)
    lighter = cv2.dilate(wider, np.ones((across, across), np.uint8))
    paper = cv2.erode(lighter, np.ones((across + 2, across + 2), np.uint8))
    paper = cv2.min(paper, cv2.blur(wider, (across, across)))
    return cv2.blur(paper, (params.smooth, params.smooth))[rim:-rim, rim:-rim]


def coarse_size(picture: MatLike) -> tuple[int, int]:
    """Return (width, height) of the coarse picture, a px for COARSE working px."""
    return max(1, picture.shape[1] // COARSE), max(1, picture.shape[0] // COARSE)


def fine(coarse: MatLike, like: MatLike) -> MatLike:
    """Return a coarse picture enlarged to the size of `like`."""
    return cv2.resize(coarse, (like.shape[1], like.shape[0]), interpolation=cv2.INTER_LINEAR)


def odd(length: float) -> int:
    """Return an odd whole number, at least 3, for the side of a filter."""
    return max(3, int(length) | 1)
