"""Remnants of frames on a map of handwriting: small pieces of ink that belong to a long line of the picture."""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from digitpad.records import Box, Floats
from digitpad.vision.pipeline.parameters import MAP, MapParams


def without_remnants(ink: Floats, contrast: MatLike, height: float, params: MapParams = MAP) -> Floats:
    """Return the map (H, W) without small pieces whose ink in the picture goes on far above or below them.

    `contrast`: (H, W) 0..255, of the picture; `height`: px, of the writing. Where there is none, or there are very many
    pieces, as of print, the map stays as it is.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats((ink > params.edge).astype(np.uint8))
    pieces = np.flatnonzero(stats[1:count, 2:4].max(axis=1, initial=0) < params.remnant * height) + 1
    if not len(pieces) or len(pieces) > params.most_remnants:
        return ink
    clean = ink.copy()
    for number in pieces.tolist():
        box = Box(*stats[number, :4].tolist())
        own = labels[box.part] == number
        if _rise(own, box, contrast, height, params) > params.remnant_rise * height:
            clean[box.part][own] = 0
    return clean


def _rise(own: NDArray[np.bool_], box: Box, contrast: MatLike, height: float, params: MapParams) -> int:
    """Return the height, px, of the ink in the picture that a piece (h, w) within `box` is a part of."""
    reach = int(params.remnant_reach * height)
    area = Box(box.left - reach, box.top - reach, box.width + 2 * reach, box.height + 2 * reach)
    area = area.within(contrast.shape[1], contrast.shape[0])
    near = contrast[area.part]
    inner = box.moved(-area.left, -area.top).part
    dark = (near >= max(1, int(params.remnant_dark * near[inner][own].max()))).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    parts = np.unique(labels[inner][own & (dark[inner] > 0)])
    return int(stats[parts[parts > 0], 3].max(initial=0))
