"""Picture or frame -> ink: the background's light divided out, polarity found, a threshold for each neighbourhood."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from digitpad.records import Ink, Rgb
from digitpad.vision.ruling import ruled_lines

Mask = NDArray[np.bool_]

LONGEST = 1280  # working px, the longer side at most
SHORTEST = 256  # working px, to which a small picture's shorter side is enlarged
ENLARGED = 4.0  # at most so many times
COARSE = 4  # working px in one px of the coarse pictures of light and threshold
AROUND = 0.15  # of the shorter side: the neighbourhood in which writing is the smaller part
LEAST_AROUND = 11  # coarse px
THICKEST = 0.2  # of the shorter side: what is thicker than this is no stroke
NIGHT = 16  # of 255: darker paper is not told from black
FAINTEST = 0.07  # of the paper's light: less contrast is never ink
FAINT_TO_DARK = 0.16  # of the picture's darkest strokes: less is printed lines, show-through, texture
DARKEST = 0.995  # of the picture's px are lighter than its strongest strokes
TEXTURE_CAP = 40  # of 255: more contrast than this tells nothing about the paper
TEXTURE_GATE = 12.0  # times the paper's mean contrast, which is 0.4 standard deviations
TEXTURE_AROUND = 0.3  # of the shorter side: the neighbourhood in which the paper is judged
NEAR = 0.035  # of the shorter side: how far a strong stroke sets the threshold for its neighbours
SEED = 0.5  # of the strongest contrast near by: certainly ink
WEAK = 0.6  # of the gate: less contrast is never part of a stroke
EDGE = 0.15  # of the strongest contrast near by: ink where it hangs on certain ink
SPECK = 0.006  # of the shorter side: a patch of ink is at least as large as a square of this
LEAST_AREA = 5.0  # px, of a patch of ink
GHOST = 0.33  # of the typical patch's contrast: less is show-through, a shadow, a crease
FULL = 0.92  # of the strongest contrast near by: counts as full ink


@dataclass(frozen=True, eq=False)
class Lit:
    """A picture with its light divided out."""

    grey: MatLike  # (height, width) working px
    contrast: MatLike  # (height, width), how much darker than the paper (lighter, on a board), 0..255
    scale: float  # working px per px of the picture


def find_ink(rgb: Rgb) -> tuple[Ink, float]:
    """The ink in (H, W, 3) at working resolution, and working px per source px.

    Blank paper gives all zeros. Dark on light and light on dark are told apart by the picture itself.
    """
    light = lit(rgb)
    return ink_of(light.contrast), light.scale


def lit(rgb: Rgb) -> Lit:
    """(H, W, 3) at working resolution, the background's light divided out."""
    working, scale = _working_size(rgb)
    grey = cv2.GaussianBlur(_grey(working), (3, 3), 0)
    return Lit(grey, _contrast(grey), scale)


def _working_size(rgb: Rgb) -> tuple[MatLike, float]:
    height, width = rgb.shape[:2]
    scale = min(LONGEST / max(height, width), max(1.0, min(SHORTEST / min(height, width), ENLARGED)))
    if scale == 1:
        return rgb, 1.0
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC), scale


def _grey(working: MatLike) -> MatLike:
    """Red and green in equal parts: blue pens show best in red, red pens in green, and blue is a camera's noisiest."""
    return cv2.addWeighted(cv2.extractChannel(working, 0), 0.5, cv2.extractChannel(working, 1), 0.5, 0)


def _contrast(grey: MatLike) -> MatLike:
    """How much darker than the paper around it (lighter, on a board) each pixel is, 0..255."""
    coarse = cv2.resize(grey, _coarse_size(grey), interpolation=cv2.INTER_AREA)
    if _light_on_dark(coarse):
        grey, coarse = 255 - grey, 255 - coarse
    light = _fine(_background(coarse), grey)
    return cv2.divide(cv2.subtract(light, grey), np.maximum(light, NIGHT), scale=255)


def _light_on_dark(coarse: MatLike) -> bool:
    """Writing is the smaller part of its surroundings: whichever side of the local mean has the longer tail."""
    across = _odd(max(min(coarse.shape) * AROUND, LEAST_AROUND))
    grey = coarse.astype(np.float32)
    off = grey - cv2.boxFilter(grey, -1, (across, across), borderType=cv2.BORDER_REFLECT)
    return float(np.mean(off * off * off)) > 0


