"""A strip over the lower edge of a page: what was just done, with a way back, or how far something has come."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.widgets.theme import Theme

STAYS_MS = 8000
BAR_WIDTH = 120  # px at scale 1, as are all sizes here
LIFT = 12  # above the lower edge


class PassingNote(tk.Frame):
    """Placed over `parent` when there is something to say."""

    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, borderwidth=0, highlightthickness=max(1, theme.px(1)))
        self._theme = theme
        self._timer: str | None = None
        px = theme.px
        self._words = tk.Label(self, font=theme.body, padx=px(12), pady=px(8), borderwidth=0)
        self._bar = ttk.Progressbar(self, length=px(BAR_WIDTH), maximum=1.0)
        self._button = ttk.Button(self)
        self._words.grid(row=0, column=0)
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()

    @property
    def words(self) -> str:
        """The words on show; "" where it is hidden."""
        return str(self._words.cget("text")) if self.winfo_manager() else ""

    def say(self, words: str, button: str, run: Callable[[], None]) -> None:
        """For some seconds, with a button."""
        self._bar.grid_remove()
        self._put(words, button, run)
        self._timer = self.after(STAYS_MS, self.clear)

    def progress(self, words: str, share: float | None, cancel: Callable[[], None]) -> None:
        """Until it is cleared; `share` 0..1, None where it is not known."""
        self._put(words, _("Cancel"), cancel)
        self._bar.grid(row=0, column=1)
        self._bar.configure(value=share or 0.0)

    def clear(self) -> None:
        self._stop()
        self.place_forget()

    def _put(self, words: str, button: str, run: Callable[[], None]) -> None:
        self._stop()
        self._words.configure(text=words)
        self._button.configure(text=button, command=run)
        self._button.grid(row=0, column=2, padx=self._theme.px(8), pady=self._theme.px(4))
        self.place(relx=0.5, rely=1.0, y=-self._theme.px(LIFT), anchor="s")
        self.lift()

    def _stop(self) -> None:
        if self._timer is not None:
            self.after_cancel(self._timer)
            self._timer = None

    def _repaint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.surface, highlightbackground=colours.line, highlightcolor=colours.line)
        self._words.configure(background=colours.surface, foreground=colours.text)
