"""The number that was read, as large as its place allows."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import font as tkfont

import numpy as np

from digitpad.records import Reading, Sign
from digitpad.ui.reading.sureness import sure_rows
from digitpad.ui.widgets.theme import Theme

SIZES = (76, 64, 54, 44, 36, 28, 22)  # px at scale 1
MOST_LINES = 100  # X11 knows no window higher than 32,767 px
LEAST_HEIGHT = 92
INSET, BELOW = 2, 4
TICK, GAP_PX = 24, 4  # px at scale 1: the room of a tick behind a number, and before it
GAP = 0.05  # between digits, of the size
Line = list[tuple[int, Sign]]  # with the places in the reading


class BigNumber(tk.Canvas):
    """Digits and marks in their rows, amber where not sure; long rows are wrapped, very many end in an ellipsis."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        on_pick: Callable[[int], None],
        on_type: Callable[[], None] | None = None,
    ) -> None:
        """`on_pick` gets the place of a digit that was clicked; `on_type`: a double click."""
        super().__init__(parent, highlightthickness=0, borderwidth=0, width=1, height=theme.px(LEAST_HEIGHT))
        self._theme = theme
        self._fonts: dict[int, tkfont.Font] = {}
        self._advances: dict[tuple[int, str], float] = {}  # of each size and sign: Tk takes long to say
        self._heights: dict[int, int] = {}  # of a line of each size
        self._reading, self._waiting = Reading(), ""
        self._rows: list[Line] = []
        self._ticked: frozenset[int] = frozenset()  # places of the last signs of numbers that are sure
        self._room = theme.px(LEAST_HEIGHT)
        self._drawn: object = None  # all that the drawing hangs on
        self._on_pick = on_pick
        self.bind("<ButtonPress-1>", self._press)
        if on_type is not None:
            self.configure(cursor="xterm")
            self.bind("<Double-ButtonPress-1>", lambda event: on_type())
        self.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())

    def show(self, reading: Reading, waiting: str) -> None:
        """`waiting`: the quiet words in place of a number that is not there."""
        new = reading.text != self._reading.text
        self._reading, self._waiting = reading, waiting
        self._rows, self._ticked = _written(reading), _last_of_sure(reading)
        self._draw()
        if new:
            self.event_generate("<<NumberShown>>")  # for those who listen, such as a voice

    @property
    def number(self) -> str:
        """The number that is shown, one line a row; "" for none."""
        return self._reading.text

    def hold(self, room: int) -> None:
        """Fill `room` px of height, and keep within them by a smaller size."""
        self._room = room
        self._draw()

    def _press(self, event: tk.Event[BigNumber]) -> None:
        for item in self.find_overlapping(event.x, event.y, event.x, event.y):
            for tag in self.gettags(item):
                if tag.startswith("at "):
                    self._on_pick(int(tag.removeprefix("at ")))

    def _draw(self) -> None:
        colours, width = self._theme.palette, max(1, self.winfo_width())
        signs = [[(index, digit.symbol, digit.sure) for index, digit in row] for row in self._rows]
        before, self._drawn = self._drawn, (signs, self._ticked, self._waiting, colours, width, self._room)
        if before == self._drawn:
            return
        self.delete("all")
        self.configure(background=colours.window)
        if not self._rows:
            words = self.create_text(self._theme.px(INSET), self._theme.px(LEAST_HEIGHT) / 2, text=self._waiting)
            self.itemconfigure(words, anchor="w", width=width, font=self._theme.title, fill=colours.quiet)
            self._heighten(self._room)
            return
        size, lines = self._layout(width)
        font, left_out = self._font(size), len(lines) > MOST_LINES
        lines = lines[:MOST_LINES]
        for number, line in enumerate(lines):
            self._draw_line(line, number * self._line_height(size), font, size)
        if left_out:
            top = len(lines) * self._line_height(size)
            self.create_text(self._theme.px(INSET), top, text="…", anchor="nw", font=font, fill=colours.quiet)
        height = (len(lines) + left_out) * self._line_height(size) + self._theme.px(BELOW)
        self._heighten(max(self._room, height))

    def _layout(self, width: int) -> tuple[int, list[Line]]:
        """Return the largest size at which the rows fit, and their lines at that size."""
        for size in SIZES:
            lines = [line for row in self._rows for line in self._wrapped(row, width - self._theme.px(INSET), size)]
            wrapped = len(lines) > len(self._rows)
            last = size == SIZES[-1]
            if last or (not wrapped and len(lines) * self._line_height(size) + self._theme.px(BELOW) <= self._room):
                return size, lines
        raise AssertionError("the smallest size always fits")

    def _wrapped(self, row: Line, room: float, size: int) -> list[Line]:
        lines: list[Line] = [[]]
        left = room
        for place, sign in row:
            left -= self._advance(size, sign.symbol)
            if left < 0 and lines[-1]:
                lines.append([])
                left = room - self._advance(size, sign.symbol)
            lines[-1].append((place, sign))
        return lines

    def _draw_line(self, line: Line, top: float, font: tkfont.Font, size: int) -> None:
        colours = self._theme.palette
        left = float(self._theme.px(INSET))
        for index, sign in line:
            self.create_text(
                left,
                top + self._line_height(size) / 2,
                text=sign.symbol,
                anchor="w",
                font=font,
                fill=colours.text if sign.sure else colours.unsure,
                tags=("digit", f"at {index}"),
            )
            left += self._advance(size, sign.symbol)
        if line[-1][0] in self._ticked and left + self._theme.px(TICK) < self.winfo_width():
            middle = top + self._line_height(size) / 2
            tick = self.create_text(left + self._theme.px(GAP_PX), middle, text="✓", anchor="w", tags=("tick",))
            self.itemconfigure(tick, font=self._theme.body, fill=colours.accent)

    def _advance(self, size: int, symbol: str) -> float:
        """Return px to the next sign: the same after all digits, less after a mark."""
        symbol = "0" if symbol.isdigit() else symbol
        if (size, symbol) not in self._advances:
            self._advances[size, symbol] = self._font(size).measure(symbol) + self._theme.px(size * GAP)
        return self._advances[size, symbol]

    def _line_height(self, size: int) -> int:
        if size not in self._heights:
            self._heights[size] = int(self._font(size).metrics("linespace"))
        return self._heights[size]

    def _font(self, size: int) -> tkfont.Font:
        if size not in self._fonts:
            self._fonts[size] = self._theme.number_font(size)
        return self._fonts[size]

    def _heighten(self, height: int) -> None:
        if int(float(self.cget("height"))) != height:
            self.configure(height=height)


def _written(reading: Reading) -> list[Line]:
    """Return the rows without what the user called nothing; each digit or mark with its place in the reading."""
    places = iter(range(len(reading.sequence)))
    rows = ([(place, sign) for sign, place in zip(row, places, strict=False) if sign.symbol] for row in reading.signs)
    return [row for row in rows if row]


def _last_of_sure(reading: Reading) -> frozenset[int]:
    """Return the places of the last signs of numbers that are sure, where there are several numbers."""
    ends = np.cumsum([len(row) for row in reading.signs])
    return frozenset(int(ends[row]) - 1 for row in sure_rows(reading) if len(reading.rows) > 1 and ends[row])
