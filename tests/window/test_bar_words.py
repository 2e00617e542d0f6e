"""The bars below pad and picture: words beside the signs where there is room, and nothing that moves."""

from __future__ import annotations

import pytest
from PIL import Image

from digitpad.settings import Settings
from tests.support.hand import Hand, below
from tests.support.readers import Counting

SIZES = {"narrow": (640, 480), "middle": (1080, 700), "wide": (1390, 900)}  # px at scale 1


def opened(opens, size: str, theme: str = "light") -> Hand:
    width, height = SIZES[size]
    hand = opens((Counting,), Settings(theme=theme, window_width=width, window_height=height))
    hand.wait_until(lambda: hand.root.winfo_width() >= width, "the size")
    return hand


def buttons(hand: Hand, bar: str = "PadBar") -> list:
    return [widget for widget in below(hand.widgets(bar)[0]) if type(widget).__name__ == "SignButton"]


def words(hand: Hand, bar: str = "PadBar") -> set[str]:
    return {str(button.cget("text")) for button in buttons(hand, bar)} - {""}


def places(hand: Hand) -> list[tuple[int, int, int]]:
    return [(button.winfo_x(), button.winfo_y(), button.winfo_width()) for button in buttons(hand)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_where_there_is_room(opens, theme):
    hand = opened(opens, "wide", theme)
    hand.wait_until(lambda: {"Open", "Save"} <= words(hand), "words on the buttons")
    assert {"Eraser", "Clear"} <= words(hand)
    bar = hand.widgets("PadBar")[0]
    assert bar.winfo_height() == max(button.winfo_height() for button in buttons(hand)), "one line"


def test_signs_stand_alone_where_it_is_narrow(opens):
    assert words(opened(opens, "narrow")) == {"Eraser", "Clear"}


def test_words_come_and_go_with_the_width(opens):
    hand = opened(opens, "wide")
    hand.wait_until(lambda: "Open" in words(hand), "words")
    hand.root.geometry("660x900")
    hand.wait_until(lambda: "Open" not in words(hand), "signs alone")
    hand.root.geometry("1390x900")
    hand.wait_until(lambda: "Open" in words(hand), "words again")


@pytest.mark.parametrize("size", list(SIZES))
def test_nothing_moves_while_digits_come_and_go(opens, size):
    hand = opened(opens, size)
    hand.wait_until(lambda: all(place[2] > 1 for place in places(hand)), "the buttons")
    before, said = places(hand), words(hand)
    hand.stroke([(60, 60), (60, 140)])
    hand.wait_for_number("0")
    hand.key("e")
    assert (places(hand), words(hand)) == (before, said)
    hand.key("<Control-t>")
    hand.wait_until(lambda: (places(hand), words(hand)) == (before, said), "the same places in the other theme")


@pytest.mark.parametrize("name", ["p.png", "a picture with a rather long name that says a lot.png"])
def test_the_picture_bar_says_open_whatever_the_picture_is_called(opens, tmp_path, name):
    hand = opened(opens, "middle")
    Image.new("RGB", (60, 40), "white").save(tmp_path / name)
    hand.app.open([tmp_path / name])
    hand.wait_until(lambda: hand.widgets("PictureBar") and "Open" in words(hand, "PictureBar"), "the word")


def test_in_the_widest_window_every_button_has_its_word(opens):
    hand = opened(opens, "wide")
    hand.root.geometry("2200x900")
    hand.wait_until(lambda: words(hand) == {"Undo", "Redo", "Eraser", "Clear", "Open", "Save"}, "all words")
