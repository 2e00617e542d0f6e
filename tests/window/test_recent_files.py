"""Open recent: the files that were opened or saved last, in the File menu and in the settings."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path

import pytest
from PIL import Image

from digitpad import settings as settings_file
from digitpad.settings import MOST_RECENT, Settings
from digitpad.ui.core.recent_files import CLEAR, EMPTY, NAME
from tests.support.hand import Hand
from tests.support.readers import Counting


def recent_menu(hand: Hand) -> tk.Menu:
    """The menu, filled as it is when the user opens it."""
    menus = [menu for menu in hand.menus if type(menu.master).__name__ == "MenuBar"]
    places = [(menu, at) for menu in menus for at in range((menu.index("end") or 0) + 1)]
    menu = next(
        menu.nametowidget(menu.entrycget(at, "menu"))
        for menu, at in places
        if menu.type(at) == "cascade" and menu.entrycget(at, "label") == NAME
    )
    hand.root.tk.eval(str(menu.cget("postcommand")))
    return menu


def entries(hand: Hand) -> list[str]:
    menu = recent_menu(hand)
    return [menu.entrycget(at, "label") for at in range((menu.index("end") or 0) + 1) if menu.type(at) == "command"]


def kept(folder: Path) -> list[str]:
    """Names of the files in the settings."""
    return [Path(path).name for path in settings_file.load(folder)[0].recent]


def picture(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (60, 40), "white").save(path)
    return path


def open_one(hand: Hand, path: Path) -> None:
    hand.app.open([path])
    hand.wait_until(lambda: entries(hand)[0].startswith(f"1  {path.name}"), f"{path.name} in the list")


def choose(hand: Hand, label: str) -> None:
    entries(hand)
    hand.choose(label)


def test_nothing_was_opened_yet(opens):
    hand = opens((Counting,))
    menu = recent_menu(hand)
    assert entries(hand) == [EMPTY] and str(menu.entrycget(0, "state")) == "disabled"


def test_the_newest_file_stands_first_and_opens_from_every_page(opens, tmp_path):
    hand = opens((Counting,))
    for name in ("one.png", "two.png", "one.png"):
        open_one(hand, picture(tmp_path / "pictures" / name))
    assert entries(hand) == ["1  one.png", "2  two.png", CLEAR] and kept(tmp_path) == ["one.png", "two.png"]
    hand.turn_to("Samples")
    choose(hand, "2  two.png")
    hand.wait_until(lambda: entries(hand)[0] == "1  two.png", "the chosen file in front")
    assert hand.widgets("PictureView") and kept(tmp_path) == ["two.png", "one.png"]


def test_a_saved_drawing_is_listed_and_comes_back_with_its_strokes(opens, tmp_path):
    hand = opens((Counting,))
    hand.stroke([(100, 100), (100, 300)])
    hand.wait_for_number("0")
    hand.answer_file_dialog(str(tmp_path / "pad.strokes"))
    hand.key("<Control-s>")
    assert entries(hand) == ["1  pad.strokes", CLEAR]
    hand.key("<Delete>")
    hand.wait_for_number("")
    choose(hand, "1  pad.strokes")
    hand.wait_for_number("0")


def test_only_the_last_few_are_listed_and_the_next_window_knows_them(opens, tmp_path):
    hand = opens((Counting,))
    for number in range(MOST_RECENT + 2):
        open_one(hand, picture(tmp_path / "pictures" / f"{number}.png"))
    assert len(entries(hand)) == MOST_RECENT + 1
    hand.app.quit()
    again = opens((Counting,), settings_file.load(tmp_path)[0])
    assert entries(again)[:2] == ["1  9.png", "2  8.png"] and len(entries(again)) == MOST_RECENT + 1


def test_a_file_that_is_gone_gives_a_sentence_and_leaves_the_list(opens, tmp_path):
    hand = opens((Counting,))
    for name in ("stays.png", "goes.png"):
        open_one(hand, picture(tmp_path / "pictures" / name))
    (tmp_path / "pictures" / "goes.png").unlink()
    choose(hand, "1  goes.png")
    hand.wait_until(lambda: hand.complaint, "a sentence")
    assert "goes.png" in hand.complaint and hand.complaint.count(".") == 2
    assert entries(hand) == ["1  stays.png", CLEAR] and kept(tmp_path) == ["stays.png"]


def test_a_file_that_cannot_be_read_is_not_listed(opens, tmp_path):
    hand = opens((Counting,))
    (tmp_path / "broken.png").write_bytes(b"no picture")
    hand.app.open([tmp_path / "broken.png"])
    hand.wait_until(lambda: hand.complaint, "a sentence")
    assert entries(hand) == [EMPTY]


def test_files_of_one_name_are_told_apart_by_their_folders(opens, tmp_path):
    hand = opens((Counting,))
    for folder in ("north", "south"):
        open_one(hand, picture(tmp_path / folder / "scan.png"))
    hand.wait_until(lambda: len(entries(hand)) == 3, "both files")
    first, second, _ = entries(hand)
    assert first.endswith("south") and second.endswith("north")


def test_the_list_can_be_cleared(opens, tmp_path):
    hand = opens((Counting,))
    open_one(hand, picture(tmp_path / "one.png"))
    choose(hand, CLEAR)
    assert entries(hand) == [EMPTY] and kept(tmp_path) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_figure_chooses_an_entry_and_the_letter_of_its_name_clears_the_list(opens, tmp_path, theme):
    hand = opens((Counting,), Settings(theme=theme, recent=(str(tmp_path / "one.png"),)))
    menu, file_menu = recent_menu(hand), recent_menu(hand).master
    assert [menu.entrycget(at, "label")[int(menu.entrycget(at, "underline"))] for at in (0, 2)] == ["1", "C"]
    assert str(menu.cget("background")) == str(file_menu.cget("background"))
    assert str(menu.cget("foreground")) == str(file_menu.cget("foreground"))
