"""Pixels made ready for a screen: a picture fitted into its place, a glyph enlarged."""

from __future__ import annotations

import cv2
import numpy as np

from digitpad.records import Glyph, Rgb


def fitting_factor(width: int, height: int, room_width: int, room_height: int, most: float = 4.0) -> float:
    """By what a picture is scaled to lie inside its room (all px), at most `most`."""
    return min(most, max(1, room_width) / max(1, width), max(1, room_height) / max(1, height))


def resized(picture: Rgb, factor: float) -> Rgb:
    """(h, w, 3) -> (round(h * factor), round(w * factor), 3), at least 1 x 1; averaged when it gets smaller."""
    height, width = picture.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size, interpolation=way), np.uint8)


def enlarged(glyph: Glyph, side: int) -> Glyph:
    """(28, 28) -> (side, side) with every pixel a crisp square."""
    return np.asarray(cv2.resize(glyph, (side, side), interpolation=cv2.INTER_NEAREST), np.uint8)
