"""The pad: takes strokes from mouse, finger or pen and shows them at once. It knows nothing of reading."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from digitpad.languages import _
from digitpad.records import Box, Stroke
from digitpad.ui.draw.example import PadExample
from digitpad.ui.draw.geometry import stroke_at, strokes_across
from digitpad.ui.widgets.pixel_tiles import Tiles
from digitpad.ui.widgets.pointer_trail import PointerTrail, StrokeInProgress
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.sheet import Sheet

REACH = 6  # px at scale 1 beside a stroke that still count as on it
EDGE_LEFT = 0.02  # of the pad, beside strokes that had to be shown smaller
ANY_BUTTON = 0x700  # in the state of a pointer event
Strokes = tuple[Stroke, ...]


class Pad(tk.Canvas):
    """Strokes in px of the pad. `on_growing` hears of them while the pen is down, `on_edit` when it is lifted.

    `on_hover` gets the index of the stroke under the pointer, or None.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        pen_width: float,
        on_growing: Callable[[Strokes], None],
        on_edit: Callable[[Strokes], None],
        on_hover: Callable[[int | None], None],
    ) -> None:
        super().__init__(parent, highlightthickness=0, borderwidth=0, cursor="crosshair", width=200, height=200)
        self._theme, self._on_growing, self._on_edit, self._on_hover = theme, on_growing, on_edit, on_hover
        self.pen_width = pen_width  # px
        self._strokes: Strokes = ()
        self._line = StrokeInProgress()
        self._erasing = False  # the eraser is down
        self._erased = False  # and has taken something
        self._eraser_at = (0.0, 0.0)  # px of the strokes
        self._trail = PointerTrail(self, self._follow)
        self._eraser = False
        self._hovered: int | None = None
        self._sheet = Sheet(1, 1)
        self._tiles = Tiles(self, highlight=theme.palette.highlight)
        self._welcome = (
            self.create_text(0, 0, text=_("Write digits here"), font=theme.title, tags="hint"),
            self.create_text(
                0, 0, text=_("with the mouse, a finger or a pen; or open a picture with Ctrl+O"), tags="hint"
            ),
        )
        self.itemconfigure(self._welcome[1], font=theme.small, justify="center")
        self._frame = self.create_rectangle(0, 0, 1, 1, width=1)
        self._listen()
        self.example = PadExample(self, theme=theme)
        self._repaint()

    @property
    def strokes(self) -> Strokes:
        return self._strokes

    def show(self, strokes: Strokes) -> None:
        """Put other strokes on the pad; a stroke in progress is given up."""
        if strokes is self._strokes and not self._line:
            return
        self._line.give_up()
        self._erasing = False
        self._strokes = strokes
        self._hovered = None
        self._fit()

    @property
    def drawing(self) -> bool:
        """The pen or the eraser is down."""
        return bool(self._line) or self._erasing

    @property
    def eraser(self) -> bool:
        return self._eraser

    @eraser.setter
    def eraser(self, on: bool) -> None:
        self._eraser = on
        self.configure(cursor="dotbox" if on else "crosshair")

    def light(self, indices: Iterable[int]) -> None:
        """Show these strokes in the second colour, the others plain."""
        strokes = [self._strokes[index] for index in indices if index < len(self._strokes)]
        self._tiles.highlight = self._theme.palette.struck if self._eraser else self._theme.palette.highlight
        self._paint(self._sheet.light(strokes))

    def _listen(self) -> None:
        self.bind("<Configure>", lambda event: self._fit())
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        right = 2 if self.tk.call("tk", "windowingsystem") == "aqua" else 3
        self.bind("<ButtonPress-1>", lambda event: self._press(event, erase=self._eraser))
        self.bind(f"<ButtonPress-{right}>", lambda event: self._press(event, erase=True))
        for button in (1, right):
            self._trail.hear(button)
            self.bind(f"<ButtonRelease-{button}>", self._release)
        self.bind("<Motion>", self._hover)
        self.bind("<Leave>", lambda event: self._hover_over(None))

    def _press(self, event: tk.Event[Pad], *, erase: bool) -> None:
        self.focus_set()
        self._finish()
        self._hover_over(None)
        self._trail.begin()
        place = self._place(event.x, event.y)
        if erase:
            self._erasing, self._erased, self._eraser_at = True, False, place
            self._erase_along([place])
        else:
            self._line.begin(place)
            self._grow()

    def _follow(self) -> None:
        """Draw, or erase along, the way that the pointer went since the last time."""
        way = [(self._place(x, y), at) for x, y, at in self._trail.take()]
        if self._erasing and way:
            self._erase_along([place for place, _ in way])
        elif self._line.extend(way, self._sheet.factor):
            self._grow()

    def _release(self, event: tk.Event[Pad]) -> None:
        self._trail.add(event.x, event.y)
        self._finish()

    def _grow(self) -> None:
        stroke = self._line.stroke(self.pen_width)
        self._paint(self._sheet.grow(stroke.points, self.pen_width))
        self._show_hint()
        self._on_growing((*self._strokes, stroke))

    def _finish(self) -> None:
        """The pen or the eraser is lifted; also where its release was never heard of."""
        self._follow()
        self._trail.end()
        if self._line:
            stroke = self._line.stroke(self.pen_width)
            self._line.give_up()
            self._sheet.keep()
            self._strokes = (*self._strokes, stroke)
            self._on_edit(self._strokes)
        elif self._erasing:
            self._erasing = False
            if self._erased:
                self._on_edit(self._strokes)

    def _place(self, x: int, y: int) -> tuple[float, float]:
        """A point of the canvas in px of the strokes, brought onto the pad."""
        x, y = min(max(x, 0), self._sheet.width - 1), min(max(y, 0), self._sheet.height - 1)
        return x / self._sheet.factor, y / self._sheet.factor

    def _erase_along(self, places: Sequence[tuple[float, float]]) -> None:
        """Take the strokes that the eraser came across on its way to these places."""
        way = np.array([self._eraser_at, *places], np.float32)
        self._eraser_at = places[-1]
        crossing = strokes_across(self._strokes, way, self._reach, self.pen_width)
        if not crossing:
            return
        self._strokes = tuple(stroke for stroke in self._strokes if stroke not in crossing)
        self._erased = True
        self._paint(self._sheet.light(()))
        self._paint(self._sheet.redraw(self._strokes, Box.around(map(self._sheet.bounds_of, crossing))))
        self._show_hint()
        self._on_growing(self._strokes)

    def _hover(self, event: tk.Event[Pad]) -> None:
        if self._line or self._erasing:
            if not int(event.state) & ANY_BUTTON:
                self._finish()
            return
        self._hover_over(self._stroke_under(event))

    def _hover_over(self, index: int | None) -> None:
        if index == self._hovered:
            return
        self._hovered = index
        if self._eraser:
            self.light(() if index is None else (index,))
        else:
            self._on_hover(index)

    def _stroke_under(self, event: tk.Event[Pad]) -> int | None:
        x, y = self._place(event.x, event.y)
        return stroke_at(self._strokes, x, y, self._reach, self.pen_width)

    @property
    def _reach(self) -> float:
        """Of the pointer beside a stroke, px of the strokes."""
        return self._theme.px(REACH) / self._sheet.factor

    def _fit(self) -> None:
        """A sheet for the size that the pad has now; strokes that would be cut off make it show them smaller."""
        width, height = self.winfo_width(), self.winfo_height()
        if width < 2 or height < 2:
            return
        right, bottom = self._extent()
        factor = min(1.0, width / right, height / bottom)
        if factor < 1:
            factor *= 1 - EDGE_LEFT
        if (width, height, factor) != (self._sheet.width, self._sheet.height, self._sheet.factor):
            self._sheet = Sheet(width, height, factor=factor)
            self._tiles.cover(width, height)
            self.coords(self._frame, 0, 0, width - 1, height - 1)
            self.coords(self._welcome[0], width / 2, height / 2 - self._theme.px(16))
            self.coords(self._welcome[1], width / 2, height / 2 + self._theme.px(16))
            self.itemconfigure(self._welcome[1], width=width - self._theme.px(32))
        self._sheet.light(())
        self._sheet.redraw(self._strokes)
        if self._line:
            self._sheet.grow(self._line.points, self.pen_width)
        self._show_hint()
        self._paint(Box(0, 0, width, height))

    def _extent(self) -> tuple[float, float]:
        """Return the right and lower end of the ink, px of the strokes, at least 1."""
        right = bottom = 1.0
        for stroke in self._strokes:
            half = (stroke.width or self.pen_width) / 2
            right = max(right, float(stroke.points[:, 0].max()) + half)
            bottom = max(bottom, float(stroke.points[:, 1].max()) + half)
        return right, bottom

    def _show_hint(self) -> None:
        empty = not self._strokes and not self._line
        self.itemconfigure("hint", state="normal" if empty else "hidden")
        if not empty:
            self.example.wipe()

    def _repaint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.paper)
        self.itemconfigure(self._frame, outline=colours.edge)
        self.itemconfigure("hint", fill=colours.on_paper)
        self._tiles.colour(paper=colours.paper, ink=colours.ink)
        self._paint(Box(0, 0, self._sheet.width, self._sheet.height))

    def _paint(self, area: Box | None) -> None:
        if area is not None:
            self._tiles.paint(self._sheet, area)
