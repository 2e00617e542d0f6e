"""The head of the page with the samples: how many there are, collect, import, export, retrain."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from tkinter import ttk
from typing import Protocol

from digitpad.languages import _
from digitpad.ui.samples.changes import counted
from digitpad.ui.samples.dialogs import FORMS
from digitpad.ui.samples.transfer import SampleTransfer
from digitpad.ui.widgets.drop_button import DropButton
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

GAP = 8  # px at scale 1


class HeadActions(Protocol):
    """Actions behind the head's buttons."""

    transfer: SampleTransfer

    def export_words(self) -> str: ...  # what would be exported now; "": nothing
    def collect(self) -> None: ...
    def retrain(self) -> None: ...


class SamplesHead(ttk.Frame):
    """The summary, and then the buttons, go into a second line where the first has no room for them."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, actions: HeadActions) -> None:
        super().__init__(parent)
        self._actions, self._gap = actions, theme.px(GAP)
        self.columnconfigure(0, weight=1)
        self._line = Flow(self, theme=theme, gap=GAP)
        self._line.grid(row=0, column=0, sticky="ew")
        self._title = ttk.Label(self._line, font=theme.number_font(20))
        self._beside, self._below = QuietLabel(self._line, theme=theme), QuietLabel(self, theme=theme, wraps=True)
        self._buttons = self._make_buttons()
        for part in (self._title, self._beside):
            self._line.put(part)
        self._line.put(self._buttons, right=True)
        self.bind("<Configure>", lambda event: self._arrange())

    def _make_buttons(self) -> ttk.Frame:
        actions, gap, buttons = self._actions, self._gap, ttk.Frame(self._line)
        collect = ttk.Button(buttons, text=_("Collect…"), command=actions.collect)
        bring = DropButton(buttons, text=_("Import"))
        bring.menu.add_command(label=_("A file…"), command=actions.transfer.import_file)
        bring.menu.add_command(label=_("A folder with the folders 0 to 9…"), command=actions.transfer.import_folder)
        self._export = DropButton(buttons, text=_("Export"), on_open=self._name_what)
        self._export.menu.add_command(label="", state="disabled")
        self._export.menu.add_separator()
        for form, words in FORMS.items():
            self._export.menu.add_command(label=f"{words}…", command=partial(actions.transfer.export, form))
        self._retrain = ttk.Button(buttons, text=_("Retrain…"), style="Accent.TButton", command=actions.retrain)
        for place, button in enumerate((collect, bring, self._export, self._retrain)):
            button.grid(row=0, column=place, padx=(gap if place else 0, 0))
        return buttons

    def show(self, shown: int, total: int, misread: int) -> None:
        """Count the samples shown, all of them, and of those shown the misread ones."""
        title = (
            counted(total) if shown == total else _("{shown:,} of {total}").format(shown=shown, total=counted(total))
        )
        self._title.configure(text=title if total else _("Samples"))
        for label in (self._beside, self._below):
            label.configure(text=_("{misread:,} misread").format(misread=misread) if misread else "")
        self._arrange()
        for button, on in ((self._export, shown), (self._retrain, total)):
            button.state(["!disabled" if on else "disabled"])

    def _arrange(self) -> None:
        """Place the summary beside the title, or below it where there is no room."""
        title, beside, buttons = (it.winfo_reqwidth() + self._gap for it in (self._title, self._beside, self._buttons))
        width = self.winfo_width() + self._gap
        room = title + beside + buttons <= width or title + buttons > width  # the buttons are below anyway
        self._line.show_only(self._title, *((self._beside,) if room else ()))
        if room or not self._below.cget("text"):
            self._below.grid_remove()
        else:
            self._below.grid(row=1, column=0, sticky="ew")

    @property
    def words(self) -> str:
        return f"{self._title.cget('text')}, {self._below.cget('text')}".rstrip(", ")

    def _name_what(self) -> None:
        self._export.menu.entryconfigure(0, label=self._actions.export_words())
