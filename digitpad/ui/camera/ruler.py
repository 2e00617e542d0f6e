"""The ruler over the live picture: as high as the smallest digit that can be read in it."""

from __future__ import annotations

import tkinter as tk

from digitpad.languages import _
from digitpad.ui.widgets.canvas_items import Items
from digitpad.ui.widgets.theme import Theme

WORDS = _("Smallest digit")
INSET, PAD, TICK, LINE = 10, 6, 8, 2  # px at scale 1


class Ruler:
    """A bracket with words on a plate, in the lower left corner of the picture."""

    def __init__(self, canvas: tk.Canvas, *, theme: Theme) -> None:
        self._canvas, self._theme, self._items = canvas, theme, Items(canvas)
        self._plate = canvas.create_rectangle(0, 0, 0, 0, tags="ruler")
        self._bracket = canvas.create_line(0, 0, 0, 0, tags="ruler")
        self._words = canvas.create_text(0, 0, anchor="w", text=WORDS, font=theme.small, tags=("ruler", "ruler words"))

    def show(self, height: float, left: int, bottom: int, room: int) -> None:
        """Show `height` px at this corner of a picture `room` px wide; nothing for 0, or where it has no room."""
        height = height if self._width + 2 * self._theme.px(INSET) <= room else 0
        state = "normal" if height > 0 else "hidden"
        for item in (self._plate, self._bracket, self._words):
            self._items.configure(item, state=state)
        if height > 0:
            self._place(max(1.0, height), left + self._theme.px(INSET), bottom - self._theme.px(INSET))

    @property
    def _width(self) -> int:
        """Of the plate, px."""
        px = self._theme.px
        return 3 * px(PAD) + px(TICK) + int(self._theme.small.measure(WORDS))

    def _place(self, height: float, left: int, bottom: int) -> None:
        px, colours, items = self._theme.px, self._theme.palette, self._items
        inner = max(height, self._theme.small.metrics("linespace"))
        right = left + self._width
        middle, start = bottom - px(PAD) - inner / 2, left + px(PAD)
        top, low, end = middle - height / 2, middle + height / 2, start + px(TICK)
        items.place(self._plate, left, bottom - inner - 2 * px(PAD), right, bottom)
        items.place(self._bracket, end, top, start, top, start, low, end, low)
        items.place(self._words, end + px(PAD), middle)
        items.configure(self._plate, fill=colours.surface, outline=colours.edge)
        items.configure(self._bracket, fill=colours.accent, width=px(LINE))
        items.configure(self._words, fill=colours.text)
        self._canvas.tag_raise("ruler")
