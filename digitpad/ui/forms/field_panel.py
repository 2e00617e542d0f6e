"""The list of a template's fields, and the name and the rule of the one that is selected."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Protocol

from digitpad.forms.template import FormField
from digitpad.languages import _
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.surface import fitted
from digitpad.ui.widgets.theme import Theme

RULES = ("", "length=4", "length=4-6", "range=1-120", "date", "time", "luhn", "mod11", "mod97", "ean", "prefix=20")
NOTHING = _("Drag a box round each place where a number is written. Or press “Add a field”.")
KEYS = _("In the picture: arrows move a box, with Shift they size it; Delete removes it; + and − zoom.")
ROW, NARROWEST, INSET, LOW = 26, 40, 12, 400  # px at scale 1
CELL_INSET = 4  # px at every scale: so far Tk insets the words of a cell, but not those of a head
SHARES = {"name": 0.5, "rule": 0.5}  # of the width
SHOWN = 6  # rows of the list, where there is room


class FieldActions(Protocol):
    """Hears what is typed about a field."""

    def select_box(self, place: int | None) -> None: ...
    def rename(self, place: int, name: str) -> None: ...
    def set_rule(self, place: int, rule: str) -> None: ...


class FieldPanel(ttk.Frame):
    """Shows what it is given; changes go to `actions`; `on_add` and `on_leave` are for the buttons and Enter."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        actions: FieldActions,
        on_add: Callable[[], None],
        on_leave: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._theme, self._actions, self._on_leave = theme, actions, on_leave
        self._selected: int | None = None
        self._fields: Sequence[FormField] = ()
        self._busy = False  # it is being filled, nobody types
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._make_list(on_add)
        self._make_entries()
        self.bind("<<ThemeChanged>>", lambda event: self._dress(), add=True)
        self.bind("<Configure>", lambda event: self._make_room(event.height))
        self._dress()

    def show(self, fields: Sequence[FormField], selected: int | None) -> None:
        self._busy = True
        self._selected = selected
        self._show_list(fields)
        field = fields[selected] if selected is not None else None
        for text, value in (
            (self._name_text, field.name if field else ""),
            (self._rule_text, field.rule if field else ""),
        ):
            if text.get() != value:
                text.set(value)
        for entry in (self.name_entry, self.rule_entry):
            entry.state(["!disabled" if field else "disabled"])
        self._busy = False

    def name_field(self) -> None:
        """Take the keys for the name of the selected field."""
        if self._selected is not None:
            self.name_entry.focus_set()
            self.name_entry.select_range(0, "end")
            self.name_entry.icursor("end")

    def _make_list(self, on_add: Callable[[], None]) -> None:
        px = self._theme.px
        ttk.Button(self, text=_("Add a field"), command=on_add).grid(row=0, column=0, sticky="ew", pady=(0, px(8)))
        self.list = ttk.Treeview(
            self,
            columns=("name", "rule"),
            show="headings",
            selectmode="browse",
            takefocus=False,
            style="Fields.Treeview",
            height=SHOWN,
        )
        for column, words in (("name", _("Field")), ("rule", _("Rule"))):
            self.list.column(column, width=px(NARROWEST), minwidth=px(NARROWEST), stretch=True)
            self.list.heading(column, text=words, anchor="w")
        self.list.bind("<Configure>", lambda event: self._share(event.width))
        self.list.grid(row=1, column=0, sticky="nsew")
        self.list.bind("<<TreeviewSelect>>", lambda event: self._pick())
        self._nothing = QuietLabel(self, theme=self._theme, text=NOTHING, wraps=True)
        self._nothing.grid(row=2, column=0, sticky="ew", pady=(px(8), 0))

    def _make_entries(self) -> None:
        px, theme = self._theme.px, self._theme
        self._name_text, self._rule_text = tk.StringVar(self), tk.StringVar(self)
        ttk.Label(self, text=_("Name")).grid(row=3, column=0, sticky="w", pady=(px(10), px(2)))
        self.name_entry = ttk.Entry(self, textvariable=self._name_text, font=theme.body, width=12)
        self.name_entry.grid(row=4, column=0, sticky="ew")
        ttk.Label(self, text=_("Rule that its number obeys")).grid(row=5, column=0, sticky="w", pady=(px(10), px(2)))
        self.rule_entry = ttk.Combobox(self, textvariable=self._rule_text, values=RULES, font=theme.body, width=12)
        self.rule_entry.grid(row=6, column=0, sticky="ew")
        self._name_text.trace_add("write", lambda *event: self._typed(self._actions.rename, self._name_text))
        self._rule_text.trace_add("write", lambda *event: self._typed(self._actions.set_rule, self._rule_text))
        for entry in (self.name_entry, self.rule_entry):
            entry.bind("<Return>", lambda event: self._leave())

    def _dress(self) -> None:
        style = ttk.Style(self)
        style.configure("Fields.Treeview", rowheight=self._theme.px(ROW), font=self._theme.small)
        style.configure("Fields.Treeview.Heading", padding=(CELL_INSET, self._theme.px(3)))

    def _show_list(self, fields: Sequence[FormField]) -> None:
        self._fields = fields
        there, wanted = self.list.get_children(), [str(place) for place in range(len(fields))]
        for extra in there[len(wanted) :]:
            self.list.delete(extra)
        for place, field in enumerate(fields):
            if place >= len(there):
                self.list.insert("", "end", str(place))
            self.list.item(str(place), values=self._fitted(field))
        if self._selected is None:
            self.list.selection_set(())
        elif self.list.selection() != (str(self._selected),):
            self.list.selection_set(str(self._selected))
            self.list.see(str(self._selected))
        self._nothing.configure(text=KEYS if fields else NOTHING)
        self._make_room(self.winfo_height())

    def _share(self, width: int) -> None:
        """Give names and rules their shares of the width; where it is low, no words below the list."""
        inner = width - self._theme.px(INSET)
        for column, share in SHARES.items():
            self.list.column(column, width=round(share * inner))
        self._show_list(self._fields)

    def _fitted(self, field: FormField) -> tuple[str, ...]:
        """Return name and rule, as much of them as there is room for; the selected one's stand whole below."""
        font, beside = self._theme.small, self._theme.px(INSET)
        room = {column: int(self.list.column(column, "width")) - beside for column in SHARES}
        return fitted(field.name, font, room["name"]), fitted(field.rule, font, room["rule"])

    def _make_room(self, height: int) -> None:
        """Leave out the words about keys where the panel is low."""
        if height < self._theme.px(LOW) and self._fields:
            self._nothing.grid_remove()
        else:
            self._nothing.grid()

    def _pick(self) -> None:
        chosen = self.list.selection()
        if chosen and int(chosen[0]) != self._selected and not self._busy:
            self._actions.select_box(int(chosen[0]))

    def _typed(self, act: Callable[[int, str], None], text: tk.StringVar) -> None:
        if self._selected is not None and not self._busy:
            act(self._selected, text.get())

    def _leave(self) -> str:
        self._on_leave()
        return "break"
