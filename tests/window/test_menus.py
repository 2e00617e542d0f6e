"""Menus: each shortcut that stands in one does what its entry does, and no two entries have the same."""

from __future__ import annotations

import tkinter as tk
from collections import Counter

import pytest

from digitpad.settings import Settings
from tests.support.contrast import contrast
from tests.support.hand import Hand
from tests.support.readers import Counting

PAGES = ("Draw", "Camera", "Samples", "Models")


def entries(hand: Hand) -> list[tuple[str, str, str]]:
    """Kind, label and shortcut of each entry of the menus in the bar."""
    menus = [menu for menu in hand.menus if type(menu.master).__name__ == "MenuBar"]
    places = [(menu, at) for menu in menus for at in range((menu.index("end") or -1) + 1)]
    kinds = [(menu, at, menu.type(at)) for menu, at in places if menu.type(at) != "separator"]
    return [(kind, menu.entrycget(at, "label"), shortcut(menu, at, kind)) for menu, at, kind in kinds]


def shortcut(menu: tk.Menu, at: int, kind: str) -> str:
    return "" if kind == "radiobutton" else str(menu.entrycget(at, "accelerator")).rstrip()


@pytest.mark.parametrize("page", PAGES)
def test_no_two_entries_have_the_same_shortcut_or_name(opens, page):
    hand = opens((Counting,))
    hand.turn_to(page)
    shortcuts = Counter(keys for _, _, keys in entries(hand) if keys)
    assert [keys for keys, count in shortcuts.items() if count > 1] == []
    labels = Counter(label for _, label, _ in entries(hand))
    assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_shortcut_of_the_menus_stands_in_the_list_of_f1(opens, page):
    hand = opens((Counting,))
    hand.turn_to(page)
    there = [(label.rstrip("…"), keys) for _, label, keys in entries(hand) if keys]
    assert len(there) >= 10
    hand.key("<F1>")
    hand.wait_until(lambda: hand.widgets("KeyHelp"), "the list")
    words = [str(label.cget("text")) for label in hand.widgets("Label")]
    for label, keys in there:
        assert label in words, label
        assert any(keys in (each, each.split(" or ")[0]) for each in words), keys


def test_letters_of_the_correct_menu_act_on_the_selected_digit(opens):
    hand = opens((Counting,))
    hand.stroke([(60, 60), (60, 160)])
    hand.stroke([(160, 60), (160, 160)])
    hand.wait_for_number("01")
    named = {label: keys for _, label, keys in entries(hand)}
    assert named["Not a digit"] == "X"
    assert named["Join the selected digits"] == "J" and named["Split the selected digit"] == "S"
    hand.click(hand.widgets("Card")[0])
    hand.type(hand.widgets("Card")[0], "x")
    hand.wait_for_number("1")


def test_keys_are_written_as_people_write_them(opens):
    hand = opens((Counting,))
    hand.turn_to("Camera")
    shortcuts = [keys for _, _, keys in entries(hand)]
    assert "Space" in shortcuts and "Enter" in shortcuts
    assert not {"space", "Return", "comma", "Escape", "Prior"} & set(shortcuts)
    hand.turn_to("Samples")
    assert "It is an 8" in [label for _, label, _ in entries(hand)]


@pytest.mark.parametrize("page", PAGES)
def test_what_is_on_is_marked_so_that_it_can_be_seen(opens, page):
    hand = opens((Counting,), Settings(theme="dark"))
    hand.turn_to(page)
    for _look in ("dark", "light"):
        hand.rest(0.2)
        for menu in (menu for menu in hand.menus if type(menu).__name__ != "MenuBar"):
            mark, ground = (menu.winfo_rgb(menu.cget(name)) for name in ("selectcolor", "background"))
            assert float(contrast(*([part >> 8 for part in each] for each in (mark, ground)))) >= 3
        hand.key("<Control-t>")
