"""Patches of ink from contrast: a threshold for each neighbourhood; ruled lines and patches like no stroke left out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from digitpad.records import Box, Ink, Rgb
from digitpad.vision.picture.light import COARSE, NormalizedImage, coarse_size, fine, normalize, odd
from digitpad.vision.picture.parameters import INK, PICTURE, RULING, InkParams, PictureParams, RulingParams
from digitpad.vision.picture.patches import Patches, weighted_median
from digitpad.vision.picture.ruling import ruled_lines


def find_ink(rgb: Rgb, params: PictureParams = PICTURE) -> tuple[Ink, float]:
    """Return the ink in (H, W, 3) at working resolution, and working px per source px.

    Blank paper gives all zeros. The picture itself shows if it is dark on light or light on dark.
    """
    light = normalize(rgb, params=params.light)
    return patches_of(light, params.ink, params.ruling).ink(), light.scale


def patches_of(light: NormalizedImage, params: InkParams = INK, ruling: RulingParams = RULING) -> Patches:
    """Return the patches of ink: contrast that is high for its neighbourhood, with its grey edges."""
    contrast = light.contrast
    gate = np.maximum(_gate(contrast, params), _noise(light, params)).astype(np.uint8)
    near = odd(min(gate.shape) * params.near)
    highest = cv2.dilate(contrast, np.ones((COARSE, COARSE), np.uint8))
    highest = cv2.resize(highest, coarse_size(contrast), interpolation=cv2.INTER_NEAREST)
    strongest = cv2.blur(cv2.dilate(highest, np.ones((near, near), np.uint8)), (near, near))
    relative = cv2.divide(contrast, fine(cv2.max(strongest, gate), contrast), scale=255)
    least = fine(gate, contrast)
    certain = cv2.bitwise_and(_above(relative, params.seed), cv2.compare(contrast, least, cv2.CMP_GE))
    weak = cv2.compare(contrast, cv2.convertScaleAbs(least, alpha=params.weak), cv2.CMP_GE)
    maybe = cv2.bitwise_and(_above(relative, params.edge), weak)
    lines = _ruling(weak, ruling)
    if lines is not None:
        maybe, certain = cv2.bitwise_and(maybe, lines), cv2.bitwise_and(certain, lines)
    return _with_certain_ink(cv2.LUT(relative, _levels(params)), certain, maybe, light, params)


def _levels(params: InkParams) -> NDArray[np.uint8]:
    """Return the ink (256,) for each share, of 255, of the strongest contrast near by."""
    least = params.grey * params.edge
    shares = (np.arange(256) / 255 - least) / (params.full - least)
    return np.clip(shares * 255, 0, 255).astype(np.uint8)


def _noise(light: NormalizedImage, params: InkParams) -> NDArray[np.uint8]:
    """Return the contrast, coarse, that a camera's noise reaches: most in the dark, where a grey level counts more."""
    rows = light.grey[:: params.noise_rows].astype(np.int16)
    deviation = float(np.median(abs(rows[:, 2:] - rows[:, :-2]))) if rows.shape[1] > 2 else 0.0
    grey = cv2.resize(light.grey, coarse_size(light.grey), interpolation=cv2.INTER_NEAREST)
    return np.minimum(params.noise_gate * deviation * 255 / np.maximum(grey, 1), 255).astype(np.uint8)


def _above(relative: MatLike, share: float) -> MatLike:
    """Return 255 for values of more than `share` of 255, else 0."""
    return cv2.threshold(relative, share * 255, 255, cv2.THRESH_BINARY)[1]


def _ruling(weak: MatLike, params: RulingParams) -> MatLike | None:
    """Return 0 on ruled lines, else 255; they are sought among all dark px, for beside dark strokes they are no ink."""
    lines = ruled_lines(weak, params)
    return None if lines is None else np.where(lines, 0, 255).astype(np.uint8)


def _gate(contrast: MatLike, params: InkParams) -> MatLike:
    """Return the least contrast of ink, coarse: above the paper's texture there, not far below the darkest strokes."""
    counts = np.bincount(contrast[::COARSE, ::COARSE].ravel(), minlength=256).cumsum()
    strongest = int(np.searchsorted(counts, params.darkest_share * counts[-1]))
    fineness = 255 // params.texture_cap
    _, paper = cv2.threshold(contrast, params.texture_cap, 0, cv2.THRESH_TOZERO_INV)
    coarse = cv2.resize(paper * fineness, coarse_size(contrast), interpolation=cv2.INTER_AREA)
    across = odd(min(coarse.shape) * params.texture_around)
    texture = cv2.blur(coarse, (across, across), borderType=cv2.BORDER_REFLECT)
    least = round(max(params.faintest * 255, params.faint_to_dark * strongest))
    return np.maximum(cv2.convertScaleAbs(texture, alpha=params.texture_gate / fineness), least).astype(np.uint8)


