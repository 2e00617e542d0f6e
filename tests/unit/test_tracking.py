"""A made scene, read with mistakes, through the tracker: what is shown stands still."""

from __future__ import annotations

import time

import numpy as np
import pytest

from digitpad.records import Box, Digit, Reading
from digitpad.vision.segmentation.rows import rows_of
from digitpad.vision.tracking.tracker import Tracker

SIZE = (1280, 720)
FRAME_S = 1 / 15


def digit(label, left, top=300, width=60, height=100, confidence=0.97):
    probabilities = np.full(10, 0.001, np.float32)
    probabilities[label] = 1 - 0.001 * 9
    return Digit(label, confidence, probabilities, Box(left, top, width, height), np.zeros((28, 28), np.uint8))


def row(text, left=200, top=300, step=90):
    return [digit(int(sign), left + step * place, top) for place, sign in enumerate(text)]


def reading(*rows):
    return Reading(tuple(tuple(digits) for digits in rows))


def follow(tracker, readings, start_s=0.0, frame_s=FRAME_S):
    """The readings that are shown, one for each that is given."""
    return [tracker.follow(one, start_s + number * frame_s, SIZE) for number, one in enumerate(readings)]


@pytest.mark.parametrize("frames_a_second", [5, 10, 15, 30, 60, 120])
def test_a_number_that_comes_is_shown_within_three_tenths_of_a_second(frames_a_second):
    frames = round(0.3 * frames_a_second) + 1
    shown = follow(Tracker(rows_of), [reading(row("2026"))] * frames, frame_s=1 / frames_a_second)
    assert shown[-1].text == "2026"
    assert shown[0].text == ""


def test_what_is_seen_in_one_frame_only_is_never_shown():
    frames = [reading(row("47"))] * 30
    frames[12] = reading([*row("47"), digit(8, 700)])
    frames[20] = reading([*row("47"), digit(8, 900)])
    assert {one.text for one in follow(Tracker(rows_of), frames)[8:]} == {"47"}


def test_a_number_that_goes_leaves_within_half_a_second():
    tracker = Tracker(rows_of)
    follow(tracker, [reading(row("47"))] * 15)
    shown = follow(tracker, [Reading()] * 15, start_s=1.0)
    assert shown[1].text == "47"
    assert shown[8].text == ""


def test_one_reading_in_four_that_is_wrong_changes_nothing():
    random = np.random.default_rng(3)
    frames = []
    for _ in range(300):
        wrong = [str(random.integers(10)) if random.random() < 0.25 else sign for sign in "8351"]
        frames.append(reading(row("".join(wrong))))
    shown = follow(Tracker(rows_of), frames)
    assert {one.text for one in shown[15:]} == {"8351"}


def test_digits_that_are_lost_in_every_third_frame_stand_still():
    random = np.random.default_rng(5)
    frames = [reading([d for d in row("90210") if random.random() > 0.33]) for _ in range(300)]
    assert {one.text for one in follow(Tracker(rows_of), frames)[15:]} == {"90210"}


def test_a_label_changes_once_the_evidence_is_there():
    tracker = Tracker(rows_of)
    follow(tracker, [reading(row("47"))] * 30)
    shown = [one.text for one in follow(tracker, [reading(row("41"))] * 30, start_s=2.0)]
    assert shown[0] == "47" and shown[-1] == "41"
    assert shown == sorted(shown, reverse=True), "it changes once"


def test_a_card_that_is_moved_by_a_whole_digit_keeps_its_digits():
    tracker = Tracker(rows_of)
    follow(tracker, [reading(row("1234"))] * 15)
    frames = [reading(row("1234", left=200 + 90 * step, top=300 + 20 * step)) for step in range(1, 8)]
    shown = follow(tracker, frames, start_s=1.0)
    assert [one.text for one in shown] == ["1234"] * 7
    assert abs(shown[-1].digits[0].box.left - frames[-1].digits[0].box.left) < 15


def test_boxes_tremble_less_than_what_they_follow():
    random = np.random.default_rng(1)
    lefts = 200 + random.integers(-4, 5, 200)
    shown = follow(Tracker(rows_of), [reading([digit(4, int(left))]) for left in lefts])[20:]
    assert np.std([one.digits[0].box.left for one in shown]) < 0.75 * np.std(lefts)


