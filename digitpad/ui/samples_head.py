"""The head of the page with the samples: how many there are, import, export, retrain."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from tkinter import ttk
from typing import TYPE_CHECKING

from digitpad.ui.drop_button import DropButton
from digitpad.ui.labels import QuietLabel
from digitpad.ui.sample_changes import counted
from digitpad.ui.sample_dialogs import FORMS
from digitpad.ui.theme import Theme

if TYPE_CHECKING:
    from digitpad.store.exchange import Form

GAP = 8  # px at scale 1


@dataclass(frozen=True)
class HeadActions:
    import_file: Callable[[], None]
    import_folder: Callable[[], None]
    export: Callable[[Form], None]
    export_what: Callable[[], str]  # what would be exported now, in words; "": nothing
    retrain: Callable[[], None]


class SamplesHead(ttk.Frame):
    def __init__(self, parent: tk.Misc, *, theme: Theme, actions: HeadActions) -> None:
        super().__init__(parent)
        self._actions, px = actions, theme.px
        self.columnconfigure(1, weight=1)
        self._title = ttk.Label(self, font=theme.number_font(20))
        self._summary = QuietLabel(self, theme=theme)
        self._title.grid(row=0, column=0, sticky="w")
        self._summary.grid(row=0, column=1, sticky="w", padx=px(16), pady=(px(4), 0))
        bring = DropButton(self, text="Import")
        bring.menu.add_command(label="A file…", command=actions.import_file)
        bring.menu.add_command(label="A folder with the folders 0 to 9…", command=actions.import_folder)
        self._export = DropButton(self, text="Export", on_open=self._name_what)
        self._export.menu.add_command(label="", state="disabled")
        self._export.menu.add_separator()
        for form, words in FORMS.items():
            self._export.menu.add_command(label=f"{words}…", command=partial(actions.export, form))
        self._retrain = ttk.Button(self, text="Retrain…", style="Accent.TButton", command=actions.retrain)
        for place, button in enumerate((bring, self._export, self._retrain), 2):
            button.grid(row=0, column=place, padx=(px(GAP), 0))

    def show(self, shown: int, total: int, misread: int, slips: int) -> None:
        """How many are shown, how many there are, how many of the shown ones were misread or are likely slips."""
        title = counted(total) if shown == total else f"{shown:,} of {counted(total)}"
        self._title.configure(text=title if total else "Samples")
        parts = [f"{misread:,} misread" if misread else "", _slips(slips)]
        self._summary.configure(text=", ".join(part for part in parts if part))
        for button, on in ((self._export, shown), (self._retrain, total)):
            button.state(["!disabled" if on else "disabled"])

    @property
    def words(self) -> str:
        return f"{self._title.cget('text')}, {self._summary.cget('text')}".rstrip(", ")

    def _name_what(self) -> None:
        self._export.menu.entryconfigure(0, label=self._actions.export_what())


def _slips(count: int) -> str:
    return f"{count:,} look{'s' * (count == 1)} like {'a slip' if count == 1 else 'slips'}" if count else ""
