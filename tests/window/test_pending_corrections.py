"""What becomes of corrections in the real window when the disk or the file is in trouble: told, kept, tried again."""

from __future__ import annotations

import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from digitpad.records import Reading, Stroke
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.ui.core.pending_corrections import CorrectionQueue, PendingCorrection
from digitpad.vision.segmentation.segments import Numbers
from tests.support.hand import Hand
from tests.support.readers import Counting
from tests.support.samples_user import SampleEye
from tests.support.stored import glyph, sample
from tests.unit.test_samples_store import FIRST_SCHEMA
from tests.window.test_correcting import cards, say, stored

REPOSITORY = Path(__file__).parents[2]
NOBODY = 65534
DAY = 24 * 3600 * 10**6  # microseconds


class Differing(Counting):
    """No two of its digits look alike."""

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[Numbers] = (), *, judged: bool = False
    ) -> Reading:
        digits = super().read_strokes(strokes, whole).digits
        return Reading((tuple(replace(one, glyph=glyph(place)) for place, one in enumerate(digits)),))


@pytest.fixture
def draws(opens):
    """A window with two digits on the pad, read as 0 and 1."""

    def open_window() -> Hand:
        hand = opens((Differing,))
        hand.wait_ready()
        hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
        hand.wait_for_number("01")
        return hand

    return open_window


def correct(hand: Hand, place: int, key: str) -> None:
    hand.click(cards(hand)[place])
    hand.type(cards(hand)[place], key)


def labels(folder: Path) -> list[int | None]:
    return [one.label for one in stored(folder)]


@contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """No file may grow beyond what the store's log has now: writing fails half-way as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = path.with_name(path.name + "-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def refused_then_kept(hand: Hand, folder: Path, reason: str) -> None:
    """The second digit cannot be saved, says so in a line, and stands."""
    correct(hand, 1, "8")
    hand.wait_until(lambda: reason in hand.complaint and hand.verdicts[1] == "not saved", reason)
    assert hand.complaint.count("\n") == 0 and "saved with the next one" in hand.complaint
    assert hand.number[1] == "8" and "8" not in hand.status


def test_on_a_full_disk_a_correction_waits_and_is_saved_with_the_next_one(draws, tmp_path):
    hand = draws()
    say(hand, 0, "5")
    assert hand.verdicts[0] == "corrected"
    with full_disk(tmp_path / FILE_NAME):
        refused_then_kept(hand, tmp_path, "The disk")
        assert hand.verdicts[0] == "corrected"
    assert labels(tmp_path) == [5]
    correct(hand, 0, "6")
    hand.wait_until(lambda: hand.verdicts == ["corrected", "corrected"], "both on the disk")
    assert sorted(labels(tmp_path)) == [6, 8] and not hand.complaint


def test_closing_with_what_cannot_be_saved_says_so_and_only_the_second_time_goes_without_it(draws, tmp_path):
    hand = draws()
    say(hand, 0, "5")
    with full_disk(tmp_path / FILE_NAME):
        refused_then_kept(hand, tmp_path, "The disk")
        hand.app.quit()
        hand.wait_until(lambda: "Close again to discard them" in hand.complaint, "a warning")
        assert not hand.gone
        hand.app.quit()
        assert hand.gone
    assert labels(tmp_path) == [5]


def test_closing_saves_first_what_had_to_wait(draws, tmp_path):
    hand = draws()
    say(hand, 0, "5")
    with full_disk(tmp_path / FILE_NAME):
        refused_then_kept(hand, tmp_path, "The disk")
    hand.app.quit()
    hand.wait_until(lambda: hand.gone, "the window to close")
    assert sorted(labels(tmp_path)) == [5, 8]


def test_what_another_program_holds_is_saved_once_it_lets_go(draws, tmp_path):
    hand = draws()
    hand.wait_until((tmp_path / FILE_NAME).exists, "the store")
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        correct(hand, 0, "5")
        hand.wait_until(lambda: hand.verdicts[0] == "saving…", "the card to say so")
        refused_then_kept(hand, tmp_path, "Another program is holding")
        other.execute("ROLLBACK")
    hand.type(cards(hand)[1], "<Return>")
    hand.wait_until(lambda: hand.verdicts == ["corrected", "corrected"], "both on the disk")
    assert sorted(labels(tmp_path)) == [5, 8] and not hand.complaint


def test_a_file_of_a_newer_digitpad_is_left_alone_and_the_corrections_wait(draws, tmp_path):
    SampleStore(tmp_path / FILE_NAME).close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as newer:
        (version,) = newer.execute("PRAGMA user_version").fetchone()
        newer.execute("PRAGMA user_version = 99")
    before = (tmp_path / FILE_NAME).read_bytes()
    hand = draws()
    hand.wait_until(lambda: "made by a newer DigitPad" in hand.complaint, "a sentence")
    refused_then_kept(hand, tmp_path, "update DigitPad")
    assert (tmp_path / FILE_NAME).read_bytes() == before
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as newer:
        newer.execute(f"PRAGMA user_version = {version}")
    say(hand, 0, "5")
    assert hand.verdicts == ["corrected", "corrected"] and sorted(labels(tmp_path)) == [5, 8]


def test_a_file_of_an_older_digitpad_is_brought_up_to_date_and_added_to(draws, tmp_path):
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as old:
        old.executescript(FIRST_SCHEMA)
    hand = draws()
    say(hand, 0, "5")
    assert not hand.complaint and sorted(labels(tmp_path)) == [4, 5]
    assert SampleEye(hand, 2).labels == ["5", "4"]


def test_a_damaged_file_is_kept_under_another_name_and_a_new_one_begun(draws, tmp_path):
    damaged = b"not a database, whatever its name says" * 200
    (tmp_path / FILE_NAME).write_bytes(damaged)
    hand = draws()
    hand.wait_until(lambda: f"kept as {FILE_NAME}.bad and a new one begun" in hand.complaint, "a sentence")
    say(hand, 0, "5")
    assert labels(tmp_path) == [5] and (tmp_path / f"{FILE_NAME}.bad").read_bytes() == damaged
    hand.turn_to("Samples")
    hand.turn_to("Draw")
    assert hand.complaint.count(".bad") == 1


def test_only_the_newest_wish_is_fulfilled_or_stays_owed():
    kept, other, owed = PendingCorrection([]), PendingCorrection([]), CorrectionQueue()
    first = owed.add([(kept, True), (other, True)])
    owed.add([(kept, False)])
    last = owed.add([(kept, True)])
    owed.done(first)
    assert [one.storing for one in (kept, other)] == ["saving", "saved"] and list(owed.requests) == [kept]
    owed.failed(last)
    assert kept.storing == "unsaved" and owed.late
    assert [request.stored for request in owed.add([]).values()] == [True] and not owed.late


FORBIDDEN = """
import os
import sys
from pathlib import Path
import digitpad.store.samples
from digitpad.settings import Settings
from digitpad.ui.app import App
from tests.support.hand import Hand
from tests.window.test_pending_corrections import NOBODY, Differing, correct

