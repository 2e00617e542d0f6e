"""A quiet line that says how much was learned; a click opens the list of it."""

from __future__ import annotations

import tkinter as tk

from digitpad.ui.learned.learned import Learned
from digitpad.ui.learned.learned_list import LearnedList
from digitpad.ui.widgets.theme import Theme

INSET = 4  # px at scale 1


class LearnedLine(tk.Label):
    """Click, Enter or space open the list."""

    def __init__(self, parent: tk.Misc, learned: Learned, *, theme: Theme) -> None:
        super().__init__(parent, font=theme.small, anchor="w", justify="left", borderwidth=0, takefocus=True)
        self._learned, self._theme, self._pointed = learned, theme, False
        self.configure(
            width=1, cursor="hand2", padx=theme.px(2), pady=theme.px(2), highlightthickness=max(1, theme.px(1))
        )
        for sequence in ("<ButtonRelease-1>", "<Return>", "<KP_Enter>", "<space>"):
            self.bind(sequence, lambda event: self.open())
        for sequence, pointed in (("<Enter>", True), ("<Leave>", False)):
            self.bind(sequence, lambda event, pointed=pointed: self._point(pointed))  # type: ignore[misc]
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self.bind("<Configure>", lambda event: self.configure(wraplength=max(1, event.width - 2 * theme.px(INSET))))
        learned.on_change(self._show)
        self._show()
        self._repaint()

    def open(self) -> None:
        """Open the list, in place of one that is open."""
        for child in self._lists:
            child.destroy()
        LearnedList(self, self._learned, theme=self._theme)

    @property
    def _lists(self) -> list[LearnedList]:
        return [child for child in self.winfo_children() if isinstance(child, LearnedList)]

    def _show(self) -> None:
        self.configure(text=self._learned.words)
        for child in self._lists:
            child.show()

    def _point(self, on: bool) -> None:
        self._pointed = on
        self._repaint()

    def _repaint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.window, foreground=colours.text if self._pointed else colours.quiet)
        self.configure(highlightbackground=colours.window, highlightcolor=colours.text)
