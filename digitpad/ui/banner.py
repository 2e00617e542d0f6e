"""A sentence across the top of the window when something went wrong; it waits there until it is put away."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from digitpad.ui.icons import Icons
from digitpad.ui.theme import Theme

MOST_SENTENCES = 3


class Banner(tk.Frame):
    """Placed by `place` when there is something to say, taken away by `grid_remove`."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, icons: Icons, place: Callable[[Banner], None]) -> None:
        super().__init__(parent, borderwidth=0)
        self._theme, self._icons, self._place = theme, icons, place
        self._sentences: list[str] = []
        px = theme.px
        self._words = tk.Label(self, font=theme.body, anchor="w", justify="left", padx=px(12), pady=px(8))
        self._close = tk.Label(self, cursor="hand2", padx=px(12), takefocus=True)
        self._words.grid(row=0, column=0, sticky="ew")
        self._close.grid(row=0, column=1, sticky="ne", pady=px(8))
        self.columnconfigure(0, weight=1)
        for sequence in ("<ButtonRelease-1>", "<Return>", "<space>"):
            self._close.bind(sequence, lambda event: self.clear())
        self.bind("<Configure>", lambda event: self._words.configure(wraplength=max(1, event.width - px(72))))
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())

    def say(self, sentence: str) -> None:
        """Show a sentence below those that are there, and in place of one that it begins with."""
        others = [held for held in self._sentences if not sentence.startswith(held)]
        self._sentences = [*others, sentence][-MOST_SENTENCES:]
        self._words.configure(text="\n".join(self._sentences))
        self._repaint()
        self._place(self)

    def clear(self) -> None:
        self._sentences = []
        self.grid_remove()

    def _repaint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.warning)
        self._words.configure(background=colours.warning, foreground=colours.text)
        self._close.configure(background=colours.warning, image=self._icons.sign("close"))
        self._close.configure(highlightthickness=self._theme.px(1), highlightcolor=colours.accent)
        self._close.configure(highlightbackground=colours.warning)
