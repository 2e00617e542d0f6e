"""The confidence that a version reads with against the share that it reads right: equal on the slanting line."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence

from digitpad.languages import _
from digitpad.learning.evaluation.own_results import ConfidenceBin
from digitpad.ui.results.chart import ResultChart
from digitpad.ui.widgets.theme import Theme

HEIGHT, MOST_WIDTH = 220, 420  # px at scale 1, as are all sizes here
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 24, 40
LEAST_DOT, MOST_DOT = 3, 9  # radius


class CalibrationChart(ResultChart):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, theme=theme, height=HEIGHT)
        self._bins: Sequence[ConfidenceBin] = ()

    def show(self, bins: Sequence[ConfidenceBin]) -> None:
        """`bins`: the least confident first."""
        self._bins = bins
        self.refresh()

    def draw(self) -> None:
        self._draw_scale()
        colours, most = self.theme.palette, max((it.count for it in self._bins), default=1)
        places = [(self._x(it.confidence), self._y(it.share.value)) for it in self._bins]
        if len(places) > 1:
            self.create_line(*[number for place in places for number in place], fill=colours.accent, width=2)
        for (x, y), it in zip(places, self._bins, strict=True):
            low, high = self._y(it.share.low), self._y(it.share.high)
            self.create_line(x, low, x, high, fill=colours.accent, width=self.line_width)
            dot = self.theme.px(LEAST_DOT + (MOST_DOT - LEAST_DOT) * (it.count / most) ** 0.5)
            self.create_oval(x - dot, y - dot, x + dot, y + dot, fill=colours.accent, width=0, tags="bin")

    def _draw_scale(self) -> None:
        colours, px = self.theme.palette, self.theme.px
        for value in (0.0, 0.25, 0.5, 0.75, 1.0):
            x, y = self._x(value), self._y(value)
            self.create_line(self._x(0), y, self._x(1), y, fill=colours.line, width=self.line_width)
            self.say(px(LEFT - 8), y, f"{value:.0%}".replace("%", " %"), anchor="e", shade="quiet")
            anchor = "e" if value == 1 else "center"
            self.say(x, self._y(0) + px(10), f"{value:.0%}".replace("%", " %"), anchor=anchor, shade="quiet")
        self.create_line(self._x(0), self._y(0), self._x(1), self._y(1), fill=colours.edge, dash=(4, 4))
        self.say(0, px(8), _("read right"), shade="quiet")
        self.say(self._x(1), self._y(0) + px(28), _("confidence"), anchor="e", shade="quiet")

    def _x(self, value: float) -> float:
        left = self.theme.px(LEFT)
        right = min(self.winfo_width(), self.theme.px(MOST_WIDTH)) - self.theme.px(RIGHT)
        return left + (right - left) * value

    def _y(self, value: float) -> float:
        top, bottom = self.theme.px(TOP), self.winfo_height() - self.theme.px(BOTTOM)
        return bottom - (bottom - top) * value
