"""Words and buttons in the place of a form, while there is none."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

WIDTH, GAP = 490, 12  # px at scale 1
NO_BREAK = "\u00a0\u00a0"  # behind the number of a step, which would stand alone where words have no spaces
TITLE = _("Read filled forms into a table")
STEPS = (
    _("1.  Choose a picture of the empty form: a scan, a photograph or a page of a PDF."),
    _("2.  Drag a box round each place where a number is written; give it a name and, if you like, a rule."),
    _("3.  Save the form, and apply it to a folder of filled ones: each becomes a line of a table."),
)


class NoForm(ttk.Frame):
    def __init__(
        self, parent: tk.Misc, *, theme: Theme, on_new: Callable[[], None], on_open: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        px = theme.px
        inner = ttk.Frame(self)
        inner.grid(row=1, column=1)
        for number, weight in ((0, 2), (2, 3)):  # a little above the middle
            self.rowconfigure(number, weight=weight)
            self.columnconfigure(number, weight=1)
        ttk.Label(inner, text=TITLE, font=theme.title).grid(row=0, column=0, sticky="w", pady=(0, px(GAP)))
        words = QuietLabel(inner, theme=theme, text="\n".join(step.replace("  ", NO_BREAK) for step in STEPS))
        words.configure(wraplength=px(WIDTH), justify="left", font=theme.body)
        words.grid(row=1, column=0, sticky="w")
        buttons = ttk.Frame(inner)
        buttons.grid(row=2, column=0, sticky="w", pady=(px(GAP + 4), 0))
        picture = ttk.Button(buttons, text=_("Choose a picture…"), style="Accent.TButton", command=on_new)
        picture.grid(row=0, column=0, padx=(0, px(8)))
        ttk.Button(buttons, text=_("Open a saved form…"), command=on_open).grid(row=0, column=1)
