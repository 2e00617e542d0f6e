"""A recorded number is the same one again where it was seen at the same place about the same time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from digitpad.records import Box
from digitpad.ui.recorded.number_keeper import MOST, NumberKeeper
from digitpad.ui.recorded.repeats import WITHIN_S, Repeats
from digitpad.ui.recorded.saved_number import SavedNumber, Sight, known_columns
from digitpad.ui.recorded.snapshots import save_snapshot
from tests.support.scenes import paper

PLACE = Box(100, 100, 200, 60)
SIGHT = Sight("cam", PLACE, 100.0)
NOW = datetime.now(UTC).astimezone()


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


def test_of_very_many_numbers_the_newest_are_kept(tmp_path):
    numbers = [SavedNumber(NOW, str(serial), Sight("camera"), 0.9, serial) for serial in range(MOST + 3)]
    keeper = NumberKeeper(tmp_path, lambda sentence: None)
    keeper.keep(numbers[:5])
    keeper.keep(numbers)
    assert keeper.stop(20)
    kept, sentence = NumberKeeper(tmp_path, lambda sentence: None).kept()
    assert list(kept) == numbers[3:] and sentence == ""


def test_numbers_wait_for_a_disk_that_refuses_and_that_is_said_once(tmp_path):
    said: list[str] = []
    folder = tmp_path / "folder"
    folder.write_text("no folder")
    keeper = NumberKeeper(folder, said.append)
    keeper.keep([SavedNumber(NOW, "12", Sight("camera"), 0.9, 1)])
    wait_for(lambda: said)
    folder.unlink()
    wait_for(lambda: said[-1] == "")
    assert len(said) == 2 and "not on the disk" in said[0]
    assert keeper.stop(20) and [one.text for one in NumberKeeper(folder, said.append).kept()[0]] == ["12"]


def wait_for(come: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not come():
        assert time.monotonic() < end
        time.sleep(0.01)
