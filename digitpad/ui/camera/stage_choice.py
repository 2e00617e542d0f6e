"""The choice of the step of reading that the second view shows."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.widgets.menu import PopupMenu
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.tooltip import Tooltip

NONE = _("None")
WIDTH = 8  # letters


class StageChoice(ttk.Menubutton):
    """`stages`: names and words, in their order. `on_choose` gets a name, or "" for no second view."""

    def __init__(
        self, parent: tk.Misc, *, theme: Theme, stages: Mapping[str, str], on_choose: Callable[[str], None]
    ) -> None:
        super().__init__(parent, text=_("Stages"), width=WIDTH)
        self._names = ("", *stages)
        self._on_choose = on_choose
        self._variable = tk.StringVar(self, "")
        menu = PopupMenu(self)
        for name in self._names:
            label = stages[name] if name else NONE
            menu.add_radiobutton(label=label, value=name, variable=self._variable, command=self._chosen)
        self.configure(menu=menu)
        Tooltip(self, _("See the steps of reading  (S)"), theme=theme)

    @property
    def chosen(self) -> str:
        return self._variable.get()

    def next(self) -> None:
        """The stage after this one; after the last, none."""
        place = (self._names.index(self.chosen) + 1) % len(self._names)
        self._variable.set(self._names[place])
        self._chosen()

    def _chosen(self) -> None:
        self._on_choose(self.chosen)
