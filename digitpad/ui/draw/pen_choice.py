"""Choice of the pen's width: a few dots, each as wide as its pen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from digitpad.languages import _
from digitpad.settings import PEN_WIDTHS
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name

CELL = 32  # px at scale 1


class PenChoice(tk.Canvas):
    """Widths in px at scale 1. The arrow keys choose too."""

    def __init__(
        self, parent: tk.Misc, *, theme: Theme, icons: Icons, width: float, on_choose: Callable[[float], None]
    ) -> None:
        px = theme.px
        super().__init__(parent, width=px(CELL) * len(PEN_WIDTHS), height=px(CELL), borderwidth=0, takefocus=True)
        self.configure(highlightthickness=px(2), cursor="hand2")
        give_name(self, _("Width of the pen"))
        self._theme, self._icons, self._on_choose = theme, icons, on_choose
        self._chosen = min(PEN_WIDTHS, key=lambda one: abs(one - width))
        self._under: int | None = None
        self.bind("<<ThemeChanged>>", lambda event: self._draw())
        self.bind("<ButtonPress-1>", lambda event: self._choose(self._cell(event.x)))
        self.bind("<Motion>", lambda event: self._hover(self._cell(event.x)))
        self.bind("<Leave>", lambda event: self._hover(None))
        self.bind("<Left>", lambda event: self.step(-1))
        self.bind("<Right>", lambda event: self.step(1))
        self._draw()

    def step(self, by: int) -> None:
        """The next wider (1) or narrower (-1) pen."""
        self._choose(min(len(PEN_WIDTHS) - 1, max(0, PEN_WIDTHS.index(self._chosen) + by)))

    def _choose(self, index: int) -> None:
        self._chosen = PEN_WIDTHS[index]
        self._draw()
        self._on_choose(self._chosen)

    def _cell(self, x: int) -> int:
        return min(len(PEN_WIDTHS) - 1, max(0, (x - self._theme.px(2)) // self._theme.px(CELL)))

    def _hover(self, index: int | None) -> None:
        if index != self._under:
            self._under = index
            self._draw()

    def _draw(self) -> None:
        self.delete("all")
        colours, px, ring = self._theme.palette, self._theme.px, self._theme.px(2)
        self.configure(background=colours.window, highlightbackground=colours.window, highlightcolor=colours.accent)
        for index, width in enumerate(PEN_WIDTHS):
            left = ring + index * px(CELL)
            is_current = width == self._chosen
            if is_current or index == self._under:
                fill = colours.trough if is_current else colours.raised
                self.create_rectangle(
                    left + px(1), ring + px(1), left + px(CELL - 1), ring + px(CELL - 1), fill=fill, width=0
                )
            dot = self._icons.dot(width, CELL, colours.accent if is_current else colours.quiet)
            self.create_image(left, ring, image=dot, anchor="nw")
