"""Shares read right as bars below each other, each with its 95 % interval and how many samples it is of."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass

from digitpad.languages import _
from digitpad.learning.evaluation.metrics import Interval
from digitpad.ui.core.wording import share
from digitpad.ui.results.chart import ResultChart
from digitpad.ui.widgets.surface import fitted
from digitpad.ui.widgets.theme import Theme

ROW, BAR = 28, 10  # px at scale 1, as are all sizes here: heights
NAMES, FIGURES, BESIDE = 130, 118, 12  # widths


@dataclass(frozen=True)
class ShareBar:
    name: str
    share: Interval
    count: int  # of samples
    marked: bool = False  # in the accent's colour


class ShareBars(ResultChart):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, theme=theme)
        self._bars: Sequence[ShareBar] = ()

    def show(self, bars: Sequence[ShareBar]) -> None:
        self._bars = bars
        self.configure(height=max(1, self.theme.px(ROW) * len(bars)))
        self.refresh()

    def draw(self) -> None:
        for number, bar in enumerate(self._bars):
            self._draw_bar(bar, self.theme.px(ROW) * (number + 0.5))

    def _draw_bar(self, bar: ShareBar, y: float) -> None:
        px, colours = self.theme.px, self.theme.palette
        left, right = px(NAMES), self.winfo_width() - px(FIGURES)
        half, room = px(BAR) / 2, max(1, right - left)
        font = self.theme.small
        self.say(0, y, fitted(bar.name, font, px(NAMES - BESIDE)), shade="accent" if bar.marked else "text")
        self.create_rectangle(left, y - half, right, y + half, fill=colours.trough, width=0)
        fill = colours.accent if bar.marked else colours.edge
        self.create_rectangle(left, y - half, left + room * bar.share.value, y + half, fill=fill, width=0, tags="bar")
        self._draw_interval(left + room * bar.share.low, left + room * bar.share.high, y, half + px(3))
        self.say(right + px(BESIDE), y, share(bar.share.value))
        self.say(self.winfo_width(), y, _("of {count:,}").format(count=bar.count), anchor="e", shade="quiet")

    def _draw_interval(self, low: float, high: float, y: float, half: float) -> None:
        for line in ((low, y, high, y), (low, y - half, low, y + half), (high, y - half, high, y + half)):
            self.create_line(*line, fill=self.theme.palette.text, width=self.line_width)
