"""The marks of chosen entries in menus that Tk draws itself: its own are a few px at every scale."""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont

from PIL import Image, ImageTk

from digitpad.ui.widgets.look.palette import Palette
from digitpad.ui.widgets.look.shapes import Shapes

WIDTH, BESIDE, DOT, PEN = 22, 6, 8, 1.8  # px at scale 1: of a mark with the room right of it, that room; of what it is
EDGE = 4  # px at scale 1, around all entries
TK_INSET = 2  # px that Tk puts, besides the edge, before the picture of an entry that can have a mark
LINE_HEIGHT = 1.5  # of an entry, in heights of its words
TICK = ((2.5, 0.5), (6, 4), (13, -4))  # px at scale 1, from the left and from the middle of the line
NAMES = ("air", "indent", "unmarked", "dot", "tick")
AIR, INDENT, UNMARKED, DOT_MARK, TICK_MARK = (f"digitpad_menu_{name}" for name in NAMES)
MARKS = {"radiobutton": DOT_MARK, "checkbutton": TICK_MARK}


class MenuMarks:
    """Pictures that menus know by their names, as high as a line; holds on to them, for Tk does not.

    AIR is for menus without marks; INDENT for the other entries of those with marks.
    """

    def __init__(self, root: tk.Misc, shapes: Shapes) -> None:
        self._root, self._shapes = root, shapes
        self._pictures: dict[str, ImageTk.PhotoImage] = {}

    def dress(self, colours: Palette) -> None:
        """Give the marks the colour of words."""
        shapes = self._shapes
        height = LINE_HEIGHT * tkfont.nametofont("TkMenuFont", self._root).metrics("linespace") / shapes.scale
        size, middle = (WIDTH, height), height / 2
        left = (WIDTH - BESIDE - DOT) / 2
        dot = shapes.rounded(size, (left, middle - DOT / 2, left + DOT, middle + DOT / 2), DOT / 2)
        tick = shapes.line(size, [(x, y + middle) for x, y in TICK], PEN)
        self._keep(AIR, shapes.painted((0, height)))
        self._keep(UNMARKED, shapes.painted(size))
        self._keep(INDENT, shapes.painted((WIDTH + EDGE + TK_INSET / shapes.scale, height)))
        self._keep(DOT_MARK, shapes.painted(size, (dot, colours.text)))
        self._keep(TICK_MARK, shapes.painted(size, (tick, colours.text)))

    def _keep(self, name: str, picture: Image.Image) -> None:
        if name in self._pictures:
            self._pictures[name].paste(picture)
        else:
            self._pictures[name] = ImageTk.PhotoImage(picture, name=name, master=self._root)
