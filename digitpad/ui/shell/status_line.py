"""The quiet line at the bottom: state, device, model, time; for a while what was just done."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.core.notices import Action
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

NEWS_MS, ACT_MS = 4000, 8000


class StatusLine(ttk.Frame):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        words = ttk.Frame(self)
        words.columnconfigure(0, weight=1)  # the longest words are cut off, and nothing beside them
        words.grid(row=0, column=0, sticky="w")
        self._left = QuietLabel(words, theme=theme)
        self._left.grid(row=0, column=0, sticky="w")
        self._act = ttk.Label(words, font=theme.small, cursor="hand2", foreground=theme.palette.accent)
        self._act.bind("<ButtonRelease-1>", lambda event: self._do())
        self.bind("<<ThemeChanged>>", lambda event: self._act.configure(foreground=theme.palette.accent))
        QuietLabel(self, theme=theme, text=_("F1  Shortcuts")).grid(row=0, column=1, padx=(theme.px(16), 0))
        self._theme = theme
        self._todo: Action | None = None
        self._parts: tuple[str, ...] = ()
        self._timer: str | None = None

    def show(self, *parts: str) -> None:
        """Show the lasting words in a row."""
        self._parts = tuple(part for part in parts if part)
        if self._timer is None:
            self._show_parts()

    def news(self, text: str, act: tuple[str, Action] | None = None) -> None:
        """Show words for some seconds in place of the lasting ones; `act`: a word beside them, and what it does."""
        if self._timer is not None:
            self.after_cancel(self._timer)
        self._left.configure(text=text)
        self._offer(act)
        self._timer = self.after(NEWS_MS if act is None else ACT_MS, self._news_over)

    def _offer(self, act: tuple[str, Action] | None) -> None:
        if act is None:
            self._act.grid_remove()
        else:
            word, self._todo = act
            self._act.configure(text=word)
            self._act.grid(row=0, column=1, sticky="w", padx=(self._theme.px(12), 0))

    def _do(self) -> None:
        self._offer(None)
        if self._todo is not None:
            self._todo()

    def end_news(self) -> None:
        """Put away what was just done."""
        if self._timer is not None:
            self.after_cancel(self._timer)
            self._news_over()

    def _news_over(self) -> None:
        self._timer = None
        self._offer(None)
        self._show_parts()

    def _show_parts(self) -> None:
        self._left.configure(text="  ·  ".join(self._parts))
