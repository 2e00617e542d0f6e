"""The boxes and labels over a picture: canvas items that are moved, not made anew, from frame to frame."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass

from digitpad.records import Digit
from digitpad.ui.widgets.canvas_items import Items
from digitpad.ui.widgets.theme import Theme

TAG_GAP, CORNER = 3, 4  # px at scale 1, as are all sizes here
LINE, LIT_LINE = 2.5, 4
Place = tuple[float, float, float, float]  # left, top, right, bottom on the canvas


@dataclass(frozen=True)
class TagSize:
    """The tag with a digit's label beside its box."""

    width: int
    height: int
    large: bool  # of its font


USUAL, SMALL = TagSize(27, 26, large=True), TagSize(17, 18, large=False)  # the latter where the usual ones would touch


class Marks:
    """`show` puts one mark on each place; `light` makes one thicker.

    Where even small tags would cover each other, those behind are left out until they are lit.
    """

    def __init__(self, canvas: tk.Canvas, *, theme: Theme) -> None:
        self._canvas, self._theme = canvas, theme
        self._marks: list[tuple[int, int, int]] = []  # box, tag, label of each
        self._items = Items(canvas)
        self._shown: tuple[tuple[Digit, Place], ...] = ()
        self._highlighted: int | None = None
        self._size = USUAL

    def show(self, digits: Sequence[Digit], places: Sequence[Place]) -> None:
        self._shown = tuple(zip(digits, places, strict=True))
        while len(self._marks) < len(self._shown):
            self._marks.append(self._new())
        tags = self._tag_places()
        for number, mark in enumerate(self._marks):
            if number < len(self._shown):
                self._put(mark, *self._shown[number], tags[number], highlighted=number == self._highlighted)
            else:
                for item in mark:
                    self._items.configure(item, state="hidden")

    def light(self, index: int | None) -> None:
        if index != self._highlighted:
            self._highlighted = index
            self.repaint()

    def repaint(self) -> None:
        self.show([digit for digit, _ in self._shown], [place for _, place in self._shown])

    def at(self, x: float, y: float) -> int | None:
        """The mark under a point of the canvas, its tag included."""
        above = self._theme.px(self._size.height + TAG_GAP)
        for number, (_, (left, top, right, bottom)) in enumerate(self._shown):
            if left <= x <= right and top - above <= y <= bottom:
                return number
        return None

    def _new(self) -> tuple[int, int, int]:
        canvas = self._canvas
        box = canvas.create_polygon(0, 0, 0, 0, smooth=True, fill="", tags="mark")
        tag = canvas.create_polygon(0, 0, 0, 0, smooth=True, width=0, tags="mark")
        return box, tag, canvas.create_text(0, 0, font=self._theme.tag, tags=("mark", "label"))

    def _put(
        self, mark: tuple[int, int, int], digit: Digit, place: Place, on_tag: Place | None, *, highlighted: bool
    ) -> None:
        items, colours, px = self._items, self._theme.palette, self._theme.px
        box, tag, label = mark
        colour = colours.accent if digit.sure else colours.unsure
        items.place(box, *_rounded(place, px(CORNER)))
        items.configure(box, outline=colour, width=px(LIT_LINE if highlighted else LINE), state="normal")
        if on_tag is None:
            for item in (tag, label):
                items.configure(item, state="hidden")
            return
        items.place(tag, *_rounded(on_tag, px(CORNER)))
        items.configure(tag, fill=colour, state="normal")
        items.place(label, (on_tag[0] + on_tag[2]) / 2, (on_tag[1] + on_tag[3]) / 2)
        font = self._theme.tag if self._size.large else self._theme.strong
        items.configure(label, text=digit.symbol, font=font, fill=colours.on_accent, state="normal")

    def _tag_places(self) -> list[Place | None]:
        """Return the place of each tag, as large as there is room for; None where it would cover another one."""
        for self._size in (USUAL, SMALL):
            places = [self._tag_place(place) for _, place in self._shown]
            if not any(map(_cover, places, places[1:])):
                return list(places)
        free: list[Place | None] = []
        for number, place in enumerate(places):
            lit = self._highlighted
            covered = any(other is not None and _cover(other, place) for other in free)
            covered = covered or (lit is not None and lit < len(places) and _cover(places[lit], place))
            free.append(None if covered and number != lit else place)
        return free

    def _tag_place(self, place: Place) -> Place:
        """Above its box; below where the canvas ends above, and at the canvas's edge where another box is below."""
        px, size = self._theme.px, self._size
        left, top, right, bottom = place
        left = left if size.large else (left + right - px(size.width)) / 2
        left = max(0.0, min(left, self._canvas.winfo_width() - px(size.width)))

        def beginning(tag_top: float) -> Place:
            return left, tag_top, left + px(size.width), tag_top + px(size.height)

        over = top - px(TAG_GAP) - px(size.height)
        if over >= 0:
            return beginning(over)
        below = beginning(min(bottom + px(TAG_GAP), self._canvas.winfo_height() - px(size.height)))
        return beginning(0) if any(_cover(below, other) for _, other in self._shown if other != place) else below


def _cover(one: Place, other: Place) -> bool:
    """Tell whether two tags touch."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _rounded(place: Place, radius: float) -> tuple[float, ...]:
    """The corners of a box for a smoothed polygon: points given twice make straight sides."""
    left, top, right, bottom = place
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    points = (
        *((left + r, top), (left + r, top), (right - r, top), (right - r, top), (right, top)),
        *((right, top + r), (right, top + r), (right, bottom - r), (right, bottom - r), (right, bottom)),
        *((right - r, bottom), (right - r, bottom), (left + r, bottom), (left + r, bottom), (left, bottom)),
        *((left, bottom - r), (left, bottom - r), (left, top + r), (left, top + r), (left, top)),
    )
    return tuple(value for point in points for value in point)
