"""Arrows, boxes to tick, scroll bars and progress bars for the scale of the screen.

The look that DigitPad borrows has them for scale 1 alone.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Any

from PIL import Image, ImageTk

from digitpad.ui.widgets.look.palette import Palette, colour
from digitpad.ui.widgets.look.shapes import Layer, Points, Shapes, Size

CHEVRON: Points = ((1.2, 3.2), (5, 7), (8.8, 3.2))  # px at scale 1, as are all sizes here, within ARROW x ARROW
TICK: Points = ((5.5, 10.5), (8.7, 13.7), (14.5, 7))  # within BOX x BOX
ARROW, LIST_ARROW, PEN = 10, 30, 1.5
BOX, BESIDE_BOX, CORNER = 20, 6, 4
BAR, THUMB, BAR_ARROW, LENGTH, PROGRESS = 12, 6, 13, 20, 5
ENDS: dict[str, Points] = {  # the arrows of scroll bars: within BAR x BAR_ARROW, or BAR_ARROW x BAR
    "uparrow": ((6, 4), (9.5, 9), (2.5, 9)),
    "downarrow": ((6, 9), (9.5, 4), (2.5, 4)),
    "leftarrow": ((4, 6), (9, 2.5), (9, 9.5)),
    "rightarrow": ((9, 6), (4, 2.5), (4, 9.5)),
}


class DrawnElements:
    """Holds on to the pictures, for Tk does not."""

    def __init__(self, root: tk.Misc, shapes: Shapes) -> None:
        self._root, self._shapes, self._style = root, shapes, ttk.Style(root)
        self._pictures: list[ImageTk.PhotoImage] = []
        self._dressed: set[str] = set()  # themes of Tk

    def dress(self, colours: Palette) -> None:
        """Give the theme in use these elements, once."""
        theme = self._style.theme_use()
        if theme not in self._dressed:
            self._dressed.add(theme)
            self._arrows(colours)
            self._boxes(colours)
            self._scroll_bar(colours, "Vertical", ("uparrow", "top"), ("downarrow", "bottom"))
            self._scroll_bar(colours, "Horizontal", ("leftarrow", "left"), ("rightarrow", "right"))
            self._progress_bar(colours)

    def _arrows(self, colours: Palette) -> None:
        """Draw what shows that a menu or a list opens below."""
        size = ARROW, ARROW
        mask = self._shapes.line(size, CHEVRON, PEN)
        plain, faint = (self._picture(size, (mask, ink)) for ink in (colours.quiet, colours.faint))
        for name, width, side in (("downarrow", ARROW, "e"), ("listarrow", LIST_ARROW, "")):
            self._element(name, plain, ("disabled", faint), width=self._shapes.px(width), sticky=side)
        label, arrow = _part("Menubutton.label", side="left", expand=1), _part("DigitPad.downarrow", side="right")
        self._style.layout("TMenubutton", [_part("Menubutton.button", _part("Menubutton.padding", label, arrow))])
        text = _part("Combobox.padding", _part("Combobox.textarea", sticky="nsew"), sticky="nsew")
        arrow = _part("DigitPad.listarrow", side="right", sticky="ns")
        self._style.layout("TCombobox", [_part("Combobox.field", arrow, text, sticky="nsew")])

    def _boxes(self, colours: Palette) -> None:
        rest, focus, unusable = (
            self._box(colours.surface, edge) for edge in (colours.edge, colours.text, colours.faint)
        )
        ticked, ticked_focus, ticked_unusable = (
            self._box(fill, edge, colours.on_accent)
            for fill, edge in (
                (colours.accent, colours.accent),
                (colours.accent, colours.text),
                (colours.faint, colours.faint),
            )
        )
        states = (
            ("disabled", "selected", ticked_unusable),
            ("disabled", unusable),
            ("focus", "selected", ticked_focus),
            ("selected", ticked),
            ("focus", focus),
        )
        self._element("box", rest, *states, width=self._shapes.px(BOX + BESIDE_BOX), sticky="w")
        label, box = _part("Checkbutton.label", side="right", expand=1), _part("DigitPad.box", side="left")
        self._style.layout("TCheckbutton", [_part("Checkbutton.button", _part("Checkbutton.padding", box, label))])

    def _box(self, fill: str, edge: str, tick: str = "") -> ImageTk.PhotoImage:
        """Draw a box to tick, with a tick of this colour in it."""
        size, inner = (BOX, BOX), BOX - 1
        outer = self._shapes.rounded(size, (0, 0, BOX, BOX), CORNER)
        inside = self._shapes.rounded(size, (1, 1, inner, inner), CORNER - 1)
        layers = [(outer, edge), (inside, fill)]
        if tick:
            layers.append((self._shapes.line(size, TICK, PEN), tick))
        return self._picture(size, *layers)

    def _scroll_bar(self, colours: Palette, way: str, *ends: tuple[str, str]) -> None:
        """`ends`: the arrow at each end, and its side."""
        upright, px = way == "Vertical", self._shapes.px
        name, along = f"{way}.Scrollbar", "ns" if upright else "ew"
        for part, width, ink in (("trough", BAR, colours.trough), ("thumb", THUMB, colours.quiet)):
            border = (0, px(width / 2)) if upright else (px(width / 2), 0)
            self._element(f"{name}.{part}", self._pill(width, ink, upright=upright), border=border, sticky=along)
        for end, _side in ends:
            size = (BAR, BAR_ARROW) if upright else (BAR_ARROW, BAR)
            self._element(f"{name}.{end}", self._picture(size, (self._shapes.filled(size, ENDS[end]), colours.quiet)))
        parts = [_part(f"DigitPad.{name}.{end}", side=side) for end, side in ends]
        thumb = _part(f"DigitPad.{name}.thumb", expand=1)
        self._style.layout(f"{way}.TScrollbar", [_part(f"DigitPad.{name}.trough", *parts, thumb, sticky=along)])

    def _pill(self, width: float, ink: str, *, upright: bool) -> ImageTk.PhotoImage:
        """Draw a bar with round ends, in the middle of a scroll bar."""
        start, end = (BAR - width) / 2, (BAR + width) / 2
        size = (BAR, LENGTH) if upright else (LENGTH, BAR)
        box = (start, 0, end, LENGTH) if upright else (0, start, LENGTH, end)
        return self._picture(size, (self._shapes.rounded(size, box, width / 2), ink))

    def _progress_bar(self, colours: Palette) -> None:
        for part, ink in (("trough", colours.trough), ("pbar", colours.accent)):
            bar = Image.new("RGB", (self._shapes.px(LENGTH), self._shapes.px(PROGRESS)), colour(ink))
            self._element(f"Progressbar.{part}", self._keep(bar), sticky="ew")
        inside = _part("DigitPad.Progressbar.pbar", side="left", sticky="ns")
        self._style.layout("Horizontal.TProgressbar", [_part("DigitPad.Progressbar.trough", inside, sticky="ew")])

    def _picture(self, size: Size, *layers: Layer) -> ImageTk.PhotoImage:
        return self._keep(self._shapes.painted(size, *layers))

    def _keep(self, picture: Image.Image) -> ImageTk.PhotoImage:
        self._pictures.append(ImageTk.PhotoImage(picture, master=self._root))
        return self._pictures[-1]

    def _element(self, name: str, picture: ImageTk.PhotoImage, *states: Any, **options: Any) -> None:
        """`states`: for each, the names of states and the picture that is shown in them."""
        self._style.element_create(f"DigitPad.{name}", "image", picture, *states, **options)


def _part(name: str, *inside: Any, **options: Any) -> Any:
    """Return a part of a control's layout, and what lies in it."""
    return name, {**options, **({"children": list(inside)} if inside else {})}
