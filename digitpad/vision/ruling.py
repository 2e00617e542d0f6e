"""Ruled and squared paper: which ink belongs to long thin printed lines, and not to the strokes that cross them."""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

SPAN = 0.35  # of the picture's side: a shorter line may be writing
DASH = 0.08  # of the picture's side: a piece of a broken line
FLAT = 4  # times as long as high: such a piece
THICKEST = 0.02  # of the picture's shorter side
SLACK = 1.6  # times the mean thickness of lines: what is thicker is a stroke on or across one
LEVEL_RUN = 10  # px at least that a line goes on before it climbs by one
BRIDGED = 0.04  # of the picture's side: the gap that a stroke across it leaves in a line
SLENDER = 45  # times as long as thick; the 1 of a thin pen is 30 times
COVERED = 0.75  # of its length: what has more gaps is a row of feet or bars of digits

Mask = NDArray[np.bool_]


def ruled_lines(labels: MatLike, stats: MatLike) -> Mask | None:
    """Where ink is part of a line across a large part of the picture, level or upright; None where there is none.

    labels (height, width) and stats (N, 5) are those of cv2.connectedComponentsWithStats. A line may slope by
    about a seventh, curve, break and be crossed by strokes.
    """
    level = _level_lines(labels, stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    upright = _level_lines(labels.T, stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH])
    if level is None or upright is None:
        return level if upright is None else upright.T
    both: Mask = level | upright.T
    return both


def _level_lines(labels: MatLike, widths: MatLike, heights: MatLike) -> Mask | None:
    whole = labels.shape[1]
    could_be = (widths > SPAN * whole) | ((widths > DASH * whole) & (widths > FLAT * heights))
    could_be[0] = False  # the paper
    if widths[could_be].sum() < COVERED * SPAN * whole:
        return None
    mask = could_be.astype(np.uint8)[labels]
    thin = _thin(mask)
    runs = cv2.morphologyEx(
        cv2.dilate(thin, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, LEVEL_RUN), np.uint8)
    )
    return _spanning(cv2.bitwise_and(thin, runs))


def _thin(mask: MatLike) -> MatLike:
    """Those pixels of the mask whose column of ink is no higher than a line."""
    inner = cv2.countNonZero(cv2.erode(mask, np.ones((3, 3), np.uint8), borderValue=0))
    area = cv2.countNonZero(mask)
    thickness = min(2 * area / max(area - inner, 1), THICKEST * min(mask.shape))
    high = np.ones((int(SLACK * thickness) + 2, 1), np.uint8)
    return cv2.subtract(mask, cv2.morphologyEx(mask, cv2.MORPH_OPEN, high))


def _spanning(thin: MatLike) -> Mask | None:
    """Those thin runs that together, small gaps bridged, reach across enough of the picture."""
    whole = thin.shape[1]
    bridged = cv2.dilate(thin, np.ones((3, int(BRIDGED * whole) | 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(bridged)
    kept = np.zeros(count, bool)
    for number in np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH] >= SPAN * whole):
        left, top, width, height = stats[number, :4]
        part = slice(top, top + height), slice(left, left + width)
        own = (labels[part] == number) & (thin[part] > 0)
        covered = int(own.any(axis=0).sum())
        thickness = float(own.sum() / max(int(covered), 1))
        kept[number] = number > 0 and covered >= max(COVERED * width, SLENDER * thickness)
    if not kept.any():
        return None
    lines: Mask = kept[labels] & (thin > 0)
    return lines
