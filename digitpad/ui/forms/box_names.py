"""The names of boxes on the picture of a form: inside where there is room, else beside, clear of other boxes."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence

from digitpad.ui.widgets.surface import fitted
from digitpad.ui.widgets.theme import Theme

Place = tuple[float, float, float, float]  # left, top, right, bottom, px of the canvas
INSET, AWAY, AROUND = 6, 3, 2  # px at scale 1: from the edge inside; from the box outside; of the paper around words
LONGEST = 150  # px at scale 1 of a name beside its box
PAPER = "#ffffff"


class BoxNames:
    """Writes one name after the other; none covers a box or a name that was written before."""

    def __init__(self, canvas: tk.Canvas, theme: Theme, boxes: Sequence[Place], size: tuple[float, float]) -> None:
        """`size`: width and height of the picture, px of the canvas."""
        self._canvas, self._theme, self._size = canvas, theme, size
        self._taken = list(boxes)

    def write(self, box: Place, name: str, colour: str, *, inside: bool = True) -> None:
        """Write the name of a box; `inside`: there, where it fits."""
        px, font = self._theme.px, self._theme.small
        left, top, right, bottom = box
        wide, high = font.measure(name) + 2 * px(INSET), font.metrics("linespace")
        if inside and wide < right - left and high < bottom - top:
            self._say(left + px(INSET), (top + bottom) / 2, name, colour)
            return
        short = fitted(name, font, max(px(LONGEST), int(right - left)))
        wide = font.measure(short) + 2 * px(AROUND)
        places = self._beside(box, wide, high)
        within = [place for place in places if self._holds(place)]
        free = [place for place in within if not any(_cover(place, it) for it in self._taken)]
        self._write_on_paper((free or places)[0], short, colour)

    def _holds(self, place: Place) -> bool:
        left, top, right, bottom = place
        return left >= 0 and top >= 0 and right <= self._size[0] and bottom <= self._size[1]

    def _beside(self, box: Place, wide: float, high: float) -> list[Place]:
        """Return the places above a box, below, on its right and on its left, the best one first."""
        left, top, right, bottom = box
        away, middle = self._theme.px(AWAY), (top + bottom - high) / 2
        corners = (
            (left, top - away - high),
            (left, bottom + away),
            (right + away, middle),
            (left - away - wide, middle),
        )
        return [(x, y, x + wide, y + high) for x, y in corners]

    def _write_on_paper(self, place: Place, name: str, colour: str) -> None:
        self._taken.append(place)
        self._canvas.create_rectangle(*place, fill=PAPER, width=0)
        self._say(place[0] + self._theme.px(AROUND), (place[1] + place[3]) / 2, name, colour)

    def _say(self, x: float, y: float, name: str, colour: str) -> None:
        self._canvas.create_text(x, y, text=name, anchor="w", font=self._theme.small, fill=colour, tags="name")


def _cover(one: Place, other: Place) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
