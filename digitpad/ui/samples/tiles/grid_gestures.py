"""Pointer and keys on a grid: clicks, the rubber band, the wheel, arrow keys."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Protocol

from digitpad.records import Box
from digitpad.ui.samples.tiles.selection import SampleSelection
from digitpad.ui.samples.tiles.tile_layout import TileLayout
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import is_mac

WHEEL_STEP = 72  # px at scale 1, as are all sizes here
WHEEL_NOTCH = 120  # Windows' unit; a Mac counts smaller ones
BAND_STARTS = 5  # px that the pointer moves before a click becomes a rubber band
BAND_SCROLL_MS, BAND_SCROLL = 30, 0.4  # share of the way beyond the edge, so often
SHIFT, CONTROL, COMMAND = 0x1, 0x4, 0x8


class Grid(Protocol):
    """The grid that the gestures move."""

    canvas: tk.Canvas
    selection: SampleSelection
    layout: TileLayout

    @property
    def top(self) -> int: ...  # px that it is scrolled down
    @property
    def rows_in_sight(self) -> int: ...
    def selected(self) -> None: ...  # show a changed selection
    def scroll_by(self, px: int) -> None: ...
    def reveal(self, place: int) -> None: ...


class GridGestures:
    def __init__(self, grid: Grid, *, theme: Theme, on_menu: Callable[[int, int], None]) -> None:
        self._grid, self._canvas, self._theme, self._on_menu = grid, grid.canvas, theme, on_menu
        self._more = COMMAND if is_mac(grid.canvas) else CONTROL
        self._start: tuple[float, float] | None = None  # of the rubber band, px of the whole height
        self._pointer = (0, 0)  # px of the canvas
        self._base: frozenset[int] = frozenset()
        self._timer: str | None = None
        self._band: int | None = None
        self._bind()

    def _bind(self) -> None:
        canvas = self._canvas
        canvas.bind("<ButtonPress-1>", self._pressed)
        canvas.bind("<B1-Motion>", self._dragged)
        canvas.bind("<ButtonRelease-1>", lambda event: self._released())
        for sequence in ("<MouseWheel>", "<Button-4>", "<Button-5>"):
            canvas.bind(sequence, self._wheel)
        canvas.bind("<Button-2>" if is_mac(canvas) else "<Button-3>", self._menu_asked)
        canvas.bind("<FocusIn>", lambda event: self._enter(), add=True)
        canvas.bind("<space>", lambda event: self._toggle())
        for key, shift in ((key, shift) for key in KEYS for shift in (False, True)):
            sequence = f"<{'Shift-' * shift}Key-{key}>"
            canvas.bind(sequence, lambda event, key=key, shift=shift: self._key(key, shift))  # type: ignore[misc]

    def _pressed(self, event: tk.Event[tk.Misc]) -> None:
        self._canvas.focus_set()
        grid, selection = self._grid, self._grid.selection
        x, y = self._canvas.canvasx(event.x), self._canvas.canvasy(event.y)
        place, state = grid.layout.at(x, y), int(event.state)
        self._start, self._pointer = (x, y), (event.x, event.y)
        if place is None and not state & (SHIFT | self._more):
            selection.nothing()
        elif place is not None and state & SHIFT:
            selection.reach(place)
        elif place is not None and state & self._more:
            selection.toggle(place)
        elif place is not None:
            selection.only(place)
        self._base = selection.chosen if state & (SHIFT | self._more) else frozenset()
        grid.selected()

    def _dragged(self, event: tk.Event[tk.Misc]) -> None:
        if self._start is None:
            return
        moved = max(abs(event.x - self._pointer[0]), abs(event.y - self._pointer[1]))
        if self._band is None and moved < self._theme.px(BAND_STARTS):
            return
        self._pointer = (event.x, event.y)
        self._stretch()
        if self._timer is None:
            self._timer = self._canvas.after(BAND_SCROLL_MS, self._follow)

    def _stretch(self) -> None:
        """Select what lies under the band from where it began to the pointer."""
        if self._start is None:
            return
        canvas, colours = self._canvas, self._theme.palette
        (x0, y0), x1, y1 = self._start, canvas.canvasx(self._pointer[0]), canvas.canvasy(self._pointer[1])
        left, right, top, bottom = (round(v) for v in (min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)))
        if self._band is None:
            self._band = canvas.create_rectangle(0, 0, 0, 0, outline=colours.accent, dash=(3, 3), tags="band")
        canvas.coords(self._band, left, top, right, bottom)
        canvas.tag_raise(self._band)
        touched = self._grid.layout.touched(Box(left, top, right - left, bottom - top))
        before = self._grid.selection.chosen
        self._grid.selection.band(touched, self._base)
        if self._grid.selection.chosen != before:
            self._grid.selected()

    def _follow(self) -> None:
        """Scroll while the pointer is above or below the grid."""
        y, height = self._pointer[1], self._canvas.winfo_height()
        beyond = y if y < 0 else max(0, y - height)
        if beyond:
            self._grid.scroll_by(round(beyond * BAND_SCROLL))
            self._stretch()
        self._timer = self._canvas.after(BAND_SCROLL_MS, self._follow)

    def _released(self) -> None:
        self._start = None
        if self._timer is not None:
            self._canvas.after_cancel(self._timer)
            self._timer = None
        if self._band is not None:
            self._canvas.delete(self._band)
            self._band = None

    def _wheel(self, event: tk.Event[tk.Misc]) -> None:
        notches = {4: 1.0, 5: -1.0}.get(event.num if isinstance(event.num, int) else 0)
        if notches is None:
            notches = event.delta / WHEEL_NOTCH if abs(event.delta) >= WHEEL_NOTCH else event.delta / 10
        self._grid.scroll_by(round(-notches * self._theme.px(WHEEL_STEP)))

    def _menu_asked(self, event: tk.Event[tk.Misc]) -> None:
        """Open the menu for the selection, or for the tile under the pointer where that is not selected."""
        self._canvas.focus_set()
        grid = self._grid
        place = grid.layout.at(self._canvas.canvasx(event.x), self._canvas.canvasy(event.y))
        if place is not None and grid.selection.ids[place] not in grid.selection.chosen:
            grid.selection.only(place)
            grid.selected()
        self._on_menu(event.x_root, event.y_root)

    def _enter(self) -> None:
        """The keys have somewhere to begin."""
        selection = self._grid.selection
        if selection.cursor is None and selection.ids:
            first = self._grid.layout.seen(self._grid.top, self._grid.top + 1)
            selection.cursor = first.start

    def _toggle(self) -> None:
        selection = self._grid.selection
        if selection.cursor is not None:
            selection.toggle(selection.cursor)
            self._grid.selected()

    def _key(self, key: str, shift: bool) -> str:
        grid, selection = self._grid, self._grid.selection
        columns, count = grid.layout.columns, len(grid.selection.ids)
        by = {
            "Left": -1,
            "Right": 1,
            "Up": -columns,
            "Down": columns,
            "Prior": -columns * grid.rows_in_sight,
            "Next": columns * grid.rows_in_sight,
            "Home": -count,
            "End": count,
        }[key]
        if selection.cursor is not None and not 0 <= selection.cursor + by < count and abs(by) == columns > 1:
            by = 0  # there is no row above or below
        place = selection.step(by, reaching=shift)
        if place is not None:
            grid.reveal(place)
            grid.selected()
        return "break"


KEYS = ("Left", "Right", "Up", "Down", "Prior", "Next", "Home", "End")
