"""The head of the page with the models: how many there are, which one reads, and files that cannot be read."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.languages import _, plural
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

TITLE_SIZE = 20
TOP, NEAR, BELOW = 16, 8, 4  # px at scale 1: above all, between buttons, below the title
NOTHING_TO_LEARN = _(
    "There is nothing to learn from yet: correct digits that are misread, collect some, or import samples."
)


class ModelsHeader(ttk.Frame):
    """A title and buttons over what is said of the version that reads, and notes of broken files."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        on_results: Callable[[], None],
        on_import: Callable[[], None],
        on_retrain: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._theme, px = theme, theme.px
        self.columnconfigure(0, weight=1)
        self._title = ttk.Label(self, text=_("Models"), font=theme.number_font(TITLE_SIZE))
        self._title.grid(row=0, column=0, sticky="w", pady=(px(TOP), 0))
        self._retrain = ttk.Button(self, text=_("Retrain…"), style="Accent.TButton", command=on_retrain)
        results = ttk.Button(self, text=_("Results"), command=on_results)
        bring = ttk.Button(self, text=_("Import…"), command=on_import)
        for column, button in enumerate((results, bring, self._retrain), 1):
            button.grid(row=0, column=column, padx=(px(NEAR), 0), pady=(px(TOP), 0))
        self._summary = QuietLabel(self, theme=theme, wraps=True)
        self._summary.grid(row=1, column=0, columnspan=4, sticky="ew", pady=(px(BELOW), 0))
        self._notes = ttk.Label(self, font=theme.small, justify="left")
        self._notes.bind("<Configure>", lambda event: self._notes.configure(wraplength=max(1, event.width)))
        self._notes.bind("<<ThemeChanged>>", lambda event: self._notes.configure(foreground=theme.palette.unsure))

    def count(self, models: int) -> None:
        """Say how many models there are."""
        self._title.configure(text=plural("{count} model", "{count} models", models).format(count=models))

    def say(self, summary: str, *, learnable: int) -> None:
        """Say which version reads; where there are no samples to learn from, nothing can be retrained, and why."""
        self._summary.configure(text=summary if learnable else f"{summary}. {NOTHING_TO_LEARN}")
        self._retrain.state(["!disabled" if learnable else "disabled"])

    def warn(self, broken: tuple[str, ...]) -> None:
        """Show a sentence for each file that cannot be read; none takes no room."""
        self._notes.configure(text="\n".join(broken), foreground=self._theme.palette.unsure)
        if broken:
            self._notes.grid(row=2, column=0, columnspan=4, sticky="ew", pady=(self._theme.px(NEAR), 0))
        else:
            self._notes.grid_remove()
