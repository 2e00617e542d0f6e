"""A picture that is known to hold exactly one digit -> its glyph; nothing is searched for."""

from __future__ import annotations

import numpy as np

from digitpad.records import Glyph, Ink, Rgb
from digitpad.vision.picture.threshold import find_ink
from digitpad.vision.render.glyph import glyph_of

SMALL = 64  # px; a picture no larger is a scan already cut out, as MNIST's are


def picture_glyph(rgb: Rgb) -> Glyph:
    """The glyph of one digit in (H, W, 3), dark on light or light on dark; all zeros where there is no ink."""
    if max(rgb.shape[:2]) <= SMALL:
        return glyph_of(_cut_out_ink(rgb))
    return glyph_of(find_ink(rgb)[0])


def _cut_out_ink(rgb: Rgb) -> Ink:
    """The grey levels as ink: what the border mostly is, is paper."""
    grey = rgb.mean(axis=2).round().astype(np.uint8)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    ink: Ink = 255 - grey if np.median(border) > 127 else grey
    return ink
