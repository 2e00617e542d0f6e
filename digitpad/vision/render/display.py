"""Pixels made ready for a screen: a picture fitted into its place, a glyph enlarged."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitpad.records import Box, Glyph, Rgb, locked

Pixels = NDArray[np.uint8]  # (height, width) grey or (height, width, 3)
Share = tuple[float, float, float, float]  # left, top, right, bottom as parts of a picture's width and height

DIMMED = 0.35  # of the light that is left outside of the region


@dataclass(frozen=True)
class Fit:
    """The place of a picture on the screen, and its look there."""

    room: tuple[int, int]  # width, height of the place, px
    mirrored: bool = False
    bright: Share | None = None  # what lies outside is dimmed; None: nothing is

    def of(self, picture: Rgb) -> Image.Image:
        """Return a picture (H, W, 3) as it stands on the screen, RGB."""
        height, width = picture.shape[:2]
        factor = fitting_factor(width, height, *self.room)
        region = part_of(self.bright, (width, height))
        return Image.fromarray(_on_screen(picture, factor, mirrored=self.mirrored, region=region))


def part_of(share: Share | None, size: tuple[int, int]) -> Box | None:
    """Return a share of a picture of `size` (width, height) in px; None: all of it."""
    if share is None:
        return None
    width, height = size
    left, top = round(share[0] * width), round(share[1] * height)
    return Box(left, top, max(1, round(share[2] * width) - left), max(1, round(share[3] * height) - top))


def fitting_factor(width: int, height: int, room_width: int, room_height: int, most: float = 4.0) -> float:
    """Return the factor, at most `most`, by which a picture fits its room (all px)."""
    return min(most, max(1, room_width) / max(1, width), max(1, room_height) / max(1, height))


def resized(picture: Pixels, factor: float) -> Pixels:
    """Return (h, w[, 3]) as (round(h * factor), round(w * factor)[, 3]), at least 1 x 1; smaller ones by averaging."""
    height, width = picture.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size, interpolation=way), np.uint8)


def enlarged(glyph: Glyph, side: int) -> Glyph:
    """Return a glyph (28, 28) as (side, side), every pixel a crisp square."""
    return np.asarray(cv2.resize(glyph, (side, side), interpolation=cv2.INTER_NEAREST), np.uint8)


def _on_screen(picture: Rgb, factor: float, *, mirrored: bool, region: Box | None) -> Rgb:
    """Return `resized`, dimmed outside of `region` (px of the picture), and with left and right swapped."""
    scaled = resized(picture, factor)
    if region is not None:
        inside = region.scaled(factor)
        bright = scaled[max(0, inside.top) : inside.bottom, max(0, inside.left) : inside.right].copy()
        scaled = np.asarray(cv2.convertScaleAbs(scaled, alpha=DIMMED), np.uint8)
        scaled[max(0, inside.top) : inside.bottom, max(0, inside.left) : inside.right] = bright
    return np.asarray(cv2.flip(scaled, 1) if mirrored else scaled, np.uint8)


def piece(picture: Rgb, box: Box, around: float = 0.25) -> Rgb:
    """Return a copy of the part of a picture that a digit was read in, with `around` of its longer side as a margin."""
    margin = round(around * max(box.width, box.height))
    top, left = max(0, box.top - margin), max(0, box.left - margin)
    return locked(picture[top : max(0, box.bottom) + margin, left : max(0, box.right) + margin].copy())
