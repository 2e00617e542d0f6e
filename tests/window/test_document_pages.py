"""The real window turns the pages of a PDF."""

from __future__ import annotations

from pathlib import Path

from tests.support.hand import Hand
from tests.support.samples import number_picture


def opened_document(opens, path: Path) -> Hand:
    first, *rest = [number_picture(number) for number in ("2027", "720", "31")]
    first.save(path, save_all=True, append_images=rest)
    hand: Hand = opens()
    hand.wait_ready()
    hand.answer_file_dialog(str(path))
    hand.key("<Control-o>")
    hand.wait_for_number("2027")
    return hand


def test_pages_are_turned_by_keys_as_far_as_there_are_any(opens, tmp_path):
    hand = opened_document(opens, tmp_path / "numbers.pdf")
    for key, number in (("<Next>", "720"), ("<Next>", "31"), ("<Next>", "31"), ("<Prior>", "720"), ("<Prior>", "2027")):
        hand.key(key)
        hand.rest(0.2)
        hand.wait_for_number(number)
    hand.key("<Prior>")
    hand.rest(0.2)
    hand.wait_for_number("2027")


def test_buttons_turn_the_pages_and_are_there_for_documents_alone(opens, tmp_path):
    hand = opened_document(opens, tmp_path / "numbers.pdf")
    earlier, later = turning_buttons(hand)
    assert earlier.instate(["disabled"]) and not later.instate(["disabled"])
    hand.click(later)
    hand.wait_for_number("720")
    assert not earlier.instate(["disabled"])
    number_picture("31").save(tmp_path / "p.png")
    hand.answer_file_dialog(str(tmp_path / "p.png"))
    hand.key("<Control-o>")
    hand.wait_for_number("31")
    assert not turning_buttons(hand)


def test_a_page_that_was_turned_comes_back_by_undo(opens, tmp_path):
    hand = opened_document(opens, tmp_path / "numbers.pdf")
    hand.key("<Next>")
    hand.wait_for_number("720")
    hand.key("<Control-z>")
    hand.wait_for_number("2027")


def turning_buttons(hand: Hand) -> list:
    (bar,) = hand.widgets("PictureBar")
    return [button for button in (bar.earlier, bar.later) if button.winfo_ismapped()]
