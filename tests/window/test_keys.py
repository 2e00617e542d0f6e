"""Keys, menus and their tables, on every page of the real window."""

from __future__ import annotations

import tkinter as tk
from itertools import pairwise

import pytest

from digitpad.settings import Settings
from tests.support.hand import Hand, below
from tests.support.readers import Counting

PAGES = ("Draw", "Camera", "Samples", "Models")


def menu_letters(hand: Hand) -> list[str]:
    """The letter that opens each menu together with Alt."""
    bar = next(widget for widget in below(hand.root) if type(widget).__name__ == "MenuBar")
    places = range((bar.index("end") or 0) + 1)
    return [bar.entrycget(at, "label")[int(bar.entrycget(at, "underline"))].lower() for at in places]


def accelerators(hand: Hand) -> list[str]:
    """The keys that stand in the menus."""
    menus = [widget for widget in below(hand.root) if isinstance(widget, tk.Menu)]
    entries = [(menu, at) for menu in menus for at in range((menu.index("end") or -1) + 1)]
    return [menu.entrycget(at, "accelerator") for menu, at in entries if menu.type(at) in ("command", "checkbutton")]


def open_menus(hand: Hand) -> list[str]:
    """The first labels of the menus that are on screen, other than the bar."""
    names = all_below(hand.root, ".")
    shown = [name for name in names if hand.root.tk.call("winfo", "class", name) == "Menu" and name.count("#") > 1]
    return [name for name in shown if hand.root.tk.call("winfo", "ismapped", name)]


def close_menus(hand: Hand) -> None:
    for name in open_menus(hand):
        hand.root.tk.call("event", "generate", name, "<Escape>")
        hand.root.tk.call("event", "generate", name.rpartition(".")[0], "<Escape>")
        hand.root.update()
    assert not open_menus(hand)


def all_below(root: tk.Tk, name: str) -> list[str]:
    children = root.tk.splitlist(root.tk.call("winfo", "children", name))
    return [deeper for child in children for deeper in (child, *all_below(root, child))]


@pytest.mark.parametrize("page", PAGES)
def test_each_menu_has_a_letter_of_its_own_and_no_command_takes_it(opens, page):
    hand = opens((Counting,))
    hand.turn_to(page)
    letters = menu_letters(hand)
    assert len(set(letters)) == len(letters) >= 4
    assert not [keys for keys in accelerators(hand) if "Alt" in keys]
    for letter in letters:
        hand.key(f"<Alt-Key-{letter}>")  # a command that took it would end the key's way to the menu
        assert open_menus(hand), f"Alt+{letter} opens no menu"
        close_menus(hand)


@pytest.mark.parametrize("page", PAGES)
def test_lines_part_the_groups_of_a_menu_and_stand_at_no_end_of_it(opens, page):
    hand = opens((Counting,))
    hand.turn_to(page)
    menus = {str(menu): [menu.type(at) for at in range((menu.index("end") or 0) + 1)] for menu in bar_menus(hand)}
    assert sum("separator" in kinds for kinds in menus.values()) >= 3
    for kinds in menus.values():
        assert kinds[0] != "separator" != kinds[-1]
        assert ("separator", "separator") not in set(pairwise(kinds))


def test_undo_copy_and_clear_stand_in_the_order_that_people_know(opens):
    hand = opens((Counting,))
    labels = [
        [menu.entrycget(at, "label") for at in range((menu.index("end") or 0) + 1) if menu.type(at) != "separator"]
        for menu in bar_menus(hand)
    ]
    assert ["Open…", "Open recent", "Save the pad…", "Retrain…", "Form…", "Settings…", "Quit"] in labels
    edit = next(entries for entries in labels if entries[0] == "Undo")
    assert edit[:4] == ["Undo", "Redo", "Copy the number", "Paste a picture"]


def bar_menus(hand: Hand) -> list[tk.Menu]:
    """The menus that are in the bar now."""
    return [menu for menu in hand.menus if type(menu.master).__name__ == "MenuBar"]


def test_the_key_of_a_command_does_nothing_together_with_alt_or_control(opens):
    hand = opens((Counting,))
    hand.stroke([(50, 50), (50, 150)])
    hand.wait_for_number("0")
    for sequence in ("<Control-Key-d>", "<Alt-Key-e>", "<Control-Alt-Key-z>"):
        hand.key(sequence)
        close_menus(hand)
    assert not hand.pad.eraser and hand.number == "0"
    hand.key("<Key-e>")
    assert hand.pad.eraser


def test_shift_with_a_key_is_another_key_and_caps_lock_is_not(opens):
    hand = opens((Counting,), Settings(theme="light"))
    hand.wait_ready()
    hand.key("<Control-Shift-Key-R>")  # of the page with the models
    hand.rest(0.2)
    assert hand.widgets("RetrainDialog") == []
    hand.key("<Control-Lock-Key-r>")
    hand.wait_until(lambda: hand.widgets("RetrainDialog"), "the retraining sheet")


def test_control_a_selects_all_that_stands_in_a_field(opens):
    hand = opens((Counting,), Settings(theme="light"))
    hand.wait_ready()
    hand.stroke([(60, 60), (60, 160)])
    hand.wait_for_number("0")
    hand.key("<F2>")
    hand.wait_until(lambda: hand.widgets("Entry"), "the line to type in")
    (entry,) = hand.widgets("Entry")
    entry.selection_clear()
    hand.type(entry, "<Control-Key-a>", "<Key-7>")
    assert entry.get() == "7"
