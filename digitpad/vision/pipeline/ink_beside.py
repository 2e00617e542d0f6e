"""Ink that a reading leaves out, as measures: beside its digits, around them, within them, and on maps of it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Digit, Mark, Sign
from digitpad.vision.pipeline.detection import Detection
from digitpad.vision.pipeline.ink_map import InkMap
from digitpad.vision.pipeline.parameters import BESIDE, BesideParams

GLYPH_SIDE = 20.0  # px of a glyph, its ink's longer side

Sides = NDArray[np.float64]  # (N, 4) left, top, right, bottom


def unread_share(detection: Detection, signs: Sequence[Sign]) -> float:
    """Return the share of the ink in rows that is in the box of no digit or mark."""
    segments = [segment for row in detection.rows for segment in row.segments]
    ink = np.array([cv2.countNonZero(segment.ink) for segment in segments], float)
    is_read = _lie_in(_sides_of([segment.box for segment in segments]), [detection.working(sign.box) for sign in signs])
    return 1 - float(ink[is_read].sum() / ink.sum()) if ink.any() else 0.0


def is_ink_unread(detection: Detection, row: Sequence[Digit], params: BesideParams = BESIDE) -> bool:
    """True where ink as high as a row's digits stands in line with them and is in none of them."""
    boxes = [detection.working(digit.box) for digit in row]
    around, tall = Box.around(boxes), float(np.median([box.height for box in boxes]))
    reach, least = int(params.near * tall), params.alike * tall
    near = Box(around.left - reach, around.top, around.width + 2 * reach, around.height)
    high = [s.box for each in detection.rows for s in each.segments if s.box.height > least]
    sides = _sides_of(high)
    return bool((_lie_in(sides, [near]) & ~_lie_in(sides, boxes)).any())


def patches_beside(
    detection: Detection, digits: Sequence[Digit], marks: Sequence[Mark] = (), params: BesideParams = BESIDE
) -> dict[str, float]:
    """Return the numbers of patches beside the digits, and the shares of digits within a patch, and with one inside."""
    boxes = [detection.working(digit.box) for digit in digits]
    patches = detection.patches.boxes.astype(float)  # (N, 4)
    if not boxes or not len(patches):
        return {"alike_beside": 0.0, "large_beside": 0.0, "framed": 0.0, "filled": 0.0}
    sides, tall = _sides_of(boxes), float(np.median([box.height for box in boxes]))
    outer = np.concatenate([patches[:, :2], patches[:, :2] + patches[:, 2:]], axis=1)
    longer = patches[:, 2:].max(axis=1)
    out = ~_lie_in(outer, [*boxes, *(detection.working(mark.box) for mark in marks)])
    filling = _within(outer, sides, params.rim * tall) & (longer[:, None] > params.large_inside * tall)
    alike = out & (longer > params.alike * tall) & (longer < params.larger * tall)
    return {
        "alike_beside": min(float(alike.sum()) / len(digits), params.most_beside),
        "large_beside": float(np.log1p(np.count_nonzero(out & (longer >= params.larger * tall)))),
        "framed": float(_within(sides, outer, 0.0).any(axis=1).mean()),
        "filled": float(filling.any(axis=0).mean()),
    }


def encloses_one(detection: Detection, params: BesideParams = BESIDE) -> bool:
    """True where a large patch of ink holds another that may be a digit, as a ring drawn round it does."""
    patches = detection.patches.boxes.astype(float)
    if not 1 < len(patches) <= params.most_patches:
        return False
    outer = np.concatenate([patches[:, :2], patches[:, :2] + patches[:, 2:]], axis=1)
    high = patches[:, 3]
    inside = _within(outer, outer, 1.0) & (high[:, None] > params.large_inside * high[None, :])
    return bool(inside.any())


