"""The small signs on the buttons, drawn with the pad's own pen so that they are smooth at every scale."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from PIL import Image, ImageTk

from digitpad.box import Box
from digitpad.ui.widgets.look.palette import colour
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.sheet import coverage, smooth

SIDE = 18  # px at scale 1
PEN = 1.6
GAP = 4  # between a sign and words at its right
FINER = 8  # drawn so many times larger, for the pad's pen smooths what is as small as a sign
Line = list[tuple[float, float]]  # in px at scale 1, within SIDE x SIDE


def _arc(x: float, y: float, radius: float, start: float, end: float) -> Line:
    """Degrees, 0 to the right, clockwise."""
    steps = [math.radians(start + (end - start) * step / 16) for step in range(17)]
    return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in steps]


def _mirrored(lines: list[Line]) -> list[Line]:
    return [[(SIDE - x, y) for x, y in line] for line in lines]


def _straight(*corners: tuple[float, float]) -> list[Line]:
    return [[start, end] for start, end in pairwise(corners)]


_TURN = [(3.0, 7.0), (10.5, 7.0)], _arc(10.5, 11, 4, -90, 90), [(10.5, 15.0), (7.0, 15.0)]
_UNDO: list[Line] = [*_straight((6.5, 3.5), (3, 7), (6.5, 10.5)), *_TURN]
_BLOCK = _straight((7, 15), (2.8, 10.8), (10.6, 3), (15.2, 7.6), (7.8, 15), (15.5, 15))
_BIN = [*_straight((4.5, 5.5), (5.4, 15.5), (12.6, 15.5), (13.5, 5.5)), *_straight((2.8, 5.2), (15.2, 5.2))]
_TRAY = _straight((3, 11.5), (3, 15), (15, 15), (15, 11.5))
_SHEETS = _straight((6.5, 6.5), (15, 6.5), (15, 15.2), (6.5, 15.2), (6.5, 6.5))
_HALF = _straight((6.4, 5), (2, 13.5), (6.4, 13.5), (6.4, 5))
_CORNERS = [*_straight((3, 6.5), (3, 3), (6.5, 3)), *_straight((3, 11.5), (3, 15), (6.5, 15))]
_CRESCENT: Line = [(10.6, 3), (8.6, 5.2), (8.2, 7.6), (9.2, 9.6), (11, 10.7), (13.4, 10.7), (15, 9.6)]
_RAYS: list[Line] = [
    [(9 + 5.6 * math.cos(angle), 9 + 5.6 * math.sin(angle)), (9 + 7.4 * math.cos(angle), 9 + 7.4 * math.sin(angle))]
    for angle in (math.pi / 4 * step for step in range(8))
]
SIGNS: dict[str, list[Line]] = {
    "undo": _UNDO,
    "redo": _mirrored(_UNDO),
    "eraser": [*_BLOCK, *_straight((6.4, 7.2), (11.2, 12))],
    "clear": [*_BIN, *_straight((6.8, 5), (7.2, 2.8), (10.8, 2.8), (11.2, 5))],
    "open": _straight((2.5, 14.5), (2.5, 4), (7, 4), (8.8, 6), (15.5, 6), (15.5, 14.5), (2.5, 14.5)),
    "save": [*_straight((9, 2.8), (9, 11)), *_straight((5.6, 7.8), (9, 11.2), (12.4, 7.8)), *_TRAY],
    "copy": [*_SHEETS, *_straight((3.6, 11.5), (3, 11.5), (3, 2.8), (11.5, 2.8), (11.5, 3.6))],
    "back": [*_straight((8, 4), (3, 9), (8, 14)), *_straight((3, 9), (15, 9))],
    "forward": [*_straight((10, 4), (15, 9), (10, 14)), *_straight((3, 9), (15, 9))],
    "pause": [*_straight((6, 4), (6, 14)), *_straight((12, 4), (12, 14))],
    "play": _straight((5.5, 3.5), (14, 9), (5.5, 14.5), (5.5, 3.5)),
    "mirror": [*_straight((9, 2.5), (9, 15.5)), *_HALF, *_mirrored(_HALF)],
    "region": [*_CORNERS, *_mirrored(_CORNERS)],
    "keep": [*_straight((9, 3.5), (9, 14.5)), *_straight((3.5, 9), (14.5, 9))],
    "close": [*_straight((5, 5), (13, 13)), *_straight((13, 5), (5, 13))],
    "moon": [_arc(9, 9, 6.2, 6, 285), _CRESCENT],
    "sun": [_arc(9, 9, 3.3, 0, 360), *_RAYS],
}


class Icons:
    """Pictures of the signs in the theme's colours; each is drawn once, coloured once for each colour, and kept."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._cache: dict[tuple[str, str, int], ImageTk.PhotoImage] = {}
        self._masks: dict[str, Image.Image] = {}  # by name, the same in every colour

    def sign(
        self, name: str, *, beside_words: bool = False, faded: bool = False, on_accent: bool = False
    ) -> ImageTk.PhotoImage:
        """`faded`: of a button that cannot be used; `on_accent`: of one that is pressed in."""
        colours = self._theme.palette
        ink = colours.faint if faded else colours.on_accent if on_accent else colours.text
        return self._picture(name, [[*line] for line in SIGNS[name]], SIDE, PEN, ink, GAP if beside_words else 0)

    def dot(self, width: float, side: int, ink: str) -> ImageTk.PhotoImage:
        """A round dot `width` wide in the middle of a square, px at scale 1."""
        return self._picture(f"dot {width} {side}", [[(side / 2, side / 2)]], side, width, ink)

    def pill(self, width: int, height: int, ink: str) -> ImageTk.PhotoImage:
        """A bar with round ends, px at scale 1."""
        line = [(height / 2, height / 2), (width - height / 2, height / 2)]
        key = (f"pill {width} {height}", ink, 0)
        if key not in self._cache:
            size = (0, 0, self._theme.px(width), self._theme.px(height))
            picture = self._coloured(self._drawn([line], width, height), ink)
            self._cache[key] = ImageTk.PhotoImage(picture.crop(size))
        return self._cache[key]

    def _picture(
        self, name: str, lines: list[Line], side: int, pen: float, ink: str, gap: int = 0
    ) -> ImageTk.PhotoImage:
        key = (name, ink, gap)
        if key not in self._cache:
            picture = self._coloured(self._mask(name, lines, side, pen), ink)
            picture = picture.crop((0, 0, picture.width + self._theme.px(gap), picture.height))
            self._cache[key] = ImageTk.PhotoImage(picture)
        return self._cache[key]

    def _coloured(self, mask: Image.Image, ink: str) -> Image.Image:
        picture = Image.new("RGBA", mask.size, colour(ink))
        picture.putalpha(mask)
        return picture

    def _mask(self, name: str, lines: list[Line], side: int, pen: float) -> Image.Image:
        """Return where a sign has ink, 0..255; it is drawn once."""
        if name not in self._masks:
            self._masks[name] = self._drawn(lines, side, pen)
        return self._masks[name]

    def _drawn(self, lines: list[Line], side: int, pen: float) -> Image.Image:
        scale = self._theme.scale * FINER
        curves = [(smooth(np.array(line, np.float32) * np.float32(scale)), pen * scale) for line in lines]
        px = self._theme.px(side)
        drawn = Image.fromarray(coverage(curves, Box(0, 0, px * FINER, px * FINER)))
        return drawn.resize((px, px), Image.Resampling.BOX)
