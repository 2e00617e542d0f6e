"""The text of a corrected number: the newest one, with what every sample in it is labelled now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from digitpad.inference.rows.row_columns import columns_of
from digitpad.learning.finetune.own_strings import own_strings
from digitpad.records import RowString, Sample
from tests.support.stored import sample

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
WIDE = 90  # px


def corrected(strip: int, text: str, place: int, label: int | None, minutes: int = 0, width: int = WIDE) -> Sample:
    pixels = np.random.default_rng(strip).integers(0, 256, (32, width), np.uint8)
    return sample(strip * 100 + minutes, label, row=RowString(pixels, text, place, NOON + timedelta(minutes=minutes)))


def texts(*samples: Sample) -> list[str]:
    return [number.text for number in own_strings(samples)]


def test_a_number_that_was_corrected_twice_is_one_string_with_the_newest_text() -> None:
    assert texts(corrected(1, "417", 0, 4), corrected(1, "427", 1, 2, minutes=1), sample(9)) == ["427"]


def test_the_newest_numbers_come_last() -> None:
    assert texts(corrected(1, "41", 0, 4, minutes=2), corrected(2, "52", 0, 5, minutes=1)) == ["52", "41"]


def test_a_label_that_was_changed_since_counts() -> None:
    assert texts(corrected(1, "417", 0, 9), corrected(1, "417", 2, None, minutes=1)) == ["91"]


def test_what_was_said_before_the_ink_was_taken_apart_otherwise_is_left_out() -> None:
    assert texts(corrected(1, "41", 1, 1), corrected(1, "4117", 3, 7, minutes=1)) == ["4117"]


def test_ink_that_is_no_digit_is_no_part_of_the_string_and_alone_it_is_none() -> None:
    assert texts(corrected(1, "4x7", 0, 4), corrected(2, "x", 0, None, minutes=1)) == ["47"]


def test_a_strip_that_would_make_learning_slow_is_left_out() -> None:
    assert texts(corrected(1, "41", 0, 4, width=1_700)) == []


def test_a_string_written_anew_differs_and_has_room_for_its_text() -> None:
    (number,) = own_strings([corrected(1, "41725", 0, 4)])
    random = np.random.default_rng(1)
    strips = [number.anew(random)[0] for _ in range(20)]
    assert len({strip.tobytes() for strip in strips}) == 20
    assert all(columns_of(strip.shape[1]) >= 10 and strip.shape[0] == 32 for strip in strips)
