"""A card of the board: a name over figures, with a sentence below the name."""

from __future__ import annotations

import tkinter as tk

from digitpad.ui.widgets.surface import Surface, Words
from digitpad.ui.widgets.theme import Theme

EDGE, GAP = 16, 6  # px at scale 1


class ResultCard(Surface):
    """Put figures into it with `add`."""

    def __init__(self, parent: tk.Misc, name: str, *, theme: Theme) -> None:
        super().__init__(parent, theme=theme, edged=True)
        self.columnconfigure(0, weight=1)
        title = Words(self, theme=theme, font=theme.strong, text=name)
        title.grid(sticky="w", padx=theme.px(EDGE), pady=(theme.px(EDGE - 4), 0))
        self._words = Words(self, theme=theme, font=theme.small, shade="quiet", wraps=True)

    def say(self, words: str) -> None:
        """Say something below the name; nothing takes no room."""
        self._words.say(words)
        if words:
            self._words.grid(row=1, sticky="ew", padx=self._theme.px(EDGE), pady=(self._theme.px(GAP - 2), 0))
        else:
            self._words.grid_remove()

    def add(self, *parts: tk.Widget) -> None:
        """Place parts below each other."""
        px = self._theme.px
        for row, part in enumerate(parts, 2):
            last = px(EDGE) if part is parts[-1] else 0
            part.grid(row=row, sticky="ew", padx=px(EDGE), pady=(px(GAP), last))
