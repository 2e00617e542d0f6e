"""The list of saved numbers, each with the time at which it was read, and its way into a CSV file."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tkinter import ttk

from digitpad.paths import replace_table
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.toolbar import SignButton
from digitpad.ui.widgets.tooltip import Tooltip

SHOWN = 4  # lines
EMPTY = "Enter saves the number with its time."


@dataclass(frozen=True)
class SavedNumber:
    at: datetime  # local time
    text: str  # one line a row
    source: str  # for the eyes


def save_list(path: Path, numbers: Sequence[SavedNumber]) -> None:
    """Write a CSV file: time (ISO 8601, with offset), number, source. Raises DigitPadError where the disk refuses."""
    lines = [(one.at.isoformat(timespec="milliseconds"), one.text, one.source) for one in numbers]
    replace_table(path, [("time", "number", "source"), *lines])


def in_one_line(text: str) -> str:
    """Rows with strokes between them."""
    return " / ".join(text.split())


class ReadingList(ttk.Frame):
    """Calls `on_keep` to add the number shown now, `on_save` to write the list, `on_always` with the switch's state.

    Calls `on_removed` with the number of lines taken out and the function that brings them back.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        on_keep: Callable[[], None],
        on_save: Callable[[], None],
        on_always: Callable[[bool], None],
        on_removed: Callable[[int, Callable[[], None]], None],
    ) -> None:
        super().__init__(parent)
        self._theme, self._on_always, self._on_removed = theme, on_always, on_removed
        self.numbers: tuple[SavedNumber, ...] = ()
        self._always = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._make_head(icons, on_keep, on_save)
        self._lines = tk.Listbox(self, height=SHOWN, borderwidth=0, highlightthickness=theme.px(1), activestyle="none")
        self._lines.configure(font=theme.body, exportselection=False)
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._lines.yview)
        self._lines.configure(yscrollcommand=self._bar.set)
        self._empty = QuietLabel(self, theme=theme, text=EMPTY)
        self._lines.bind("<Delete>", lambda event: self._remove())
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()
        self._show()

    def keep(self, number: SavedNumber) -> None:
        self.numbers = (*self.numbers, number)
        self._show()

    def clear(self) -> None:
        self._reduce_to(())

    def _make_head(self, icons: Icons, on_keep: Callable[[], None], on_save: Callable[[], None]) -> None:
        theme, head = self._theme, Flow(self, theme=self._theme)
        head.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, theme.px(8)))
        head.put(QuietLabel(head, theme=theme, text="Saved numbers"))
        self._each = ttk.Button(head, text="Record automatically", command=self._switch_always)
        Tooltip(self._each, "Save every number that stands still for a moment", theme=theme)
        self._keep = SignButton(
            head, theme=theme, icons=icons, sign="keep", tip="Save it with its time  (Enter)", run=on_keep
        )
        self._save = SignButton(head, theme=theme, icons=icons, sign="save", tip="Save the list as CSV", run=on_save)
        self._clear = SignButton(head, theme=theme, icons=icons, sign="clear", tip="Empty the list", run=self.clear)
        for button in (self._each, self._keep, self._save, self._clear):
            head.put(button, right=True)

    def can_keep(self, on: bool) -> None:
        self._keep.enable(on)

    def _switch_always(self) -> None:
        self._always = not self._always
        self._each.configure(style="Accent.TButton" if self._always else "TButton")
        self._on_always(self._always)

    def _remove(self) -> None:
        selection = self._lines.curselection()  # type: ignore[no-untyped-call]
        self._reduce_to(tuple(one for place, one in enumerate(self.numbers) if place not in selection))

    def _reduce_to(self, left: tuple[SavedNumber, ...]) -> None:
        removed = tuple(one for one in self.numbers if one not in left)
        self.numbers = left
        self._show()
        if removed:
            self._on_removed(len(removed), lambda: self._restore(removed))

    def _restore(self, removed: Sequence[SavedNumber]) -> None:
        self.numbers = tuple(sorted((*removed, *self.numbers), key=lambda one: one.at))
        self._show()

    def _show(self) -> None:
        self._lines.delete(0, "end")
        for one in self.numbers:
            self._lines.insert("end", f" {one.at:%H:%M:%S}   {in_one_line(one.text)}")
        self._lines.see("end")
        for button in (self._save, self._clear):
            button.enable(bool(self.numbers))
        if self.numbers:
            self._empty.grid_remove()
            self._lines.grid(row=1, column=0, sticky="nsew")
            if len(self.numbers) > SHOWN:
                self._bar.grid(row=1, column=1, sticky="ns")
        else:
            self._lines.grid_remove()
            self._bar.grid_remove()
            self._empty.grid(row=1, column=0, sticky="nw", padx=self._theme.px(2))

    def _repaint(self) -> None:
        colours = self._theme.palette
        self._lines.configure(background=colours.surface, foreground=colours.text, selectbackground=colours.raised)
        self._lines.configure(selectforeground=colours.text, highlightbackground=colours.edge)
        self._lines.configure(highlightcolor=colours.text)
