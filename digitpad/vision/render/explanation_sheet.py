"""An explanation as one picture to keep: the input, why, the wish, the outputs and every layer."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitpad.records import Explanation, Rgb
from digitpad.vision.render.display import enlarged
from digitpad.vision.render.evidence import LAYERS, Colour, evidence_picture, layer_maps, maps_picture

WIDTH, MARGIN, GAP = 760, 28, 20  # px, as are all sizes here
TILE, TILE_TOP = 196, 96
BARS_TOP, BAR_STEP, BAR_LEFT, BAR_RIGHT = 352, 22, 96, 620
LAYERS_TOP, CAPTION = 624, 24
MAPS = {"C1": (4, 6), "S2": (4, 6), "C3": (4, 16), "S4": (6, 16), "C5": (12, 1), "F6": (12, 1)}  # px a value, columns
BETWEEN = 4  # maps
PAPER, TEXT, QUIET, TROUGH, ACCENT = (250, 250, 250), (28, 28, 28), (102, 102, 102), (230, 230, 230), (0, 95, 184)
NOTHING = "no digit"


def explanation_sheet(explanation: Explanation) -> Image.Image:
    """Return the picture, RGB, 760 px wide."""
    pictures = _layer_pictures(explanation)
    height = LAYERS_TOP + sum(CAPTION + picture.shape[0] + GAP for picture in pictures.values())
    sheet = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(sheet)
    _write(pen, (MARGIN, 20), headline(explanation), 26)
    _write(pen, (MARGIN, 56), "Blue speaks for it, orange against it; a blue cloud: ink that is missing.", 15, QUIET)
    _draw_tiles(sheet, pen, explanation)
    _draw_outputs(pen, explanation)
    top = LAYERS_TOP
    for name, picture in pictures.items():
        _write(pen, (MARGIN, top), f"{name}   {LAYERS[name]}", 14, QUIET)
        sheet.paste(Image.fromarray(picture), (MARGIN, top + CAPTION))
        top += CAPTION + picture.shape[0] + GAP
    return sheet


def headline(explanation: Explanation) -> str:
    """Return the sentence with the label that the network reads, and its probability."""
    share = float(explanation.probabilities[explanation.label])
    return f"Read as {output_name(explanation.label)}, probability {share:.1%}".replace("%", " %")


def output_name(label: int) -> str:
    """Return the name of an output, 0..10."""
    return str(label) if label < 10 else NOTHING


def _layer_pictures(explanation: Explanation) -> dict[str, Rgb]:
    maps = layer_maps(explanation)
    return {
        name: maps_picture(maps[name], cell, columns=columns, gap=BETWEEN, ground=PAPER)
        for name, (cell, columns) in MAPS.items()
    }


def _draw_tiles(sheet: Image.Image, pen: ImageDraw.ImageDraw, explanation: Explanation) -> None:
    glyph = explanation.glyph
    grey = np.repeat(enlarged(glyph, TILE)[..., None], 3, axis=2)
    why = evidence_picture(glyph, explanation.why, TILE)
    wished = evidence_picture(glyph, explanation.wished, TILE, missing=explanation.missing)
    names = ("Input, 28 x 28", f"Why {output_name(explanation.label)}", f"What would make it {explanation.wish}")
    for place, (name, pixels) in enumerate(zip(names, (grey, why, wished), strict=True)):
        left = MARGIN + place * (TILE + GAP)
        sheet.paste(Image.fromarray(pixels), (left, TILE_TOP))
        _write(pen, (left, TILE_TOP + TILE + 8), name, 15)


def _draw_outputs(pen: ImageDraw.ImageDraw, explanation: Explanation) -> None:
    for label, share in enumerate(explanation.probabilities):
        top = BARS_TOP + label * BAR_STEP
        ink = TEXT if label == explanation.label else QUIET
        _write(pen, (MARGIN, top), output_name(label), 14, ink)
        pen.rectangle((BAR_LEFT, top + 4, BAR_RIGHT, top + 14), TROUGH)
        right = BAR_LEFT + round((BAR_RIGHT - BAR_LEFT) * float(share))
        if right > BAR_LEFT:
            pen.rectangle((BAR_LEFT, top + 4, right, top + 14), ACCENT if label == explanation.label else QUIET)
        _write(pen, (BAR_RIGHT + 14, top), f"{share:.1%}".replace("%", " %"), 14, ink)


def _write(pen: ImageDraw.ImageDraw, place: tuple[int, int], words: str, size: int, ink: Colour = TEXT) -> None:
    pen.text(place, words, ink, ImageFont.load_default(size))
