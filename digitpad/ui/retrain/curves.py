"""Live curves of a retraining on a canvas: accuracies on a scale of their own, the loss on another one below."""

from __future__ import annotations

import math
import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass

from digitpad.languages import _
from digitpad.ui.core.wording import share
from digitpad.ui.widgets.theme import Theme

HEIGHT = 200  # px at scale 1, as are all sizes here
LOSS_HEIGHT, BETWEEN = 40, 22  # of the lower chart; between the two
LEFT, RIGHT, EDGE = 58, 172, 10  # room for the scale, for the names at the ends, above and below
LINE = 2
LABEL_STEP = 17  # names at the ends lie at least so far apart
FLOORS = (0.99, 0.98, 0.96, 0.92, 0.9, 0.8, 0.6, 0.5, 0.4, 0.2, 0.0)  # lowest values of the scale of accuracies
STEPS = 4  # of the scale of accuracies
LEAST_LOSS = 0.01  # at the top of the scale of losses
MNIST_DECIMALS, SAMPLES_DECIMALS = 2, 1  # of per cent, as in the comparison


@dataclass(frozen=True)
class Point:
    """The figures at one moment of a retraining; None: not measured then."""

    at: float  # 0..1 of the training
    loss: float | None = None
    mnist: float | None = None  # accuracy 0..1 on MNIST's held-out digits
    samples: float | None = None  # accuracy 0..1 on the user's held-out samples


class Curves(tk.Canvas):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, height=theme.px(HEIGHT), width=1, highlightthickness=0, borderwidth=0)
        self._theme = theme
        self._points: Sequence[Point] = ()
        self.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())

    def show(self, points: Sequence[Point]) -> None:
        """`points` in the order of their time."""
        self._points = points
        self._draw()

    def _draw(self) -> None:
        self.delete("all")
        colours = self._theme.palette
        self.configure(background=colours.surface)
        mnist = [(point.at, point.mnist) for point in self._points if point.mnist is not None]
        samples = [(point.at, point.samples) for point in self._points if point.samples is not None]
        losses = [(point.at, point.loss) for point in self._points if point.loss is not None]
        self._draw_accuracies(mnist, samples)
        self._draw_losses(losses)

    def _draw_accuracies(self, mnist: Sequence[tuple[float, float]], samples: Sequence[tuple[float, float]]) -> None:
        """Draw the upper chart: (0..1 of the training, 0..1)."""
        colours, floor = self._theme.palette, _floor([value for _, value in (*mnist, *samples)])
        chart = self._upper
        self._draw_scale(chart, [f"{(floor + (1 - floor) * step / STEPS) * 100:.4g} %" for step in range(STEPS + 1)])
        ends = []
        for line, colour, name, decimals in (
            (mnist, colours.quiet, "MNIST", MNIST_DECIMALS),
            (samples, colours.accent, _("your samples"), SAMPLES_DECIMALS),
        ):
            if line:
                y = self._draw_line(chart, [(at, _on(value, floor)) for at, value in line], colour, name)
                ends.append((y, f"{name} {share(line[-1][1], decimals)}", colour))
        self._draw_names(ends, chart)

    def _draw_losses(self, losses: Sequence[tuple[float, float]]) -> None:
        """Draw the lower chart."""
        top, colour, chart = _ceiling([loss for _, loss in losses]), self._theme.palette.quiet, self._lower
        self._draw_scale(chart, ["0", f"{top:g}"])
        if losses:
            y = self._draw_line(chart, [(at, loss / top) for at, loss in losses], colour, _("loss"), thin=True)
            self._draw_names([(y, _("loss {value:.2f}").format(value=losses[-1][1]), colour)], chart)

    @property
    def _upper(self) -> Chart:
        return Chart(self._theme.px(EDGE), self._lower.top - self._theme.px(BETWEEN))

    @property
    def _lower(self) -> Chart:
        bottom = self.winfo_height() - self._theme.px(EDGE)
        return Chart(bottom - self._theme.px(LOSS_HEIGHT), bottom)

    def _draw_scale(self, chart: Chart, labels: Sequence[str]) -> None:
        """Draw a line across for each label, from the bottom to the top."""
        colours, right = self._theme.palette, self.winfo_width() - self._theme.px(RIGHT)
        left, font = self._theme.px(LEFT), self._theme.small
        for step, words in enumerate(labels):
            y = chart.y(step / (len(labels) - 1))
            self.create_line(left, y, right, y, fill=colours.line, tags="scale")
            x = self._theme.px(LEFT - 8)
            self.create_text(x, y, text=words, anchor="e", fill=colours.quiet, font=font, tags="scale")

    def _draw_line(
        self, chart: Chart, line: Sequence[tuple[float, float]], colour: str, tag: str, *, thin: bool = False
    ) -> float:
        """Draw (0..1 of the training, 0..1 of the height); return the y of its end, px."""
        width = self._theme.px(1 if thin else LINE)
        places = [(self._x(at), chart.y(high)) for at, high in line]
        if len(places) > 1:
            flat = [number for place in places for number in place]
            self.create_line(*flat, fill=colour, width=width, joinstyle="round", capstyle="round", tags=tag)
        x, y = places[-1]
        round_ = self._theme.px(LINE)
        self.create_oval(x - round_, y - round_, x + round_, y + round_, fill=colour, width=0, tags=tag)
        return y

    def _draw_names(self, labels: Sequence[tuple[float, str, str]], chart: Chart) -> None:
        """Write names at the right, beside the ends of their lines, pushed apart where they would touch."""
        step, top, bottom = self._theme.px(LABEL_STEP), chart.top, chart.bottom
        ys: list[float] = []
        for y, *_name in sorted(labels):
            ys.append(max(y, ys[-1] + step if ys else top))
        for place in range(len(ys) - 1, -1, -1):
            ys[place] = min(ys[place], bottom - step * (len(ys) - 1 - place))
        x = self.winfo_width() - self._theme.px(RIGHT - 12)
        for y, (_end, words, colour) in zip(ys, sorted(labels), strict=True):
            self.create_text(x, y, text=words, anchor="w", fill=colour, font=self._theme.small, tags="name")

    def _x(self, at: float) -> float:
        left = self._theme.px(LEFT)
        return left + at * (self.winfo_width() - self._theme.px(RIGHT) - left)


@dataclass(frozen=True)
class Chart:
    """A part of the canvas with a scale of its own."""

    top: float  # px
    bottom: float

    def y(self, high: float) -> float:
        """Return the px of a value 0..1 of the height."""
        return self.bottom - max(0.0, min(1.0, high)) * (self.bottom - self.top)


def _floor(shares: Sequence[float]) -> float:
    """Return the lowest value of the scale, so that all `shares` are on it."""
    return next(floor for floor in FLOORS if floor <= min(shares, default=0.92))


def _ceiling(losses: Sequence[float]) -> float:
    """Return the highest value of the scale of losses: 1, 2 or 5 times a power of ten."""
    most = max(max(losses, default=1.0), LEAST_LOSS)
    ten: float = 10.0 ** math.floor(math.log10(most))
    return next(factor * ten for factor in (1, 2, 5, 10) if factor * ten >= most)


def _on(share: float, floor: float) -> float:
    return (share - floor) / (1 - floor)
