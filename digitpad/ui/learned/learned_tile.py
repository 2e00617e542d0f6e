"""The picture of one digit that was learned, with its label and a button to forget it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import cast

from PIL import Image, ImageTk

from digitpad.records import Glyph
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.display import enlarged

GLYPH, GAP = 56, 4  # px at scale 1
FORGET = "Forget.Toolbutton"


class LearnedTile(ttk.Frame):
    def __init__(
        self, parent: tk.Misc, glyph: Glyph, words: str, *, theme: Theme, on_forget: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        picture = ImageTk.PhotoImage(Image.fromarray(enlarged(glyph, theme.px(GLYPH))))
        self._picture = picture  # Tk does not hold on to it
        ttk.Label(self, image=cast(str, picture)).grid(row=0, column=0)
        ttk.Label(self, text=words).grid(row=1, column=0, pady=(theme.px(GAP), theme.px(GAP)))
        self._theme = theme
        self.button = ttk.Button(self, text="Forget", style=FORGET, command=on_forget)
        self.button.grid(row=2, column=0)
        self.bind("<<ThemeChanged>>", lambda event: self._dress())
        self._dress()

    def _dress(self) -> None:
        colours, small = self._theme.palette, self._theme.small
        ttk.Style(self).configure(FORGET, foreground=colours.accent, font=small, padding=self._theme.px(GAP))

    @property
    def has_focus(self) -> bool:
        return str(self.winfo_toplevel().focus_lastfor()) == str(self.button)
