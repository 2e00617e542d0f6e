"""A square of paper for one digit: takes strokes from mouse, finger or pen and shows them at once."""

from __future__ import annotations

import tkinter as tk

from digitpad.records import Box, Stroke
from digitpad.ui.widgets.pixel_tiles import Tiles
from digitpad.ui.widgets.pointer_trail import PointerTrail, StrokeInProgress
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.sheet import Sheet

PEN = 12  # px at scale 1
RING = 2  # of the frame, while the field has the keys


class StrokeField(tk.Canvas):
    """`side` in px at scale 1; the strokes in px of the field."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, side: int) -> None:
        px = theme.px(side)
        super().__init__(parent, width=px, height=px, highlightthickness=0, borderwidth=0, takefocus=True)
        self.configure(cursor="crosshair")
        self._theme, self._pen = theme, float(theme.px(PEN))
        self._strokes: tuple[Stroke, ...] = ()
        self._line = StrokeInProgress()
        self._sheet = Sheet(px, px)
        self._tiles = Tiles(self, highlight=theme.palette.highlight)
        self._tiles.cover(px, px)
        self._trail = PointerTrail(self, self._follow)
        self._trail.hear(1)
        self._frame = self.create_rectangle(0, 0, px - 1, px - 1)
        self.bind("<ButtonPress-1>", self._press)
        self.bind("<ButtonRelease-1>", self._release)
        for event in ("<FocusIn>", "<FocusOut>", "<<ThemeChanged>>"):
            self.bind(event, lambda event: self._repaint())
        self._repaint()

    @property
    def blank(self) -> bool:
        return not self._strokes and not self._line

    def take(self) -> tuple[Stroke, ...]:
        """Return the strokes, also one in progress, and clear the paper."""
        self._finish()
        strokes = self._strokes
        self.clear()
        return strokes

    def clear(self) -> None:
        self._strokes = ()
        self._line.give_up()
        self._sheet.redraw(())
        self._paint(Box(0, 0, self._sheet.width, self._sheet.height))

    def _press(self, event: tk.Event[tk.Misc]) -> None:
        self.focus_set()
        self._finish()
        self._trail.begin()
        self._line.begin(self._place(event.x, event.y))
        self._grow()

    def _follow(self) -> None:
        """Draw the way that the pointer went since the last time."""
        if self._line.extend((self._place(x, y), at) for x, y, at in self._trail.take()):
            self._grow()

    def _release(self, event: tk.Event[tk.Misc]) -> None:
        self._trail.add(event.x, event.y)
        self._finish()

    def _finish(self) -> None:
        """The pen is lifted; also where its release was never heard of."""
        self._follow()
        self._trail.end()
        if self._line:
            self._strokes = (*self._strokes, self._line.stroke(self._pen))
            self._line.give_up()
            self._sheet.keep()

    def _grow(self) -> None:
        self._paint(self._sheet.grow(self._line.points, self._pen))

    def _place(self, x: int, y: int) -> tuple[float, float]:
        """A point of the canvas, brought into the field."""
        return float(min(max(x, 0), self._sheet.width - 1)), float(min(max(y, 0), self._sheet.height - 1))

    def _repaint(self) -> None:
        colours = self._theme.palette
        focused = str(self.tk.call("focus")) == str(self)
        self.configure(background=colours.paper)
        self._tiles.colour(paper=colours.paper, ink=colours.ink)
        width = self._theme.px(RING) if focused else max(1, self._theme.px(1))
        self.itemconfigure(self._frame, outline=colours.highlight if focused else colours.edge, width=width)
        self._paint(Box(0, 0, self._sheet.width, self._sheet.height))

    def _paint(self, area: Box | None) -> None:
        if area is not None:
            self._tiles.paint(self._sheet, area)
