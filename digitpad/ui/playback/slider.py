"""A line with a knob that is dragged along it, or moved with the arrow keys."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from digitpad.languages import _
from digitpad.ui.widgets.canvas_items import Items
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name

HEIGHT, KNOB, LINE, RING = 28, 14, 4, 2  # px at scale 1
LEAST_WIDTH = 60
SMALL, LARGE = 1, 10  # steps of the arrow keys, and of Page Up and Page Down


class Slider(tk.Canvas):
    """Whole numbers from 0 to `last`; `on_move` gets each one that the user goes to."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, icons: Icons, on_move: Callable[[int], None]) -> None:
        super().__init__(parent, borderwidth=0, takefocus=True, cursor="hand2", highlightthickness=theme.px(RING))
        self.configure(width=theme.px(LEAST_WIDTH), height=theme.px(HEIGHT) - 2 * theme.px(RING))
        self._theme, self._icons, self._on_move = theme, icons, on_move
        self._value, self._last, self._step = 0, 1, 1
        self._dragging = False
        self._items = Items(self)
        self._line = self.create_line(0, 0, 0, 0, capstyle="round", width=theme.px(LINE))
        self._passed = self.create_line(0, 0, 0, 0, capstyle="round", width=theme.px(LINE))
        self._knob = self.create_image(0, 0)
        give_name(self, _("Place in the video"), "Scale")
        self._listen()
        self._repaint()

    @property
    def value(self) -> int:
        return self._value

    def show(self, value: int, last: int, step: int = 1) -> None:
        """Show where it is now, unless the user is moving it; `step`: how far one press of an arrow key goes."""
        self._last, self._step = max(1, last), max(1, step)
        if not self._dragging:
            self._put(value)

    def _listen(self) -> None:
        self.bind("<ButtonPress-1>", self._press)
        self.bind("<B1-Motion>", lambda event: self._go(self._value_at(event.x)))
        self.bind("<ButtonRelease-1>", lambda event: self._let_go())
        self.bind("<Configure>", lambda event: self._put(self._value))
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        moves = {"Left": -SMALL, "Down": -SMALL, "Right": SMALL, "Up": SMALL, "Prior": -LARGE, "Next": LARGE}
        for key, by in moves.items():
            self.bind(f"<{key}>", lambda event, by=by: self._go(self._value + by * self._step))  # type: ignore[misc]
        self.bind("<Home>", lambda event: self._go(0))
        self.bind("<End>", lambda event: self._go(self._last))

    def _press(self, event: tk.Event[tk.Misc]) -> None:
        self.focus_set()
        self._dragging = True
        self._go(self._value_at(event.x))

    def _let_go(self) -> None:
        self._dragging = False

    def _go(self, value: int) -> str:
        value = max(0, min(value, self._last))
        if value != self._value:
            self._put(value)
            self._on_move(value)
        return "break"

    @property
    def _ends(self) -> tuple[float, float]:
        """The places of the knob at both ends, px."""
        inset = self._theme.px(KNOB) / 2 + self._theme.px(RING)
        return inset, max(inset + 1, self.winfo_width() - inset)

    def _value_at(self, x: int) -> int:
        start, end = self._ends
        return round((x - start) / (end - start) * self._last)

    def _put(self, value: int) -> None:
        self._value = value
        (start, end), middle = self._ends, self._theme.px(HEIGHT) / 2
        x = start + (end - start) * min(1.0, value / self._last)
        self._items.place(self._line, start, middle, end, middle)
        self._items.place(self._passed, start, middle, x, middle)
        self._items.place(self._knob, round(x), round(middle))

    def _repaint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.window, highlightbackground=colours.window, highlightcolor=colours.text)
        self._items.configure(self._line, fill=colours.edge)
        self._items.configure(self._passed, fill=colours.accent)
        self._items.configure(self._knob, image=str(self._icons.dot(KNOB, KNOB, colours.accent)))
