"""Arrows, marks in menus, boxes to tick and scroll bars grow with the scale and stand out, light and dark."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

import numpy as np
import pytest

from digitpad.settings import Settings
from tests.support.contrast import EDGE, contrast, pixels
from tests.support.hand import Hand
from tests.support.readers import Counting

LOOKS = pytest.mark.parametrize(("theme", "scale"), [("light", 1), ("light", 2), ("dark", 2)])
ARROW_PX, DOT_PX, BAR_PX = 9, 8, 12  # at scale 1
BESIDE = 6  # px by which the first letters of two words may differ


@pytest.fixture
def hand(opens, monkeypatch, theme: str, scale: int) -> Hand:
    monkeypatch.setenv("DIGITPAD_SCALE", str(scale))
    return opens((Counting,), Settings(theme=theme))


def extent(picture: np.ndarray) -> tuple[int, int]:
    """Width and height of what stands out from the picture's upper left-hand corner, px; (0, 0): nothing."""
    seen = contrast(picture, picture[0, 0]) >= EDGE
    columns, rows = np.flatnonzero(seen.any(0)), np.flatnonzero(seen.any(1))
    return (int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1) if len(columns) else (0, 0)


def right_end(widget: tk.Misc, width: int) -> np.ndarray:
    """The inside of a control near its right-hand edge, px."""
    inset = widget.winfo_height() // 5
    right, bottom = widget.winfo_width() - inset, widget.winfo_height() - inset
    return pixels(widget, (right - width, inset, right, bottom))


@LOOKS
def test_the_arrows_of_lists_and_menus_grow_with_the_scale(hand, scale):
    place = ttk.Frame(hand.root)
    place.place(x=10, y=10, relwidth=0.5, height=80 * scale)
    menu, box = ttk.Menubutton(place, text="Any"), ttk.Combobox(place, state="readonly")
    for control in (menu, box):
        control.pack(anchor="w")
    hand.rest(0.2)
    for control in (menu, box):
        width, _ = extent(right_end(control, 22 * scale))
        assert ARROW_PX * scale - 2 <= width <= (ARROW_PX + 3) * scale, control


@LOOKS
def test_the_mark_of_a_chosen_entry_grows_with_the_scale_and_all_words_begin_at_one_place(hand, scale):
    view = next(menu for menu in hand.menus if menu.type(0) == "radiobutton")
    kinds = [view.type(place) for place in range(view.index("end") + 1)]
    assert {"radiobutton", "command"} <= set(kinds)
    view.post(0, 0)
    hand.rest(0.3)
    entries = [place for place, kind in enumerate(kinds) if kind != "separator"]
    lines = {place: line_of(view, place) for place in entries if view.entrycget(place, "state") == "normal"}
    view.unpost()
    starts = [lines[place][:, : 20 * scale] for place in entries if kinds[place] == "radiobutton"]
    marked = [start for start in starts if extent(start)[0]]
    assert len(marked) == 1
    width, height = extent(marked[0])
    assert DOT_PX * scale - 2 <= width <= DOT_PX * scale + 2 and abs(width - height) <= 1
    begins = [first_ink(line[:, 22 * scale :]) for line in lines.values()]
    assert max(begins) - min(begins) <= BESIDE * scale, begins
    assert min(first_ink(line[:, ::-1]) for line in lines.values()) >= BESIDE * scale, "room right of the keys"


def line_of(menu: tk.Menu, place: int) -> np.ndarray:
    """An entry of a menu that is shown, without the edge of the menu, px."""
    top = menu.yposition(place)
    bottom = top + int(menu.tk.call("image", "height", menu.entrycget(place, "image")))
    inset = int(str(menu.cget("borderwidth")))
    return pixels(menu, (inset, top + 2, menu.winfo_width() - inset, bottom - 2))


def first_ink(picture: np.ndarray) -> int:
    return int(np.flatnonzero((contrast(picture, picture[0, 0]) >= EDGE).any(0))[0])


@LOOKS
def test_boxes_to_tick_and_scroll_bars_grow_with_the_scale(hand, scale):
    place = ttk.Frame(hand.root)
    place.place(x=10, y=10, relwidth=0.5, height=160 * scale)
    ticked = tk.BooleanVar(place, True)
    box, bar = ttk.Checkbutton(place, variable=ticked), ttk.Scrollbar(place)
    bar.set(0.2, 0.6)
    box.pack(anchor="w")
    bar.pack(anchor="w", fill="y", expand=True)
    hand.rest(0.2)
    assert extent(pixels(box)) == (20 * scale, 20 * scale)
    assert bar.winfo_width() == BAR_PX * scale
    middle = bar.winfo_height() * 2 // 5
    across = pixels(bar, (0, middle, BAR_PX * scale, middle + 1))
    assert 4 * scale <= extent(across)[0] <= 7 * scale, "the part that is moved"


@LOOKS
def test_a_menu_that_is_made_later_has_the_colours_of_the_look(hand):
    early = next(menu for menu in hand.menus if menu.type(0) == "radiobutton")
    hand.turn_to("Samples")
    hand.rest(0.3)
    later = hand.widgets("DropButton")[0].menu
    for option in ("background", "foreground", "activebackground", "borderwidth", "selectcolor"):
        assert str(later.cget(option)) == str(early.cget(option)), option


@LOOKS
def test_lists_and_fields_are_as_high_beside_a_button_at_every_scale(hand, scale):
    place = ttk.Frame(hand.root)
    button, box, entry = ttk.Button(place, text="Any"), ttk.Combobox(place), ttk.Entry(place)
    hand.rest(0.1)
    for field in (box, entry):
        assert 0 <= button.winfo_reqheight() - field.winfo_reqheight() <= 8 * scale
        assert field.winfo_reqheight() >= 28 * scale
