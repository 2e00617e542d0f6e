"""Everything by keys and by ear: one stop for the tabs, F6 between the parts, names of controls, spoken numbers."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from digitpad import settings as settings_file
from digitpad.records import Sample
from digitpad.settings import Settings
from digitpad.ui.core.desktop.voice import Voice, spoken
from digitpad.ui.widgets.windowing import name_of
from tests.support.camera_user import Onlooker, video
from tests.support.hand import Hand, below
from tests.support.readers import Counting
from tests.support.samples_user import stored, written_digit
from tests.window.test_films import grey

PAGES = ("Draw", "Camera", "Samples", "Models")
F6, SHIFT_F6 = "<F6>", "<Shift-F6>"


def focused(hand: Hand) -> Any:
    hand.root.update()
    name = str(hand.root.tk.call("focus"))
    return hand.root.nametowidget(name) if name else None


def stops(hand: Hand) -> list[Any]:
    """Every control at which Tab stops, on the page that is shown."""
    call, boolean = hand.root.tk.call, hand.root.tk.getboolean
    shown = [each for each in below(hand.root) if each.winfo_viewable()]
    return [each for each in shown if each.winfo_class() != "Menu" and boolean(call("tk::FocusOK", str(each)))]


def test_tab_stops_once_at_the_tabs_and_the_arrows_go_through_them(opens):
    hand = opens((Counting,))
    tabs = hand.widgets("Tab")
    assert [tab.name for tab in stops(hand) if type(tab).__name__ == "Tab"] == ["Draw"]
    hand.type(tabs[0], "<Right>")
    assert focused(hand).name == "Camera" and hand.widgets("CameraPage")
    assert [tab.name for tab in stops(hand) if type(tab).__name__ == "Tab"] == ["Camera"]


@pytest.mark.parametrize("page", PAGES)
def test_f6_goes_round_all_parts_of_the_window_and_back(opens, page, tmp_path):
    assert stored(tmp_path, [Sample(written_digit(label, label), label, "pad") for label in range(3)])
    hand = opens((Counting,))
    hand.turn_to(page)
    hand.rest(0.3)
    hand.focus(next(tab for tab in hand.widgets("Tab") if tab.name == page))
    places = [str(focused(hand))]
    for _ in range(20):
        focused(hand).event_generate(F6)
        places.append(str(focused(hand)))
    parts = places[: places.index(places[0], 1)]
    assert len(parts) >= 2 and len(set(parts)) == len(parts), "round all parts"
    hand.focus(next(tab for tab in hand.widgets("Tab") if tab.name == page))
    focused(hand).event_generate(SHIFT_F6)
    assert str(focused(hand)) == parts[-1]


def test_f6_comes_back_to_the_control_that_was_left(opens):
    hand = opens((Counting,))
    bar = [button for button in below(hand.widgets("PadBar")[0]) if type(button).__name__ == "SignButton"]
    usable = [button for button in bar if "disabled" not in button.state()]
    hand.focus(usable[-1])
    usable[-1].event_generate(SHIFT_F6)
    assert focused(hand) is not usable[-1]
    focused(hand).event_generate(F6)
    assert focused(hand) is usable[-1]


def test_the_arrows_go_from_button_to_button_in_a_bar(opens):
    hand = opens((Counting,))
    bar = [button for button in below(hand.widgets("PadBar")[0]) if type(button).__name__ == "SignButton"]
    usable = [button for button in bar if "disabled" not in button.state()]
    hand.type(usable[0], "<Right>")
    assert focused(hand) is not usable[0] and focused(hand) in usable
    hand.type(focused(hand), "<Left>")
    assert focused(hand) is usable[0]


@pytest.mark.parametrize("page", PAGES)
def test_every_control_has_a_name(opens, page, tmp_path):
    assert stored(tmp_path, [Sample(written_digit(label, label), label, "pad") for label in range(3)])
    hand = opens((Counting,))
    hand.stroke([(60, 60), (60, 160)])
    hand.wait_for_number("0")
    hand.turn_to(page)
    hand.rest(0.4)
    assert len(stops(hand)) >= 3
    assert [str(each) for each in stops(hand) if not name_of(each).strip()] == []


@pytest.mark.parametrize("source", ["film.avi", "pictures"])
def test_every_control_of_a_running_source_has_a_name(opens, tmp_path, source):
    (tmp_path / "pictures").mkdir()
    for number in range(3):
        Image.fromarray(grey(number)).save(tmp_path / "pictures" / f"{number}.png")
    video(tmp_path / "film.avi", grey, frames=200, fps=15)
    hand = opens((Onlooker,), Settings(theme="light"), str(tmp_path / source))
    hand.wait_for_number("471")
    hand.key("<Return>")
    hand.rest(0.2)
    assert hand.widgets("Slider") or hand.widgets("FolderStrip")
    assert [str(each) for each in stops(hand) if not name_of(each).strip()] == []


@pytest.mark.parametrize(
    ("key", "kind"), [("<Control-comma>", "SettingsSheet"), ("<F1>", "KeyHelp"), ("<Control-r>", "RetrainDialog")]
)
def test_every_control_of_a_small_window_has_a_name(opens, key, kind):
    hand = opens((Counting,))
    hand.wait_ready()
    hand.key(key)
    hand.wait_until(lambda: hand.widgets(kind), kind)
    hand.rest(0.2)
    assert [str(each) for each in stops(hand) if not name_of(each).strip()] == []


def fake_voice(folder: Path) -> Path:
    """A program that stands for speech-dispatcher's and writes down what it is to say."""
    folder.mkdir()
    program = folder / "spd-say"
    said = folder / "said"
    program.write_text(f"#!{sys.executable}\nimport sys\nopen({str(said)!r}, 'a').write(sys.argv[-1] + '\\n')\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the program that is stood for is Linux's")
def test_numbers_are_spoken_once_they_stand_where_that_is_wanted(opens, tmp_path, monkeypatch):
    said = fake_voice(tmp_path / "voice")
    monkeypatch.setenv("PATH", f"{said.parent}:/usr/bin:/bin")
    hand = opens((Counting,))
    hand.stroke([(60, 60), (60, 160)])
    hand.wait_for_number("0")
    hand.rest(1.2)
    assert not said.exists(), "off, unless it is switched on"
    hand.key("<Control-comma>")
    hand.wait_until(lambda: hand.widgets("Switch"), "the settings")
    speak = next(one for one in hand.widgets("Switch") if name_of(one) == "Speak readings")
    hand.type(speak, "<space>")
    assert settings_file.load(tmp_path)[0].speaks
    hand.stroke([(120, 60), (120, 160)])
    hand.wait_until(said.exists, "the voice")
    hand.wait_until(lambda: said.read_text() == f"{' '.join(hand.number)}\n", "the number, once")


def test_without_a_voice_the_switch_says_so_and_stays_off(opens, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    hand = opens((Counting,))
    hand.key("<Control-comma>")
    hand.wait_until(lambda: hand.widgets("Switch"), "the settings")
    speak = next(one for one in hand.widgets("Switch") if name_of(one) == "Speak readings")
    hand.type(speak, "<space>")
    assert "voice" in hand.complaint and not speak.on and not settings_file.load(tmp_path)[0].speaks
    said = [str(child.cget("text")) for child in speak.master.winfo_children() if child.winfo_class() == "TLabel"]
    assert any("no voice" in words for words in said), "the reason stands beside the switch: the sheet hides the banner"


def test_a_number_is_said_digit_by_digit():
    assert spoken("12,5\n-3") == "1 2 comma 5. minus 3"
    assert not Voice(["no such program"]).there
