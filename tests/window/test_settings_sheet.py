"""The Settings window: each preference acts at once, is written, and comes back at the next start."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from digitpad import settings as settings_file
from digitpad.settings import Settings
from tests.support.contrast import faint_edges, faint_words, hidden_focus
from tests.support.drawings import number
from tests.support.hand import Hand, below
from tests.support.readers import Counting

LABELS = (
    *("Pad on the right", "Read marks", "Learn from corrections at once", "Speak readings"),
    "Mirror the camera's picture",
)


def sheets(hand: Hand) -> list[Any]:
    return [one for one in below(hand.root) if type(one).__name__ == "SettingsSheet"]


def opened(hand: Hand) -> Any:
    hand.key("<Control-comma>")
    hand.wait_until(lambda: sheets(hand) and sheets(hand)[0].winfo_viewable(), "the settings")
    return sheets(hand)[0]


def switch(hand: Hand, label: str) -> Any:
    """The switch beside these words."""
    return hand.widgets("Switch")[LABELS.index(label)]


def flip(hand: Hand, label: str) -> None:
    before = switch(hand, label).on
    hand.type(switch(hand, label), "<space>")
    hand.wait_until(lambda: switch(hand, label).on is not before, f"{label} to change")


def written(folder: Path) -> Settings:
    settings, complaint = settings_file.load(folder)
    assert not complaint
    return settings


def pad_is_right(hand: Hand) -> bool:
    number = hand.widgets("BigNumber")[0]
    return bool(hand.pad.winfo_rootx() > number.winfo_rootx() + number.winfo_width())


def test_the_pad_changes_sides_at_once_and_stays_there(opens, tmp_path):
    hand = opens((Counting,))
    hand.wait_ready()
    hand.stroke([(60, 60), (60, 160)])
    hand.wait_for_number("0")
    assert not pad_is_right(hand)
    opened(hand)
    flip(hand, "Pad on the right")
    hand.wait_until(lambda: pad_is_right(hand), "the pad on the right")
    assert hand.number == "0" and written(tmp_path).left_handed
    hand.app.quit()
    again = opens((Counting,), written(tmp_path))
    again.wait_until(lambda: pad_is_right(again), "the pad on the right again")
    again.stroke([(60, 60), (60, 160)])
    again.wait_for_number("0")
    opened(again)
    flip(again, "Pad on the right")
    again.wait_until(lambda: not pad_is_right(again), "the pad on the left")
    assert not written(tmp_path).left_handed


@pytest.mark.parametrize("left_handed", [False, True])
def test_the_pad_has_more_room_than_the_reading_on_either_side(opens, left_handed):
    hand = opens((Counting,), Settings(theme="light", left_handed=left_handed))
    hand.wait_until(lambda: pad_is_right(hand) is left_handed, "the pad on its side")
    assert hand.pad.winfo_width() > hand.widgets("BigNumber")[0].winfo_width()
    left, right = hand.pad.winfo_x(), hand.pad.master.winfo_width() - hand.pad.winfo_x() - hand.pad.winfo_width()
    assert (right if left_handed else left) == 20  # px: the edge of the page


def test_marks_are_read_no_more_once_they_are_switched_off(opens, tmp_path):
    hand = opens()
    hand.wait_ready()
    hand.draw(number("3.5", left=60, top=100, height=120))
    hand.wait_for_number("3.5")
    opened(hand)
    flip(hand, "Read marks")
    hand.wait_for_number("35")
    assert not written(tmp_path).marks


def test_switches_act_and_are_written(opens, tmp_path):
    hand = opens((Counting,))
    hand.wait_ready()
    opened(hand)
    flip(hand, "Learn from corrections at once")
    assert not written(tmp_path).learns
    assert hand.status == "Corrections are stored only"
    flip(hand, "Mirror the camera's picture")
    assert written(tmp_path).mirrored
    for _ in range(2):
        flip(hand, "Learn from corrections at once")
    assert not written(tmp_path).learns


def test_the_words_of_a_switch_flip_it_too(opens, tmp_path):
    hand = opens((Counting,))
    sheet = opened(hand)
    words = next(one for one in below(sheet) if "text" in one.keys() and one.cget("text") == "Pad on the right")  # noqa: SIM118
    hand.click(words, 5, 5)
    hand.wait_until(lambda: switch(hand, "Pad on the right").on, "the switch")
    assert written(tmp_path).left_handed


def chip(hand: Hand, text: str) -> Any:
    return next(one for one in hand.widgets("LabelChip") if one.cget("text") == text)


def test_colours_are_chosen_and_what_is_chosen_elsewhere_is_shown(opens, tmp_path):
    hand = opens((Counting,), Settings(theme="light"))
    sheet = opened(hand)
    assert chip(hand, "Light").chosen
    hand.type(chip(hand, "Dark"), "<space>")
    hand.wait_until(lambda: chip(hand, "Dark").chosen and not chip(hand, "Light").chosen, "dark")
    assert written(tmp_path).theme == "dark"
    dark = sheet.cget("background")
    hand.key("<Control-t>")
    hand.focus(chip(hand, "Dark"))
    hand.wait_until(lambda: chip(hand, "Light").chosen, "light")
    assert sheet.cget("background") != dark


def test_it_opens_once_from_menu_or_keys_and_escape_closes_it(opens):
    hand = opens((Counting,))
    opened(hand)
    hand.choose("Settings…")
    hand.wait_until(lambda: len(sheets(hand)) == 1 and sheets(hand)[0].winfo_viewable(), "one window of settings")
    hand.type(switch(hand, "Read marks"), "<Escape>")
    assert not sheets(hand)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_settings_stand_out_and_show_the_focus(opens, theme):
    hand = opens((Counting,), Settings(theme=theme))
    sheet = opened(hand)
    hand.wait_until(lambda: len(hand.widgets("Switch")) == len(LABELS), "the switches")
    assert faint_words(sheet) == [] and faint_edges(sheet) == []
    assert hidden_focus(cast(Hand, SimpleNamespace(root=sheet, rest=hand.rest))) == []
