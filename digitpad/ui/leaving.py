"""Closing the window: corrections that are not on the disk yet are tried once more, then everything ends."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from digitpad.ui.sample_desk import SampleDesk
from digitpad.ui.window import cancel_dialog

UNWIND_MS = 20  # so soon whoever called has returned
UNSAVED = "Close DigitPad once more to leave without what could not be saved."


class Leaving:
    """The user's wish to close the window."""

    def __init__(
        self, root: tk.Tk, desk: SampleDesk, *, say: Callable[[str], None], on_leave: Callable[[], None]
    ) -> None:
        """`say`: shows a sentence; `on_leave`: takes the window away and ends everything."""
        self._root, self._desk, self._say, self._on_leave = root, desk, say, on_leave
        self._warned = self._leaving = False

    def quit(self) -> None:
        """Take the window away at once; where something is not on the disk yet, when it is.

        Where that fails the window says so and stays; asked once more, it closes without it.
        """
        if self._desk.owes and not self._warned:
            self._warned = True
            self._desk.settle([], on_saved=self._saved, on_storing=self._warn)
        elif not self._leaving:
            self._leaving = True
            self._leave()

    def _saved(self) -> None:
        self._root.after(UNWIND_MS, self.quit)

    def _warn(self) -> None:
        if self._desk.owes:
            self._say(UNSAVED)

    def _leave(self) -> None:
        if cancel_dialog(self._root):
            self._root.after(UNWIND_MS, self._leave)
            return
        self._on_leave()
