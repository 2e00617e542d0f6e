"""The maps of C1, S2, C3 and S4 and the units of C5 and F6, each row under its name."""

from __future__ import annotations

import tkinter as tk

from digitpad.records import Explanation
from digitpad.ui.explain.pixel_pictures import PixelPictures
from digitpad.ui.explain.words import LAYER_WORDS
from digitpad.ui.widgets.canvas_items import Items
from digitpad.ui.widgets.look.palette import colour
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.evidence import layer_maps, maps_picture

CAPTION, BELOW, GAP = 22, 14, 4  # px at scale 1
COLUMNS = {"C1": 6, "S2": 6, "C3": 8, "S4": 8, "C5": 1, "F6": 1}
WIDTHS = {"C1": 28, "S2": 28, "C3": 10, "S4": 10, "C5": 30, "F6": 30}  # values across a map; S2's count twice
LARGEST = {"C1": 84, "S2": 84, "C3": 60, "S4": 60, "C5": 420, "F6": 420}  # px at scale 1, across a map
HALVED = ("S2", "S4")  # shown as large as the layer that they halve


class LayerMaps(tk.Canvas):
    """Its height follows its width."""

    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, width=1, height=1, highlightthickness=0, borderwidth=0)
        self._theme, self._items, self._pictures = theme, Items(self), PixelPictures(self)
        self._explanation: Explanation | None = None
        self._names = {name: self.create_text(0, 0, anchor="nw", text=name, tags="layer") for name in LAYER_WORDS}
        captions = LAYER_WORDS.items()
        self._captions = {name: self.create_text(0, 0, anchor="nw", text=words) for name, words in captions}
        self.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())

    def show(self, explanation: Explanation) -> None:
        self._explanation = explanation
        self._draw()

    def _draw(self) -> None:
        if self._explanation is None or self.winfo_width() <= 1:
            return
        colours, px = self._theme.palette, self._theme.px
        self.configure(background=colours.window)
        top = 0
        for name, maps in layer_maps(self._explanation).items():
            self._caption(name, top)
            picture = maps_picture(
                maps, self._cell(name), columns=COLUMNS[name], gap=px(GAP), ground=colour(colours.window)
            )
            self._pictures.paint(name, picture, 0, top + px(CAPTION))
            top += px(CAPTION) + picture.shape[0] + px(BELOW)
        if int(float(self.cget("height"))) != top:
            self.configure(height=top)

    def _caption(self, name: str, top: int) -> None:
        colours, theme = self._theme.palette, self._theme
        for item, left, font, ink in (
            (self._names[name], 0, theme.strong, colours.text),
            (self._captions[name], theme.px(30), theme.small, colours.quiet),
        ):
            self._items.place(item, left, top + (theme.px(2) if left else 0))
            self._items.configure(item, font=font, fill=ink)

    def _cell(self, name: str) -> int:
        """Return the side of the square that shows one value, px."""
        columns, gap = COLUMNS[name], self._theme.px(GAP)
        across = min(self._theme.px(LARGEST[name]), (self.winfo_width() - (columns - 1) * gap) // columns)
        cell = max(1, across // WIDTHS[name])
        return 2 * cell if name in HALVED else cell
