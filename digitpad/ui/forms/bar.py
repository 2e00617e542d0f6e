"""The rows of buttons over the form and over its table."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Protocol

from digitpad.languages import _
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.tooltip import Tooltip

EDGE, BELOW = 16, 12  # px at scale 1, around a row and below it


class FormActions(Protocol):
    """Actions behind the buttons."""

    def open_picture(self) -> None: ...  # of an empty form, as a new template
    def choose_template(self) -> None: ...
    def save_template(self) -> None: ...
    def show_results(self) -> None: ...
    def show_drawing(self) -> None: ...
    def apply(self) -> None: ...
    def stop(self) -> None: ...
    def save_table(self) -> None: ...


class FormBar(Flow):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, theme=theme)
        self._theme = theme

    def button(self, text: str, run: Callable[[], None], *, tip: str = "", right: bool = False) -> ttk.Button:
        """Return a button after the others; the one at the right is the usual one."""
        button = ttk.Button(self, text=text, command=run, style="Accent.TButton" if right else "TButton")
        if tip:
            Tooltip(button, tip, theme=self._theme)
        self.put(button, right=right)
        return button


class FormBars:
    """One of the two rows is shown, in the first row of the window."""

    def __init__(self, window: tk.Misc, actions: FormActions, *, theme: Theme) -> None:
        self._theme = theme
        self._drawing = drawing = FormBar(window, theme=theme)
        self._results = results = FormBar(window, theme=theme)
        drawing.button(_("New form…"), actions.open_picture, tip=_("From a picture of the empty form"))
        drawing.button(_("Open form…"), actions.choose_template, tip=_("A form that was saved: its template"))
        self._save = drawing.button(_("Save form…"), actions.save_template, tip=_("As a template"))
        self._table = drawing.button(_("Table"), actions.show_results, tip=_("The values read"))
        self._apply = drawing.button(_("Apply to folder…"), actions.apply, right=True)
        results.button(_("Back to the form"), actions.show_drawing)
        self._stop = results.button(_("Stop"), actions.stop)
        self._save_table = results.button(_("Save table…"), actions.save_table, right=True)

    def show(self, *, drawing: bool) -> None:
        """Show the row over the form, or that over its table."""
        edge = self._theme.px(EDGE)
        shown, other = (self._drawing, self._results) if drawing else (self._results, self._drawing)
        other.grid_remove()
        shown.grid(row=0, column=0, sticky="ew", padx=edge, pady=(edge, self._theme.px(BELOW)))

    def enable(self, *, form: bool, values: bool, reading: bool) -> None:
        """Let only be pressed what can be done: there is a form, there are values, scans are being read."""
        for button, on in (
            (self._save, form),
            (self._table, values or reading),
            (self._apply, form and not reading),
            (self._stop, reading),
            (self._save_table, values and not reading),
        ):
            button.state(["!disabled" if on else "disabled"])
