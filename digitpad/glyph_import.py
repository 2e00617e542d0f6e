"""Glyphs of imported pictures, strokes and tables of pixels, each of one digit."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.recognition.strokes import stroke_glyph
from digitpad.recognizer import Recognizer
from digitpad.records import SIDE, Floats, Glyph, Rgb
from digitpad.store.details import Makers
from digitpad.vision.picture.ground import on_black
from digitpad.vision.picture.pictures import picture_from_bytes
from digitpad.vision.picture.single import SMALL, picture_glyph
from digitpad.vision.render.glyph import recentred

DARK = 127  # grey level, half of the range: a border at most as light is the black ground of a glyph
MOST_PIECES = 2  # digits that one badly written digit may be read as


def of_picture(data: bytes, name: str) -> Glyph:
    """Return the glyph (28, 28) of a picture file of one digit; a picture that is a glyph already is not changed.

    Raises DigitPadError calling it `name` where it is no picture, is blank, or holds no digit or several.
    """
    rgb = picture_from_bytes(data, name)
    if _is_glyph(rgb):
        glyph: Glyph = np.ascontiguousarray(rgb[..., 0])
    else:
        if max(rgb.shape[:2]) > SMALL:
            _refuse_no_digit(rgb, name)
        glyph = picture_glyph(rgb)
    if not glyph.any():
        raise DigitPadError(_("{name} is blank; take it out.").format(name=name))
    return glyph


def of_table(glyphs: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return imported glyphs (N, 28, 28), white ink on black with the centre of mass in the middle."""
    return recentred(on_black(glyphs))


def confidence(glyphs: NDArray[np.uint8]) -> Floats:
    """Return how sure the shipped network is of each of the glyphs (N, 28, 28): 0..1 (N,)."""
    return _recognizer().predict(glyphs)[2]


MAKERS = Makers(of_picture, stroke_glyph, of_table, confidence)


def _is_glyph(rgb: Rgb) -> bool:
    grey = rgb[..., 0]
    if rgb.shape[:2] != (SIDE, SIDE) or (rgb != grey[..., None]).any():
        return False
    return float(np.median(np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]]))) <= DARK


def _refuse_no_digit(rgb: Rgb, name: str) -> None:
    """Raise DigitPadError where a picture, too large to be one digit already cut out, shows no digit or several."""
    count = len(_recognizer().read_image(rgb).digits)
    if not count:
        raise DigitPadError(_("{name} shows no digit; take it out.").format(name=name))
    if count > MOST_PIECES:
        raise DigitPadError(
            _("{name} shows {count} digits; cut it into one picture for each.").format(name=name, count=count)
        )


@cache
def _recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")
