"""The quiet line at the bottom: state, device, model, time; for a while what was just done.

Parts that have no room are left out, the last first; all stand beside the pointer where it rests on them.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.core.notices import Action
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.surface import fitted
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.tooltip import Tooltip

BETWEEN = "  ·  "  # parts
NEWS_MS, ACT_MS = 4000, 8000
BESIDE, BESIDE_ACT = 16, 12  # px at scale 1, left of the words about F1; left of what can be done


class StatusLine(ttk.Frame):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words = ""  # all that there is to say now
        self._said: tuple[str, ...] = ()  # the parts of it
        self._todo: Action | None = None
        self._parts: tuple[str, ...] = ()
        self._timer: str | None = None
        self.columnconfigure(1, weight=1)
        self._left = QuietLabel(self, theme=theme)
        self._left.grid(row=0, column=0, sticky="w")
        self._whole = Tooltip(self._left, "", theme=theme)
        self._act = ttk.Label(self, font=theme.small, cursor="hand2", foreground=theme.palette.accent)
        self._act.bind("<ButtonRelease-1>", lambda event: self._do())
        self.bind("<<ThemeChanged>>", lambda event: self._act.configure(foreground=theme.palette.accent))
        self._help = QuietLabel(self, theme=theme, text=_("F1  Shortcuts"))
        self._help.grid(row=0, column=2, padx=(theme.px(BESIDE), 0))
        self.bind("<Configure>", lambda event: self._fit(), add=True)

    def show(self, *parts: str) -> None:
        """Show the lasting words in a row."""
        self._parts = tuple(part for part in parts if part)
        if self._timer is None:
            self._show_parts()

    def news(self, text: str, act: tuple[str, Action] | None = None) -> None:
        """Show words for some seconds in place of the lasting ones; `act`: a word beside them, and what it does."""
        if self._timer is not None:
            self.after_cancel(self._timer)
        self._offer(act)
        self._say(text)
        self._timer = self.after(NEWS_MS if act is None else ACT_MS, self._news_over)

    def _offer(self, act: tuple[str, Action] | None) -> None:
        if act is None:
            self._act.grid_remove()
        else:
            word, self._todo = act
            self._act.configure(text=word)
            self._act.grid(row=0, column=1, sticky="w", padx=(self._theme.px(BESIDE_ACT), 0))

    def _do(self) -> None:
        todo = self._todo
        self.end_news()  # what was just done is no more
        if todo is not None:
            todo()

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
        self._say(*self._parts)

    def _say(self, *parts: str) -> None:
        self._said, self.words = parts, BETWEEN.join(parts)
        self._fit()

    def _fit(self) -> None:
        """Show as many parts as there is room for beside all else; of a single one, its beginning."""
        px, acts = self._theme.px, bool(self._act.grid_info())
        taken = self._help.winfo_reqwidth() + px(BESIDE) + acts * (self._act.winfo_reqwidth() + px(BESIDE_ACT))
        room, font, parts = max(0, self.winfo_width() - taken), self._theme.small, self._said
        while len(parts) > 1 and font.measure(BETWEEN.join(parts)) > room:
            parts = parts[:-1]
        shown = fitted(BETWEEN.join(parts), font, room)
        self._left.configure(text=shown)
        self._whole.text = self.words if shown != self.words else ""
