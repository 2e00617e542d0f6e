"""Corrections in the real window with the real store: what is said of a digit stands, is kept, and counts at once."""

from __future__ import annotations

import sqlite3
import threading
import tkinter as tk
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from digitpad.records import Digit, Reading, Sample, Stroke
from digitpad.settings import Settings
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.vision.segmentation.segments import Numbers
from tests.support.drawings import number
from tests.support.hand import Hand
from tests.support.readers import Counting
from tests.support.samples import number_picture

SHIFT, CONTROL = 0x1, 0x4
SEVEN = [(100, 110), (190, 105), (150, 300)]


def stored(folder: Path) -> list[Sample]:
    with SampleStore(folder / FILE_NAME) as store:
        return store.all(whole=True)


def cards(hand: Hand) -> list:
    return hand.widgets("Card")


def say(hand: Hand, place: int, *keys: str) -> None:
    """Click a card and type, then wait until it is on the disk."""
    hand.click(cards(hand)[place])
    hand.type(cards(hand)[place], *keys)
    hand.wait_until(lambda: hand.status.startswith("Saved"), "the correction on the disk")


def buttons(hand: Hand, text: str) -> list:
    return [button for button in hand.widgets("Button") if str(button.cget("text")) == text]


@pytest.fixture
def reads(opens):
    """A window that can read."""

    def open_window(*loading) -> Hand:
        hand = opens(*loading)
        hand.wait_ready()
        return hand

    return open_window


def test_a_digit_that_was_corrected_is_read_right_when_it_is_drawn_again(reads, tmp_path):
    hand = reads()
    hand.stroke(SEVEN)
    hand.wait_for_number("7")
    say(hand, 0, "4")
    assert hand.number == "4" and hand.verdicts == ["corrected"]
    assert [(sample.label, sample.predicted, sample.source) for sample in stored(tmp_path)] == [(4, 7, "pad")]
    hand.key("<Delete>")
    hand.wait_for_number("")
    hand.stroke([(x + 60, y + 40) for x, y in SEVEN])
    hand.wait_for_number("4")
    assert hand.verdicts == ["remembered"]


def test_a_correction_survives_closing_the_window(reads):
    hand = reads()
    hand.stroke(SEVEN)
    hand.wait_for_number("7")
    say(hand, 0, "4")
    hand.app.quit()
    again = reads()
    again.stroke(SEVEN)
    again.wait_for_number("4")


def test_learning_at_once_can_be_switched_off(opens, tmp_path):
    hand = opens((), Settings(theme="light", learns=False))
    hand.wait_ready()
    hand.stroke(SEVEN)
    hand.wait_for_number("7")
    say(hand, 0, "4")
    assert hand.number == "4"
    hand.key("<Delete>")
    hand.stroke(SEVEN)
    hand.wait_for_number("7")
    hand.choose("Learn from corrections at once")
    hand.wait_for_number("4")
    assert len(stored(tmp_path)) == 1


def test_what_is_no_digit_leaves_the_number_and_stays_on_its_card(reads, tmp_path):
    hand = reads()
    hand.draw(number("47", left=60, top=100, height=130))
    hand.wait_for_number("47")
    say(hand, 1, "x")
    assert hand.number == "4" and hand.verdicts[1] == "not a digit"
    assert [sample.label for sample in stored(tmp_path)] == [None]
    hand.key("<Control-c>")
    assert hand.root.clipboard_get() == "4"
    hand.key("<Control-z>")
    hand.wait_for_number("47")


def test_a_right_reading_can_be_confirmed_by_key_and_by_button(reads, tmp_path):
    hand = reads()
    hand.draw(number("47", left=60, top=100, height=130))
    hand.wait_for_number("47")
    say(hand, 0, "<Return>")
    hand.click(cards(hand)[1])
    hand.press_button("Confirm")
    hand.wait_until(lambda: len(stored(tmp_path)) == 2, "both on the disk")
    assert sorted(sample.label for sample in stored(tmp_path)) == [4, 7]
    hand.wait_until(lambda: hand.verdicts == ["confirmed", "confirmed"], "the cards to say so")
    assert hand.number == "47"