def _with_certain_ink(
    strength: MatLike, certain: MatLike, maybe: MatLike, light: NormalizedImage, params: InkParams
) -> Patches:
    """Return the patches of possible ink that have certain ink, with paper around it."""
    patches = Patches.within(maybe, np.asarray(strength, np.uint8))
    areas = patches.boxes[:, 2] * patches.boxes[:, 3]
    least = max(params.least_area, (params.speck * min(patches.shape)) ** 2)
    crowded = int(np.count_nonzero(areas >= least)) > params.most_patches
    if crowded:
        least = float(np.partition(areas, -params.most_patches)[-params.most_patches])
    patches = replace(patches.holding(areas >= least), crowded=crowded)
    darkness = np.array([_darkness(patches, index, certain, light.contrast) for index in range(len(patches.numbers))])
    possible = _dark_enough(darkness, patches, params.possible * params.pale.ghost, params)
    patches, darkness = patches.holding(possible), darkness[possible]
    on_paper = np.array(
        [_lies_on_paper(patches, index, light.grey, params) for index in range(len(patches.numbers))], bool
    )
    patches, darkness = patches.holding(on_paper), darkness[on_paper]
    return patches.holding(_dark_enough(darkness, patches, params.pale.ghost, params))


def _darkness(patches: Patches, index: int, certain: MatLike, contrast: MatLike) -> float:
    """Return the mean contrast, 0..255, of a patch's certain ink; 0 where it has none."""
    part = patches.box(index).part
    return cv2.mean(contrast[part], cv2.bitwise_and(patches.own(index), certain[part]))[0]


def _lies_on_paper(patches: Patches, index: int, grey: MatLike, params: InkParams) -> bool:
    """Return False for a patch between light and dark, such as a paper's edge on a desk."""
    box, own, mask = patches.box(index), patches.own(index), patches.mask
    reach = params.beside
    wide = Box(box.left - reach, box.top - reach, box.width + 2 * reach, box.height + 2 * reach)
    padded = cv2.copyMakeBorder(own, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=0)
    visible = wide.within(mask.shape[1], mask.shape[0])
    inner = visible.moved(-wide.left, -wide.top).part
    far, near = (cv2.dilate(padded, _square(side))[inner] for side in (reach, params.skirt))
    around = np.sort(grey[visible.part][(far > near) & (mask[visible.part] == 0)])
    if not len(around):
        return False
    inside = np.sort(grey[box.part][own > 0])
    ink = float(inside[int(params.blackest * len(inside))])
    dark = float(around[int(params.ring * len(around))])
    bright = float(around[int((1 - params.ring) * (len(around) - 1))])
    return bright - dark <= params.level * bright or dark - ink >= params.edge_rise * (bright - ink)


@cache
def _square(reach: int) -> NDArray[np.uint8]:
    return np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)


def _dark_enough(darkness: NDArray[np.float64], patches: Patches, least: float, params: InkParams) -> NDArray[np.bool_]:
    """Return True (N,) for patches whose ink is at least `least` times as dark as the weighted median."""
    if not len(darkness):
        return np.zeros(0, np.bool_)
    weights = _weights(patches, params) * darkness**2  # dark ones count: there may be a thousand pieces of faint grid
    enough: NDArray[np.bool_] = (darkness > 0) & (darkness >= least * weighted_median(darkness, weights))
    return enough


def _weights(patches: Patches, params: InkParams) -> NDArray[np.float64]:
    """Return the weights (N,) of patches for the typical ink: more for large ones, 0 at the border."""
    left, top, width, height = patches.boxes.T.astype(np.float64)
    longer = np.minimum(np.maximum(width, height), params.large * min(patches.shape))
    inside = (left > 0) & (top > 0) & (left + width < patches.shape[1]) & (top + height < patches.shape[0])
    weights: NDArray[np.float64] = longer**params.pale.large_power * inside
    return weights if weights.any() else longer