folder, root = Path(sys.argv[1]), os.geteuid() == 0
app = App((Differing,), Settings(), folder)
if root:  # who may write anywhere; from here on an ordinary user
    os.seteuid(NOBODY)
app.start()
hand = Hand(app)
hand.wait_ready()
hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
hand.wait_for_number("01")
correct(hand, 0, "5")
hand.wait_until(lambda: hand.verdicts[0] == "not saved", "the refusal")
print(hand.complaint)
if root:
    os.seteuid(0)
folder.chmod(0o777)
if root:
    os.seteuid(NOBODY)
correct(hand, 1, "8")
hand.wait_until(lambda: hand.verdicts == ["corrected"] * 2, "both on the disk")
app.quit()
"""


def test_in_a_read_only_folder_corrections_wait_until_it_can_be_written():
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o555)
        command = [sys.executable, "-c", FORBIDDEN, str(folder)]
        said = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=300)
        assert said.returncode == 0, said.stderr
        assert f"{folder / FILE_NAME} cannot be written" in said.stdout and "saved with the next one" in said.stdout
        assert sorted(labels(folder)) == [5, 8]
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_what_was_deleted_a_month_ago_is_gone_once_the_window_has_opened(draws, tmp_path):
    with SampleStore(tmp_path / FILE_NAME) as store:
        old, new, kept = store.add([sample(1), sample(2), sample(3)]).ids
        store.delete([old, new])
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as file:
        file.execute("UPDATE samples SET deleted_at = deleted_at - ? WHERE id = ?", (31 * DAY, old))
        file.execute("UPDATE samples SET deleted_at = deleted_at - ? WHERE id = ?", (29 * DAY, new))
        file.commit()
        hand = draws()
        ids = "SELECT id FROM samples ORDER BY id"
        hand.wait_until(lambda: file.execute(ids).fetchall() == [(new,), (kept,)], "the purge")
        assert file.execute("SELECT COUNT(*) FROM contents").fetchone() == (2,)
