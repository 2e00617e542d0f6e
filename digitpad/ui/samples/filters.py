"""The row that says which samples are shown, and in which order: labels to click, and small menus."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from tkinter import ttk
from typing import Literal, cast

from digitpad.languages import _
from digitpad.records import Origin
from digitpad.store.filters import Filter, Order
from digitpad.ui.collect.writer_menu import ANYBODY, WriterMenu
from digitpad.ui.samples.filter_button import FilterButton
from digitpad.ui.widgets.drop_button import DropButton
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.label_chip import LabelChip
from digitpad.ui.widgets.theme import Theme

ANY: Literal["any"] = "any"  # a menu takes the words of an entry for its value where that is empty
Period = Literal["any", "today", "week", "month"]
Kind = Literal["any", "misread", "label errors"]
KINDS = ((ANY, _("Any reading")), ("misread", _("Misread")), ("label errors", _("Label may be wrong")))
SOURCES = (
    (ANY, _("Any source")),
    ("pad", _("Pad")),
    ("camera", _("Camera")),
    ("picture", _("Pictures")),
    ("import", _("Imported")),
)
PERIODS = ((ANY, _("Any time")), ("today", _("Today")), ("week", _("Last 7 days")), ("month", _("Last 30 days")))
ORDERS = (("newest", _("Newest first")), ("oldest", _("Oldest first")), ("doubt", _("Doubtful first")))
DAYS: dict[Period, int] = {"today": 0, "week": 6, "month": 29}  # before today's midnight
GAP = 8  # px at scale 1, as are all sizes here
BESIDE_LABEL = 9
LEAST_WORDS, AROUND_WORDS = 60, 70  # of the button for all menus: room for its words, and what is around them


@dataclass(frozen=True)
class View:
    """The choices in the row."""

    labels: frozenset[int | None] = frozenset()  # none: all of them
    kind: Kind = ANY
    source: Origin | Literal["any"] = ANY
    period: Period = ANY
    writer: str | None = None  # "": nobody who was named; None: anybody
    order: Order = "newest"

    def filter(self, now: datetime) -> Filter:
        """`now`: local time; days begin at its midnight."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return Filter(
            labels=self.labels or None,
            sources=frozenset({self.source}) if self.source != ANY else None,
            misread=self.kind == "misread",
            label_errors=self.kind == "label errors",
            writers=frozenset({self.writer}) if self.writer is not None else None,
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
        self._menus = Flow(self, theme=theme, gap=GAP)
        self._buttons: list[DropButton] = []  # those of the menus that are shown
        self._kind = self._menu(KINDS, ANY)
        self._source = self._menu(SOURCES, ANY)
        self._period = self._menu(PERIODS, ANY)
        self._writer = WriterMenu(self._menus, on_choose=self._changed)
        self._menus.put(self._writer)
        self._order = self._menu(ORDERS, "newest")
        self._folded = FilterButton(
            self, font=theme.body, menus=lambda: list(zip(self._buttons, self._plain, strict=True))
        )
        self._placed: object = None  # all that their place hangs on
        self.bind("<Configure>", lambda event: self._arrange(event.width))
        self._arrange(self.winfo_reqwidth())

    @property
    def view(self) -> View:
        return View(
            self._labels,
            cast(Kind, self._kind.get()),
            cast(Origin, self._source.get()),
            cast(Period, self._period.get()),
            self._writer.chosen,
            cast(Order, self._order.get()),
        )

    def show_suspects(self) -> None:
        """Show the samples whose label may be wrong, and no others."""
        self._kind.set("label errors")
        self._changed()

    def clear(self) -> None:
        """Everything is shown again, in the order that is chosen."""
        self._labels = frozenset()
        for value in (self._kind, self._source, self._period):
            value.set(ANY)
        self._writer.clear()
        self._changed()

    def _make_chips(self) -> dict[int | str | None, LabelChip]:
        self._row = ttk.Frame(self)
        self._row.grid(row=0, column=0, sticky="w")
        words: list[tuple[int | str | None, str]] = [("all", _("All")), *((n, str(n)) for n in range(10))]
        chips: dict[int | str | None, LabelChip] = {}
        for place, (label, text) in enumerate([*words, (None, _("not a digit"))]):
            chips[label] = LabelChip(
                self._row,
                text=text,
                theme=self._theme,
                on_choose=lambda more, label=label: self._choose(label, more),  # type: ignore[misc]
            )
            chips[label].configure(padx=self._theme.px(BESIDE_LABEL))
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
        self._menus.put(button)
        self._buttons.append(button)
        return value

    def offer_writers(self, names: Collection[str]) -> None:
        """Let one of these writers be chosen; the menu is there only where one of them has a name."""
        offered = self._writer.offer(names)
        if offered != (self._writer in self._buttons):
            self._buttons = [button for button in self._buttons if button is not self._writer]
            if offered:
                self._buttons.insert(-1, self._writer)
            self._arrange(self.winfo_width())

    def _changed(self) -> None:
        for label, chip in self._chips.items():
            chip.choose(label in self._labels if label != "all" else not self._labels)
        self._arrange(self.winfo_width())
        self._on_change()

    @property
    def _plain(self) -> list[str]:
        """The words of each menu where nothing is chosen."""
        words = [dict(values)[first] for values, first in ((KINDS, ANY), (SOURCES, ANY), (PERIODS, ANY))]
        writers = [ANYBODY] if self._writer in self._buttons else []
        return [*words, *writers, dict(ORDERS)["newest"]]

    def _arrange(self, width: int) -> None:
        """Place all in one line where there is room, else the menus below the labels, or behind one button."""
        gap, labels = self._theme.px(GAP), self._row.winfo_reqwidth()
        needed = sum(button.winfo_reqwidth() + gap for button in self._buttons)
        beside, folded = labels + needed <= width, needed > width + gap
        self._folded.name(max(self._theme.px(LEAST_WORDS), width - labels - self._theme.px(AROUND_WORDS)))
        self._menus.show_only(*self._buttons)
        below = labels + (self._folded.winfo_reqwidth() if folded else needed) > width
        if (beside, folded, below, needed) == self._placed:
            return
        self._placed = (beside, folded, below, needed)
        self.columnconfigure(1, minsize=needed if beside else 0)
        if folded:
            self._menus.grid_remove()
            row, column, side, above = (1, 0, "w", gap) if below else (0, 1, "e", 0)
            self._folded.grid(row=row, column=column, sticky=side, pady=(above, 0))
            return
        self._folded.grid_remove()
        row, column, span = (0, 1, 1) if beside else (1, 0, 2)
        self._menus.grid(row=row, column=column, columnspan=span, sticky="ew", pady=(0 if beside else gap, 0))
