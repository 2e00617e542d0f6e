"""The head of the page with the models: how many there are, which one reads, and files that cannot be read."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

TITLE_SIZE = 20
SIDE, TOP, NEAR, BELOW = 16, 16, 8, 4  # px at scale 1: beside the words, above all, between buttons, below the title


class ModelsHeader(ttk.Frame):
    """A title over what is said of the version that reads, two buttons, and notes of broken files."""

    def __init__(
        self, parent: tk.Misc, *, theme: Theme, on_import: Callable[[], None], on_retrain: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._theme, px = theme, theme.px
        self.columnconfigure(1, weight=1)
        self._title = ttk.Label(self, text="Models", font=theme.number_font(TITLE_SIZE))
        self._title.grid(row=0, column=0, sticky="w", pady=(px(TOP), 0))
        self._summary = QuietLabel(self, theme=theme)
        self._summary.grid(row=0, column=1, sticky="w", padx=px(SIDE), pady=(px(TOP + BELOW), 0))
        ttk.Button(self, text="Import…", command=on_import).grid(row=0, column=2, pady=(px(TOP), 0))
        retrain = ttk.Button(self, text="Retrain…", style="Accent.TButton", command=on_retrain)
        retrain.grid(row=0, column=3, padx=(px(NEAR), 0), pady=(px(TOP), 0))
        self._notes = ttk.Label(self, font=theme.small, justify="left")
        self._notes.bind("<Configure>", lambda event: self._notes.configure(wraplength=max(1, event.width)))
        self._notes.bind("<<ThemeChanged>>", lambda event: self._notes.configure(foreground=theme.palette.unsure))

    def count(self, models: int) -> None:
        """Say how many models there are."""
        self._title.configure(text=f"{models} models" if models > 1 else "1 model")

    def say(self, summary: str) -> None:
        """Say which version reads."""
        self._summary.configure(text=summary)

    def warn(self, broken: tuple[str, ...]) -> None:
        """Show a sentence for each file that cannot be read; none takes no room."""
        self._notes.configure(text="\n".join(broken), foreground=self._theme.palette.unsure)
        if broken:
            self._notes.grid(row=1, column=0, columnspan=4, sticky="ew", pady=(self._theme.px(NEAR), 0))
        else:
            self._notes.grid_remove()
