"""A phone as camera and pad: the code in the window, and a browser that opens what it says."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import ImageGrab

from digitpad.records import Reading, Stroke
from digitpad.settings import Settings
from digitpad.ui.phone.dialog import PhoneDialog
from digitpad.ui.rules.ruled import NONE_OBEYS
from digitpad.vision.picture.pictures import open_picture
from digitpad.vision.segmentation.segments import Numbers
from tests.support.drawings import number
from tests.support.hand import Hand, below
from tests.support.phone_browser import BROWSER, DRIVER, meanwhile, phone
from tests.support.readers import Counting, digit
from tests.window.test_rule_field import DOUBTFUL, write_rule

PHOTOGRAPH = Path(__file__).parents[2] / "assets/self_test/photograph.jpg"
SEVEN = [[(-60, -90), (60, -90), (-20, 110)]]
ONE = [[(110, -90), (110, 0), (110, 110)]]
needs_browser = pytest.mark.skipif(not (BROWSER and DRIVER), reason="Chromium with its driver is the phone here")


class PhoneEye:
    """The window with the code, as the user sees it."""

    def __init__(self, hand: Hand, addresses=("127.0.0.1",)) -> None:
        self._hand = hand
        hand.app.intake.show_phone(lambda: addresses)
        hand.wait_until(lambda: hand.widgets("PhoneDialog"), "the code")
        (self.dialog,) = hand.widgets("PhoneDialog")

    @property
    def texts(self) -> list[str]:
        return texts_of(self.dialog)

    def press(self, name: str) -> None:
        button = next(each for each in below(self.dialog) if each.winfo_class() == "TButton" and each["text"] == name)
        self._hand.click(button, 8, 8)

    def says(self, words: str) -> bool:
        return any(words in text for text in self.texts)


def texts_of(dialog: PhoneDialog) -> list[str]:
    return [str(each.cget("text")) for each in below(dialog) if each.winfo_class() == "TLabel"]


def test_the_menu_shows_a_code_that_says_the_address_and_closing_ends_the_server(opens):
    hand = opens((Counting,))
    hand.turn_to("Camera")
    hand.choose("Phone…")
    (dialog,) = hand.widgets("PhoneDialog")
    if not dialog.address:  # this computer is in no network
        assert any("no local network" in text for text in texts_of(dialog))
        return
    address, decoded = dialog.address, decoded_code(dialog)
    assert decoded == address
    hand.type(dialog, "<Escape>")
    hand.wait_until(lambda: not hand.widgets("PhoneDialog"), "the end")
    assert not answers(address)


def decoded_code(dialog: PhoneDialog) -> str:
    """What a phone's camera makes of the screen."""
    dialog.update()
    left, top = dialog.winfo_rootx(), dialog.winfo_rooty()
    screen = ImageGrab.grab(xdisplay=os.environ["DISPLAY"])
    seen = screen.crop((left, top, left + dialog.winfo_width(), top + dialog.winfo_height()))
    return str(cv2.QRCodeDetector().detectAndDecode(np.asarray(seen.resize((seen.width * 2, seen.height * 2), 0)))[0])


def answers(address: str) -> bool:
    """Something listens there, whatever it answers."""
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def test_without_a_network_it_says_so_and_a_new_code_can_be_asked_for(opens):
    hand = opens((Counting,))
    eye = PhoneEye(hand, ())
    assert eye.says("no local network") and not eye.dialog.address


def test_of_several_networks_one_is_chosen(opens):
    hand = opens((Counting,))
    eye = PhoneEye(hand, ("127.0.0.1", "127.0.0.2"))
    first = eye.dialog.address
    (choice,) = hand.widgets("Combobox")
    choice.current(1)
    choice.event_generate("<<ComboboxSelected>>")
    hand.wait_until(lambda: eye.dialog.address != first, "the other address")
    assert eye.dialog.address.startswith("http://127.0.0.2:") and not answers(first) and answers(eye.dialog.address)


def test_three_wrong_codes_end_it_and_a_new_one_begins_anew(opens):
    hand = opens((Counting,))
    eye = PhoneEye(hand)
    address = eye.dialog.address
    for _ in range(3):
        assert meanwhile(hand, lambda: answers(f"{address}x"))
    hand.wait_until(lambda: eye.says("was closed"), "the end")
    assert not answers(address) and not eye.dialog.address
    eye.press("New code")
    assert eye.dialog.address not in ("", address) and meanwhile(hand, lambda: answers(eye.dialog.address))


def test_closing_the_program_ends_the_server(opens):
    hand = opens((Counting,))
    address = PhoneEye(hand).dialog.address
    hand.app.quit()
    assert hand.gone and not answers(address)


