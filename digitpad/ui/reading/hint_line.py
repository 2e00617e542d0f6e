"""Advice that would make the picture easier to read; each piece stays long enough to be read itself."""

from __future__ import annotations

import time
import tkinter as tk
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

SETTLED_S = 0.6  # so long a hint must hold before it takes the place of the one shown

HINTS = {
    "too dark": _("Too dark. Bring more light."),
    "too bright": _("Too bright. Turn it away from the lamp."),
    "move closer": _("Move it closer to the camera."),
    "hold still": _("Hold it still."),
}


class HintLine(ttk.Frame):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        self._caption = QuietLabel(self, theme=theme)
        self._caption.grid(row=0, column=0, sticky="w", padx=theme.px(2))
        self._words = ttk.Label(self, font=theme.body, justify="left", anchor="w")
        self._words.grid(row=1, column=0, sticky="ew", padx=theme.px(2), pady=(theme.px(4), 0))
        self._next, self._since_s = "", 0.0
        self.bind("<Configure>", lambda event: self._words.configure(wraplength=max(1, event.width - theme.px(4))))

    def show(self, words: str) -> None:
        """Show the advice of the moment, once it has held for a while; call it with every frame."""
        if words != self._next:
            self._next, self._since_s = words, time.monotonic()
        if time.monotonic() - self._since_s >= SETTLED_S:
            self.show_now(words)

    def show_now(self, words: str) -> None:
        self._next = words
        if str(self._words.cget("text")) != words:
            self._caption.configure(text=_("Hint") if words else "")
            self._words.configure(text=words)
