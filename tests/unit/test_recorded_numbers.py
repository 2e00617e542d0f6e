"""A recorded number is the same one again where it was seen at the same place about the same time."""

from __future__ import annotations

import pytest

from digitpad.records import Box
from digitpad.ui.recorded.repeats import WITHIN_S, Repeats
from digitpad.ui.recorded.saved_number import Sight, known_columns
from digitpad.ui.recorded.snapshots import save_snapshot
from tests.support.scenes import paper

PLACE = Box(100, 100, 200, 60)
SIGHT = Sight("cam", PLACE, 100.0)


@pytest.fixture
def repeats() -> Repeats:
    recorded = Repeats()
    recorded.add("471", SIGHT)
    return recorded


@pytest.mark.parametrize(
    ("text", "sight", "again"),
    [
        ("471", Sight("cam", PLACE.moved(30, 10), 105.0), True),
        ("472", Sight("cam", PLACE, 100.0), False),
        ("471", Sight("cam", PLACE.moved(400, 0), 100.0), False),
        ("471", Sight("cam", PLACE, 101.0 + WITHIN_S), False),
        ("471", Sight("cam", PLACE, 99.0 - WITHIN_S), False),
        ("471", Sight("other", PLACE, 100.0), False),
    ],
)
def test_number_place_time_and_source_decide(repeats, text, sight, again) -> None:
    assert repeats.seen(text, sight) is again


def test_a_number_that_stays_in_sight_is_one_however_long(repeats) -> None:
    assert all(repeats.seen("471", Sight("cam", PLACE, 100.0 + second)) for second in range(0, 300, 5))


def test_a_video_played_again_repeats_what_was_recorded_in_it(repeats) -> None:
    assert repeats.seen("471", Sight("cam", PLACE, 105.0))
    repeats.add("9", Sight("cam", PLACE, 400.0))
    assert repeats.seen("471", Sight("cam", PLACE, 101.0))


def test_each_picture_of_a_folder_counts_once_however_often_it_is_shown() -> None:
    repeats = Repeats()
    repeats.add("5", Sight("slips", PLACE, 0.0, picture="a.png"))
    assert repeats.seen("5", Sight("slips", PLACE, 0.0, picture="a.png"))
    assert not repeats.seen("5", Sight("slips", PLACE, 0.0, picture="b.png"))


def test_unknown_columns_are_left_out() -> None:
    assert known_columns(("number", "colour", "time", "number")) == ("number", "time")
    assert known_columns(()) == known_columns(("colour",)) == ("time", "number", "source")


def test_snapshots_of_the_same_moment_stand_side_by_side(tmp_path) -> None:
    names = [save_snapshot(tmp_path, "cam 12-00", paper(size=(20, 30))).name for _ in range(3)]
    assert names == ["cam 12-00.png", "cam 12-00 (2).png", "cam 12-00 (3).png"]