def test_two_cards_are_joined_into_one_digit(reads, tmp_path):
    hand = reads()
    hand.draw([[(100, 100), (100, 240)], [(170, 100), (170, 240)]])
    hand.wait_for_number("11")
    hand.click(cards(hand)[0])
    hand.click(cards(hand)[1], state=SHIFT)
    hand.press_button("Join")
    hand.wait_until(lambda: len(cards(hand)) == 1, "one card")
    hand.type(cards(hand)[0], "0")
    hand.wait_until(lambda: hand.status.startswith("Saved"), "the correction on the disk")
    (sample,) = stored(tmp_path)
    assert hand.number == "0" and sample.label == 0 and len(sample.strokes) == 2
    assert np.count_nonzero(sample.glyph[:, :10]) and np.count_nonzero(sample.glyph[:, 18:])
    hand.key("<Control-z>")
    hand.key("<Control-z>")
    hand.wait_for_number("11")
    hand.wait_until(lambda: not stored(tmp_path), "an empty store")


def test_a_digit_of_two_strokes_and_one_of_a_single_stroke_are_split(reads):
    hand = reads()
    four = number("4", left=60, top=100, height=130)
    hand.draw(four)
    hand.wait_for_number("4")
    hand.click(cards(hand)[0])
    hand.type(cards(hand)[0], "s")
    hand.wait_until(lambda: len(cards(hand)) == 2, "two cards")
    hand.key("<Control-z>")
    hand.wait_for_number("4")
    hand.key("<Delete>")
    hand.wait_for_number("")
    (one,), (zero,) = number("1", left=60, top=100, height=130), number("0", left=90, top=100, height=130)
    hand.stroke([*one, *zero])
    hand.wait_until(lambda: len(cards(hand)) == 1, "one card")
    hand.click(cards(hand)[0])
    hand.press_button("Split")
    hand.wait_for_number("10")
    hand.key("<Control-z>")
    hand.wait_until(lambda: len(cards(hand)) == 1, "one card again")


def test_the_whole_number_is_typed_over_the_reading(reads, tmp_path):
    hand = reads()
    hand.draw(number("47", left=60, top=100, height=130))
    hand.wait_for_number("47")
    type_number(hand, "19")
    hand.wait_until(lambda: hand.number == "19" and hand.status.startswith("Saved"), "the number that was typed")
    assert sorted(sample.label for sample in stored(tmp_path)) == [1, 9]
    hand.key("<Control-z>")
    hand.wait_for_number("47")
    hand.wait_until(lambda: not stored(tmp_path), "an empty store")
    hand.key("<Control-y>")
    hand.wait_for_number("19")
    hand.wait_until(lambda: len(stored(tmp_path)) == 2, "both again")


