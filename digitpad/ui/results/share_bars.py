"""Shares read right as dots below each other, each with its 95 % interval and how many samples it is of."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass

from digitpad.languages import _
from digitpad.learning.evaluation.metrics import Interval
from digitpad.ui.core.wording import share
from digitpad.ui.results.chart import ResultChart, floor_of
from digitpad.ui.widgets.surface import fitted
from digitpad.ui.widgets.theme import Theme

ROW, SCALE = 28, 22  # px at scale 1, as are all sizes here: heights
NAMES, NAMES_NARROW, FIGURES, BESIDE, ROUND = 150, 110, 118, 8, 14  # widths; ROUND: half of the words of the scale
WIDE, STEPS = 200, 4  # from which width on the scale has so many steps
DOT, INTERVAL = 5, 3


@dataclass(frozen=True)
class ShareBar:
    name: str
    share: Interval
    count: int  # of samples
    marked: bool = False  # in the accent's colour


class ShareBars(ResultChart):
    """A dot for each share on its 95 % interval, over one scale that begins where there is something to tell apart.

    Dots, not bars: the length of a bar would lie where the scale does not begin at 0.
    """

    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, theme=theme)
        self._bars: Sequence[ShareBar] = ()
        self._floor = 0.0

    def show(self, bars: Sequence[ShareBar]) -> None:
        self._bars, self._floor = bars, floor_of([bar.share.low for bar in bars])
        self.configure(height=max(1, self.theme.px(ROW) * len(bars) + self.theme.px(SCALE)))
        self.refresh()

    def draw(self) -> None:
        if not self._bars:
            return
        self._draw_scale()
        for number, bar in enumerate(self._bars):
            self._draw_bar(bar, self.theme.px(ROW) * (number + 0.5))

    def _draw_scale(self) -> None:
        """Draw the lines of the scale and their shares below; the outermost ones alone where it is narrow."""
        bottom = self.theme.px(ROW) * len(self._bars)
        left, right = self._ends
        steps = STEPS if right - left >= self.theme.px(WIDE) else 1
        for step in range(steps + 1):
            value = self._floor + (1 - self._floor) * step / steps
            x = self._x(value)
            self.create_line(x, 0, x, bottom, fill=self.theme.palette.line, width=self.line_width)
            self.say(x, bottom + self.theme.px(SCALE) / 2, f"{value * 100:.4g} %", anchor="center", shade="quiet")

    def _draw_bar(self, bar: ShareBar, y: float) -> None:
        px, colours, font = self.theme.px, self.theme.palette, self.theme.small
        left, right = self._ends
        shade = colours.accent if bar.marked else colours.quiet
        name = fitted(bar.name, font, left - px(BESIDE + ROUND))
        self.say(0, y, name, shade="accent" if bar.marked else "text")
        self.create_line(left, y, right, y, fill=colours.line, width=self.line_width)
        low, value, high = (self._x(share) for share in (bar.share.low, bar.share.value, bar.share.high))
        self.create_line(low, y, high, y, fill=shade, width=px(INTERVAL), tags="interval")
        dot = px(DOT)
        self.create_oval(value - dot, y - dot, value + dot, y + dot, fill=shade, width=0, tags="bar")
        self.say(right + px(BESIDE + ROUND), y, share(bar.share.value))
        self.say(self.winfo_width(), y, _("of {count:,}").format(count=bar.count), anchor="e", shade="quiet")

    @property
    def _ends(self) -> tuple[int, int]:
        """Left and right of the scale, px."""
        names = NAMES if self.winfo_width() >= self.theme.px(NAMES + FIGURES + WIDE) else NAMES_NARROW
        return self.theme.px(names + ROUND), self.winfo_width() - self.theme.px(FIGURES + ROUND)

    def _x(self, value: float) -> float:
        left, right = self._ends
        return left + max(1, right - left) * (value - self._floor) / (1 - self._floor)
