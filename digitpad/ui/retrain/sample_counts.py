"""The samples that a retraining learns from, as a column for each digit: what it knows best, and what is missing."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence

from digitpad.languages import number
from digitpad.records import Sample
from digitpad.ui.widgets.theme import Theme

HEIGHT, NAMES, FIGURES = 92, 18, 18  # px at scale 1, as are all sizes here: of all, of the words below and above
WIDEST, BETWEEN = 56, 6
NO_DIGIT = "×"


def counts_of(samples: Sequence[Sample]) -> tuple[int, ...]:
    """Return how many samples there are of each digit and of what is no digit, 11 numbers."""
    labels = [sample.label for sample in samples]
    return tuple(labels.count(label) for label in (*range(10), None))


class SampleCounts(tk.Canvas):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, height=theme.px(HEIGHT), width=1, borderwidth=0, highlightthickness=0)
        self._theme = theme
        self._counts: Sequence[int] = ()
        self.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())

    def show(self, counts: Sequence[int]) -> None:
        """`counts` as `counts_of` gives them."""
        self._counts = counts
        self._draw()

    def _draw(self) -> None:
        px, colours, font = self._theme.px, self._theme.palette, self._theme.small
        self.delete("all")
        self.configure(background=colours.surface)
        if not self._counts:
            return
        shown = self._counts if self._counts[-1] else self._counts[:-1]
        step = min(px(WIDEST), self.winfo_width() / len(shown))
        bottom, tallest, most = px(HEIGHT - NAMES), px(HEIGHT - NAMES - FIGURES), max(1, *shown)
        for place, count in enumerate(shown):
            left, right = place * step, (place + 1) * step - px(BETWEEN)
            top = bottom - max(px(1), tallest * count / most)
            self.create_rectangle(left, top, right, bottom, width=0, fill=colours.accent if count else colours.trough)
            middle = (left + right) / 2
            for y, words, shade in (
                (top - px(FIGURES) / 2, number(count), colours.quiet),
                (bottom + px(NAMES) / 2, str(place) if place < 10 else NO_DIGIT, colours.text),
            ):
                self.create_text(middle, y, text=words, font=font, fill=shade, tags="words")