class Pausing(Counting):
    """Reads nothing while it is paused."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[Numbers] = (), *, judged: bool = False
    ) -> Reading:
        self.go.wait(60)
        return super().read_strokes(strokes, whole)


def test_what_is_said_before_the_finished_stroke_is_read_stands(reads):
    reader = Pausing()
    hand = reads((lambda: reader,))
    hand.stroke([(60, 60), (60, 160)])
    hand.wait_for_number("0")
    hand.pad.event_generate("<ButtonPress-1>", x=160, y=60)
    for y in range(70, 170, 10):
        hand.pad.event_generate("<B1-Motion>", x=160, y=y)
    hand.wait_for_number("01")  # of the stroke that still grows
    hand.wait_until(lambda: hand.status.endswith("ms"), "the last reading")
    hand.rest(0.3)
    reader.go.clear()
    hand.pad.event_generate("<ButtonRelease-1>", x=160, y=160)
    hand.click(cards(hand)[1])
    hand.type(cards(hand)[1], "9")
    hand.wait_for_number("09")
    reader.go.set()
    hand.wait_until(lambda: hand.status.startswith("Saved"), "the correction on the disk")
    hand.rest(0.3)
    assert hand.number == "09"


def test_a_number_of_another_length_is_laid_over_the_strokes(reads, tmp_path):
    hand = reads()
    hand.draw([[(100, 100), (100, 240)], [(170, 100), (170, 240)], *number("7", left=220, top=100, height=140)])
    hand.wait_for_number("117")
    hand.click(cards(hand)[0])
    hand.click(cards(hand)[1], state=CONTROL)
    hand.type(cards(hand)[1], "j")
    hand.wait_until(lambda: len(cards(hand)) == 2, "two cards")
    hand.key("<Control-z>")
    hand.wait_for_number("117")
    hand.draw(number("5", left=320, top=100, height=140))
    hand.wait_for_number("1175")
    type_number(hand, "11751")
    hand.wait_until(lambda: hand.number == "11751", "the bar of the 5 as a 1")
    hand.wait_until(lambda: len(stored(tmp_path)) == 4, "all on the disk, the two that are alike as one")


def test_a_number_that_the_ink_cannot_be_is_refused_in_words(reads, tmp_path):
    hand = reads()
    hand.stroke(SEVEN)
    hand.wait_for_number("7")
    entry = type_number(hand, "70")
    tip = hand.widgets("NumberEntry")[0].winfo_children()[1]
    hand.wait_until(lambda: "cannot be taken apart" in tip.cget("text"), "a sentence")
    assert entry.get() == "70" and entry.winfo_ismapped() and not hand.complaint
    hand.type(entry, "<BackSpace>")
    assert entry.get() == "7" and "Esc" in tip.cget("text"), "the sentence goes as soon as something else is typed"
    hand.type(entry, "<BackSpace>", *"seven", "<Return>")
    assert "digits 0 to 9" in tip.cget("text") and entry.get() == "seven"
    hand.type(entry, "<Escape>")
    hand.wait_for_number("7")
    type_number(hand, "8", "<Escape>")
    hand.rest(0.1)
    assert hand.number == "7" and not stored(tmp_path)


def test_undo_takes_corrections_and_strokes_back_in_their_order(reads, tmp_path):
    hand = reads()
    hand.stroke(SEVEN)
    hand.wait_for_number("7")
    say(hand, 0, "4")
    hand.type(cards(hand)[0], "9")
    hand.wait_until(lambda: [sample.label for sample in stored(tmp_path)] == [9], "the second correction")
    hand.stroke([(300, 100), (300, 300)])
    hand.wait_for_number("91")
    hand.key("<Control-z>")
    hand.wait_for_number("9")
    assert len(stored(tmp_path)) == 1
    hand.key("<Control-z>")
    hand.wait_for_number("4")
    hand.wait_until(lambda: [sample.label for sample in stored(tmp_path)] == [4], "the earlier correction")
    hand.key("<Control-z>")
    hand.wait_for_number("7")
    hand.wait_until(lambda: not stored(tmp_path), "an empty store")


def test_a_card_and_the_status_line_offer_to_take_a_correction_back(reads, tmp_path):
    hand = reads()
    hand.stroke(SEVEN)
    hand.wait_for_number("7")
    say(hand, 0, "4")
    card = cards(hand)[0]
    left, top, right, bottom = card.bbox("undo")
    hand.click(card, (left + right) // 2, (top + bottom) // 2)
    hand.wait_for_number("7")
    hand.wait_until(lambda: not stored(tmp_path), "an empty store")
    say(hand, 0, "4")
    link = next(label for label in hand.widgets("Label") if str(label.cget("text")) == "Undo")
    link.event_generate("<ButtonRelease-1>")
    hand.wait_for_number("7")


def test_clearing_the_pad_keeps_what_was_learned(reads, tmp_path):
    hand = reads()
    hand.stroke(SEVEN)
    hand.wait_for_number("7")
    say(hand, 0, "4")
    hand.key("<Delete>")
    hand.wait_for_number("")
    hand.key("<Control-z>")
    hand.wait_for_number("4")
    assert hand.verdicts == ["corrected"] and len(stored(tmp_path)) == 1


def test_digits_of_a_picture_are_corrected_joined_and_split(reads, tmp_path):
    path = tmp_path / "number.png"
    number_picture("205").save(path)
    hand = reads()
    hand.answer_file_dialog(str(path))
    hand.key("<Control-o>")
    hand.wait_for_number("205")
    view = hand.widgets("PictureView")[0]
    left, _, _, bottom = view.bbox(view.find_withtag("label")[1])
    hand.click(view, left + 30, bottom + 30)
    hand.type(cards(hand)[1], "8")
    hand.wait_until(lambda: hand.status.startswith("Saved"), "the correction on the disk")
    (sample,) = stored(tmp_path)
    assert hand.number == "285" and sample.source == "picture" and sample.crop is not None
    hand.click(cards(hand)[2], state=CONTROL)
    hand.type(cards(hand)[2], "j")
    hand.wait_until(lambda: len(cards(hand)) == 2, "two cards")
    hand.type(cards(hand)[1], "s")
    hand.wait_until(lambda: len(cards(hand)) == 3, "three cards")
    for _ in range(3):
        hand.key("<Control-z>")
    hand.wait_for_number("205")


def test_letters_of_tools_and_digits_do_not_get_in_each_others_way(reads, tmp_path):
    hand = reads((Counting,))
    hand.stroke([(100, 100), (100, 300)])
    hand.wait_for_number("0")
    hand.key("5")
    hand.key("x")
    hand.rest(0.1)
    assert hand.number == "0"
    hand.click(cards(hand)[0])
    hand.type(cards(hand)[0], "<Escape>")
    assert hand.number == "0" and not hand.widgets("CorrectionBar")
    hand.click(cards(hand)[0])
    hand.stroke([(200, 100), (200, 300)])
    hand.wait_for_number("01")
    assert not hand.widgets("CorrectionBar") and not stored(tmp_path)


def test_arrow_keys_and_tab_go_from_card_to_card(reads):
    hand = reads((Counting,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)], [(300, 100), (300, 300)]])
    hand.wait_for_number("012")
    hand.click(cards(hand)[0])
    hand.type(cards(hand)[0], "<Right>")
    hand.type(cards(hand)[1], "<Right>")
    hand.type(cards(hand)[2], "7")
    hand.wait_for_number("017")
    hand.type(cards(hand)[2], "<Left>")
    cards(hand)[1].tk_focusNext().focus_set()
    hand.root.update()
    hand.type(cards(hand)[2], "8")
    hand.wait_for_number("018")


def test_a_store_that_cannot_be_written_is_told_and_nothing_is_lost(reads, tmp_path):
    hand = reads()
    hand.stroke(SEVEN)
    hand.wait_for_number("7")
    hand.wait_until((tmp_path / FILE_NAME).exists, "the store")
    held = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    hand.click(cards(hand)[0])
    hand.type(cards(hand)[0], "4")
    hand.wait_until(lambda: "holding" in hand.complaint, "a sentence")
    assert hand.number == "4" and not hand.status.startswith("Saved")
    held.execute("ROLLBACK")
    held.close()
    hand.type(cards(hand)[0], "<Return>")
    hand.wait_until(lambda: hand.status.startswith("Saved"), "the correction on the disk")
    assert [sample.label for sample in stored(tmp_path)] == [4] and not hand.complaint


def test_a_damaged_store_is_put_aside_and_a_new_one_begun(reads, tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"not a database, whatever its name says" * 200)
    hand = reads((Counting,))
    hand.wait_until(lambda: ".bad" in hand.complaint, "a sentence")
    hand.stroke([(100, 100), (100, 300)])
    hand.wait_for_number("0")
    say(hand, 0, "6")
    assert len(stored(tmp_path)) == 1


class Remembering(Counting):
    """Says what it is told."""

    def __init__(self) -> None:
        self.told: list[list[int | None]] = []
        self.accepted: list[int] = []

    def accept(self, digits: Sequence[Digit]) -> None:
        self.accepted += [digit.label for digit in digits]

    def forget(self) -> None:
        self.accepted.clear()

    def remember(self, samples: Sequence[Sample]) -> None:
        self.told.append([sample.label for sample in samples])


def test_what_is_cleared_without_a_word_was_right_until_learning_is_switched_off(reads):
    engine = Remembering()
    hand = reads((lambda: engine,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    say(hand, 0, "5")
    hand.press_button("Clear")
    hand.wait_until(lambda: engine.accepted == [1], "the digit that was left as it was")
    hand.choose("Learn from corrections at once")
    hand.wait_until(lambda: not engine.accepted, "the reader to forget")


def test_the_reader_knows_what_is_stored_as_soon_as_it_is_saved(reads):
    engine = Remembering()
    hand = reads((lambda: engine,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    say(hand, 0, "5")
    hand.wait_until(lambda: engine.told[-1:] == [[5]], "the reader to be told")
    hand.key("<Control-z>")
    hand.wait_until(lambda: engine.told[-1] == [], "the reader to forget")


def type_number(hand: Hand, *keys: str) -> tk.Entry:
    """Type over the large number; the first of `keys` is text. Returns the line."""
    text, *then = keys
    hand.key("<F2>")
    entry = hand.widgets("NumberEntry")[0].winfo_children()[0]
    hand.type(entry, *text, *(then or ["<Return>"]))
    return entry


def test_what_could_not_be_saved_is_tried_once_more_when_the_window_closes(reads, tmp_path):
    hand = reads((Counting,))
    hand.stroke([(100, 100), (100, 300)])
    hand.wait_for_number("0")
    hand.wait_until((tmp_path / FILE_NAME).exists, "the store")
    held = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    hand.click(cards(hand)[0])
    hand.type(cards(hand)[0], "4")
    hand.wait_until(lambda: "holding" in hand.complaint, "a sentence")
    held.execute("ROLLBACK")
    held.close()
    hand.app.quit()
    hand.wait_until(lambda: hand.gone, "the window to close")
    assert [sample.label for sample in stored(tmp_path)] == [4]