def edges_touched(detection: Detection) -> float:
    """Return the share of the picture's four edges that ink touches; 0 where paper was added around it."""
    height, width = detection.patches.shape
    boxes = detection.patches.boxes
    if detection.margin or not len(boxes):
        return 0.0
    left, top, across, down = boxes.T
    contacts = (left <= 0).any(), (top <= 0).any(), (left + across >= width).any(), (top + down >= height).any()
    return float(np.mean(contacts))


def stray_ink(detection: Detection, signs: Sequence[Sign], params: BesideParams = BESIDE) -> float:
    """Return the natural log of dark px outside of all signs over those within: lines, frames, other ink."""
    contrast = detection.image.contrast[::2, ::2]
    height, width = contrast.shape
    boxes = [detection.working(sign.box).scaled(0.5).within(width, height) for sign in signs]
    parts = [contrast[box.part].ravel() for box in boxes if box.width and box.height]
    if not parts:
        return 0.0
    inside = np.concatenate(parts)
    dark = max(float(np.quantile(inside, params.dark_share)) * params.dark, params.least_dark)
    within = int(np.count_nonzero(inside > dark))
    outside = int(np.count_nonzero(contrast > dark)) - within
    return float(np.log(max(outside / max(within, 1), np.exp(params.least_stray))))


def map_support(maps: Sequence[InkMap], digits: Sequence[Digit], margin: int) -> dict[str, float]:
    """Return the shares of the digits' ink that the maps lack, and of the maps' ink that no digit has.

    `margin`: px of paper around each map.
    """
    if not maps or not digits:
        return {"lacking_worst": 0.0, "lacking": 0.0, "missed": 0.0, "lacking_most": 0.0}
    own = np.array([_ink_of(digit) for digit in digits])
    lacking, unread = [], []
    for ink_map in maps:
        boxes = [_on_map(digit.box, ink_map, margin) for digit in digits]
        inside = np.array([float(ink_map.ink[box.part].sum()) for box in boxes])
        rest = ink_map.ink.copy()
        for box in boxes:
            rest[box.part] = 0
        unread.append(float(rest.sum()) / max(float(ink_map.ink.sum()), 1e-6))
        lacking.append(1 - np.minimum(inside / ink_map.scale**2 / np.maximum(own, 1e-6), 1.0))
    of_maps = np.array(lacking)  # (maps, digits)
    return {
        "lacking_worst": float(of_maps.max(axis=1).mean()),
        "lacking": float(of_maps.mean()),
        "missed": float(np.mean(unread)),
        "lacking_most": float(of_maps.max()),
    }


def _on_map(box: Box, ink_map: InkMap, margin: int) -> Box:
    height, width = ink_map.ink.shape
    return box.scaled(ink_map.scale).moved(margin, margin).within(width, height)


def _ink_of(digit: Digit) -> float:
    """Return the px of the picture that a digit's ink covers."""
    return float(digit.glyph.sum()) / 255 * (max(digit.box.width, digit.box.height) / GLYPH_SIDE) ** 2


def _sides_of(boxes: Sequence[Box]) -> Sides:
    return np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], float).reshape(-1, 4)


def _within(inner: Sides, outer: Sides, rim: float) -> NDArray[np.bool_]:
    """Return True (N, M) where box n of `inner` lies within box m of `outer`, `rim` px from its sides."""
    left, top, right, bottom = inner.T[:, :, None]
    starts, tops, ends, feet = outer.T[:, None, :]
    inside = (left >= starts + rim) & (top >= tops + rim) & (right <= ends - rim) & (bottom <= feet - rim)
    return np.asarray(inside, np.bool_)


def _lie_in(inner: Sides, outer: Sequence[Box]) -> NDArray[np.bool_]:
    """Return True (N,) for sides whose middle is in one of the boxes."""
    middles = np.tile((inner[:, :2] + inner[:, 2:]) / 2, 2)
    return np.asarray(_within(middles, _sides_of(outer), 0.0).any(axis=1), np.bool_)
