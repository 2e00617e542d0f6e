"""The quiet line at the bottom: state, device, model, time; for a while what was just done."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digitpad.ui.labels import QuietLabel
from digitpad.ui.theme import Theme

NEWS_MS = 4000


class StatusLine(ttk.Frame):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        self._left = QuietLabel(self, theme=theme)
        self._left.grid(row=0, column=0, sticky="w")
        QuietLabel(self, theme=theme, text="F1  keys").grid(row=0, column=1, padx=(theme.px(16), 0))
        self._parts: tuple[str, ...] = ()
        self._timer: str | None = None

    def show(self, *parts: str) -> None:
        """The lasting words, put in a row."""
        self._parts = tuple(part for part in parts if part)
        if self._timer is None:
            self._show_parts()

    def news(self, text: str) -> None:
        """Words that give way to the lasting ones after some seconds."""
        if self._timer is not None:
            self.after_cancel(self._timer)
        self._left.configure(text=text)
        self._timer = self.after(NEWS_MS, self._news_over)

    def _news_over(self) -> None:
        self._timer = None
        self._show_parts()

    def _show_parts(self) -> None:
        self._left.configure(text="  ·  ".join(self._parts))
