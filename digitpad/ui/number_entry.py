"""A line over the large number, into which the right one is typed."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.ui.labels import QuietLabel
from digitpad.ui.theme import Theme

SIZE = 54  # px at scale 1, as are all sizes here
TIP = "Type the whole number, then Enter. Esc leaves it as it was."


class NumberEntry(ttk.Frame):
    """`on_accept` gets what was typed; `on_leave`: it was left without."""

    def __init__(
        self, parent: tk.Misc, *, theme: Theme, on_accept: Callable[[str], None], on_leave: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._theme, self._on_accept, self._on_leave = theme, on_accept, on_leave
        self._open = False
        self.columnconfigure(0, weight=1)
        self._line = tk.Entry(self, font=theme.number_font(SIZE), relief="flat", borderwidth=0, width=1)
        self._line.configure(highlightthickness=theme.px(2))
        self._line.grid(row=0, column=0, sticky="ew")
        QuietLabel(self, theme=theme, text=TIP).grid(row=1, column=0, sticky="w", pady=(theme.px(4), 0))
        for key in ("<Return>", "<KP_Enter>"):
            self._line.bind(key, lambda event: self._accept())
        self._line.bind("<Escape>", lambda event: self._leave())
        self._line.bind("<FocusOut>", lambda event: self._leave())
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()

    def begin(self, text: str) -> None:
        """Take the keys, with `text` to type over."""
        self._open = True
        self._line.delete(0, "end")
        self._line.insert(0, text)
        self._line.select_range(0, "end")
        self._line.icursor("end")
        self._line.focus_set()

    def _accept(self) -> str:
        typed = self._line.get().strip()
        self._leave()
        if typed:
            self._on_accept(typed)
        return "break"

    def _leave(self) -> str:
        if self._open:
            self._open = False
            self._on_leave()
        return "break"

    def _repaint(self) -> None:
        colours = self._theme.palette
        self._line.configure(background=colours.surface, foreground=colours.text, insertbackground=colours.accent)
        self._line.configure(selectbackground=colours.accent, selectforeground=colours.on_accent)
        self._line.configure(highlightcolor=colours.accent, highlightbackground=colours.line)
