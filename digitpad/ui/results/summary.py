"""The large figure, a sentence about it, and how the version compares with another one."""

from __future__ import annotations

import tkinter as tk

from digitpad.ui.core.wording import share
from digitpad.ui.results.version_readings import VersionReadings
from digitpad.ui.results.words import FLATTERED, accuracy_words, comparison_words
from digitpad.ui.widgets.surface import Surface, Words
from digitpad.ui.widgets.theme import Theme

FIGURE, EDGE, GAP = 36, 16, 4  # px at scale 1; FIGURE: height of its font


class ResultsSummary(Surface):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, theme=theme, edged=True)
        px = theme.px
        self.columnconfigure(1, weight=1)
        self._figure = Words(self, theme=theme, font=theme.number_font(FIGURE), shade="accent")
        self._figure.grid(row=0, column=0, rowspan=3, padx=px(EDGE), pady=px(EDGE - 4))
        self._of = Words(self, theme=theme, wraps=True)
        self._compared = Words(self, theme=theme, font=theme.small, wraps=True)
        self._flattered = Words(self, theme=theme, font=theme.small, shade="quiet", wraps=True)
        for row, words in enumerate((self._of, self._compared, self._flattered)):
            pady = (px(EDGE - 4) if row == 0 else px(GAP), px(EDGE - 4) if row == 2 else 0)
            words.grid(row=row, column=1, sticky="ew", padx=(0, px(EDGE)), pady=pady)

    def show(self, readings: VersionReadings, key: str, rival: str, *, unseen: bool) -> None:
        """`rival`: the key of another version, "" where there is none; `unseen`: no sample was learned."""
        results = readings.results(key)
        accuracy = results.accuracy
        self._figure.say(share(accuracy.value))
        self._of.say(accuracy_words(accuracy, len(results.samples)))
        if rival:
            compared = results.compared_with(readings.by_version[rival])
            names = readings.version(key).name, readings.version(rival).name
            self._compared.say(comparison_words(*names, compared))
        else:
            self._compared.say("")
        self._flattered.say("" if unseen else FLATTERED)