def test_boxes_do_not_lag_behind_a_card_that_moves():
    tracker = Tracker(rows_of)
    follow(tracker, [reading(row("1234"))] * 15)
    frames = [reading(row("1234", left=200 + 12 * step)) for step in range(1, 10)]
    shown = follow(tracker, frames, start_s=1.0)
    lags = [given.digits[2].box.left - one.digits[2].box.left for given, one in zip(frames, shown, strict=True)]
    assert max(map(abs, lags)) <= 2


def test_boxes_glide_to_a_new_place():
    tracker = Tracker(rows_of)
    follow(tracker, [reading(row("5"))] * 15)
    shown = [one.digits[0].box.left for one in follow(tracker, [reading(row("5", left=220))] * 12, start_s=1.0)]
    assert 200 < shown[0] < 220 and shown == sorted(shown) and shown[-1] >= 219


def test_two_readings_of_one_place_are_never_shown_together():
    tracker = Tracker(rows_of)
    one, other = reading(row("10")), reading([digit(6, 200, width=150)])
    frames = [one] * 15 + [other, one] * 30 + [other] * 30
    texts = [shown.text for shown in follow(tracker, frames)]
    assert set(texts[10:75]) == {"10"}
    assert texts[-1] == "6"
    assert not set(texts) & {"106", "610", "160"}


def test_a_digit_that_falls_into_two_for_a_moment_stays_whole():
    tracker = Tracker(rows_of)
    whole = reading(row("96396"))
    upper, lower = digit(4, 470, top=300, height=62), digit(1, 470, top=366, height=34)
    broken = reading([one for place, one in enumerate(row("96396")) if place != 3] + [upper], [lower])
    shown = follow(tracker, [whole] * 20 + [broken] * 4 + [whole] * 20)
    assert {one.text for one in shown[5:]} == {"96396"}


def test_what_is_not_seen_for_a_moment_moves_with_the_card():
    tracker = Tracker(rows_of)
    follow(tracker, [reading(row("852"))] * 20)
    moved = [reading([one for one in row("852", left=200 + 25 * step) if one.label != 5]) for step in range(1, 5)]
    shown = follow(tracker, moved, start_s=20 * FRAME_S)[-1]
    assert shown.text == "852" and abs(shown.digits[1].box.left - 390) < 20


def test_rows_are_kept_apart_though_the_paper_tilts_for_a_moment():
    tracker = Tracker(rows_of)
    level = reading(row("123"), row("456", top=480))
    assert follow(tracker, [level] * 15)[-1].text == "123\n456"
    tilted = reading([digit(int(sign), 200 + 90 * place, 235 + 65 * place) for place, sign in enumerate("123")])
    lower = [digit(int(sign), 200 + 90 * place, 415 + 65 * place) for place, sign in enumerate("456")]
    shown = follow(tracker, [reading(*tilted.rows, lower)] * 3 + [level] * 3, start_s=1.0)
    assert {one.text for one in shown} == {"123\n456"}


def test_a_correction_holds_as_long_as_the_digit_is_in_sight():
    tracker = Tracker(rows_of)
    shown = follow(tracker, [reading(row("21"))] * 15)[-1]
    tracker.correct(shown.digits[1], 7)
    moved = [reading(row("21", left=200 + 5 * step)) for step in range(30)]
    shown = follow(tracker, moved, start_s=1.0)
    assert {one.text for one in shown} == {"27"}
    assert shown[-1].digits[1].sure
    follow(tracker, [Reading()] * 15, start_s=4.0)
    assert follow(tracker, [reading(row("21"))] * 15, start_s=6.0)[-1].text == "21"


def test_what_the_user_called_no_digit_is_not_shown_again():
    tracker = Tracker(rows_of)
    shown = follow(tracker, [reading(row("214"))] * 15)[-1]
    tracker.correct(shown.digits[1], None)
    assert {one.text for one in follow(tracker, [reading(row("214"))] * 60, start_s=1.0)} == {"24"}


