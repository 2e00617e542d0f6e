"""Contrast -> patches of ink: a threshold for each neighbourhood, ruled lines and what is no stroke left out."""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from digitpad.records import Box, Ink, Rgb
from digitpad.vision.light import COARSE, Lit, coarse_size, fine, lit, odd
from digitpad.vision.patches import Patches
from digitpad.vision.ruling import ruled_lines

FAINTEST = 0.09  # of the paper's light: less contrast is never ink
FAINT_TO_DARK = 0.16  # of the picture's darkest strokes: less is printed lines, show-through, texture
DARKEST = 0.995  # of the picture's px are lighter than its strongest strokes
TEXTURE_CAP = 40  # of 255: more contrast than this tells nothing about the paper
TEXTURE_GATE = 12.0  # times the paper's mean contrast, which is 0.4 standard deviations
NOISE, NOISE_ROWS = 4.8, 24  # standard deviations; one row of so many is measured
TEXTURE_AROUND = 0.3  # of the shorter side: the neighbourhood in which the paper is judged
NEAR = 0.035  # of the shorter side: how far a strong stroke sets the threshold for its neighbours
SEED = 0.5  # of the strongest contrast near by: certainly ink
WEAK = 0.6  # of the gate: less contrast is never part of a stroke
EDGE = 0.15  # of the strongest contrast near by: ink where it hangs on certain ink
SPECK = 0.006  # of the shorter side: a patch of ink is at least as large as a square of this
LEAST_AREA = 5.0  # px, of a patch of ink
GHOST = 0.33  # of the typical patch's contrast: less is show-through, a shadow, a crease
LARGE, LARGE_COUNTS = 0.4, 3  # of the shorter side; power of the length by which patches tell of the pen
FULL = 0.92  # of the strongest contrast near by: counts as full ink
LEVELS = np.clip((np.arange(256) / 255 - EDGE / 2) / (FULL - EDGE / 2) * 255, 0, 255).astype(np.uint8)
BESIDE = 7  # px, how far a patch is left behind to see what it lies on
RING = 0.2  # the darkest and the lightest fifth of what is around a patch are left out
TWO_SIDED = 0.25  # of the light's fall into the ink: its darker side rises by as much again; less is an edge
LEVEL = 0.2  # of the light: where it varies by less around a patch, there is no edge
MOST = 800  # patches, the largest, that are looked at
FAR, CLOSE = np.ones((2 * BESIDE + 1, 2 * BESIDE + 1), np.uint8), np.ones((5, 5), np.uint8)


def find_ink(rgb: Rgb) -> tuple[Ink, float]:
    """The ink in (H, W, 3) at working resolution, and working px per source px.

    Blank paper gives all zeros. Dark on light and light on dark are told apart by the picture itself.
    """
    light = lit(rgb)
    return patches_of(light).ink(), light.scale


def patches_of(light: Lit) -> Patches:
    """Ink where the contrast is high for its neighbourhood; its grey edges kept."""
    contrast = light.contrast
    gate = np.maximum(_gate(contrast), _noise(light)).astype(np.uint8)
    near = odd(min(gate.shape) * NEAR)
    highest = cv2.dilate(contrast, np.ones((COARSE, COARSE), np.uint8))
    highest = cv2.resize(highest, coarse_size(contrast), interpolation=cv2.INTER_NEAREST)
    strongest = cv2.blur(cv2.dilate(highest, np.ones((near, near), np.uint8)), (near, near))
    relative = cv2.divide(contrast, fine(cv2.max(strongest, gate), contrast), scale=255)
    least = fine(gate, contrast)
    certain = cv2.bitwise_and(_above(relative, SEED), cv2.compare(contrast, least, cv2.CMP_GE))
    weak = cv2.compare(contrast, cv2.convertScaleAbs(least, alpha=WEAK), cv2.CMP_GE)
    maybe = cv2.bitwise_and(_above(relative, EDGE), weak)
    lines = _ruling(weak)
    if lines is not None:
        maybe, certain = cv2.bitwise_and(maybe, lines), cv2.bitwise_and(certain, lines)
    return _hanging_on(cv2.LUT(relative, LEVELS), certain, maybe, light)


def _noise(light: Lit) -> NDArray[np.uint8]:
    """The contrast, coarsely, that a camera's noise reaches: much in the dark, where each grey level is more."""
    rows = light.grey[::NOISE_ROWS].astype(np.int16)
    deviation = float(np.median(abs(rows[:, 2:] - rows[:, :-2]))) if rows.shape[1] > 2 else 0.0
    grey = cv2.resize(light.grey, coarse_size(light.grey), interpolation=cv2.INTER_NEAREST)
    return np.minimum(NOISE * deviation * 255 / np.maximum(grey, 1), 255).astype(np.uint8)


def _above(relative: MatLike, share: float) -> MatLike:
    """255 where it is more than `share` of 255, else 0."""
    return cv2.threshold(relative, share * 255, 255, cv2.THRESH_BINARY)[1]


