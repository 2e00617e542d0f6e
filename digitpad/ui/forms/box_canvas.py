"""The picture of the empty form, on which boxes are drawn, moved and made larger, by pointer or keys."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import Literal, Protocol

from PIL import Image, ImageTk

from digitpad.forms.template import LEAST_SIDE, FormField
from digitpad.records import Box, Rgb
from digitpad.ui.forms.box_names import PAPER, BoxNames
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.display import fitting_factor, resized

CORNER = 9  # px at scale 1, as are all sizes here: so near a corner it is taken hold of
SHORT = 4  # a drag that is shorter is a click
ROOM = 12  # beside the picture
STEP = 2  # px of the picture that an arrow key moves by
ZOOMS = (1.0, 1.5, 2.0, 3.0)  # times as large as it fits
NEW_BOX = (0.2, 0.04)  # of the picture's width and height: a box that is added by keys
SELECTED, BOX = "#0a5bb5", "#1f6b3c"  # on paper, whatever the theme
ARROWS = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}


class BoxActions(Protocol):
    """Hears what the user does with boxes; places are those of the template's fields."""

    def add_box(self, box: Box) -> None: ...
    def change_box(self, place: int, box: Box) -> None: ...
    def remove_box(self, place: int) -> None: ...
    def select_box(self, place: int | None) -> None: ...
    def name_box(self) -> None: ...


