"""Small words: quiet ones, and those in the accent's colour that can be clicked."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.ui.widgets.theme import Theme

LINK = "Link.Toolbutton"
LINK_PADDING = 4  # px at scale 1


class QuietLabel(ttk.Label):
    """Sets its colour itself: the theme's palette paints every label in the colour of plain text."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, text: str = "", wraps: bool = False) -> None:
        """`wraps`: in as many lines as its width asks for."""
        super().__init__(parent, text=text, font=theme.small, justify="left")
        if wraps:
            self.configure(width=1)
            self.bind("<Configure>", lambda event: self.configure(wraplength=max(1, event.width)))
        self.bind("<<ThemeChanged>>", lambda event: self.configure(foreground=theme.palette.quiet))
        self.configure(foreground=theme.palette.quiet)


class LinkButton(ttk.Button):
    """A button of words alone, for a small action beside what it is about."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, text: str = "", command: Callable[[], object]) -> None:
        super().__init__(parent, text=text, style=LINK, command=command)
        self._theme = theme
        self.bind("<<ThemeChanged>>", lambda event: self._dress())
        self._dress()

    def _dress(self) -> None:
        """Colour the style, which each look has of its own."""
        colours, theme = self._theme.palette, self._theme
        ttk.Style(self).configure(LINK, foreground=colours.accent, font=theme.small, padding=theme.px(LINK_PADDING))
