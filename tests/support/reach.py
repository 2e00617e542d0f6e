"""Controls that cannot be reached because the window is too small for them."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Any

from tests.support.hand import Hand, below

CONTROLS = ("TButton", "TMenubutton", "TCheckbutton", "TRadiobutton", "Toolbutton")
OWN_CONTROLS = ("Tab", "PenChoice", "LabelChip", "Card")  # of DigitPad's own making


def out_of_reach(hand: Hand) -> list[str]:
    """Each control that is meant to be there and is not on screen, or is cut off, in words."""
    return [f"{named(widget)}: {why}" for widget in below(hand.root) if is_control(widget) and (why := _lack(widget))]


def control_count(hand: Hand) -> int:
    return sum(is_control(widget) and bool(widget.winfo_viewable()) for widget in below(hand.root))


def is_control(widget: Any) -> bool:
    if isinstance(widget, tk.Menu) or widget.winfo_toplevel() is not widget._root():
        return False
    return (widget.winfo_class() in CONTROLS or type(widget).__name__ in OWN_CONTROLS) and _wanted(widget)


def _wanted(widget: Any) -> bool:
    """It and all that it lies in are given a place by their parents."""
    return widget is widget._root() or (bool(widget.winfo_manager()) and _wanted(widget.master))


def _lack(widget: Any) -> str:
    if not widget.winfo_viewable():
        return "not on screen"
    if widget.winfo_class() in CONTROLS and widget.winfo_width() < widget.winfo_reqwidth() - 1:
        return f"{widget.winfo_width()} px of {widget.winfo_reqwidth()} px wide"
    left, top = widget.winfo_rootx(), widget.winfo_rooty()
    right, bottom = left + widget.winfo_width(), top + widget.winfo_height()
    around, scrolls = widget.master, False
    while around is not None:
        scrolls = scrolls or type(around.master).__name__ == "Scroller"  # its canvas, which cuts off and is scrolled
        x, y = around.winfo_rootx(), around.winfo_rooty()
        if left < x or right > x + around.winfo_width():
            return f"cut off at the side by {named(around)}"
        if not scrolls and (top < y or bottom > y + around.winfo_height()):
            return f"cut off above or below by {named(around)}"
        around = around.master
    return ""


def named(widget: Any) -> str:
    try:
        words = str(widget.cget("text"))
    except tk.TclError:
        words = ""
    return f"{type(widget).__name__} {words or getattr(widget, 'name', '')!r}"


def clipped_words(hand: Hand) -> list[str]:
    """The labels in sight that are narrower than their words, and the words that go beyond the canvas they stand on."""
    shown = [widget for widget in below(hand.root) if widget.winfo_viewable()]
    labels = [each for each in shown if isinstance(each, (tk.Label, ttk.Label)) and str(each.cget("text"))]
    narrow = [str(each.cget("text")) for each in labels if each.winfo_width() < each.winfo_reqwidth()]
    canvases = [each for each in shown if isinstance(each, tk.Canvas)]
    return narrow + [words for canvas in canvases for words in _beyond(canvas)]


def _beyond(canvas: tk.Canvas) -> list[str]:
    texts = [each for each in canvas.find_all() if canvas.type(each) == "text" and canvas.bbox(each)]
    seen = [each for each in texts if canvas.itemcget(each, "state") != "hidden"]
    reach = [(canvas.itemcget(each, "text"), canvas.bbox(each)) for each in seen]
    return [words for words, (left, _, right, _) in reach if left < -1 or right > canvas.winfo_width() + 1]
