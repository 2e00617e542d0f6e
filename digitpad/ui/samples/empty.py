"""Words in the place of the grid while there is nothing to show."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Protocol

from digitpad.languages import _
from digitpad.ui.samples.transfer import SampleTransfer
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

WIDTH = 420  # px at scale 1
NO_SAMPLES = (
    _("No samples yet"),
    _(
        "When a digit is misread on Draw or Camera, say what it really is: it is kept here, and read right from then "
        "on. Fifty digits are collected in three minutes, and samples from elsewhere can be imported."
    ),
)
NO_MATCH = (_("Nothing matches"), _("No sample meets all of what is chosen above."))


class EmptyActions(Protocol):
    """Actions behind the buttons."""

    transfer: SampleTransfer

    def collect(self) -> None: ...
    def show_all(self) -> None: ...


class SamplesEmpty(ttk.Frame):
    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        actions: EmptyActions,
    ) -> None:
        super().__init__(parent)
        px = theme.px
        self._title = ttk.Label(self, font=theme.title)
        self._words = QuietLabel(self, theme=theme)
        self._words.configure(wraplength=px(WIDTH), justify="center", font=theme.body)
        self._buttons, self._gap = ttk.Frame(self), px(4)
        self._show_all = ttk.Button(self._buttons, text=_("Show all samples"), command=actions.show_all)
        self._collect = ttk.Button(
            self._buttons, text=_("Collect digits…"), style="Accent.TButton", command=actions.collect
        )
        self._import = ttk.Button(self._buttons, text=_("Import a file…"), command=actions.transfer.import_file)
        self._title.grid(row=0, column=0)
        self._words.grid(row=1, column=0, pady=px(12))
        self._buttons.grid(row=2, column=0)

    def show(self, *, total: int, shown: int) -> None:
        """Show the words that fit, and none where samples are shown."""
        if shown:
            self.place_forget()
            return
        title, words = NO_MATCH if total else NO_SAMPLES
        self._title.configure(text=title)
        self._words.configure(text=words)
        for button in (self._show_all, self._collect, self._import):
            button.grid_remove()
        for column, button in enumerate((self._show_all,) if total else (self._collect, self._import)):
            button.grid(row=0, column=column, padx=self._gap)
        self.place(relx=0.5, rely=0.42, anchor="center")
