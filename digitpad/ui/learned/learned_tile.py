"""The picture of one digit that was learned, with its label and a button to forget it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import cast

from PIL import Image, ImageTk

from digitpad.languages import _
from digitpad.records import Glyph
from digitpad.ui.widgets.quiet_label import LinkButton
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.display import enlarged

GLYPH, GAP = 56, 4  # px at scale 1


class LearnedTile(ttk.Frame):
    def __init__(
        self, parent: tk.Misc, glyph: Glyph, words: str, *, theme: Theme, on_forget: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        picture = ImageTk.PhotoImage(Image.fromarray(enlarged(glyph, theme.px(GLYPH))))
        self._picture = picture  # Tk does not hold on to it
        ttk.Label(self, image=cast(str, picture)).grid(row=0, column=0)
        ttk.Label(self, text=words).grid(row=1, column=0, pady=(theme.px(GAP), theme.px(GAP)))
        self.button = LinkButton(self, theme=theme, text=_("Forget"), command=on_forget)
        self.button.grid(row=2, column=0)

    @property
    def has_focus(self) -> bool:
        return str(self.winfo_toplevel().focus_lastfor()) == str(self.button)
