"""The row that says which samples are shown, and in which order: labels to click, and four small menus."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from tkinter import ttk
from typing import Literal, cast

from digitpad.records import Origin
from digitpad.store.filters import Filter, Order
from digitpad.ui.widgets.drop_button import DropButton
from digitpad.ui.widgets.label_chip import LabelChip
from digitpad.ui.widgets.theme import Theme

ANY: Literal["any"] = "any"  # a menu takes the words of an entry for its value where that is empty
Period = Literal["any", "today", "week", "month"]
Kind = Literal["any", "misread", "label errors"]
KINDS = ((ANY, "Any reading"), ("misread", "Misread"), ("label errors", "Label may be wrong"))
SOURCES = ((ANY, "Any source"), ("pad", "Pad"), ("camera", "Camera"), ("picture", "Pictures"), ("import", "Imported"))
PERIODS = ((ANY, "Any time"), ("today", "Today"), ("week", "Last 7 days"), ("month", "Last 30 days"))
ORDERS = (("newest", "Newest first"), ("oldest", "Oldest first"), ("doubt", "Doubtful first"))
DAYS: dict[Period, int] = {"today": 0, "week": 6, "month": 29}  # before today's midnight
GAP = 8  # px at scale 1


@dataclass(frozen=True)
class View:
    """The choices in the row."""

    labels: frozenset[int | None] = frozenset()  # none: all of them
    kind: Kind = ANY
    source: Origin | Literal["any"] = ANY
    period: Period = ANY
    order: Order = "newest"

    def filter(self, now: datetime) -> Filter:
        """`now`: local time; days begin at its midnight."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return Filter(
            labels=self.labels or None,
            sources=frozenset({self.source}) if self.source != ANY else None,
            misread=self.kind == "misread",
            label_errors=self.kind == "label errors",
            since=midnight - timedelta(days=DAYS[self.period]) if self.period != ANY else None,
        )


class SampleFilters(ttk.Frame):
    """`on_change` hears that something else is chosen."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, on_change: Callable[[], None]) -> None:
        super().__init__(parent)
        self._theme, self._on_change = theme, on_change
        self._labels: frozenset[int | None] = frozenset()
        self.columnconfigure(0, weight=1)
        self._chips = self._make_chips()
        self._menus = ttk.Frame(self)
        self._kind = self._menu(KINDS, ANY)
        self._source = self._menu(SOURCES, ANY)
        self._period = self._menu(PERIODS, ANY)
        self._order = self._menu(ORDERS, "newest")
        self._lines = 0
        self.bind("<Configure>", lambda event: self._arrange(event.width))
        self._arrange(self.winfo_reqwidth())

    @property
    def view(self) -> View:
        return View(
            self._labels,
            cast(Kind, self._kind.get()),
            cast(Origin, self._source.get()),
            cast(Period, self._period.get()),
            cast(Order, self._order.get()),
        )

    def clear(self) -> None:
        """Everything is shown again, in the order that is chosen."""
        self._labels = frozenset()
        for value in (self._kind, self._source, self._period):
            value.set(ANY)
        self._changed()

    def _make_chips(self) -> dict[int | str | None, LabelChip]:
        self._row = ttk.Frame(self)
        self._row.grid(row=0, column=0, sticky="w")
        words: list[tuple[int | str | None, str]] = [("all", "All"), *((n, str(n)) for n in range(10))]
        chips: dict[int | str | None, LabelChip] = {}
        for place, (label, text) in enumerate([*words, (None, "not a digit")]):
            chips[label] = LabelChip(
                self._row,
                text=text,
                theme=self._theme,
                on_choose=lambda more, label=label: self._choose(label, more),  # type: ignore[misc]
            )
            chips[label].grid(row=0, column=place)
        chips["all"].choose(True)
        return chips

    def _choose(self, label: int | str | None, more: bool) -> None:
        """Choose one label; with `more` add it to the chosen ones, or take it out."""
        if isinstance(label, str):
            self._labels = frozenset()
        elif more:
            self._labels ^= {label}
        else:
            self._labels = frozenset({label})
        self._changed()

    def _menu(self, values: Sequence[tuple[str, str]], first: str) -> tk.StringVar:
        """A button that shows what is chosen, and a menu with the values."""
        value = tk.StringVar(self, first)
        button = DropButton(self._menus, text=dict(values)[first])
        for key, words in values:
            button.menu.add_radiobutton(label=words, value=key, variable=value, command=self._changed)
        value.trace_add("write", lambda *event: button.say(dict(values)[value.get()]))
        place = len(self._menus.winfo_children()) - 1
        button.grid(row=0, column=place, padx=(self._theme.px(GAP) if place else 0, 0))
        return value

    def _changed(self) -> None:
        for label, chip in self._chips.items():
            chip.choose(label in self._labels if label != "all" else not self._labels)
        self._on_change()

    def _arrange(self, width: int) -> None:
        """Place all in one line where there is room, else in two."""
        room = self._row.winfo_reqwidth() + self._menus.winfo_reqwidth() + self._theme.px(GAP)
        lines = 1 if room <= width else 2
        if lines != self._lines:
            self._lines = lines
            if lines == 1:
                self._menus.grid(row=0, column=1, sticky="e", pady=0)
            else:
                self._menus.grid(row=1, column=0, sticky="w", pady=(self._theme.px(GAP), 0))
