"""A button that is words in the accent's colour, for small actions beside what they are about."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.ui.widgets.theme import Theme

STYLE = "Link.Toolbutton"
PADDING = 4  # px at scale 1


class LinkButton(ttk.Button):
    def __init__(self, parent: tk.Misc, *, theme: Theme, text: str = "", command: Callable[[], object]) -> None:
        super().__init__(parent, text=text, style=STYLE, command=command)
        self._theme = theme
        self.bind("<<ThemeChanged>>", lambda event: self._dress())
        self._dress()

    def _dress(self) -> None:
        """Colour the style, which each look has of its own."""
        colours, theme = self._theme.palette, self._theme
        ttk.Style(self).configure(STYLE, foreground=colours.accent, font=theme.small, padding=theme.px(PADDING))
