"""Closing the window: asks while a retraining is under way, saves what is not on the disk yet, then ends everything."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.shell.window import cancel_dialog
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import put_over

UNWIND_MS = 20  # so soon whoever called has returned
UNSAVED = _("Some corrections could not be saved. Close again to discard them.")
TRAINING = _("A retraining is under way")
LOST = _("If you close now, its work is lost. Your model stays as it is.")
WIDTH = 360  # px at scale 1, of the words


class Closing:
    """Closes the window on the user's wish, once all corrections are on the disk."""

    def __init__(
        self,
        root: tk.Tk,
        service: SampleService,
        *,
        theme: Theme,
        training: Callable[[], bool],
        say: Callable[[str], None],
        on_close: Callable[[], None],
    ) -> None:
        """Keep what to call: `training` tells of work to lose, `say` shows a sentence, `on_close` ends everything."""
        self._root, self._service, self._theme = root, service, theme
        self._training, self._say, self._on_close = training, say, on_close
        self._warned = self._closing = self._may_stop = False
        self._question: StopQuestion | None = None

    def quit(self) -> None:
        """Take the window away at once; where something is not on the disk yet, when it is.

        Where that fails the window says so and stays; asked once more, it closes without it. While a retraining is
        under way nothing closes before the user has agreed to stop it.
        """
        if self._training() and not self._may_stop:
            self._ask()
        elif self._service.owes and not self._warned:
            self._warned = True
            self._service.settle([], on_saved=self._saved, on_storing=self._warn)
        elif not self._closing:
            self._closing = True
            self._close()

    def _ask(self) -> None:
        if self._question is None or not self._question.winfo_exists():
            self._question = StopQuestion(self._root, theme=self._theme, on_stop=self._stop)
        self._question.lift()
        self._question.take_focus()

    def _stop(self) -> None:
        self._may_stop = True
        self.quit()

    def _saved(self) -> None:
        self._root.after(UNWIND_MS, self.quit)

    def _warn(self) -> None:
        if self._service.owes:
            self._say(UNSAVED)

    def _close(self) -> None:
        if cancel_dialog(self._root):
            self._root.after(UNWIND_MS, self._close)
            return
        self._on_close()


class StopQuestion(tk.Toplevel):
    """Asks whether a retraining may be stopped; Enter and Esc keep it going."""

    def __init__(self, root: tk.Tk, *, theme: Theme, on_stop: Callable[[], None]) -> None:
        super().__init__(root, background=theme.palette.window)
        self.title("DigitPad")
        self.transient(root)
        self.resizable(False, False)
        px = theme.px
        frame = ttk.Frame(self, padding=px(20))
        frame.grid()
        ttk.Label(frame, text=TRAINING, font=theme.strong).grid(row=0, column=0, columnspan=2, sticky="w")
        words = QuietLabel(frame, theme=theme, text=LOST)
        words.configure(wraplength=px(WIDTH), justify="left")
        words.grid(row=1, column=0, columnspan=2, sticky="w", pady=(px(8), px(16)))
        frame.columnconfigure(0, weight=1)
        ttk.Button(frame, text=_("Stop and close"), command=on_stop).grid(row=2, column=0, sticky="e", padx=(0, px(8)))
        self._keep = ttk.Button(frame, text=_("Keep training"), style="Accent.TButton", command=self.destroy)
        self._keep.grid(row=2, column=1)
        self.bind("<Escape>", lambda event: self.destroy())
        for key in ("<Return>", "<KP_Enter>"):
            self.bind(key, lambda event: self._accept(event.widget))
        put_over(self, root)

    def take_focus(self) -> None:
        """Give the keys to the button that changes nothing."""
        self._keep.focus_set()

    def _accept(self, focused: tk.Misc) -> None:
        (focused if isinstance(focused, ttk.Button) else self._keep).invoke()
