"""The course of the accuracy on the user's samples: by the chosen version, and as they were read when given."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence

from digitpad.languages import _
from digitpad.learning.evaluation.own_results import Period
from digitpad.ui.core.wording import day_of, share
from digitpad.ui.results.chart import ResultChart, floor_of
from digitpad.ui.widgets.theme import Theme

HEIGHT = 190  # px at scale 1, as are all sizes here
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 28, 26
STEPS, DOT, LINE = 4, 3, 2


class TimeChart(ResultChart):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, theme=theme, height=HEIGHT)
        self._periods: Sequence[Period] = ()

    def show(self, periods: Sequence[Period]) -> None:
        """`periods` in the order of their time."""
        self._periods = periods
        self.refresh()

    def draw(self) -> None:
        if not self._periods:
            return
        px, colours = self.theme.px, self.theme.palette
        then = [(place, it.then) for place, it in enumerate(self._periods) if it.then is not None]
        self._floor = floor_of([*(it.share.low for it in self._periods), *(value for _, value in then)])
        self._draw_scale()
        for place, period in enumerate(self._periods):
            x = self._x(place)
            top, bottom = self._y(period.share.high), self._y(period.share.low)
            self.create_line(x, top, x, bottom, fill=colours.accent, width=self.line_width, tags="interval")
        self._draw_line(then, colours.quiet, _("then"))
        self._draw_line([(place, it.share.value) for place, it in enumerate(self._periods)], colours.accent, _("now"))
        self.say(px(LEFT), px(TOP) / 2 - px(2), _("● this model"), shade="accent")
        if then:
            at = px(LEFT) + self.theme.small.measure(_("● this model")) + px(16)
            self.say(at, px(TOP) / 2 - px(2), _("● as read when they were given"), shade="quiet")

    def _draw_scale(self) -> None:
        colours, right = self.theme.palette, self.winfo_width() - self.theme.px(RIGHT)
        for step in range(STEPS + 1):
            value = self._floor + (1 - self._floor) * step / STEPS
            y = self._y(value)
            self.create_line(self.theme.px(LEFT), y, right, y, fill=colours.line, width=self.line_width)
            self.say(self.theme.px(LEFT - 8), y, f"{value * 100:.4g} %", anchor="e", shade="quiet")
        y = self.winfo_height() - self.theme.px(BOTTOM) / 2
        first, last = day_of(self._periods[0].first), day_of(self._periods[-1].last)
        self.say(self.theme.px(LEFT), y, first, shade="quiet")
        if last != first:
            self.say(right, y, last, anchor="e", shade="quiet")

    def _draw_line(self, points: Sequence[tuple[int, float]], shade: str, tag: str) -> None:
        places = [(self._x(place), self._y(value)) for place, value in points]
        if len(places) > 1:
            flat = [number for place in places for number in place]
            self.create_line(*flat, fill=shade, width=self.theme.px(LINE), joinstyle="round", tags=tag)
        dot = self.theme.px(DOT)
        for x, y in places:
            self.create_oval(x - dot, y - dot, x + dot, y + dot, fill=shade, width=0, tags=tag)

    def _x(self, place: int) -> float:
        left, right = self.theme.px(LEFT + 10), self.winfo_width() - self.theme.px(RIGHT + 10)
        count = len(self._periods)
        return left + (right - left) * (place / (count - 1) if count > 1 else 0.5)

    def _y(self, value: float) -> float:
        top, bottom = self.theme.px(TOP), self.winfo_height() - self.theme.px(BOTTOM)
        return bottom - (bottom - top) * (value - self._floor) / (1 - self._floor)


def period_words(periods: Sequence[Period]) -> str:
    """Say in words how the newest period compares with the first."""
    first, last = periods[0].share.value, periods[-1].share.value
    return _("{first} of the oldest and {last} of the newest are read right").format(
        first=share(first), last=share(last)
    )
