"""A row of writing as the row reader sees it: 32 px high, even ground at 0, ink near 1, paper at both ends."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.inference.rows.parameters import STRIP, StripParams
from digitpad.records import Floats

HEIGHT = 32  # px of a strip
END = 16  # px of paper added at each end: half of what one column of the reader sees

Grey = NDArray[np.uint8]  # (h, w) dark ink on paper


@dataclass(frozen=True)
class RowView:
    """A way to look at a row before it becomes a strip."""

    slant: float = 0.0  # px to the left at the top for each px of height: takes away a slant to the right
    trim: float = 0.0  # of the height cut away above and below; below 0 paper is added
    stretch: float = 1.0  # of the width


def strip_of(grey: Grey, params: StripParams = STRIP) -> Floats:
    """Return the strip (32, W) float32 of a row (h, w) uint8 of dark ink on paper; W is at least 33."""
    darkness = 255.0 - resized(grey, params.widest).astype(np.float32)
    ink = darkness - _ground(darkness, params)
    contrast = max(_full_ink(ink, params), params.least_contrast)
    flat = np.clip(ink / contrast, params.least, params.most)
    return np.pad(flat, ((0, 0), (END, END)))


def strip_in_view(row: Grey, view: RowView, params: StripParams = STRIP) -> Floats:
    """Return the strip (32, W) float32 of a row (h, w) uint8 of dark ink on paper, in a view."""
    strip = strip_of(_trimmed(row, view.trim), params)
    if view.slant == 0 and view.stretch == 1:
        return strip
    height, width = strip.shape
    lean = abs(view.slant) * height
    matrix = np.array([[view.stretch, view.slant, lean - max(view.slant, 0) * height], [0, 1, 0]], np.float32)
    size = (int(width * view.stretch + lean), height)
    return np.asarray(cv2.warpAffine(strip, matrix, size, flags=cv2.INTER_LINEAR), np.float32)


def _trimmed(row: Grey, share: float) -> Grey:
    rows = round(row.shape[0] * abs(share))
    if share > 0:
        return row[rows : row.shape[0] - rows] if row.shape[0] > 2 * rows else row
    return np.pad(row, ((rows, rows), (0, 0)), mode="edge")


def resized(grey: Grey, widest: int = STRIP.widest) -> Grey:
    """Return a row (h, w) scaled to 32 px of height and at most `widest` px of width."""
    height, width = grey.shape
    columns = int(np.clip(round(width * HEIGHT / height), 1, widest))
    smaller = height > HEIGHT
    interpolation = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, (columns, HEIGHT), interpolation=interpolation), np.uint8)


def _ground(darkness: Floats, params: StripParams) -> Floats:
    """Return the darkness (32, W) of the paper under each px, 0..255; it changes slowly along the row."""
    window, blur = (params.ground_window, params.ground_window), (params.ground_blur, params.ground_blur)
    palest = cv2.erode(darkness, np.ones(window, np.uint8), borderType=cv2.BORDER_REPLICATE)
    smooth = np.asarray(cv2.blur(palest, blur, borderType=cv2.BORDER_REPLICATE), np.float32)
    spread = darkness - smooth
    return smooth + _ranked(spread, 0.5)


def _full_ink(ink: Floats, params: StripParams) -> float:
    return float(_ranked(ink, 1 - params.ink_share * min(ink.size, params.ink_counted) / ink.size))


def _ranked(values: Floats, share: float) -> np.float32:
    """Return the quantile of the values at `share`, 0..1."""
    place = min(int(share * values.size), values.size - 1)
    return np.float32(np.partition(values, place, axis=None)[place])
