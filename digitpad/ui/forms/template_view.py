"""A template on the screen: the empty form with its boxes, and the list of the fields beside it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from tkinter import ttk

from digitpad.errors import DigitPadError
from digitpad.forms.template import FormField, FormTemplate
from digitpad.languages import _
from digitpad.records import Box
from digitpad.ui.forms.box_canvas import BoxCanvas
from digitpad.ui.forms.field_panel import FieldPanel
from digitpad.ui.widgets.theme import Theme

PANEL = 210  # px at scale 1
EMPTY = _("Open a picture of the empty form, then drag a box round each place where a number is written.")


class TemplateView(ttk.Frame):
    """Implements BoxActions and FieldActions. `say` gets sentences; `on_change` is called after each change."""

    def __init__(
        self, parent: tk.Misc, *, theme: Theme, say: Callable[[str], None], on_change: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._say, self._on_change = say, on_change
        self.template: FormTemplate | None = None
        self._selected: int | None = None
        self.boxes = BoxCanvas(self, theme=theme, actions=self)
        self.panel = FieldPanel(
            self, theme=theme, actions=self, on_add=self.boxes.add_in_middle, on_leave=self._leave_entries
        )
        self._empty = ttk.Label(self, text=EMPTY, anchor="center", justify="center")
        self._empty.bind("<Configure>", lambda event: self._empty.configure(wraplength=max(1, event.width - 40)))
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.columnconfigure(1, minsize=theme.px(PANEL))
        self._gap = theme.px(12)
        self._show()

    def open(self, template: FormTemplate) -> None:
        """Show another template."""
        self.template, self._selected = template, None
        self._show()
        self.boxes.canvas.focus_set()

    def add_box(self, box: Box) -> None:
        if self.template is not None:
            names = set(self.template.names)
            likely = (_("field {number}").format(number=number) for number in range(1, len(names) + 2))
            self._selected = len(self.template.fields)
            self._change((*self.template.fields, FormField(next(name for name in likely if name not in names), box)))

    def change_box(self, place: int, box: Box) -> None:
        self._change_field(place, box=box)

    def remove_box(self, place: int) -> None:
        if self.template is not None:
            fields = self.template.fields
            self._selected = None
            self._change((*fields[:place], *fields[place + 1 :]))

    def select_box(self, place: int | None) -> None:
        self._selected = place
        self._show()

    def name_box(self) -> None:
        self.panel.name_field()

    def rename(self, place: int, name: str) -> None:
        self._change_field(place, name=name.strip())

    def set_rule(self, place: int, rule: str) -> None:
        self._change_field(place, rule=rule.strip())

    def _leave_entries(self) -> None:
        """Give the keys back to the picture, and say what is wrong with the field."""
        self.boxes.canvas.focus_set()
        if self.template is not None:
            try:
                self.template.check()
                self._say("")
            except DigitPadError as error:
                self._say(str(error))

    def _change_field(self, place: int, **changes: object) -> None:
        if self.template is not None:
            fields = self.template.fields
            changed = replace(fields[place], **changes)  # type: ignore[arg-type]
            self._change((*fields[:place], changed, *fields[place + 1 :]))

    def _change(self, fields: tuple[FormField, ...]) -> None:
        assert self.template is not None
        self.template = replace(self.template, fields=fields)
        self._show()
        self._on_change()

    def _show(self) -> None:
        if self.template is None:
            self._empty.grid(row=0, column=0, columnspan=2, sticky="nsew")
            return
        self._empty.grid_remove()
        self.boxes.grid(row=0, column=0, sticky="nsew")
        self.panel.grid(row=0, column=1, sticky="nsew", padx=(self._gap, 0))
        self.boxes.show(self.template.picture, self.template.fields, self._selected)
        self.panel.show(self.template.fields, self._selected)
