"""Controls that cannot be reached because the window is too small for them."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Any

from digitpad.ui.models.columns import source_words
from digitpad.ui.models.version_row import VersionRow
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.toolbar import Toolbar
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


def without_room(window: tk.Misc) -> list[str]:
    """Each label, control and head of a column in sight whose words are wider than its room, in words."""
    shown = [widget for widget in below(window) if widget.winfo_viewable() and not isinstance(widget, tk.Menu)]
    shown = [widget for widget in shown if widget.winfo_toplevel() is window.winfo_toplevel()]
    found = [f"{named(each)}: {why}" for each in shown if _has_words(each) and (why := _lack_of_width(each))]
    canvases = [each for each in shown if isinstance(each, tk.Canvas)]
    found += [f"{type(canvas).__name__}: {words!r}" for canvas in canvases for words in _beyond(canvas)]
    tables = [each for each in shown if isinstance(each, ttk.Treeview)]
    return found + [words for table in tables for words in _narrow_heads(table)]


def covered_words(window: tk.Misc) -> list[str]:
    """The names of the network's outputs on which their bar lies, in words."""
    views = [it for it in below(window) if type(it).__name__ == "OutputBars" and it.winfo_viewable()]
    pairs = [
        (view, *pair) for view in views for pair in zip(*map(view.find_withtag, ("output", "trough")), strict=True)
    ]
    covered = [(view, name) for view, name, bar in pairs if view.bbox(name)[2] > view.coords(bar)[0]]
    return [f"under its bar: {view.itemcget(name, 'text')!r}" for view, name in covered]


def wrapped_bars(window: tk.Misc) -> list[str]:
    """Return each row of buttons in sight that goes on in a second line, in words."""
    bars = [widget for widget in below(window) if isinstance(widget, Flow) and widget.winfo_viewable()]
    return [f"{named(bar)}: in several lines" for bar in bars if _is_wrapped(bar)]


def wrapped_heads(window: tk.Misc) -> list[str]:
    """Return each row of buttons over a number or over the saved ones that goes on in a second line, in words."""
    columns = [it for it in below(window) if type(it).__name__ in ("ReadingList", "ReadingView")]
    bars = [it for column in columns for it in column.winfo_children() if isinstance(it, Flow) and it.winfo_viewable()]
    return [f"{named(bar)}: in several lines" for bar in bars if _is_wrapped(bar)]


def tall_toolbars(window: tk.Misc) -> list[str]:
    """Return each toolbar in sight that fills more than two lines, in words."""
    bars = [widget for widget in below(window) if isinstance(widget, Toolbar) and widget.winfo_viewable()]
    lines = {bar: bar.winfo_height() / max(child.winfo_height() for child in bar.winfo_children()) for bar in bars}
    return [f"{named(bar)}: in more than two lines" for bar in bars if lines[bar] >= 3]


def _is_wrapped(bar: Flow) -> bool:
    children = [child for child in bar.winfo_children() if child.winfo_ismapped()]
    lowest_top = max((child.winfo_y() for child in children), default=0)
    return any(child.winfo_y() + child.winfo_height() <= lowest_top for child in children)


def shortened_days(window: tk.Misc) -> list[str]:
    """Return the words of the models' list that are cut off, other than names and sources, which may be long."""
    rows = [widget for widget in below(window) if isinstance(widget, VersionRow) and widget.winfo_viewable()]
    short = [(row, words) for row in rows for words in _words_of(row) if words.endswith("…")]
    whole = {row: (row.version.name, source_words(row.version)) for row in rows}
    return [words for row, words in short if not any(long.startswith(words[:-1]) for long in whole[row])]


def _words_of(canvas: tk.Canvas) -> list[str]:
    return [str(canvas.itemcget(item, "text")) for item in canvas.find_withtag("words")]


def _has_words(widget: Any) -> bool:
    if isinstance(widget, tk.Label | ttk.Label):
        return bool(str(widget.cget("text")))
    return widget.winfo_class() in CONTROLS


def _lack_of_width(widget: Any) -> str:
    if widget.winfo_width() < widget.winfo_reqwidth() - 1:
        return f"{widget.winfo_width()} px of {widget.winfo_reqwidth()} px wide"
    left, right = widget.winfo_rootx(), widget.winfo_rootx() + widget.winfo_width()
    around = widget.master
    while around is not None:
        x = around.winfo_rootx()
        if left < x or right > x + around.winfo_width():
            return f"cut off at the side by {named(around)}"
        around = None if around is widget.winfo_toplevel() else around.master
    return ""


def _narrow_heads(table: ttk.Treeview) -> list[str]:
    style = ttk.Style(table)
    font = style.lookup("Treeview.Heading", "font") or "TkHeadingFont"
    heads = {str(table.heading(name, "text")): int(table.column(name, "width")) for name in table["columns"]}
    needs = {words: int(table.tk.call("font", "measure", font, words)) for words in heads}
    return [f"head {words!r}: {wide} px of {needs[words]} px" for words, wide in heads.items() if needs[words] > wide]
