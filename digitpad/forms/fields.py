"""A field cut out of a scan: aligned with the template, and freed of what is printed there."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike

from digitpad.forms.parameters import FIELD, FieldParams
from digitpad.forms.registration import Homography, scale_at
from digitpad.records import Box, Rgb


@dataclass(frozen=True, eq=False)
class FieldCrop:
    """A field as it was filled in."""

    rgb: Rgb  # (H, W, 3) with some of its surroundings, without print
    inside: Box  # px of `rgb`: the field itself
    ink: float  # 0..1, the share of the field's px with ink
    printed: Rgb  # (H, W, 3), the same with its print, for people


def field_crop(scan: Rgb, place: Homography, picture: Rgb, box: Box, params: FieldParams = FIELD) -> FieldCrop:
    """Return the field with `box`, px of the template's `picture`, as it lies in a scan."""
    height, width = picture.shape[:2]
    around, room = round(params.around * box.height), round(params.most_shift * box.height)
    area = grown(box, around, width, height)
    natural = scale_at(place, (box.left + box.width / 2, box.top + box.height / 2))
    scale = max(params.least_scale, min(natural, (params.most_pixels / (area.width * area.height)) ** 0.5))
    empty = _cut(picture, np.eye(3), area, scale)
    wide = _cut(scan, place, grown(area, room), scale)
    filled = _aligned(wide, empty, round(room * scale), params)
    clean = without_print(filled, empty, params)
    outer = grown(box, round(params.beyond * box.height), width, height)
    inner = outer.moved(-area.left, -area.top).scaled(scale).within(clean.shape[1], clean.shape[0])
    inside = box.moved(-outer.left, -outer.top).scaled(scale).within(inner.width, inner.height)
    rgb = _without_neighbours(clean[inner.part], inside, params)
    ink = ink_share(rgb[inside.part], params)
    return FieldCrop(rgb, inside, ink, np.ascontiguousarray(filled[inner.part]))


def grown(box: Box, by: int, width: int | None = None, height: int | None = None) -> Box:
    """Return a box with `by` px more on all sides, or as many as a picture of that size has."""
    larger = Box(box.left - by, box.top - by, box.width + 2 * by, box.height + 2 * by)
    return larger if width is None or height is None else larger.within(width, height)


def _cut(source: Rgb, place: Homography, area: Box, scale: float) -> Rgb:
    """Return the part of `source` that lies at `area`, px of the template, at `scale`."""
    down = 1 / scale
    middle = (down - 1) / 2  # px are squares: their middles are scaled
    back = np.array([[down, 0, area.left + middle], [0, down, area.top + middle], [0, 0, 1]])
    size = max(1, round(area.width * scale)), max(1, round(area.height * scale))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    part = cv2.warpPerspective(source, place @ back, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(part, np.uint8)


def _aligned(wide: Rgb, empty: Rgb, room: int, params: FieldParams) -> Rgb:
    """Return the part of `wide`, which has `room` px more on each side, whose print lies as in `empty`."""
    height, width = empty.shape[:2]
    own, other = _darkness(empty, params), _darkness(wide, params)
    left = top = room
    if (own > 1 - params.dark_print).mean() >= params.least_print and room:
        score = cv2.matchTemplate(other, own, cv2.TM_CCORR_NORMED)
        _, _, _, (left, top) = cv2.minMaxLoc(score)
    part = wide[top : top + height, left : left + width]
    short = height - part.shape[0], width - part.shape[1]
    return np.asarray(cv2.copyMakeBorder(part, 0, short[0], 0, short[1], cv2.BORDER_REPLICATE), np.uint8)


def without_print(filled: Rgb, empty: Rgb, params: FieldParams = FIELD) -> Rgb:
    """Return a field (H, W, 3) without what `empty` (H, W, 3) shows printed there; ink over it stays.

    Pale print is divided out. Ink under dark print is not seen, and is made up from what lies beside.
    """
    light = 1 - _darkness(empty, params)
    wider = cv2.erode(light, np.ones((params.blur, params.blur), np.uint8))
    paper = _paper(filled, params)
    divided = np.minimum(filled / np.maximum(wider, params.dark_print)[..., None], paper)
    dark = (wider < params.dark_print).astype(np.uint8)
    return np.asarray(cv2.inpaint(divided.astype(np.uint8), dark, params.mended, cv2.INPAINT_TELEA), np.uint8)


def _without_neighbours(rgb: Rgb, inside: Box, params: FieldParams) -> Rgb:
    """Return a field (H, W, 3) without ink that mostly lies outside of `inside`: the writing of other fields."""
    ink = (_darkness(rgb, params) > params.faint).astype(np.uint8)
    count, pieces = cv2.connectedComponents(cv2.dilate(ink, np.ones((3, 3), np.uint8)))
    whole = np.bincount(pieces.ravel(), minlength=count)
    own = np.bincount(pieces[inside.part].ravel(), minlength=count)
    other = own < params.own * whole
    other[0] = False  # paper
    return np.where(other[pieces][..., None], _paper(rgb, params).astype(np.uint8), rgb)


def ink_share(rgb: Rgb, params: FieldParams = FIELD) -> float:
    """Return the share 0..1 of a field's px that have ink."""
    return float((cv2.GaussianBlur(_darkness(rgb, params), (3, 3), 0) > params.faint).mean()) if rgb.size else 0.0


def _darkness(rgb: Rgb, params: FieldParams) -> MatLike:
    """Return the darkness of a picture (H, W, 3): (H, W) float32, 0 paper .. 1 black."""
    share = rgb.astype(np.float32) / np.maximum(_paper(rgb, params), 1)
    return np.asarray(1 - np.clip(share.mean(axis=2), 0, 1), np.float32)


def _paper(rgb: Rgb, params: FieldParams) -> MatLike:
    """Return the light of the paper under ink and print of a picture (H, W, 3), 0..255: (H, W, 3) float32."""
    across = max(params.least_paper, int(params.paper * min(rgb.shape[:2]))) | 1
    lighter = cv2.morphologyEx(cv2.medianBlur(rgb, 3), cv2.MORPH_CLOSE, np.ones((across, across), np.uint8))
    return cv2.blur(lighter, (across, across)).astype(np.float32)
