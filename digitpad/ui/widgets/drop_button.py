"""A button with a menu below it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.ui.widgets.menu import PopupMenu

ROOM = "  "  # between words and arrow, where the theme leaves none


class DropButton(ttk.Menubutton):
    """Fill `menu`; `on_open` is called before it is shown."""

    def __init__(self, parent: tk.Misc, *, text: str, on_open: Callable[[], None] | None = None) -> None:
        super().__init__(parent)
        self.menu = PopupMenu(self, on_open=on_open)
        self.configure(menu=self.menu)
        self.say(text)

    def say(self, text: str) -> None:
        self.configure(text=text + ROOM)
