"""A row of buttons over the form or over its table."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.tooltip import Tooltip


class FormBar(Flow):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, theme=theme)
        self._theme = theme

    def button(self, text: str, run: Callable[[], None], *, tip: str = "", right: bool = False) -> ttk.Button:
        """Return a button after the others; the one at the right is the usual one."""
        button = ttk.Button(self, text=text, command=run, style="Accent.TButton" if right else "TButton")
        if tip:
            Tooltip(button, tip, theme=self._theme)
        self.put(button, right=right)
        return button
