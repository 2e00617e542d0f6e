"""Live curves of a retraining on a canvas: two accuracies on a scale of their own, the loss faint below them."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass

from digitpad.ui.theme import Theme
from digitpad.ui.wording import share

HEIGHT = 160  # px at scale 1, as are all sizes here
LEFT, RIGHT, EDGE = 58, 172, 10  # room for the scale, for the names at the ends, above and below
LINE = 2
LABEL_STEP = 17  # names at the ends lie at least so far apart
FLOORS = (0.99, 0.98, 0.96, 0.92, 0.9, 0.8, 0.6, 0.2, 0.0)  # where the scale of accuracies may begin
STEPS = 4  # of the scale


@dataclass(frozen=True)
class Point:
    """How it stands at one moment of a retraining; what was not measured then is None."""

    at: float  # 0..1 of the run
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
        floor = _floor([share for _, share in (*mnist, *samples)])
        self._draw_scale(floor)
        most = max((loss for _, loss in losses), default=1.0) or 1.0
        ends = [
            self._draw_line([(at, loss / most) for at, loss in losses], colours.faint, "loss", thin=True),
            self._draw_line([(at, _on(share, floor)) for at, share in mnist], colours.quiet, "MNIST, held out"),
            self._draw_line([(at, _on(share, floor)) for at, share in samples], colours.accent, "your samples"),
        ]
        names = (
            f"loss {losses[-1][1]:.2f}" if losses else "",
            f"MNIST {share(mnist[-1][1])}" if mnist else "",
            f"your samples {share(samples[-1][1])}" if samples else "",
        )
        shades = (colours.quiet, colours.quiet, colours.accent)
        labels = zip(ends, names, shades, strict=True)
        self._draw_names([(y, name, shade) for y, name, shade in labels if y is not None])

    def _draw_scale(self, floor: float) -> None:
        colours, right = self._theme.palette, self.winfo_width() - self._theme.px(RIGHT)
        for step in range(STEPS + 1):
            y = self._y(step / STEPS)
            self.create_line(self._theme.px(LEFT), y, right, y, fill=colours.line)
            share = floor + (1 - floor) * step / STEPS
            words = f"{share * 100:.4g} %"
            self.create_text(
                self._theme.px(LEFT - 8), y, text=words, anchor="e", fill=colours.quiet, font=self._theme.small
            )

    def _draw_line(
        self, line: Sequence[tuple[float, float]], colour: str, tag: str, *, thin: bool = False
    ) -> float | None:
        """Draw (0..1 of the run, 0..1 of the height); where it ends, px."""
        if not line:
            return None
        width = self._theme.px(1 if thin else LINE)
        places = [(self._x(at), self._y(high)) for at, high in line]
        if len(places) > 1:
            flat = [number for place in places for number in place]
            self.create_line(*flat, fill=colour, width=width, joinstyle="round", capstyle="round", tags=tag)
        x, y = places[-1]
        round_ = self._theme.px(LINE)
        self.create_oval(x - round_, y - round_, x + round_, y + round_, fill=colour, width=0, tags=tag)
        return y

    def _draw_names(self, labels: Sequence[tuple[float, str, str]]) -> None:
        """Names at the right, beside where their lines end, pushed apart where they would touch."""
        step, top = self._theme.px(LABEL_STEP), self._theme.px(EDGE)
        bottom = self.winfo_height() - self._theme.px(EDGE)
        ys: list[float] = []
        for y, _, _ in sorted(labels):
            ys.append(max(y, ys[-1] + step if ys else top))
        for place in range(len(ys) - 1, -1, -1):
            ys[place] = min(ys[place], bottom - step * (len(ys) - 1 - place))
        x = self.winfo_width() - self._theme.px(RIGHT - 12)
        for y, (_, words, colour) in zip(ys, sorted(labels), strict=True):
            self.create_text(x, y, text=words, anchor="w", fill=colour, font=self._theme.small, tags="name")

    def _x(self, at: float) -> float:
        left = self._theme.px(LEFT)
        return left + at * (self.winfo_width() - self._theme.px(RIGHT) - left)

    def _y(self, high: float) -> float:
        edge = self._theme.px(EDGE)
        return self.winfo_height() - edge - max(0.0, min(1.0, high)) * (self.winfo_height() - 2 * edge)


def _floor(shares: Sequence[float]) -> float:
    """Where the scale begins, so that the lowest of `shares` is on it."""
    return next(floor for floor in FLOORS if floor <= min(shares, default=0.92))


def _on(share: float, floor: float) -> float:
    return (share - floor) / (1 - floor)