def _background(coarse: MatLike) -> MatLike:
    """The paper's light without the strokes: a closing, a little less beside shadows, and nowhere above the mean.

    Outside its border the picture goes on as it ends, so that a dark rim is paper and a cut-off stroke is not.
    """
    across = _odd(min(coarse.shape) * THICKEST)
    rim = across + 1
    wider = cv2.copyMakeBorder(coarse, rim, rim, rim, rim, cv2.BORDER_REPLICATE)
    lighter = cv2.dilate(wider, np.ones((across, across), np.uint8))
    paper = cv2.erode(lighter, np.ones((across + 2, across + 2), np.uint8))
    paper = cv2.min(paper, cv2.blur(wider, (across, across)))
    return cv2.blur(paper, (5, 5))[rim:-rim, rim:-rim]


def ink_of(contrast: MatLike) -> Ink:
    """Ink where the contrast (height, width) is high for its neighbourhood; its grey edges kept."""
    gate = _gate(contrast)
    near = _odd(min(gate.shape) * NEAR)
    highest = cv2.dilate(contrast, np.ones((COARSE, COARSE), np.uint8))
    highest = cv2.resize(highest, _coarse_size(contrast), interpolation=cv2.INTER_NEAREST)
    strongest = cv2.blur(cv2.dilate(highest, np.ones((near, near), np.uint8)), (near, near))
    relative = cv2.divide(contrast, _fine(cv2.max(strongest, gate), contrast), scale=255)
    least = _fine(gate, contrast)
    certain = (relative > SEED * 255) & (contrast >= least)
    maybe = (relative > EDGE * 255) & (contrast >= least * WEAK)
    return _hanging_on(relative, certain, maybe, contrast)


def _gate(contrast: MatLike) -> MatLike:
    """The least contrast that is ink, coarsely: above the paper's texture there, not far below the darkest strokes."""
    counts = cv2.calcHist([contrast], [0], None, [256], [0, 256]).ravel().cumsum()
    strongest = int(np.searchsorted(counts, DARKEST * counts[-1]))
    fineness = 255 // TEXTURE_CAP
    _, paper = cv2.threshold(contrast, TEXTURE_CAP, 0, cv2.THRESH_TOZERO_INV)
    coarse = cv2.resize(paper * fineness, _coarse_size(contrast), interpolation=cv2.INTER_AREA)
    across = _odd(min(coarse.shape) * TEXTURE_AROUND)
    texture = cv2.blur(coarse, (across, across), borderType=cv2.BORDER_REFLECT)
    least = round(max(FAINTEST * 255, FAINT_TO_DARK * strongest))
    return np.maximum(cv2.convertScaleAbs(texture, alpha=TEXTURE_GATE / fineness), least).astype(np.uint8)


def _hanging_on(relative: MatLike, certain: Mask, hanging: Mask, contrast: MatLike) -> Ink:
    """The relative contrast, stretched to 0..255, of those patches that hold dark ink; without ruled lines."""
    maybe = hanging.astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(maybe)
    lines = ruled_lines(labels, stats)
    if lines is not None:
        maybe[lines] = 0
        certain &= ~lines
        _, labels, stats, _ = cv2.connectedComponentsWithStats(maybe)
    least_area = max(LEAST_AREA, (SPECK * min(contrast.shape)) ** 2)
    held = _dark_enough(labels[certain], contrast[certain], stats, least_area)
    zero = EDGE / 2  # so that the edge itself keeps some ink
    levels = np.clip((np.arange(256) / 255 - zero) / (FULL - zero) * 255, 0, 255).astype(np.uint8)
    ink: Ink = cv2.LUT(relative, levels) * held[labels]
    return ink


def _dark_enough(labels: MatLike, contrast: MatLike, stats: MatLike, least_area: float) -> NDArray[np.uint8]:
    """1 for each patch whose certain ink, given as labels and contrast, is nearly as dark as that of most; else 0."""
    count = len(stats)
    inked = np.bincount(labels, minlength=count)
    darkness = np.bincount(labels, contrast, minlength=count) / np.maximum(inked, 1)
    weights = stats[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(axis=1) * darkness
    weights[0] = 0
    order = np.argsort(darkness)
    total = np.cumsum(weights[order])
    typical = darkness[order[int(np.searchsorted(total, total[-1] / 2))]]
    held = (darkness >= GHOST * typical) & (stats[:, cv2.CC_STAT_AREA] >= least_area)
    held[0] = False
    return np.asarray(held, np.uint8)


def _coarse_size(picture: MatLike) -> tuple[int, int]:
    return max(1, picture.shape[1] // COARSE), max(1, picture.shape[0] // COARSE)


def _fine(coarse: MatLike, like: MatLike) -> MatLike:
    return cv2.resize(coarse, (like.shape[1], like.shape[0]), interpolation=cv2.INTER_LINEAR)


def _odd(length: float) -> int:
    return max(3, int(length) | 1)
