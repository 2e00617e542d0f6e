"""The ten digits with how many of each were given."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping

from digitpad.ui.widgets.theme import Theme

CELL_WIDTH, CELL_HEIGHT, COLUMNS = 46, 44, 5  # px at scale 1
DIGIT_MIDDLE, COUNT_MIDDLE = 14, 33


class DigitCounts(tk.Canvas):
    """Two rows of five; the digit that is asked for stands in a frame."""

    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        px = theme.px
        super().__init__(parent, width=px(CELL_WIDTH) * COLUMNS, height=2 * px(CELL_HEIGHT), borderwidth=0)
        self.configure(highlightthickness=0)
        self._theme = theme
        self._given: Mapping[int, int] = {}
        self._wanted: Mapping[int, int] = {}
        self._asked: int | None = None
        self.bind("<<ThemeChanged>>", lambda event: self._draw())

    def show(self, given: Mapping[int, int], wanted: Mapping[int, int], asked: int | None) -> None:
        """Show, of each digit, how many were given and are wanted in all."""
        self._given, self._wanted, self._asked = given, wanted, asked
        self._draw()

    def _draw(self) -> None:
        colours, px = self._theme.palette, self._theme.px
        self.delete("all")
        self.configure(background=colours.window)
        for digit in range(2 * COLUMNS):
            left, top = px(CELL_WIDTH) * (digit % COLUMNS), px(CELL_HEIGHT) * (digit // COLUMNS)
            middle = left + px(CELL_WIDTH) // 2
            given, wanted = self._given.get(digit, 0), self._wanted.get(digit, 0)
            if digit == self._asked:
                edges = (left, top, left + px(CELL_WIDTH) - 1, top + px(CELL_HEIGHT) - 1)
                self.create_rectangle(*edges, outline=colours.accent, fill=colours.raised)
            self.create_text(middle, top + px(DIGIT_MIDDLE), text=digit, font=self._theme.strong, fill=colours.text)
            colour = colours.good if given >= wanted else colours.quiet
            words = f"{given}/{wanted}"
            self.create_text(
                middle, top + px(COUNT_MIDDLE), text=words, font=self._theme.small, fill=colour, tags="count"
            )
