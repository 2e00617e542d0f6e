"""The head of the page with the samples: how many there are, collect, import, export, retrain."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from tkinter import ttk
from typing import Protocol

from digitpad.ui.samples.changes import counted
from digitpad.ui.samples.dialogs import FORMS
from digitpad.ui.samples.transfer import SampleTransfer
from digitpad.ui.widgets.drop_button import DropButton
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

GAP, GAP_BUTTONS = 12, 8  # px at scale 1


class HeadActions(Protocol):
    """Actions behind the head's buttons."""

    transfer: SampleTransfer

    def export_words(self) -> str: ...  # what would be exported now; "": nothing
    def collect(self) -> None: ...
    def retrain(self) -> None: ...


class SamplesHead(Flow):
    """The buttons go into a second line where the first has no room for them."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, actions: HeadActions) -> None:
        super().__init__(parent, theme=theme, gap=GAP)
        self._actions, px = actions, theme.px
        self._title = ttk.Label(self, font=theme.number_font(20))
        self._summary = QuietLabel(self, theme=theme)
        buttons = ttk.Frame(self)
        collect = ttk.Button(buttons, text="Collect…", command=actions.collect)
        bring = DropButton(buttons, text="Import")
        bring.menu.add_command(label="A file…", command=actions.transfer.import_file)
        bring.menu.add_command(label="A folder with the folders 0 to 9…", command=actions.transfer.import_folder)
        self._export = DropButton(buttons, text="Export", on_open=self._name_what)
        self._export.menu.add_command(label="", state="disabled")
        self._export.menu.add_separator()
        for form, words in FORMS.items():
            self._export.menu.add_command(label=f"{words}…", command=partial(actions.transfer.export, form))
        self._retrain = ttk.Button(buttons, text="Retrain…", style="Accent.TButton", command=actions.retrain)
        for place, button in enumerate((collect, bring, self._export, self._retrain)):
            button.grid(row=0, column=place, padx=(px(GAP_BUTTONS) if place else 0, 0))
        self.put(self._title)
        self.put(self._summary)
        self.put(buttons, right=True)

    def show(self, shown: int, total: int, misread: int, label_errors: int) -> None:
        """Count the samples shown, all of them, and of those shown the misread and the possibly mislabelled ones."""
        title = counted(total) if shown == total else f"{shown:,} of {counted(total)}"
        self._title.configure(text=title if total else "Samples")
        parts = [f"{misread:,} misread" if misread else "", _label_errors(label_errors)]
        self._summary.configure(text=", ".join(part for part in parts if part))
        for button, on in ((self._export, shown), (self._retrain, total)):
            button.state(["!disabled" if on else "disabled"])

    @property
    def words(self) -> str:
        return f"{self._title.cget('text')}, {self._summary.cget('text')}".rstrip(", ")

    def _name_what(self) -> None:
        self._export.menu.entryconfigure(0, label=self._actions.export_words())


def _label_errors(count: int) -> str:
    return f"{count:,} label{'s' * (count != 1)} may be wrong" if count else ""
