"""A drawing as one file that is picture and strokes: a PNG with the strokes in a text chunk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from digitpad.errors import DigitPadError
from digitpad.formats.stroke_json import strokes_from_text, strokes_text
from digitpad.paths import replace_file
from digitpad.records import Rgb, Stroke
from digitpad.ui.widgets.look.palette import LIGHT, colour
from digitpad.vision.picture.pictures import BROKEN
from digitpad.vision.render.sheet import picture_of

KEYWORD = "DigitPad strokes"  # of an iTXt chunk (PNG specification, 11.3.3.4), not compressed: readers limit what is
MOST_PIXELS = 30_000_000  # of a picture that is compared with its strokes; no pad is so large
CHANGED = 64  # of 255: px that differ by more were painted over; two releases may round the edge of a line otherwise
MOST_CHANGED = 0.002  # of the px with ink


def save_drawing_png(path: Path, strokes: tuple[Stroke, ...], width: int, height: int) -> None:
    """Write the pad (px) as a picture that holds its strokes. Raises DigitPadError where the disk refuses."""
    inside = PngInfo()
    inside.add_itxt(KEYWORD, strokes_text(strokes, width, height))
    picture = Image.fromarray(_drawn(strokes, width, height))
    replace_file(path, lambda part: picture.save(part, format="PNG", pnginfo=inside))


def strokes_inside(path: Path) -> list[Stroke] | None:
    """Return the strokes that a PNG holds; None where it holds none, or no longer shows them."""
    try:
        with Image.open(path, formats=("PNG",)) as image:
            text = image.info.get(KEYWORD)
            if not isinstance(text, str) or image.width * image.height > MOST_PIXELS:
                return None
            strokes = strokes_from_text(text, path.name)
            return strokes if _shows(np.asarray(image.convert("RGB")), strokes) else None
    except (*BROKEN, DigitPadError):  # what is wrong with the file is said by whoever opens it as a picture
        return None


def _drawn(strokes: tuple[Stroke, ...] | list[Stroke], width: int, height: int) -> Rgb:
    return picture_of(strokes, width, height, paper=colour(LIGHT.surface), ink=colour(LIGHT.ink))


def _shows(picture: Rgb, strokes: list[Stroke]) -> bool:
    """True where a picture is still what its strokes draw: another program may have painted on it and kept the text."""
    drawn = _drawn(strokes, picture.shape[1], picture.shape[0])
    inked = (drawn != colour(LIGHT.surface)).any(axis=2)
    changed = np.abs(picture.astype(np.int16) - drawn).max(axis=2) > CHANGED
    return bool(np.count_nonzero(changed) <= MOST_CHANGED * np.count_nonzero(inked))
