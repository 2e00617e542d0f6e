"""Loops of a digit, kept open in its glyph, so that a slim 6 or 8 does not become a 1."""

from __future__ import annotations

import cv2
import numpy as np

from digitpad.records import Ink
from digitpad.vision.segmentation.parameters import LOOPS, LoopParams


def loops(ink: Ink, params: LoopParams = LOOPS) -> int:
    """Count the patches of paper that ink (H, W) encloses, those that are wide enough to be seen."""
    paper = (np.pad(ink, 1) < params.inked).astype(np.uint8)
    _, patches = cv2.connectedComponents(paper, connectivity=4)
    clear = cv2.distanceTransform(paper, cv2.DIST_L2, 3) >= params.open
    return len(set(patches[clear].tolist()) - {0, int(patches[0, 0])})


def widened(ink: Ink, params: LoopParams = LOOPS) -> Ink:
    """Return slim ink (H, W) that has a loop with a width of `slim` heights, so that the loop is seen in a glyph."""
    height, width = ink.shape
    if width >= params.slim * height or not loops(ink, params):
        return ink
    return cv2.resize(ink, (round(params.slim * height), height), interpolation=cv2.INTER_LINEAR).astype(np.uint8)
