"""A picture in the pad's place, fitted into it, with a box and a label on each digit that was read."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from PIL import Image, ImageTk

from digitpad.records import Rgb, Sign
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.display import fitting_factor, resized

MARGIN = 12  # px at scale 1, as are all sizes here
AROUND = 4  # between ink and box
TAG_SIDE = 22
NO_DIGIT = "–"  # on what the user called none


class PictureView(tk.Canvas):
    """`on_hover` gets the index of the digit under the pointer, or None; `on_pick` that of one that is clicked."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        on_hover: Callable[[int | None], None],
        on_pick: Callable[[int], None],
    ) -> None:
        super().__init__(parent, highlightthickness=0, borderwidth=0, width=200, height=200)
        self._theme, self._on_hover = theme, on_hover
        self._pixels: Rgb | None = None
        self._shown: ImageTk.PhotoImage | None = None
        self._signs: tuple[Sign, ...] = ()
        self._factor, self._left, self._top = 1.0, 0, 0
        self._highlighted: int | None = None
        self._selected: tuple[int, ...] = ()
        self._hovered: int | None = None
        self.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())
        self.bind("<ButtonPress-1>", lambda event: self._press(event.x, event.y, on_pick))
        self.bind("<Motion>", lambda event: self._hover(event.x, event.y))
        self.bind("<Leave>", lambda event: self._hover_over(None))

    def show(self, pixels: Rgb) -> None:
        if pixels is not self._pixels:
            self._pixels, self._signs, self._highlighted = pixels, (), None
            self._draw()

    def mark(self, signs: tuple[Sign, ...]) -> None:
        """Draw the boxes of these digits and marks, px of the picture."""
        self._signs, self._highlighted = signs, None
        self._draw_boxes()

    def light(self, index: int | None) -> None:
        """Show the box of this digit thicker, and no other."""
        if index != self._highlighted:
            self._highlighted = index
            self._draw_boxes()

    def select(self, places: tuple[int, ...]) -> None:
        """Show the boxes of these digits thicker and in the accent colour."""
        if places != self._selected:
            self._selected = places
            self._draw_boxes()

    def _draw(self) -> None:
        self.delete("all")
        colours, width, height = self._theme.palette, self.winfo_width(), self.winfo_height()
        self.configure(background=colours.surface)
        if self._pixels is None or width < 2:
            return
        rows, columns = self._pixels.shape[:2]
        room = 2 * self._theme.px(MARGIN)
        self._factor = fitting_factor(columns, rows, width - room, height - room)
        fitted = resized(self._pixels, self._factor)
        self._left, self._top = (width - fitted.shape[1]) // 2, (height - fitted.shape[0]) // 2
        self._shown = ImageTk.PhotoImage(Image.fromarray(fitted))
        self.create_image(self._left, self._top, image=self._shown, anchor="nw")
        self.create_rectangle(0, 0, width - 1, height - 1, outline=colours.edge)
        self._draw_boxes()

    def _draw_boxes(self) -> None:
        self.delete("mark")
        for index, sign in enumerate(self._signs):
            selected = index in self._selected
            self._draw_box(sign, thick=selected or index == self._highlighted, selected=selected)

    def _draw_box(self, sign: Sign, *, thick: bool, selected: bool) -> None:
        colours, px = self._theme.palette, self._theme.px
        certain = sign.sure or selected or sign.decided_by == "hand"
        colour = colours.accent if certain else colours.unsure
        left, top, right, bottom = self._on_screen(sign)
        self.create_rectangle(left, top, right, bottom, outline=colour, width=px(4 if thick else 2), tags="mark")
        side = px(TAG_SIDE)
        tag_top = max(0, top - side)
        edge = px(1)
        self.create_rectangle(left - edge, tag_top, left + side, tag_top + side, fill=colour, width=0, tags="mark")
        self.create_text(
            left + side // 2,
            tag_top + side // 2,
            text=sign.symbol or NO_DIGIT,
            font=self._theme.strong,
            fill=colours.window,
            tags=("mark", "label"),
        )

    def _on_screen(self, sign: Sign) -> tuple[int, int, int, int]:
        box, around = sign.box.scaled(self._factor), self._theme.px(AROUND)
        left, top = self._left + box.left - around, self._top + box.top - around
        right, bottom = self._left + box.right + around, self._top + box.bottom + around
        return max(1, left), max(1, top), min(self.winfo_width() - 2, right), min(self.winfo_height() - 2, bottom)

    def _hover(self, x: int, y: int) -> None:
        self._hover_over(self._digit_at(x, y))

    def _press(self, x: int, y: int, on_pick: Callable[[int], None]) -> None:
        index = self._digit_at(x, y)
        if index is not None:
            on_pick(index)

    def _digit_at(self, x: int, y: int) -> int | None:
        for index, sign in enumerate(self._signs):
            left, top, right, bottom = self._on_screen(sign)
            if left <= x <= right and top <= y <= bottom:
                return index
        return None

    def _hover_over(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.configure(cursor="hand2" if index is not None else "")
            self._on_hover(index)
