"""RGB pixels from arrays of any number type, grey, with colours or with transparency."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.records import Rgb

Pixels = NDArray[Any]  # any number type

BAND_ROWS = 256  # rows laid on paper at once, which keeps the floats in between small
MOSTLY_CLEAR = 0.5  # mean opacity, 0..1: what is clearer is writing on nothing, and no picture
LIGHT_INK = 160  # of 255: lighter writing on nothing is laid on black
FULL_SCALES = (255, 1023, 4095, 16383, 65535)  # white, by the bits a sensor or scanner uses


class OddPicture(DigitPadError):
    """Raised for an array that is no picture, or has odd values."""


def array_as_rgb(image: Pixels) -> Rgb:
    """Return (H, W, 3) uint8 of an array (H, W), (H, W, 1) or (H, W, 3|4).

    It may hold bool, 8-bit or 16-bit integers, or floats in 0..1 or 0..255. Raises DigitPadError otherwise.
    """
    layers = image.shape[2] if image.ndim == 3 else 1
    if image.ndim not in (2, 3) or layers not in (1, 3, 4) or image.size == 0:
        raise DigitPadError(
            _("A picture has the shape (H, W), (H, W, 3) or (H, W, 4), not {shape}.").format(shape=image.shape)
        )
    pixels = _eight_bits(image).reshape(*image.shape[:2], layers)
    if layers == 4:
        return _without_alpha(pixels)
    if layers == 3:
        return np.ascontiguousarray(pixels)
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB), np.uint8)


def _eight_bits(pixels: Pixels) -> NDArray[np.uint8]:
    """Return pixels of any number type as 0..255, by the least of FULL_SCALES that holds the largest value."""
    if pixels.dtype == np.uint8:
        return pixels.astype(np.uint8, copy=False)
    if pixels.dtype == np.bool_:
        return pixels.astype(np.uint8) * 255
    if pixels.dtype.kind not in "iuf":
        raise OddPicture(f"A picture holds whole numbers, floats or booleans, not {pixels.dtype}.")
    values = pixels.astype(np.float32)
    low, high = float(values.min()), float(values.max())
    if not (math.isfinite(low) and math.isfinite(high)) or low < 0 or high > FULL_SCALES[-1]:
        raise OddPicture("A picture's values lie in 0..1, 0..255 or 0..65535; this one has others.")
    white = 1.0 if pixels.dtype.kind == "f" and high <= 1 else next(full for full in FULL_SCALES if high <= full)
    values *= 255 / white
    return np.rint(values, out=values).astype(np.uint8)


def _without_alpha(rgba: Pixels) -> Rgb:
    """Return (H, W, 4) laid on white, or on black where the visible px are few and light: writing on nothing."""
    bands = [rgba[top : top + BAND_ROWS] for top in range(0, len(rgba), BAND_ROWS)]
    opacity = float(rgba[..., 3].mean()) / 255
    if opacity == 1:
        return np.ascontiguousarray(rgba[..., :3])
    light = sum(float((band[..., :3].mean(axis=2) * (band[..., 3] / 255)).sum()) for band in bands)
    ground = 0.0 if 0 < opacity < MOSTLY_CLEAR and light / (opacity * rgba[..., 3].size) > LIGHT_INK else 255.0
    laid = np.empty((*rgba.shape[:2], 3), np.uint8)
    for number, band in enumerate(bands):
        alpha = band[..., 3:].astype(np.float32) / 255
        laid[number * BAND_ROWS :][: len(band)] = np.rint(band[..., :3] * alpha + ground * (1 - alpha))
    return laid