@pytest.mark.parametrize("scale", [1, 2])
def test_the_window_fits_the_smallest_screen_also_with_a_long_reading(opens, monkeypatch, scale):
    monkeypatch.setenv("DIGITPAD_SCALE", str(scale))
    hand = opens((Long,))
    hand.wait_ready()
    eye = PhoneEye(hand, ("127.0.0.1", "127.0.0.2"))
    base, query = eye.dialog.address.split("?")
    body = b'{"strokes": [[[1, 1], [1, 9]]]}'
    request = urllib.request.Request(f"{base}read?{query}", body, {"Content-Type": "application/json"})
    answer = meanwhile(hand, lambda: urllib.request.urlopen(request, timeout=30).read())
    assert answer.count(b"1") >= 5 * 20
    hand.wait_until(lambda: eye.says("1" * 20), "the reading")
    hand.rest(0.2)
    assert eye.dialog.winfo_width() <= 640 * scale and eye.dialog.winfo_height() <= 480 * scale


class Long(Counting):
    """Reads five numbers of 20 digits."""

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[Numbers] = (), *, judged: bool = False
    ) -> Reading:
        return Reading((tuple(digit(1, 0.99, (0,)) for _ in range(20)),) * 5)


def test_numbers_of_the_phone_obey_the_windows_rule(opens):
    hand = opens((), Settings(theme="light", rule="range=2025-2028"))
    hand.wait_ready()
    eye = PhoneEye(hand)
    assert sent(hand, eye, DOUBTFUL) == {"text": "2027", "hint": "Without the rule: 2021"}
    hand.wait_until(lambda: eye.says("2027") and eye.says("Without the rule: 2021"), "the number that obeys")
    write_rule(hand, "prefix=9")
    assert sent(hand, eye, DOUBTFUL) == {"text": "2021", "hint": NONE_OBEYS}
    write_rule(hand, "length=4")
    assert sent(hand, eye, DOUBTFUL) == {"text": "2021", "hint": ""}
    write_rule(hand, "")
    assert sent(hand, eye, DOUBTFUL) == {"text": "2021", "hint": ""}


def sent(hand: Hand, eye: PhoneEye, text: str) -> dict[str, str]:
    """Draw a number on the phone; the text and the hint that it shows."""
    strokes = [[[x, y] for x, y in stroke] for stroke in number(text, left=20, top=60, height=70, gap=0.2)]
    base, query = eye.dialog.address.split("?")
    body = json.dumps({"strokes": strokes}).encode()
    request = urllib.request.Request(f"{base}read?{query}", body, {"Content-Type": "application/json"})
    answer = json.loads(meanwhile(hand, lambda: urllib.request.urlopen(request, timeout=30).read()))
    return {name: answer[name] for name in ("text", "hint")}


@needs_browser
def test_a_phone_photographs_and_writes_numbers_and_the_window_shows_them(opens, tmp_path):
    hand = opens()
    hand.wait_ready()
    eye = PhoneEye(hand)
    with phone(hand, tmp_path / "browser") as browser:
        meanwhile(hand, lambda: browser.open(eye.dialog.address))
        hand.wait_until(lambda: eye.says("connected"), "the phone")
        meanwhile(hand, lambda: browser.draw(SEVEN))
        hand.wait_until(lambda: "7" in eye.texts and meanwhile(hand, lambda: browser.number) == "7", "the 7")
        meanwhile(hand, lambda: browser.draw(ONE))
        hand.wait_until(lambda: "71" in eye.texts and meanwhile(hand, lambda: browser.number) == "71", "the 71")
        eye.press("Copy")
        assert hand.root.clipboard_get() == "71"
        eye.press("Open on the pad's page")
        hand.wait_for_number("71")
        meanwhile(hand, lambda: browser.tap("undo"))
        hand.wait_until(lambda: "7" in eye.texts, "one stroke less")
        meanwhile(hand, lambda: browser.tap("clear"))
        hand.wait_until(lambda: meanwhile(hand, lambda: browser.number) == "", "the empty pad")
        meanwhile(hand, lambda: browser.photograph(PHOTOGRAPH))
        hand.wait_until(lambda: "2026" in eye.texts, "the photograph")
        hand.wait_until(lambda: meanwhile(hand, lambda: browser.number) == "2026", "its number on the phone")
        assert meanwhile(hand, lambda: {name.partition("?")[0] for name in browser.requests}) == {
            eye.dialog.address.partition("?")[0] + "read"
        }
        eye.dialog.destroy()
        meanwhile(hand, lambda: browser.draw(ONE))
        hand.wait_until(lambda: "cannot be reached" in meanwhile(hand, lambda: browser.words), "the end")


def test_what_the_phone_sent_is_opened_on_the_pads_page(opens):
    hand = opens()
    hand.wait_ready()
    hand.turn_to("Camera")
    hand.app.intake.take("Phone", (Stroke.of([[100, 100], [200, 100], [150, 300]]),))
    hand.wait_for_number("7")
    hand.turn_to("Camera")
    hand.app.intake.take("Phone", open_picture(PHOTOGRAPH))
    hand.wait_for_number("2026")
