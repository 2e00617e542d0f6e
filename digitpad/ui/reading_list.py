"""Numbers that were kept, each with the time at which it was read, and their way into a CSV file."""

from __future__ import annotations

import csv
import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tkinter import ttk

from digitpad.paths import replace_file
from digitpad.ui.icons import Icons
from digitpad.ui.labels import QuietLabel
from digitpad.ui.theme import Theme
from digitpad.ui.toolbar import SignButton
from digitpad.ui.tooltip import Tooltip

SHOWN = 4  # lines
EMPTY = "Enter keeps the number with its time."


@dataclass(frozen=True)
class Kept:
    at: datetime  # local time
    text: str  # one line a row
    source: str  # for the eyes


def save_list(path: Path, kept: Sequence[Kept]) -> None:
    """As CSV: time (ISO 8601 with its offset), number, source. Raises DigitPadError where the disk refuses."""

    def write(part: Path) -> None:
        with part.open("w", newline="", encoding="utf-8") as file:
            lines = csv.writer(file)
            lines.writerow(("time", "number", "source"))
            lines.writerows((one.at.isoformat(timespec="milliseconds"), one.text, one.source) for one in kept)

    replace_file(path, write)


def in_one_line(text: str) -> str:
    """Rows with strokes between them."""
    return " / ".join(text.split())


class ReadingList(ttk.Frame):
    """`on_keep`: keep what is shown now; `on_save`: ask where to; `on_always` hears whether each number is kept."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        on_keep: Callable[[], None],
        on_save: Callable[[], None],
        on_always: Callable[[bool], None],
    ) -> None:
        super().__init__(parent)
        self._theme, self._on_always = theme, on_always
        self.kept: tuple[Kept, ...] = ()
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

    def keep(self, kept: Kept) -> None:
        self.kept = (*self.kept, kept)
        self._show()

    def clear(self) -> None:
        self.kept = ()
        self._show()

    @property
    def lines(self) -> tuple[str, ...]:
        """As they are shown."""
        return tuple(self._lines.get(0, "end"))

    def _make_head(self, icons: Icons, on_keep: Callable[[], None], on_save: Callable[[], None]) -> None:
        theme, px = self._theme, self._theme.px
        head = ttk.Frame(self)
        head.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, px(8)))
        head.columnconfigure(0, weight=1)
        QuietLabel(head, theme=theme, text="Kept readings").grid(row=0, column=0, sticky="w", padx=px(2))
        self._each = ttk.Button(head, text="Keep each", command=self._switch_always)
        self._each.grid(row=0, column=1, padx=(0, px(8)))
        Tooltip(self._each, "Keep every number that stands still for a moment", theme=theme)
        self._keep = SignButton(head, theme=theme, icons=icons, sign="keep", tip="Keep it  (Enter)", run=on_keep)
        self._save = SignButton(head, theme=theme, icons=icons, sign="save", tip="Save the list as CSV", run=on_save)
        self._clear = SignButton(head, theme=theme, icons=icons, sign="clear", tip="Empty the list", run=self.clear)
        for place, button in enumerate((self._keep, self._save, self._clear), 2):
            button.grid(row=0, column=place, padx=(0 if place == 2 else px(8), 0))

    def can_keep(self, on: bool) -> None:
        self._keep.enable(on)

    def _switch_always(self) -> None:
        self._always = not self._always
        self._each.configure(style="Accent.TButton" if self._always else "TButton")
        self._on_always(self._always)

    def _remove(self) -> None:
        chosen = self._lines.curselection()  # type: ignore[no-untyped-call]
        self.kept = tuple(one for place, one in enumerate(self.kept) if place not in chosen)
        self._show()

    def _show(self) -> None:
        self._lines.delete(0, "end")
        for one in self.kept:
            self._lines.insert("end", f" {one.at:%H:%M:%S}   {in_one_line(one.text)}")
        self._lines.see("end")
        for button in (self._save, self._clear):
            button.enable(bool(self.kept))
        if self.kept:
            self._empty.grid_remove()
            self._lines.grid(row=1, column=0, sticky="nsew")
            if len(self.kept) > SHOWN:
                self._bar.grid(row=1, column=1, sticky="ns")
        else:
            self._lines.grid_remove()
            self._bar.grid_remove()
            self._empty.grid(row=1, column=0, sticky="nw", padx=self._theme.px(2))

    def _repaint(self) -> None:
        colours = self._theme.palette
        self._lines.configure(background=colours.surface, foreground=colours.text, selectbackground=colours.raised)
        self._lines.configure(selectforeground=colours.text, highlightbackground=colours.line)
        self._lines.configure(highlightcolor=colours.accent)
