"""Local contrast, the input of the ink network, by which a small scene and a whole page look alike."""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from digitpad.records import Rgb
from digitpad.vision.picture.parameters import CONTRAST, ContrastParams

Contrast = NDArray[np.float32]  # (3, H, W), -3..3; 0 is the paper near by

LAPLACE = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)  # blind to slopes and straight edges
LAPLACE_GAIN = 6.0  # standard deviation after LAPLACE, of noise with 1 (Immerkær 1996)
MEDIAN_TO_SIGMA = 1 / 0.6745  # of a normal distribution's absolute values


def normalize_contrast(picture: Rgb, noise: float | None = None, params: ContrastParams = CONTRAST) -> Contrast:
    """Return (3, H, W): each pixel of (H, W, 3) minus the mean around it, over the spread around it.

    `noise` is the standard deviation of the whole picture's noise where only a part of it is given.
    """
    height, width = picture.shape[:2]
    whole = picture.astype(np.float32)
    half = cv2.resize(whole, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)  # (H/2, W/2, 3)
    near = (params.window + 1) // 2  # px at half size, where the neighbourhood is measured
    mean = _around(half, near)
    red, green, blue = cv2.split(cv2.absdiff(half, mean))
    strongest = cv2.max(cv2.max(red, green), blue)  # colour is contrast, too
    floor = params.level_floor + params.noise_floor * (estimate_noise(picture) if noise is None else noise)
    unit = np.sqrt(np.maximum(_around(cv2.multiply(strongest, strongest), near), 0)) * params.spreads + floor
    deviation = cv2.subtract(whole, cv2.resize(mean, (width, height), interpolation=cv2.INTER_LINEAR))
    gain = cv2.resize(1 / unit, (width, height), interpolation=cv2.INTER_LINEAR)
    contrast = np.stack([cv2.multiply(channel, gain) for channel in cv2.split(deviation)])
    return np.asarray(np.clip(contrast, -params.largest, params.largest, out=contrast), np.float32)


def estimate_noise(picture: Rgb) -> float:
    """Return the standard deviation of the noise in (H, W, 3), of 255."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    answer = cv2.filter2D(grey, cv2.CV_16S, LAPLACE, borderType=cv2.BORDER_REFLECT)[::2, ::2]
    return float(np.median(np.abs(answer))) * MEDIAN_TO_SIGMA / LAPLACE_GAIN


def continue_paper(picture: Rgb, top: int, bottom: int, left: int, right: int) -> Rgb:
    """Return the picture with margins (px) of the paper along its edges, so that ink at an edge ends there."""
    height, width = picture.shape[:2]
    paper = paper_of(picture)
    wide = cv2.copyMakeBorder(paper, top, bottom, left, right, cv2.BORDER_REPLICATE)
    wide[top : top + height, left : left + width] = picture
    return np.asarray(wide, np.uint8)


def paper_of(picture: Rgb, params: ContrastParams = CONTRAST) -> Rgb:
    """Return the paper under the ink of (H, W, 3): the median of its neighbourhood."""
    height, width = picture.shape[:2]
    size = max(1, width // params.coarse), max(1, height // params.coarse)
    coarse = cv2.medianBlur(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), params.paper_window)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _around(values: MatLike, side: int) -> NDArray[np.float32]:
    return np.asarray(cv2.blur(values, (side, side), borderType=cv2.BORDER_REFLECT), np.float32)
