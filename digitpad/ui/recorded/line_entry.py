"""A field over a line of a list, in which its words are typed anew."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name


class LineEntry(ttk.Entry):
    """Enter, and whatever takes the focus away, give what was typed; Esc gives nothing. Then it is gone."""

    def __init__(
        self,
        lines: tk.Listbox,
        place: int,
        *,
        before: str,
        text: str,
        theme: Theme,
        give: Callable[[int, str], None],
    ) -> None:
        """`before`: the words of the line that stay in sight; `give` gets the place of the line and the text."""
        super().__init__(lines, font=theme.body)
        give_name(self, _("The number"))
        self._lines, self._place, self._give = lines, place, give
        self.insert(0, text)
        self.selection_range(0, "end")
        left, top, _width, height = lines.bbox(place) or (0, 0, 0, 0)
        left += theme.body.measure(before)
        high = max(height, self.winfo_reqheight())
        self.place(x=left, y=max(0, top - (high - height) // 2), width=max(40, lines.winfo_width() - left), height=high)
        for key in ("<Return>", "<KP_Enter>"):
            self.bind(key, lambda event: self._end(typed=True))
        self.bind("<Escape>", lambda event: self._end(typed=False))
        self.bind("<FocusOut>", lambda event: self._end(typed=True))
        self.focus_set()

    def _end(self, *, typed: bool) -> str:
        text = self.get()
        self.unbind("<FocusOut>")
        self._lines.focus_set()
        self.destroy()
        if typed:
            self._give(self._place, text)
        return "break"
