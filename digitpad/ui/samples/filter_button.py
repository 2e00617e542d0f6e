"""All menus that say which samples are shown, behind one button, where a row of them would take several lines."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import font as tkfont

from digitpad.languages import _
from digitpad.ui.widgets.drop_button import ROOM, DropButton
from digitpad.ui.widgets.surface import fitted

NAME = _("Filter")


class FilterButton(DropButton):
    """Names what is chosen, where that is not everything.

    `menus`: returns the buttons whose menus stand in it, each with the words that it has where nothing is chosen.
    """

    def __init__(
        self, parent: tk.Misc, *, font: tkfont.Font, menus: Callable[[], Sequence[tuple[DropButton, str]]]
    ) -> None:
        super().__init__(parent, text=NAME, on_open=self._fill)
        self._font, self._menus = font, menus

    def name(self, room: int) -> None:
        """Say what is chosen, in words that take at most `room` px."""
        chosen = [words for button, plain in self._menus() if (words := _words(button)) != plain]
        self.say(fitted(", ".join(chosen) or NAME, self._font, room))

    def _fill(self) -> None:
        self.menu.delete(0, "end")
        for button, _plain in self._menus():
            self.menu.add_cascade(label=_words(button), menu=button.menu)


def _words(button: DropButton) -> str:
    return str(button.cget("text")).removesuffix(ROOM)
