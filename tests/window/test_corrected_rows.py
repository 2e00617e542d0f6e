"""A number that is corrected in the window is kept as a whole, too: the strip of its row, and the right text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitpad.inference.rows.row_reader import RowReader
from digitpad.inference.rows.row_weights import shipped_row_weights
from digitpad.records import Box, Digit, Reading, RowString
from digitpad.ui.core.loading import loaders
from digitpad.ui.reading.corrected_rows import rows_in_frame
from tests.support.camera_user import video
from tests.support.drawings import number
from tests.support.hand import Hand
from tests.support.readers import digit
from tests.support.row_engine import row_predict
from tests.support.samples import number_picture
from tests.support.scenes import paper, written
from tests.window.test_correcting import SHIFT, cards, say, stored, type_number


@pytest.fixture
def hand(opens) -> Hand:
    opened = opens(loaders(None, "cpu"))
    opened.wait_ready()
    return opened


def rows(folder: Path) -> list[RowString]:
    """Return the rows of the stored samples, by place."""
    return sorted((one.row for one in stored(folder) if one.row is not None), key=lambda row: row.place)


def read(row: RowString) -> str:
    return RowReader(row_predict(shipped_row_weights())).read(row.strip).candidates[0].text


def test_a_number_that_is_typed_over_the_reading_is_kept_with_its_row(hand: Hand, tmp_path: Path) -> None:
    hand.draw(number("475", left=60, top=100, height=130))
    hand.wait_for_number("475")
    type_number(hand, "195")
    hand.wait_until(lambda: len(rows(tmp_path)) == 3, "three samples with their row")
    kept = rows(tmp_path)
    assert [(row.text, row.place) for row in kept] == [("195", 0), ("195", 1), ("195", 2)]
    assert len({row.strip.tobytes() for row in kept}) == 1 and kept[0].strip.shape[0] == 32
    assert read(kept[0]) == "475", "the strip shows what was drawn"
    hand.key("<Control-z>")
    hand.wait_until(lambda: not stored(tmp_path), "an empty store")


def test_each_correction_of_a_digit_knows_what_its_number_was_then(hand: Hand, tmp_path: Path) -> None:
    hand.draw(number("475", left=60, top=100, height=130))
    hand.wait_for_number("475")
    say(hand, 0, "9")
    assert [(row.text, row.place) for row in rows(tmp_path)] == [("975", 0)]
    hand.type(cards(hand)[2], "x")
    hand.wait_until(lambda: len(rows(tmp_path)) == 2, "the second correction on the disk")
    first, second = rows(tmp_path)
    assert (second.text, second.place) == ("97x", 2) and second.said_at > first.said_at


def test_digits_that_are_joined_are_one_in_the_row(hand: Hand, tmp_path: Path) -> None:
    hand.draw([[(100, 100), (100, 240)], [(170, 100), (170, 240)], *number("7", left=260, top=100, height=140)])
    hand.wait_for_number("117")
    hand.click(cards(hand)[0])
    hand.click(cards(hand)[1], state=SHIFT)
    hand.press_button("Join")
    hand.wait_until(lambda: len(cards(hand)) == 2, "two cards")
    hand.type(cards(hand)[0], "0")
    hand.wait_until(lambda: len(rows(tmp_path)) == 1, "the correction on the disk")
    assert [(row.text, row.place) for row in rows(tmp_path)] == [("07", 0)]


def test_a_number_of_another_length_is_kept_with_the_text_that_was_typed(hand: Hand, tmp_path: Path) -> None:
    hand.draw(number("75", left=60, top=100, height=130))
    hand.wait_for_number("75")
    type_number(hand, "751")  # the bar of the 5
    hand.wait_until(lambda: len(rows(tmp_path)) == 3, "three samples with their row")
    assert [(row.text, row.place) for row in rows(tmp_path)] == [("751", 0), ("751", 1), ("751", 2)]


def test_a_number_in_a_picture_is_kept_with_the_grey_of_its_row(hand: Hand, tmp_path: Path) -> None:
    path = tmp_path / "number.png"
    number_picture("205").save(path)
    hand.answer_file_dialog(str(path))
    hand.key("<Control-o>")
    hand.wait_for_number("205")
    type_number(hand, "265")
    hand.wait_until(lambda: len(rows(tmp_path)) == 3, "three samples with their row")
    assert {row.text for row in rows(tmp_path)} == {"265"} and read(rows(tmp_path)[0]) == "205"


def test_a_number_held_up_to_the_camera_is_kept_with_the_grey_of_its_row(opens, tmp_path: Path) -> None:
    card = written(paper(size=(480, 854)), "2026", left=180, top=100, height=90)
    card = written(card, "47", left=200, top=280, height=90)
    hand = opens(camera=video(tmp_path / "card.avi", lambda number: card, frames=400, fps=10))
    hand.wait_for_number("202647")
    hand.key("<space>")
    hand.rest(0.3)
    type_number(hand, "2086 41")
    hand.wait_until(lambda: len(rows(tmp_path)) == 2, "the two digits that were read otherwise, with their rows")
    assert sorted((row.text, row.place) for row in rows(tmp_path)) == [("2086", 2), ("41", 1)]
    assert sorted(read(row) for row in rows(tmp_path)) == ["2026", "47"]


def boxed(label: int) -> Digit:
    return replace(digit(label, 0.97, ()), box=Box(60 * label, 10, 40, 60))


def test_a_row_of_a_frame_with_a_digit_that_is_not_shown_is_not_kept() -> None:
    frame = Reading((tuple(boxed(label) for label in (1, 2, 3)),), strips=(np.zeros((32, 200), np.uint8),))
    shown = frame.rows[0]
    assert {place: row.text for place, row in rows_in_frame(frame, shown, {1: 7}).items()} == dict.fromkeys(
        range(3), "173"
    )
    assert rows_in_frame(frame, shown[:2], {1: 7}) == {}
    doubtful = (*shown[:2], replace(shown[2], confidence=0.1))
    assert rows_in_frame(frame, doubtful, {1: 7}) == {}, "nobody has said what the last one is"
    assert rows_in_frame(frame, doubtful, {1: 7, 2: None})[0].text == "17x"
