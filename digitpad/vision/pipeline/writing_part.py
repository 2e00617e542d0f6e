"""The part of a large picture in which small writing stands."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from digitpad.records import Box, Rgb
from digitpad.vision.pipeline.ink_map import InkMap
from digitpad.vision.pipeline.parameters import MAP, POSE, MapParams, PoseParams


def part_of_writing(
    maps: Sequence[InkMap], picture: Rgb, params: PoseParams = POSE, map_params: MapParams = MAP
) -> Box | None:
    """Return the part with low writing and some paper around it, px; None where it is high, or most of the picture.

    `maps`: of all of the picture, the likeliest scale first.
    """
    low = [each for each in maps if 0 < each.height / each.scale <= params.low]
    if not low:
        return None
    height = low[0].height / low[0].scale
    boxes = _pieces(low[0], params.least_share * low[0].height, map_params)
    if not boxes:
        return None
    room = int(np.ceil(params.around * height))
    place = Box.around(boxes)
    wide = Box(place.left - room, place.top - room, place.width + 2 * room, place.height + 2 * room)
    part = wide.within(picture.shape[1], picture.shape[0])
    small = part.width * part.height <= params.largest_part * picture.shape[0] * picture.shape[1]
    return part if small and part.width and part.height else None


def _pieces(ink_map: InkMap, least: float, params: MapParams) -> list[Box]:
    """Return the boxes, px of the picture, of connected ink whose longer side is `least` px of the map."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((ink_map.ink > params.sure).astype(np.uint8))
    large = stats[1:][stats[1:, 2:4].max(axis=1) >= least, :4].astype(int)
    margin = params.margin
    return [Box(*each).moved(-margin, -margin).scaled(1 / ink_map.scale) for each in large.tolist()]
