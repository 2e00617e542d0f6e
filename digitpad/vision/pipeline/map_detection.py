"""Rows of segments from a map of handwriting, by the same steps as from a picture's own ink."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from cv2.typing import MatLike

from digitpad.vision.picture.light import NormalizedImage
from digitpad.vision.picture.patches import Patches
from digitpad.vision.pipeline.detection import Detection, detection_of
from digitpad.vision.pipeline.ink_map import InkMap
from digitpad.vision.pipeline.parameters import VISION, MapParams, VisionParams
from digitpad.vision.segmentation.components import Classify
from digitpad.vision.segmentation.edits import NO_EDITS, SegmentationEdits
from digitpad.vision.segmentation.parameters import SegmentationParams


def find_map_rows(
    ink_map: InkMap, predict: Classify | None = None, edits: SegmentationEdits = NO_EDITS, params: VisionParams = VISION
) -> Detection:
    """Return the writing in a map as rows of numbered segments, `edits` applied, in px of the picture."""
    ink, factor = _working_ink(ink_map, params.map)
    mask = np.asarray(ink >= params.map.least_strength, np.uint8)
    patches = Patches.within(mask, np.asarray(ink, np.uint8))
    patches = _without_specks(patches, ink_map.height * factor, params.map)
    image = NormalizedImage(cv2.bitwise_not(ink), False, False, ink, ink_map.scale * factor)
    margin = round(params.map.margin * factor)
    return detection_of(
        image, patches, predict, edits, replace(params, segmentation=_free(params.segmentation)), margin
    )


def _working_ink(ink_map: InkMap, params: MapParams) -> tuple[MatLike, float]:
    """Return ink (H, W) uint8 with the writing as high as segments are sought at, and its px per px of the map."""
    height, width = ink_map.ink.shape
    factor = float(np.clip(params.working_height / ink_map.height, params.most_reduced, params.most_enlarged))
    factor = min(factor, params.working_side / max(height, width))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    working = cv2.resize(ink_map.ink, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
    shares = np.clip((working - params.edge) / (params.full - params.edge), 0, 1)
    return (shares * 255).astype(np.uint8), factor


def _without_specks(patches: Patches, height: float, params: MapParams) -> Patches:
    """Return the patches large enough beside writing of a height, px; only the largest where there are too many."""
    longer = patches.boxes[:, 2:].max(axis=1, initial=0)
    strongest = [int(patches.strength[patches.box(place).part].max()) for place in range(len(longer))]
    large = (longer >= params.speck * height) & (np.array(strongest, int) >= params.strong)
    if int(np.count_nonzero(large)) <= params.most_patches:
        return patches.holding(large)
    least = float(np.partition(longer, -params.most_patches)[-params.most_patches])
    return replace(patches.holding(longer >= least), crowded=True)


def _free(params: SegmentationParams) -> SegmentationParams:
    """Return the parameters without limits in shares of the picture: a map has any scale, and no rim."""
    return replace(params, lowest=0.0, smallest=0.0, longest=2.0, near_border=-1.0)
