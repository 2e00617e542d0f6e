"""Words in the theme's quiet colour."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digitpad.ui.widgets.theme import Theme


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