def test_another_resolution_of_the_same_scene_changes_nothing():
    tracker = Tracker(rows_of)
    follow(tracker, [reading(row("36"))] * 15)
    half = reading([digit(int(sign), 100 + 45 * place, 150, 30, 50) for place, sign in enumerate("36")])
    shown = [tracker.follow(half, 1.0 + step * FRAME_S, (640, 360)) for step in range(10)]
    assert {one.text for one in shown} == {"36"}
    assert shown[0].digits[0].box == Box(100, 150, 30, 50)


def test_a_held_frame_shows_at_once_what_is_in_it():
    tracker = Tracker(rows_of)
    assert tracker.settle(reading(row("58")), 0.0, SIZE).text == "58"
    shown = tracker.settle(reading(row("581", left=400)), 1.0, SIZE)
    assert shown.text == "581" and shown.digits[0].box.left == 400


def test_a_clock_that_stands_or_goes_back_does_no_harm():
    tracker = Tracker(rows_of)
    for time_s in (5.0, 5.0, 4.0, 4.1, 0.0, 0.1, 0.2, 0.3):
        shown = tracker.follow(reading(row("73")), time_s, SIZE)
    assert shown.text == "73"


def test_a_page_full_of_digits_is_followed_in_a_moment():
    page = reading(*(row("0123456789", top=60 * line, left=40) for line in range(12)))
    tracker = Tracker(rows_of)
    follow(tracker, [page] * 3)
    begun = time.perf_counter()
    follow(tracker, [page] * 10, start_s=1.0)
    assert (time.perf_counter() - begun) / 10 < 0.2


def test_a_frame_that_is_settled_is_read_by_itself_though_another_number_was_shown():
    tracker = Tracker(rows_of)
    follow(tracker, [reading(row("47"))] * 30)
    tracker.follow(reading(row("41")), 2.0, SIZE)
    shown = tracker.settle(reading(row("41")), 2.0, SIZE)
    assert shown.text == "41"
    assert [round(one.confidence, 2) for one in shown.digits] == [0.97, 0.97]


def test_a_correction_outlasts_settling():
    tracker = Tracker(rows_of)
    shown = tracker.settle(reading(row("41")), 0.0, SIZE)
    tracker.correct(shown.digits[1], 7)
    assert tracker.settle(reading(row("41")), 0.0, SIZE).text == "47"


CARDS = (
    row("4712", left=200),
    row("835", left=230, top=310),
    row("90417", left=150, top=280),
    row("62", left=600, top=100),
    row("71", left=240, step=130),
)


NUMBERS = {"", *("".join(str(one.label) for one in card) for card in CARDS)}


def texts_of_cuts(frame_s, wrong=0.0):
    """Return what is shown while card follows card, each digit misread in this share of the frames."""
    random, tracker, shown = np.random.default_rng(7), Tracker(rows_of), []
    frames = max(4, round(2.5 / frame_s))
    for turn in range(20):
        card = CARDS[turn % len(CARDS)]
        seen = [[misread(one, random) if random.random() < wrong else one for one in card] for _ in range(frames)]
        shown += follow(tracker, map(reading, seen), start_s=turn * frames * frame_s, frame_s=frame_s)
    return [one.text for one in shown]


def misread(one, random):
    return digit(int(random.integers(10)), one.box.left, one.box.top, confidence=0.6)


@pytest.mark.parametrize("frame_s", [1 / 30, 1 / 10, 1 / 3, 1.0])
def test_a_hard_cut_from_card_to_card_never_shows_a_number_of_both(frame_s):
    assert set(texts_of_cuts(frame_s)) == NUMBERS


@pytest.mark.parametrize("frame_s", [1 / 30, 1 / 10])
def test_hard_cuts_between_cards_with_misread_digits_hardly_ever_do(frame_s):
    shown = texts_of_cuts(frame_s, wrong=0.1)
    assert sum(text not in NUMBERS for text in shown) < 0.01 * len(shown)


def test_a_correction_does_not_stay_for_the_next_card():
    tracker = Tracker(rows_of)
    shown = follow(tracker, [reading(row("471"))] * 15)[-1]
    tracker.correct(shown.digits[1], 9)
    assert follow(tracker, [reading(row("471"))] * 3, start_s=1.0)[-1].text == "491"
    assert follow(tracker, [reading(row("835"))] * 30, start_s=1.2)[-1].text == "835"
