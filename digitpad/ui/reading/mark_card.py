"""A small card among those of the digits: a mark as it was written, the sign that it is, and who says so."""

from __future__ import annotations

import tkinter as tk

import numpy as np
from PIL import Image, ImageTk

from digitpad.languages import _
from digitpad.records import Mark
from digitpad.ui.reading.card_actions import CardActions, listen
from digitpad.ui.reading.verdicts import mark_verdict
from digitpad.ui.widgets.canvas_items import Items
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name
from digitpad.vision.render.display import enlarged

GLYPH = 42  # px at scale 1, as are all sizes here
WIDTH = 64
MARGIN = 11
RING = 2  # the focus ring around a card
SIGN_MIDDLE, UNDO_MIDDLE = 84, 150


class MarkCard(tk.Canvas):
    """Shows the mark at one place of the reading, as high as the digits' cards."""

    def __init__(
        self, parent: tk.Misc, *, theme: Theme, icons: Icons, place: int, height: int, actions: CardActions
    ) -> None:
        super().__init__(
            parent, width=theme.px(WIDTH), height=theme.px(height), borderwidth=0, takefocus=True, cursor="hand2"
        )
        self.configure(highlightthickness=theme.px(RING))
        self._theme, self._icons, self._height = theme, icons, height
        self._mark: Mark | None = None
        self._highlighted = self._selected = False
        self._items = Items(self)
        self._picture = ImageTk.PhotoImage("L", (theme.px(GLYPH), theme.px(GLYPH)))
        self._make()
        listen(self, place, actions, {"undo": actions.take_back})
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())

    def show(self, mark: Mark, *, selected: bool) -> None:
        if self._mark is None or not np.array_equal(mark.glyph, self._mark.glyph):
            self._picture.paste(Image.fromarray(enlarged(mark.glyph, self._theme.px(GLYPH))))
        self._mark, self._selected = mark, selected
        give_name(self, _("Mark {symbol}").format(symbol=mark.symbol or _("left out")), "Button")
        self._items.configure(self._sign, text=mark.symbol or "–")
        self._items.configure(self._verdict, text=mark_verdict(mark))
        self._items.configure("undo", state="normal" if mark.decided_by == "hand" else "hidden")
        self._repaint()

    def light(self, on: bool) -> None:
        if on != self._highlighted:
            self._highlighted = on
            self._repaint()

    def _make(self) -> None:
        px, ring = self._theme.px, self._theme.px(RING)
        edge, middle = max(1, px(1)), ring + px(WIDTH) // 2
        right, bottom = ring + px(WIDTH) - edge, ring + px(self._height) - edge
        self._edge = self.create_rectangle(ring + edge // 2, ring + edge // 2, right, bottom, width=edge)
        self.create_image(middle, ring + px(MARGIN), image=self._picture, anchor="n")
        self._sign = self.create_text(middle, ring + px(SIGN_MIDDLE), font=self._theme.title, tags="guess")
        self.create_image(middle, ring + px(UNDO_MIDDLE), tags="undo")
        low = ring + px(self._height - MARGIN)
        self._verdict = self.create_text(middle, low, font=self._theme.small, anchor="s", tags="verdict")

    def _repaint(self) -> None:
        mark, colours = self._mark, self._theme.palette
        if mark is None:
            return
        doubtful, accented = not mark.sure, self._selected or self._highlighted or mark.decided_by == "hand"
        edge = colours.unsure if doubtful and not self._selected else colours.accent if accented else colours.edge
        back = colours.raised if self._highlighted or self._selected else colours.surface
        ring = colours.accent if self._selected else colours.window
        self.configure(background=colours.window, highlightbackground=ring, highlightcolor=colours.text)
        width = max(1, self._theme.px(2 if doubtful or self._selected else 1))
        self._items.configure(self._edge, fill=back, outline=edge, width=width)
        self._items.configure(self._sign, fill=colours.text)
        self._items.configure(self._verdict, fill=colours.unsure if doubtful else colours.quiet)
        self._items.configure("undo", image=self._icons.sign("undo"))
