"""An explanation's arrays as pixels: feature maps in rows, and evidence on the ink in two colours."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Explanation, Floats, Glyph, Rgb

Colour = tuple[int, int, int]  # red, green, blue, 0..255 each

PLAIN_INK = 110  # grey of ink that says nothing
FAINT = 0.3  # of the strongest missing ink; what is less is left out, for it is scattered all over the paper
CLOUD = 0.7  # the share of its colour that missing ink is painted with at most, for nothing is inked there
UNITS_HIGH = {120: 4, 84: 4}  # rows in which the units of C5 and F6 are shown
LAYERS = {  # what each layer has, in words
    "C1": "6 maps of 28 x 28: edges",
    "S2": "the same at half the size",
    "C3": "16 maps of 10 x 10: corners, arcs",
    "S4": "the same at half the size",
    "C5": "120 units: parts of digits",
    "F6": "84 units, weighed by the outputs",
}


@dataclass(frozen=True)
class EvidenceColours:
    """Two colours that are told apart by everybody, bright enough for a black ground."""

    speaks_for: Colour = (87, 200, 255)
    against: Colour = (255, 138, 61)


COLOURS = EvidenceColours()


def layer_maps(explanation: Explanation) -> dict[str, Floats]:
    """Return the maps (N, H, W) of each of LAYERS; the units of C5 and F6 as one map each."""
    rows = {name: units.reshape(1, UNITS_HIGH[len(units)], -1) for name, units in _units(explanation).items()}
    return {**explanation.maps, **rows}


def maps_picture(maps: Floats, cell: int, *, columns: int, gap: int, ground: Colour) -> Rgb:
    """Return maps (N, H, W) in rows, each value a crisp square of `cell` px, `gap` px of `ground` between them.

    Black is the layer's lowest value, white its highest.
    """
    low, high = float(maps.min()), float(maps.max())
    grey = np.round((maps - low) * (255 / max(high - low, 1e-6))).astype(np.uint8)
    enlarged = grey.repeat(cell, axis=1).repeat(cell, axis=2)
    count, height, width = enlarged.shape
    rows = -(-count // columns)
    size = (rows * (height + gap) - gap, columns * (width + gap) - gap, 3)
    picture: NDArray[np.uint8] = np.full(size, ground, np.uint8)
    for place, each in enumerate(enlarged):
        top, left = place // columns * (height + gap), place % columns * (width + gap)
        picture[top : top + height, left : left + width] = each[:, :, None]
    return picture


def evidence_picture(
    glyph: Glyph, evidence: Floats, side: int, *, missing: Floats | None = None, colours: EvidenceColours = COLOURS
) -> Rgb:
    """Return a glyph (28, 28) as (side, side, 3), its ink in two colours by evidence (28, 28), for and against.

    `missing`: evidence (28, 28) >= 0 of ink that is not there, as a cloud of the first colour.
    """
    speaks_for, against = np.array(colours.speaks_for), np.array(colours.against)
    share, ink = _scaled(evidence)[..., None], glyph[..., None] / 255
    strength = np.sqrt(np.abs(share))
    pixels = ink * (PLAIN_INK * (1 - strength) + np.where(share > 0, speaks_for, against) * strength)
    if missing is not None:
        cloud = np.maximum(_scaled(missing) - FAINT, 0)[..., None] / (1 - FAINT)
        pixels = pixels + (1 - ink) * CLOUD * cloud * speaks_for
    small = np.clip(np.round(pixels), 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(small, (side, side), interpolation=cv2.INTER_NEAREST), np.uint8)


def _scaled(values: Floats) -> Floats:
    """Return values as parts of the largest, -1..1."""
    scaled: Floats = values / np.maximum(np.abs(values).max(), np.float32(1e-6))
    return scaled


def _units(explanation: Explanation) -> dict[str, Floats]:
    return {"C5": explanation.c5, "F6": explanation.f6}
