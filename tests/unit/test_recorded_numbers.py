"""A recorded number is the same one again where it was seen at the same place about the same time."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

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


def saved(*serials: int) -> list[SavedNumber]:
    return [SavedNumber(NOW, str(serial), Sight("camera"), 0.9, serial) for serial in serials]


def texts_in(folder: Path) -> list[str]:
    return [one.text for one in NumberKeeper(folder, lambda sentence: None).kept()[0]]


def test_what_one_window_deletes_edits_and_adds_leaves_alone_what_another_saved(tmp_path):
    first = NumberKeeper(tmp_path, lambda sentence: None)
    first.keep(saved(1, 2, 3))
    assert first.stop(20)
    one, other = (NumberKeeper(tmp_path, lambda sentence: None) for _ in range(2))
    numbers = one.kept()[0]
    assert other.kept()[0] == numbers
    one.keep((*numbers[1:], *saved(4)))
    assert one.stop(20) and texts_in(tmp_path) == ["2", "3", "4"]
    other.keep((numbers[0], replace(numbers[1], text="22"), numbers[2], *saved(5)))
    assert other.stop(20) and texts_in(tmp_path) == ["22", "3", "4", "5"]


def test_two_processes_that_save_at_once_lose_nothing(tmp_path):
    command = [sys.executable, "-m", "tests.support.number_writer", str(tmp_path)]
    writers = [subprocess.Popen([*command, name, "40"], stdout=subprocess.PIPE, text=True) for name in ("1", "2")]
    said = [writer.communicate(timeout=120)[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0] and said == ["", ""]
    assert sorted(texts_in(tmp_path)) == sorted(f"{name}{serial}" for name in ("1", "2") for serial in range(40))


def test_a_file_that_another_program_spoilt_is_put_aside_before_it_is_written_anew(tmp_path):
    said: list[str] = []
    keeper = NumberKeeper(tmp_path, said.append)
    assert keeper.kept() == ((), "")
    (tmp_path / "numbers.json").write_text("{")
    keeper.keep(saved(1))
    assert keeper.stop(20) and texts_in(tmp_path) == ["1"]
    assert (tmp_path / "numbers.json.bad").read_text() == "{" and "numbers.json.bad" in said[0]


def wait_for(come: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not come():
        assert time.monotonic() < end
        time.sleep(0.01)
