"""The glyph of a picture that is known to hold exactly one digit; nothing is searched for."""

from __future__ import annotations

import numpy as np

from digitpad.records import Glyph, Ink, Rgb
from digitpad.vision.picture.threshold import find_ink
from digitpad.vision.render.glyph import glyph_of

SMALL = 64  # px; a picture no larger is a scan already cut out, as MNIST's are
LIGHT = 127  # of 255: a lighter border is paper with dark ink on it


def picture_glyph(rgb: Rgb) -> Glyph:
    """Return the glyph (28, 28) of one digit in (H, W, 3), dark on light or light on dark; zeros without ink."""
    if max(rgb.shape[:2]) <= SMALL:
        return glyph_of(_cut_out_ink(rgb))
    return glyph_of(find_ink(rgb)[0])


def _cut_out_ink(rgb: Rgb) -> Ink:
    """Return the grey levels as ink (H, W), 0 paper; the median of the border tells if paper is light."""
    grey = rgb.mean(axis=2).round().astype(np.uint8)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    ink: Ink = 255 - grey if np.median(border) > LIGHT else grey
    return ink
