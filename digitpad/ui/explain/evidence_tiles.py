"""The digit three times: as the network gets it, with the ink that speaks for it, and with what another would need."""

from __future__ import annotations

import tkinter as tk

import numpy as np

from digitpad.languages import _
from digitpad.records import SIDE, Explanation, Rgb
from digitpad.ui.core.wording import a_digit
from digitpad.ui.explain.pixel_pictures import PixelPictures
from digitpad.ui.explain.words import output_words
from digitpad.ui.widgets.canvas_items import Items
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.display import enlarged
from digitpad.vision.render.evidence import COLOURS, evidence_picture

GAP, CAPTION, BETWEEN = 12, 22, 8  # px at scale 1, as are all sizes here
LINE, SWATCH, SWATCH_GAP = 22, 10, 7
LEAST_TILE, LARGEST_TILE = 84, 168
NAMES = ("input", "why", "wish")
FAINT = tuple(round(0.45 * part) for part in COLOURS.speaks_for)
LEGEND = ((COLOURS.speaks_for, _("for it")), (COLOURS.against, _("against it")), (FAINT, _("ink that it lacks")))


class EvidenceTiles(tk.Canvas):
    """Three tiles in a row, two and one where it is narrow; its height follows its width."""

    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, width=1, height=1, highlightthickness=0, borderwidth=0)
        self._theme, self._items, self._pictures = theme, Items(self), PixelPictures(self)
        self._explanation: Explanation | None = None
        self._captions = [self.create_text(0, 0, anchor="nw", tags="caption") for _ in NAMES]
        self._swatches = [self.create_rectangle(0, 0, 0, 0, width=0) for _ in LEGEND]
        self._legend = [self.create_text(0, 0, anchor="w", text=words) for _, words in LEGEND]
        self.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())

    def show(self, explanation: Explanation) -> None:
        self._explanation = explanation
        self._draw()

    def _draw(self) -> None:
        its, width, px = self._explanation, self.winfo_width(), self._theme.px
        if its is None or width <= 1:
            return
        self.configure(background=self._theme.palette.window)
        columns, side = _layout(width, px(GAP), px(LEAST_TILE), px(LARGEST_TILE))
        captions = (
            _("The input"),
            _("Why {label}").format(label=output_words(its.label)),
            _("To make it {digit}").format(digit=a_digit(its.wish)),
        )
        step = side + px(CAPTION + BETWEEN)
        for place, (name, words, pixels) in enumerate(zip(NAMES, captions, _pixels(its, side), strict=True)):
            left, top = place % columns * (side + px(GAP)), place // columns * step
            self._pictures.paint(name, pixels, left, top)
            item = self._captions[place]
            self._items.place(item, left, top + side + px(4))
            colours = self._theme.palette
            self._items.configure(item, text=words, font=self._theme.small, fill=colours.quiet, width=side + px(GAP))
        rows = -(-len(NAMES) // columns)
        self._end_at(self._draw_legend(rows * step))

    def _draw_legend(self, top: int) -> int:
        """Draw the colours with their words, in a next line where there is no room, and return where they end."""
        px, left = self._theme.px, 0
        for swatch, item, (ink, _words) in zip(self._swatches, self._legend, LEGEND, strict=True):
            self._items.configure(item, font=self._theme.small, fill=self._theme.palette.quiet)
            words = px(SWATCH + SWATCH_GAP)
            box = self.bbox(item)
            wide = words + box[2] - box[0]
            if left and left + wide > self.winfo_width():
                left, top = 0, top + px(LINE)
            middle, half = top + px(LINE) // 2, px(SWATCH) // 2
            self._items.place(swatch, left, middle - half, left + 2 * half, middle + half)
            self._items.configure(swatch, fill="#{:02x}{:02x}{:02x}".format(*ink))
            self._items.place(item, left + words, middle)
            left += wide + px(GAP)
        return top + px(LINE)

    def _end_at(self, height: int) -> None:
        if int(float(self.cget("height"))) != height:
            self.configure(height=height)


def _layout(width: int, gap: int, least: int, largest: int) -> tuple[int, int]:
    """Return the tiles of a row and the side of each, px, a whole number of px for each of the glyph's."""
    for columns in (3, 2, 1):
        side = min(largest, (width - (columns - 1) * gap) // columns) // SIDE * SIDE
        if side >= least // SIDE * SIDE or columns == 1:
            return columns, max(SIDE, side)
    raise AssertionError("one tile always fits")


def _pixels(its: Explanation, side: int) -> tuple[Rgb, Rgb, Rgb]:
    grey = np.repeat(enlarged(its.glyph, side)[..., None], 3, axis=2)
    wished = evidence_picture(its.glyph, its.wished, side, missing=its.missing)
    return grey, evidence_picture(its.glyph, its.why, side), wished