def _ruling(weak: MatLike) -> MatLike | None:
    """255 but on ruled lines; these are sought among all that is dark, for beside dark strokes they are no ink."""
    lines = ruled_lines(weak)
    return None if lines is None else np.where(lines, 0, 255).astype(np.uint8)


def _gate(contrast: MatLike) -> MatLike:
    """The least contrast that is ink, coarsely: above the paper's texture there, not far below the darkest strokes."""
    counts = np.bincount(contrast[::COARSE, ::COARSE].ravel(), minlength=256).cumsum()
    strongest = int(np.searchsorted(counts, DARKEST * counts[-1]))
    fineness = 255 // TEXTURE_CAP
    _, paper = cv2.threshold(contrast, TEXTURE_CAP, 0, cv2.THRESH_TOZERO_INV)
    coarse = cv2.resize(paper * fineness, coarse_size(contrast), interpolation=cv2.INTER_AREA)
    across = odd(min(coarse.shape) * TEXTURE_AROUND)
    texture = cv2.blur(coarse, (across, across), borderType=cv2.BORDER_REFLECT)
    least = round(max(FAINTEST * 255, FAINT_TO_DARK * strongest))
    return np.maximum(cv2.convertScaleAbs(texture, alpha=TEXTURE_GATE / fineness), least).astype(np.uint8)


def _hanging_on(strength: MatLike, certain: MatLike, maybe: MatLike, light: Lit) -> Patches:
    """Those patches of what may be ink that hold dark ink with paper around it."""
    patches = Patches.within(maybe, np.asarray(strength, np.uint8))
    areas = patches.boxes[:, 2] * patches.boxes[:, 3]
    least = max(LEAST_AREA, (SPECK * min(patches.shape)) ** 2)
    if np.count_nonzero(areas >= least) > MOST:
        least = float(np.partition(areas, -MOST)[-MOST])
    patches = patches.holding(areas >= least)
    darkness = np.array([_darkness(patches, index, certain, light.contrast) for index in range(len(patches.numbers))])
    possible = _dark_enough(darkness, patches, GHOST / 2)
    patches, darkness = patches.holding(possible), darkness[possible]
    on_paper = np.array([_lies_on_paper(patches, index, light.grey) for index in range(len(patches.numbers))], bool)
    patches, darkness = patches.holding(on_paper), darkness[on_paper]
    return patches.holding(_dark_enough(darkness, patches, GHOST))


def _darkness(patches: Patches, index: int, certain: MatLike, contrast: MatLike) -> float:
    """The mean contrast, 0..255, of a patch's certain ink; 0 where there is none."""
    part = patches.box(index).part
    return cv2.mean(contrast[part], cv2.bitwise_and(patches.own(index), certain[part]))[0]


def _lies_on_paper(patches: Patches, index: int, grey: MatLike) -> bool:
    """False for what lies between light and dark, as a paper's edge on a desk does."""
    box, own, mask = patches.box(index), patches.own(index), patches.mask
    wide = Box(box.left - BESIDE, box.top - BESIDE, box.width + 2 * BESIDE, box.height + 2 * BESIDE)
    padded = cv2.copyMakeBorder(own, BESIDE, BESIDE, BESIDE, BESIDE, cv2.BORDER_CONSTANT, value=0)
    seen = wide.within(mask.shape[1], mask.shape[0])
    inner = seen.moved(-wide.left, -wide.top).part
    far, near = cv2.dilate(padded, FAR)[inner], cv2.dilate(padded, CLOSE)[inner]
    around = np.sort(grey[seen.part][(far > near) & (mask[seen.part] == 0)])
    if not len(around):
        return False
    inside = np.sort(grey[box.part][own > 0])
    ink = float(inside[len(inside) // 10])
    dark, bright = float(around[int(RING * len(around))]), float(around[int((1 - RING) * (len(around) - 1))])
    return bright - dark <= LEVEL * bright or dark - ink >= TWO_SIDED * (bright - ink)


def _dark_enough(darkness: NDArray[np.float64], patches: Patches, least: float) -> NDArray[np.bool_]:
    """Which patches have ink, `least` times as dark as that of most."""
    if not len(darkness):
        return np.zeros(0, np.bool_)
    weights = _weights(patches) * darkness**2  # dark ones count more: there may be a thousand pieces of faint grid
    order = np.argsort(darkness)
    total = np.cumsum(weights[order])
    typical = darkness[order[int(np.searchsorted(total, total[-1] / 2))]]
    enough: NDArray[np.bool_] = (darkness > 0) & (darkness >= least * typical)
    return enough


def _weights(patches: Patches) -> NDArray[np.float64]:
    """How much each patch tells about the pen: much where it is large, nothing at the border."""
    left, top, width, height = patches.boxes.T.astype(np.float64)
    longer = np.minimum(np.maximum(width, height), LARGE * min(patches.shape))
    inside = (left > 0) & (top > 0) & (left + width < patches.shape[1]) & (top + height < patches.shape[0])
    weights: NDArray[np.float64] = longer**LARGE_COUNTS * inside
    return weights if weights.any() else longer
