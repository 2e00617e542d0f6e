"""Contrast by WCAG 2 of what stands on the screen: words, signs, edges of controls and focus rings, from its pixels."""

from __future__ import annotations

import os
import tkinter as tk
from collections.abc import Iterator
from tkinter import ttk
from typing import Any

import numpy as np
from PIL import ImageGrab

from tests.support.hand import Hand, below
from tests.support.reach import is_control, named

TEXT, EDGE = 4.5, 3.0
INSET = 4  # px within the edge of a control, where its words are
BESIDE, WITHIN = 4, 6  # px outside and inside of a control's left-hand edge
LEAST_RING = 20  # px that a focus ring changes
PAINTED, LEAST_PAINTED = 1.4, 12  # contrast that a sign has with its ground, also a faded one; px of the smallest sign
SETTLE_S = 0.1  # until the focus is painted
BUTTONS = ("TButton", "TMenubutton")
WORDED = (*BUTTONS, "TLabel", "TCheckbutton", "TRadiobutton", "Label")
BORDERLESS = ("Flat", "Toolbutton")  # styles of controls that words alone make known
Box = tuple[int, int, int, int]
CHINESE = "\u2e80"  # words from here on, for which a machine may have no font: it shows thin boxes


def luminance(rgb: Any) -> np.ndarray:
    share = np.asarray(rgb, float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: Any, other: Any) -> np.ndarray:
    first, second = luminance(one), luminance(other)
    return np.asarray((np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05))


def pixels(widget: Any, box: Box | None = None) -> np.ndarray:
    """(H, W, 3) of a widget on the screen, or of a box in it."""
    widget.update()
    left, top, right, bottom = box or (0, 0, widget.winfo_width(), widget.winfo_height())
    x, y = widget.winfo_rootx(), widget.winfo_rooty()
    grabbed = ImageGrab.grab(xdisplay=os.environ["DISPLAY"], bbox=(x + left, y + top, x + right, y + bottom))
    return np.asarray(grabbed.convert("RGB"))


def extremes(part: np.ndarray) -> float:
    """The contrast of the lightest and the darkest px."""
    light = luminance(part)
    return float((light.max() + 0.05) / (light.min() + 0.05))


def across(widget: Any) -> float:
    """The contrast of the left-hand edge with what lies beside it."""
    middle = widget.winfo_height() // 2
    row = pixels(widget, (-BESIDE, middle, WITHIN, middle + 1))[0]
    return float(contrast(row, row[0]).max())


def faint_words(part: tk.Misc) -> list[str]:
    """Each word or sign in this part of a window that is on screen, can be used, and is too pale, with its contrast."""
    found = []
    for widget, box, words in _words(part):
        least = TEXT if words else EDGE
        seen = extremes(pixels(widget, box))
        if seen < least and words < CHINESE:
            found.append(f"{named(widget)} {words!r}: {seen:.2f}")
    return found


def faint_edges(part: tk.Misc) -> list[str]:
    """Each control in this part of a window whose edge is too pale, with its contrast."""
    controls = [one for one in _shown(part) if one.winfo_class() in (*BUTTONS, "TEntry", "TCombobox") and _works(one)]
    edged = [one for one in controls if not any(style in str(one.cget("style")) for style in BORDERLESS)]
    return [f"{named(one)}: {seen:.2f}" for one in edged if (seen := across(one)) < EDGE]


def unpainted(hand: Hand) -> list[str]:
    """Each control in sight at whose place the screen shows another widget, or nothing but one colour."""
    found = []
    for control in (one for one in _shown(hand.root) if is_control(one)):
        middle = control.winfo_rootx() + control.winfo_width() // 2, control.winfo_rooty() + control.winfo_height() // 2
        if control.winfo_containing(*middle) is not control:
            found.append(f"{named(control)} is covered")
        elif (part := pixels(control))[(contrast(part, part[INSET, -INSET]) >= PAINTED)].shape[0] < LEAST_PAINTED:
            found.append(f"{named(control)} is blank")
    return found


def hidden_focus(hand: Hand) -> list[str]:
    """Each part of the window that the Tab key comes to without a ring that can be seen."""
    found, window = [], hand.root
    for widget in _tab_stops(window):
        window.focus_force()
        hand.rest(SETTLE_S)
        before = pixels(widget)
        widget.focus_force()
        hand.rest(SETTLE_S)
        if (contrast(before, pixels(widget)) >= EDGE).sum() < LEAST_RING:
            found.append(named(widget))
    return found


def _tab_stops(window: tk.Misc) -> list[Any]:
    """Return the widgets in the order of the Tab key."""
    stops: list[Any] = []
    widget = window.tk_focusNext()
    while widget is not None and widget is not window and widget not in stops:
        stops.append(widget)
        widget = widget.tk_focusNext()
    return stops


def _words(part: tk.Misc) -> Iterator[tuple[Any, Box, str]]:
    for widget in _shown(part):
        if isinstance(widget, tk.Canvas):
            yield from _canvas_words(widget)
        elif widget.winfo_class() in WORDED and _works(widget):
            words = str(widget.cget("text"))
            if words or str(widget.cget("image")):
                width, height = widget.winfo_width(), widget.winfo_height()
                inset = INSET if widget.winfo_class() in BUTTONS else 0
                yield widget, (inset, inset, width - inset, height - inset), words


def _canvas_words(canvas: tk.Canvas) -> Iterator[tuple[Any, Box, str]]:
    width, height = canvas.winfo_width(), canvas.winfo_height()
    scrolled = round(canvas.canvasx(0)), round(canvas.canvasy(0))
    for item in canvas.find_all():
        if canvas.type(item) != "text" or canvas.itemcget(item, "state") == "hidden":
            continue
        words, place = canvas.itemcget(item, "text"), canvas.bbox(item)
        if not words or not place:
            continue
        left, top, right, bottom = (side - scrolled[number % 2] for number, side in enumerate(place))
        if left >= 0 and top >= 0 and right <= width and bottom <= height:
            yield canvas, (left, top, right, bottom), words


def _shown(part: tk.Misc) -> list[Any]:
    """The widgets in it that are wholly within all that they lie in."""
    window = part.winfo_toplevel()
    return [one for one in below(part) if one.winfo_viewable() and one.winfo_toplevel() is window and _whole(one)]


def _whole(widget: Any) -> bool:
    top, bottom, around = widget.winfo_rooty(), widget.winfo_rooty() + widget.winfo_height(), widget.master
    while around is not None:
        if top < around.winfo_rooty() or bottom > around.winfo_rooty() + around.winfo_height():
            return False
        if around.winfo_toplevel() is around:
            return True
        around = around.master
    return True


def _works(widget: Any) -> bool:
    return not isinstance(widget, ttk.Widget) or bool(widget.instate(["!disabled"]))
