"""Remnants of frames on a map of handwriting: small pieces of ink that belong to a long line of the picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from digitpad.records import Box, Floats
from digitpad.vision.pipeline.parameters import MAP, MapParams


@dataclass(frozen=True, eq=False)
class MapPieces:
    """The connected pieces of a map's ink."""

    labels: MatLike  # (H, W) int32, the number of the piece that each px belongs to; 0 is no ink
    boxes: MatLike  # (N, 4) int32 left, top, width and height, px, by number
    numbers: NDArray[np.int64]  # (K,) of those that are writing

    @staticmethod
    def of(ink: Floats, params: MapParams = MAP) -> MapPieces:
        """Return all pieces of a map (H, W)."""
        count, labels, stats, _ = cv2.connectedComponentsWithStats((ink > params.edge).astype(np.uint8))
        return MapPieces(labels, stats[:, :4], np.arange(1, count))

    def part(self, number: int) -> tuple[Box, NDArray[np.bool_]]:
        """Return the box of a piece, and True for its px there."""
        box = Box(*self.boxes[number].tolist())
        return box, self.labels[box.part] == number


def without_remnants(
    ink: Floats, pieces: MapPieces, contrast: MatLike, height: float, params: MapParams = MAP
) -> Floats:
    """Return the map (H, W) without small pieces whose ink in the picture goes on far above or below them.

    `contrast`: (H, W) 0..255, of the picture; `height`: px, of the writing. Where there is none, or there are very many
    pieces, as of print, the map stays as it is.
    """
    longer = pieces.boxes[pieces.numbers, 2:].max(axis=1, initial=0)
    short = pieces.numbers[longer < params.remnant * height]
    if not len(short) or len(short) > params.most_remnants:
        return ink
    parts, least = [pieces.part(number) for number in short.tolist()], params.remnant_rise * height
    remnants = [(box, own) for box, own in parts if _rise(own, box, contrast, height, params) > least]
    clean = ink.copy() if remnants else ink
    for box, own in remnants:
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
