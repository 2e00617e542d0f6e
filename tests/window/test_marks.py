"""Marks in the real window: shown small among the cards, corrected, typed and deleted; the store keeps digits alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitpad.settings import Settings, load
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.ui.core.mark_switch import LABEL
from tests.support.drawings import number
from tests.support.hand import Hand
from tests.support.samples import number_picture


def stored(folder: Path) -> list[int | None]:
    with SampleStore(folder / FILE_NAME) as store:
        return [sample.label for sample in store.all()]


def marks(hand: Hand) -> list:
    return hand.widgets("MarkCard")


def correct(hand: Hand, kind: str, place: int, *keys: str) -> None:
    """Click a card and type."""
    card = hand.widgets(kind)[place]
    hand.click(card)
    hand.type(card, *keys)


@pytest.fixture
def shows(opens):
    """A window in which a number was drawn."""

    def draw(text: str, settings: Settings | None = None) -> Hand:
        hand = opens((), settings or Settings(theme="light"))
        hand.wait_ready()
        hand.draw(number(text, left=40, top=110, height=100, gap=0.25))
        return hand

    return draw


def test_a_mark_has_a_small_card_among_those_of_the_digits(shows):
    hand = shows("3.1")
    hand.wait_for_number("3.1")
    (mark,), digits = marks(hand), hand.widgets("Card")
    assert len(digits) == 2 and mark.winfo_width() < digits[0].winfo_width()
    assert digits[0].winfo_x() < mark.winfo_x() < digits[1].winfo_x()
    assert mark.itemcget("guess", "text") == "."
    hand.key("<Control-c>")
    assert hand.root.clipboard_get() == "3.1"


def test_a_mark_becomes_another_one_and_nothing_is_stored(shows, tmp_path):
    hand = shows("3.1")
    hand.wait_for_number("3.1")
    correct(hand, "MarkCard", 0, "<comma>")
    hand.wait_for_number("3,1")
    assert marks(hand)[0].itemcget("verdict", "text") == "by hand" and "decimal comma" in hand.status
    hand.key("<Control-z>")
    hand.wait_for_number("3.1")
    hand.app.quit()
    assert stored(tmp_path) == []


def test_a_mark_is_deleted_and_comes_back(shows):
    hand = shows("3.1")
    hand.wait_for_number("3.1")
    correct(hand, "MarkCard", 0, "<Delete>")
    hand.wait_for_number("31")
    assert marks(hand)[0].itemcget("verdict", "text") == "no mark"
    hand.key("<Control-z>")
    hand.wait_for_number("3.1")


def test_a_mark_becomes_a_digit_and_is_stored_as_one(shows, tmp_path):
    hand = shows("26/11")
    hand.wait_for_number("26/11")
    correct(hand, "MarkCard", 0, "1")
    hand.wait_for_number("26111")
    hand.wait_until(lambda: hand.status.startswith("Saved"), "the correction on the disk")
    assert stored(tmp_path) == [1]


def test_a_digit_becomes_a_mark(shows, tmp_path):
    hand = shows("217")
    hand.wait_for_number("217")
    correct(hand, "Card", 1, "<slash>")
    hand.wait_for_number("2/7")
    assert len(marks(hand)) == 1 and "a slash" in hand.status
    correct(hand, "MarkCard", 0, "1")
    hand.wait_for_number("217")
    hand.wait_until(lambda: hand.status.startswith("Saved"), "the correction on the disk")
    assert stored(tmp_path) == [1]


def test_the_whole_number_is_typed_with_its_marks(shows, tmp_path):
    hand = shows("3.1")
    hand.wait_for_number("3.1")
    hand.key("<F2>")
    entry = next(each for each in hand.widgets("Entry"))
    assert entry.get() == "3.1"
    entry.delete(0, "end")
    entry.insert(0, "3,7")
    hand.type(entry, "<Return>")
    hand.wait_for_number("3,7")
    hand.wait_until(lambda: hand.status.startswith("Saved"), "the corrections on the disk")
    assert stored(tmp_path) == [3, 7]


def test_marks_can_be_switched_off_and_stay_so(shows, tmp_path):
    hand = shows("3.1")
    hand.wait_for_number("3.1")
    hand.choose(LABEL)
    hand.wait_for_number("31")
    assert marks(hand) == [] and not load(tmp_path)[0].marks
    hand.choose(LABEL)
    hand.wait_for_number("3.1")


def test_a_window_opened_without_marks_reads_digits_alone(shows):
    shows("3.1", Settings(theme="light", marks=False)).wait_for_number("31")


def test_a_picture_shows_its_marks_and_takes_corrections(opens, tmp_path):
    hand = opens()
    hand.wait_ready()
    number_picture("12:45").save(tmp_path / "time.png")
    hand.app.open([tmp_path / "time.png"])
    hand.wait_for_number("12:45")
    correct(hand, "MarkCard", 0, "<period>")
    hand.wait_for_number("12.45")
    correct(hand, "MarkCard", 0, "<Delete>")
    hand.wait_for_number("1245")


def test_no_hole_is_left_beside_a_mark(shows):
    hand = shows("3.1")
    hand.wait_for_number("3.1")
    hand.rest(0.2)
    (mark,), digits = marks(hand), hand.widgets("Card")
    before = mark.winfo_x() - (digits[0].winfo_x() + digits[0].winfo_width())
    assert digits[1].winfo_x() - (mark.winfo_x() + mark.winfo_width()) == before
