"""The buttons for the selected digits."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.tooltip import Tooltip


class CorrectionBar(Flow):
    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        on_confirm: Callable[[], None],
        on_reject: Callable[[], None],
        on_join: Callable[[], None],
        on_split: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme=theme)
        self._theme = theme
        self._button(_("Confirm"), _("It was read right  (Enter)"), on_confirm)
        self._button(_("Not a digit"), _("It is no digit at all  (X)"), on_reject)
        self._join = self._button(_("Join"), _("The selected digits are one; Shift or Ctrl selects more  (J)"), on_join)
        self._split = self._button(_("Split"), _("This digit is two  (S)"), on_split)

    def show(self, selected: int) -> None:
        """Enable the buttons for this number of selected digits."""
        self._join.state(["!disabled" if selected > 1 else "disabled"])
        self._split.state(["!disabled" if selected == 1 else "disabled"])

    def _button(self, text: str, tip: str, run: Callable[[], None]) -> ttk.Button:
        button = ttk.Button(self, text=text, command=run)
        self.put(button)
        Tooltip(button, tip, theme=self._theme)
        return button