class BoxCanvas(ttk.Frame):
    """Shows what it is given; changes go to `actions` and come back by `show`."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, actions: BoxActions) -> None:
        super().__init__(parent)
        self._theme, self._actions = theme, actions
        self._picture: Rgb | None = None
        self._fields: Sequence[FormField] = ()
        self._selected: int | None = None
        self._zoom = 0
        self._factor, self._shown = 1.0, (None, 0.0)  # type: tuple[float, tuple[object, float]]
        self._drag: _Drag | None = None
        self._make_canvas()
        self._bind_pointer()
        self._bind_keys()

    def show(self, picture: Rgb, fields: Sequence[FormField], selected: int | None) -> None:
        """Draw the picture (H, W, 3) and the fields' boxes, the selected one thicker."""
        if picture is not self._picture:
            self._picture, self._zoom = picture, 0
        self._fields, self._selected = fields, selected
        self._draw()

    def zoom(self, by: int) -> None:
        """Show it larger or smaller by steps."""
        self._zoom = min(max(self._zoom + by, 0), len(ZOOMS) - 1)
        self._draw()

    def add_in_middle(self) -> None:
        """Add a box in the middle of what is in sight."""
        if self._picture is None:
            return
        height, width = self._picture.shape[:2]
        canvas = self.canvas
        x, y = canvas.canvasx(canvas.winfo_width() // 2), canvas.canvasy(canvas.winfo_height() // 2)
        wide, high = max(LEAST_SIDE, round(NEW_BOX[0] * width)), max(LEAST_SIDE, round(NEW_BOX[1] * height))
        left, top = round(x / self._factor) - wide // 2, round(y / self._factor) - high // 2
        self._actions.add_box(_inside(Box(left, top, wide, high), width, height))

    def _make_canvas(self) -> None:
        self.canvas = tk.Canvas(self, highlightthickness=2, borderwidth=0, width=200, height=200, takefocus=True)
        across = ttk.Scrollbar(self, orient="horizontal", command=self.canvas.xview)
        down = ttk.Scrollbar(self, orient="vertical", command=self.canvas.yview)
        self.canvas.configure(xscrollcommand=across.set, yscrollcommand=down.set)
        self.canvas.grid(row=0, column=0, sticky="nsew")
        down.grid(row=0, column=1, sticky="ns")
        across.grid(row=1, column=0, sticky="ew")
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.canvas.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())

    def _bind_pointer(self) -> None:
        self.canvas.bind("<ButtonPress-1>", lambda event: self._press(event.x, event.y))
        self.canvas.bind("<B1-Motion>", lambda event: self._move(event.x, event.y))
        self.canvas.bind("<ButtonRelease-1>", lambda event: self._release())
        for sequence, by in (("<Button-4>", -1), ("<Button-5>", 1)):
            self.canvas.bind(sequence, lambda event, by=by: self._turn(by, event.state))  # type: ignore[misc]
        self.canvas.bind("<MouseWheel>", lambda event: self._turn(-1 if event.delta > 0 else 1, event.state))

    def _bind_keys(self) -> None:
        canvas = self.canvas
        for name, (right, down) in ARROWS.items():
            for shift, sizes in (("", False), ("Shift-", True)):
                canvas.bind(
                    f"<{shift}{name}>",
                    lambda event, by=(right, down), sizes=sizes: self._step(*by, sizes=sizes),  # type: ignore[misc]
                )
        for key, by in (("<Next>", 1), ("<Prior>", -1)):
            canvas.bind(key, lambda event, by=by: self._select_next(by))  # type: ignore[misc]
        for key in ("<Delete>", "<BackSpace>"):
            canvas.bind(key, lambda event: self._remove())
        canvas.bind("<Insert>", lambda event: self.add_in_middle())
        canvas.bind("<n>", lambda event: self.add_in_middle())
        canvas.bind("<Return>", lambda event: self._actions.name_box())
        for key, by in (("<plus>", 1), ("<KP_Add>", 1), ("<minus>", -1), ("<KP_Subtract>", -1)):
            canvas.bind(key, lambda event, by=by: self.zoom(by))  # type: ignore[misc]

    def _draw(self) -> None:
        canvas, colours = self.canvas, self._theme.palette
        canvas.configure(background=colours.trough, highlightbackground=colours.trough, highlightcolor=colours.accent)
        if self._picture is None or canvas.winfo_width() < 2:
            return
        height, width = self._picture.shape[:2]
        room = 2 * self._theme.px(ROOM)
        fitting = fitting_factor(width, height, canvas.winfo_width() - room, canvas.winfo_height() - room, most=1.5)
        self._factor = min(2.0, fitting * ZOOMS[self._zoom])
        if self._shown != (self._picture.ctypes.data, self._factor):
            self._shown = (self._picture.ctypes.data, self._factor)
            self._photo = ImageTk.PhotoImage(Image.fromarray(resized(self._picture, self._factor)))
        canvas.delete("all")
        canvas.create_image(0, 0, image=self._photo, anchor="nw")
        edge = self._theme.px(ROOM)
        right, bottom = round(width * self._factor), round(height * self._factor)
        left, top = min(-edge, (right - canvas.winfo_width()) // 2), min(-edge, (bottom - canvas.winfo_height()) // 2)
        canvas.configure(scrollregion=(left, top, max(right + edge, right - left), max(bottom + edge, bottom - top)))
        for place, field in enumerate(self._fields):
            self._draw_box(field.box, selected=place == self._selected)
        names = BoxNames(canvas, self._theme, [self._on_screen(field.box) for field in self._fields], (right, bottom))
        for place, field in enumerate(self._fields):
            selected = place == self._selected
            names.write(self._on_screen(field.box), field.name, SELECTED if selected else BOX, inside=not selected)

    def _draw_box(self, box: Box, *, selected: bool) -> None:
        px, colour = self._theme.px, SELECTED if selected else BOX
        left, top, right, bottom = self._on_screen(box)
        self.canvas.create_rectangle(left, top, right, bottom, outline=colour, width=px(3 if selected else 2))
        if not selected:
            return
        half = px(CORNER) // 2
        for x, y in ((x, y) for x in (left, right) for y in (top, bottom)):
            self.canvas.create_rectangle(x - half, y - half, x + half, y + half, fill=colour, outline=PAPER)

    def _on_screen(self, box: Box) -> tuple[float, float, float, float]:
        factor = self._factor
        return box.left * factor, box.top * factor, box.right * factor, box.bottom * factor

    def _press(self, x: int, y: int) -> None:
        self.canvas.focus_set()
        if self._picture is None:
            return
        at = self.canvas.canvasx(x), self.canvas.canvasy(y)
        corner = self._corner_at(*at)
        if self._selected is not None and corner is not None:
            self._drag = _Drag("size", at, corner)
            return
        place = self._box_at(*at)
        if place is None:
            self._drag = _Drag("draw", at, at)
        else:
            self._actions.select_box(place)
            box = self._fields[place].box
            self._drag = _Drag("move", at, (box.left * self._factor, box.top * self._factor))

    def _move(self, x: int, y: int) -> None:
        if self._drag is None or self._picture is None:
            return
        at = self.canvas.canvasx(x), self.canvas.canvasy(y)
        self._drag.far = self._drag.far or max(
            abs(at[0] - self._drag.start[0]), abs(at[1] - self._drag.start[1])
        ) >= self._theme.px(SHORT)
        if not self._drag.far:
            return
        if self._drag.kind == "move" and self._selected is not None:
            box = self._fields[self._selected].box
            left = (self._drag.anchor[0] + at[0] - self._drag.start[0]) / self._factor
            top = (self._drag.anchor[1] + at[1] - self._drag.start[1]) / self._factor
            self._change(Box(round(left), round(top), box.width, box.height))
        elif self._drag.kind == "size":
            self._change(self._between(self._drag.anchor, at))
        else:
            self._drag.end = at
            self.canvas.delete("drawn")
            self.canvas.create_rectangle(*self._drag.start, *at, outline=SELECTED, width=2, tags="drawn")

    def _release(self) -> None:
        drag, self._drag = self._drag, None
        self.canvas.delete("drawn")
        if drag is None or drag.kind != "draw":
            return
        box = self._between(drag.start, drag.end) if drag.far else None
        if box is None or min(box.width, box.height) < LEAST_SIDE:
            self._actions.select_box(None)
        else:
            self._actions.add_box(box)

    def _between(self, one: tuple[float, float], other: tuple[float, float]) -> Box:
        """Return the box between two places on the canvas, px of the picture, as far as it lies in that."""
        assert self._picture is not None
        height, width = self._picture.shape[:2]
        left, right = sorted(round(place[0] / self._factor) for place in (one, other))
        top, bottom = sorted(round(place[1] / self._factor) for place in (one, other))
        return Box(left, top, right - left, bottom - top).within(width, height)

    def _change(self, box: Box) -> None:
        assert self._picture is not None and self._selected is not None
        height, width = self._picture.shape[:2]
        least = Box(box.left, box.top, max(box.width, LEAST_SIDE), max(box.height, LEAST_SIDE))
        self._actions.change_box(self._selected, _inside(least, width, height))

    def _box_at(self, x: float, y: float) -> int | None:
        """Return the smallest box there."""
        spots = [(field.box, place) for place, field in enumerate(self._fields)]
        inside = [
            (box.width * box.height, place)
            for box, place in spots
            if box.left <= x / self._factor < box.right and box.top <= y / self._factor < box.bottom
        ]
        return min(inside)[1] if inside else None

    def _corner_at(self, x: float, y: float) -> tuple[float, float] | None:
        """Return the corner opposite to the selected box's corner at a place."""
        if self._selected is None:
            return None
        left, top, right, bottom = self._on_screen(self._fields[self._selected].box)
        near = self._theme.px(CORNER)
        for one, other in (((left, top), (right, bottom)), ((right, top), (left, bottom))):
            for corner, opposite in ((one, other), (other, one)):
                if abs(corner[0] - x) <= near and abs(corner[1] - y) <= near:
                    return opposite
        return None

    def _step(self, right: int, down: int, *, sizes: bool) -> str:
        if self._selected is not None:
            box, by = self._fields[self._selected].box, STEP
            if sizes:
                self._change(Box(box.left, box.top, box.width + right * by, box.height + down * by))
            else:
                self._change(box.moved(right * by, down * by))
        return "break"

    def _select_next(self, by: int) -> str:
        if self._fields:
            first = 0 if by > 0 else -1
            place = first if self._selected is None else self._selected + by
            self._actions.select_box(place % len(self._fields))
        return "break"

    def _remove(self) -> None:
        if self._selected is not None:
            self._actions.remove_box(self._selected)

    def _turn(self, by: int, state: int | str) -> str:
        held = int(state)
        if held & 4:  # Control
            self.zoom(-by)
        elif held & 1:  # Shift
            self.canvas.xview_scroll(by * 3, "units")
        else:
            self.canvas.yview_scroll(by * 3, "units")
        return "break"


class _Drag:
    """The pointer between press and release, px of the canvas."""

    def __init__(
        self, kind: Literal["draw", "move", "size"], start: tuple[float, float], anchor: tuple[float, float]
    ) -> None:
        self.kind, self.start, self.anchor = kind, start, anchor
        self.end, self.far = start, False


def _inside(box: Box, width: int, height: int) -> Box:
    """Return a box moved so far that it lies in a picture of that size, smaller where it must be."""
    wide, high = min(box.width, width), min(box.height, height)
    return Box(min(max(box.left, 0), width - wide), min(max(box.top, 0), height - high), wide, high)
