"""The right-hand column of the camera's page: the number and its cards, a hint, and the list of saved numbers."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tkinter import filedialog, ttk

from digitpad.records import Reading
from digitpad.ui.camera.reading_list import ReadingList, SavedNumber, in_one_line, save_list
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.file_dialogs import hide_dot_files
from digitpad.ui.reading.correction_actions import CorrectionActions
from digitpad.ui.reading.hint_line import HintLine
from digitpad.ui.reading.reading_view import ReadingView
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme

CALM_S = 0.25  # at most so often do the cards change while the number stays
STEADY_S = 0.8  # so long a number stands before it is kept by itself
STEPS = {"Left": -1, "Right": 1}
NO_DIGITS, NOTHING_YET, READING = "No digits in sight", "Nothing to read yet", "Reading…"


class CameraReading(ttk.Frame):
    """`on_hover` gets the index of the digit whose card is under the pointer or has the focus, or None.

    The list of kept numbers belongs to the same parent, which gives it a place.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        bridge: Bridge,
        on_hover: Callable[[int | None], None],
        corrections: CorrectionActions,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._notices = bridge.notices
        self._reading, self._source = Reading(), ""
        self._shown_s = self._new_s = 0.0
        self._kept_text = ""  # kept last, by itself
        self._keeps_all = self._settled = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.view = ReadingView(
            self, theme=theme, icons=icons, on_hover=on_hover, on_copy=self.copy, corrections=corrections
        )
        self._hint = HintLine(self, theme=theme)
        self.list = self._make_list(parent, theme, icons)
        self.view.grid(row=0, column=0, sticky="nsew")
        self._hint.grid(row=1, column=0, sticky="ew", pady=(theme.px(8), 0))
        self.forget()

    def _make_list(self, parent: tk.Misc, theme: Theme, icons: Icons) -> ReadingList:
        return ReadingList(
            parent,
            theme=theme,
            icons=icons,
            on_keep=self.keep,
            on_save=self.save_list,
            on_always=self._always,
            on_removed=self._offer_undo,
        )

    @property
    def reading(self) -> Reading:
        return self._reading

    @property
    def chosen_index(self) -> int | None:
        """Index of the digit that was clicked, in its picture or its card."""
        index = self.view.selected
        return index[-1] if index and index[-1] < len(self._reading.digits) else None

    def choose(self, index: int | None) -> None:
        """Select the card of this digit, and no other; the keys go to it."""
        self.view.select(() if index is None else (index,))

    def step(self, key: str) -> None:
        """The arrow keys choose the digit beside the chosen one; all other keys go to its card."""
        count, now = len(self._reading.digits), self.chosen_index
        if key in STEPS and count:
            self.choose((now + STEPS[key]) % count if now is not None else 0)

    def show(self, reading: Reading, *, source: str, settled: bool) -> None:
        """Show the present reading; unless `settled`, the cards wait a moment where only they would change."""
        now_s, new = time.monotonic(), reading.text != self._reading.text
        self._reading, self._source, self._settled = reading, source, settled
        if new:
            self._new_s = now_s
        if new or settled or now_s - self._shown_s >= CALM_S:
            self._shown_s = now_s
            self.view.show(reading, NO_DIGITS)
            self.list.can_keep(bool(reading.digits))
        if self._keeps_all and (settled or now_s - self._new_s >= STEADY_S):
            self._keep_once()

    def forget(self, waiting: str = NOTHING_YET) -> None:
        """Show no number; `waiting`: words in its place."""
        self._reading, self._kept_text, self._settled = Reading(), "", False
        self.view.show(self._reading, waiting)
        self.list.can_keep(False)

    def light(self, index: int | None) -> None:
        """Light the card of this digit, or of the chosen one."""
        self.view.light(index if index is not None else self.chosen_index)

    def hint(self, words: str, *, now: bool = False) -> None:
        """Show a hint for a better picture, once it has held for a moment or at once where it is for `now`."""
        if now:
            self._hint.show_now(words)
        else:
            self._hint.show(words)

    def copy(self) -> None:
        """Put the number on the clipboard."""
        text = self._reading.text
        self.clipboard_clear()
        self.clipboard_append(text)
        self._notices.news(f"Copied {in_one_line(text)}")

    def keep(self) -> None:
        """Put the number into the list, with the time."""
        if self._reading.digits:
            self.list.keep(SavedNumber(datetime.now().astimezone(), self._reading.text, self._source))
            self._kept_text = self._reading.text

    def save_list(self) -> None:
        """Ask where to, and write the list as CSV."""
        hide_dot_files(self.winfo_toplevel())
        name = filedialog.asksaveasfilename(
            parent=self.winfo_toplevel(),
            title="Save the numbers as CSV",
            initialfile="readings.csv",
            initialdir=Path.home(),
            defaultextension=".csv",
            filetypes=(("CSV", "*.csv"), ("All files", "*")),
        )
        if name:
            save_list(Path(name), self.list.numbers)
            self._notices.news(f"Saved {Path(name).name}")

    def _always(self, on: bool) -> None:
        self._keeps_all, self._kept_text = on, ""
        if on and self._settled:
            self._keep_once()

    def _offer_undo(self, count: int, restore: Callable[[], None]) -> None:
        self._notices.news(f"{count:,} saved number{'s' * (count != 1)} deleted", ("Undo", restore))

    def _keep_once(self) -> None:
        if not self._reading.digits:
            self._kept_text = ""
        elif self._reading.text != self._kept_text:
            self.keep()
