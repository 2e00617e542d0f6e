"""What the store promises: all that it called saved is there, whatever happened in between."""

import contextlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.store.filters import Filter
from digitpad.store.label_errors import NOT_SUSPECTED, blurred, suspected_label_errors
from digitpad.store.samples import FILE_NAME, SampleStore
from tests.support.stored import CROP, PAD, glyph, sample

REPOSITORY = Path(__file__).parents[2]
WRITES, KILLS = 1000, 6  # at least
FIRST_SCHEMA = """
    CREATE TABLE samples (
        id INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL UNIQUE,
        label INTEGER CHECK (label BETWEEN 0 AND 9),
        source TEXT NOT NULL CHECK (source IN ('pad', 'camera', 'picture', 'import')),
        predicted INTEGER CHECK (predicted BETWEEN 0 AND 9), confidence REAL NOT NULL, probabilities BLOB,
        model TEXT NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER
    );
    CREATE TABLE contents (
        sample INTEGER PRIMARY KEY REFERENCES samples (id) ON DELETE CASCADE,
        glyph BLOB NOT NULL CHECK (length(glyph) = 784), strokes TEXT, crop BLOB
    );
    INSERT INTO samples VALUES (5, x'00', 4, 'camera', 9, 0.5, NULL, 'LeNet-5', 1700000000000000, NULL);
    INSERT INTO contents VALUES (5, zeroblob(784), NULL, NULL);
    PRAGMA user_version = 1;
"""
SECOND_SCHEMA = """
    ALTER TABLE samples ADD COLUMN slip INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE samples ADD COLUMN labelled_at INTEGER NOT NULL DEFAULT 0;
    UPDATE samples SET labelled_at = created_at, slip = 1;
    PRAGMA user_version = 2;
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "Proben für später" / FILE_NAME


@pytest.fixture
def store(path):
    with SampleStore(path) as opened:
        yield opened


def child(program, *arguments, **options):
    """A Python of its own that has SampleStore and sample at hand."""
    head = "import os, sys; from pathlib import Path; from digitpad.store.samples import SampleStore\n"
    head += "from digitpad.errors import DigitPadError; from tests.support.stored import sample\n"
    command = [sys.executable, "-c", head + program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY, **options)


def is_whole(path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def refusal(act):
    with pytest.raises(DigitPadError) as caught:
        act()
    return str(caught.value)


def test_a_sample_comes_back_as_it_was_kept(store):
    when = datetime(2026, 3, 1, 12, 30, 0, 250, tzinfo=UTC)
    given = sample(1, label=None, created_at=when)
    (id,) = store.add([given]).ids
    kept = store.get(id)
    assert (kept.label, kept.source, kept.predicted, kept.model, kept.id) == (None, "pad", 7, "LeNet-5", id)
    assert (kept.created_at, kept.confidence, kept.misread, kept.label_error) == (when, given.confidence, True, False)
    np.testing.assert_array_equal(kept.glyph, given.glyph)
    np.testing.assert_array_equal(kept.crop, CROP)
    np.testing.assert_allclose(kept.probabilities, given.probabilities)
    np.testing.assert_allclose(kept.strokes[0].points, PAD.points)
    np.testing.assert_allclose(kept.strokes[0].times, PAD.times)
    assert kept.strokes[0].width == PAD.width
    assert not kept.glyph.flags.writeable


def test_many_are_fetched_without_what_takes_long(store):
    ids = store.add([sample(1), sample(2)]).ids
    assert [(kept.id, kept.strokes, kept.crop) for kept in store.several([ids[1], 99, ids[0]])] == [
        (ids[1], (), None),
        (ids[0], (), None),
    ]
    assert all(kept.strokes and kept.crop is not None for kept in store.all(whole=True))


def test_the_same_glyph_and_label_is_kept_once(store):
    first = store.add([sample(1), sample(2), sample(1)])
    again = store.add([sample(2)])
    assert first.ids[0] == first.ids[2]
    assert (again.ids[0], again.before) == (first.ids[1], {})
    assert store.count() == 2


def test_a_newer_label_wins_and_an_older_one_does_not(store):
    now = datetime.now(UTC)
    (id,) = store.add([sample(1, 3, created_at=now)]).ids
    newer = store.add([sample(1, 5, created_at=now + timedelta(seconds=1), predicted=5)])
    older = store.add([sample(1, 8, created_at=now - timedelta(days=1))])
    kept = store.get(id)
    assert (newer.relabelled, newer.added, older.relabelled) == ((id,), (), ())
    assert (kept.label, kept.predicted, kept.created_at) == (5, 7, store.get(id).created_at)
    assert store.count() == 1


def test_every_change_can_be_undone_and_done_again(store):
    added = store.add([sample(1, 3), sample(2, 4)])
    one, two = added.ids
    relabelled = store.relabel([one, two, 99], None)
    assert store.counts() == {None: 2}
    undone = store.revert(relabelled)
    assert store.counts() == {3: 1, 4: 1}
    store.revert(undone)
    assert store.counts() == {None: 2}
    deleted = store.delete([one])
    assert (store.get(one), store.ids()) == (None, [two])
    store.revert(deleted)
    assert store.get(one).label is None
    store.revert(added)
    assert store.count() == 0
    store.restore([one, two])
    assert store.counts() == {None: 2}


def test_a_deleted_glyph_that_comes_again_is_the_old_sample(store):
    (id,) = store.add([sample(1, 3)]).ids
    store.delete([id])
    change = store.add([sample(1, 6)])
    assert (change.ids, change.added, store.get(id).label) == ((id,), (id,), 6)
    store.revert(change)
    assert store.count() == 0


def test_what_was_deleted_long_ago_can_be_forgotten(store):
    one, two = store.add([sample(1), sample(2)]).ids
    store.delete([one])
    assert store.forget(timedelta(days=30)) == 0
    assert store.forget(timedelta()) == 1
    assert (store.restore([one]).before, store.ids()) == ({}, [two])


def test_filters_and_orders(store):
    day = datetime(2026, 1, 1, tzinfo=UTC)
    given = [
        sample(900, 3, created_at=day),
        sample(100, 7, created_at=day + timedelta(days=1), source="camera"),
        sample(500, None, created_at=day + timedelta(days=2), source="picture"),
        sample(1, 3, created_at=day + timedelta(days=3), source="import", predicted=None, probabilities=None),
    ]
    a, b, c, d = store.add(given).ids
    store.mark_label_errors({c: 5})
    assert store.ids(order="newest") == [d, c, b, a]
    assert store.ids(order="oldest") == [a, b, c, d]
    assert store.ids(order="doubt") == [b, c, a, d]
    assert store.ids(Filter(labels=frozenset({3}))) == [d, a]
    assert store.ids(Filter(labels=frozenset({None, 7}))) == [c, b]
    assert store.ids(Filter(labels=frozenset())) == []
    assert store.ids(Filter(sources=frozenset({"camera", "import"}))) == [d, b]
    assert store.ids(Filter(misread=True)) == [c, a]
    assert store.ids(Filter(label_errors=True)) == [c]
    e, f = store.add([sample(2, 3, created_at=day, writer="Ann"), sample(3, 3, created_at=day, writer="Bo")]).ids
    assert store.ids(Filter(writers=frozenset({"Ann"}))) == [e] and store.get(e).writer == "Ann"
    assert store.ids(Filter(writers=frozenset({"", "Bo"}))) == [d, c, b, f, a]
    store.delete([e, f])
    assert store.ids(Filter(since=day + timedelta(days=1), until=day + timedelta(days=3))) == [c, b]
    assert store.count(Filter(misread=True, labels=frozenset({3}))) == 1


def test_a_slip_is_marked_until_it_is_relabelled(store):
    one, two = store.add([sample(1), sample(2)]).ids
    store.mark_label_errors({one: 4, two: 5})
    store.mark_label_errors({one: 4})
    assert [(kept.label_error, kept.suggested) for kept in store.several([one, two])] == [(True, 4), (False, None)]
    store.relabel([one], 8)
    assert (store.get(one).label_error, store.get(one).suggested) == (False, None)


def test_a_confirmed_label_is_not_suspected_again_until_it_changes(store, path):
    one, two = store.add([sample(1), sample(2)]).ids
    store.mark_label_errors({one: 4})
    change = store.confirm([one, one, 999])
    assert list(change.before) == [one] and not store.confirm([one]).before
    with SampleStore(path) as later:
        assert later.get(one).confirmed and not later.get(one).label_error
        later.mark_label_errors({one: 4, two: 4})
        assert later.ids(Filter(label_errors=True)) == [two]
    store.add([sample(1, 3, created_at=datetime.now(UTC))])  # the same label, said once more
    assert store.get(one).confirmed
    store.relabel([one], 9)
    assert not store.get(one).confirmed
    undone = store.revert(change)
    assert (store.get(one).label, store.get(one).confirmed) == (3, False)
    store.revert(undone)
    assert store.get(one).label == 9


def test_a_change_of_another_store_is_noticed_and_its_own_is_not(store, path):
    before = store.version
    store.add([sample(1)])
    assert store.version == before
    with SampleStore(path) as other:
        other.add([sample(2)])
    assert store.version != before


def test_killed_at_any_moment_nothing_that_was_saved_is_lost(path):
    program = """
store = SampleStore(Path(sys.argv[1]))
number = int(sys.argv[2])
while True:
    number += 1
    print(store.add([sample(number)]).ids[0], number, flush=True)
"""
    moments, saved, kills = random.Random(5), {}, 0
    while len(saved) < WRITES or kills < KILLS:
        writing = child(program, path, 1_000_000 * kills)
        lines = [writing.stdout.readline()]
        time.sleep(moments.uniform(0.05, 0.5))
        writing.kill()
        lines += writing.stdout.readlines()
        writing.wait()
        saved |= {int(id): int(seed) for id, seed in (line.split() for line in lines if line.endswith("\n"))}
        kills += 1
    with SampleStore(path) as store:
        assert store.notice == ""
        kept = {one.id: one.glyph for one in store.all()}
    assert saved.keys() <= kept.keys() and len(kept) <= len(saved) + kills
    assert all((kept[id] == glyph(seed)).all() for id, seed in saved.items())
    assert is_whole(path)


def test_two_programs_may_write_at_once(path):
    program = """
first = int(sys.argv[2])
store = SampleStore(Path(sys.argv[1]), 60)
for number in range(first, first + 100):
    store.add([sample(number)])
"""
    writing = [child(program, path, first) for first in (1000, 2000, 3000)]
    assert [one.wait(120) for one in writing] == [0, 0, 0]
    with SampleStore(path) as store:
        assert store.count() == 300
    assert is_whole(path)


def test_a_full_disk_is_told_and_nothing_is_lost(path):
    """A limit on the size of files stands for the disk: writing fails half-way as on one."""
    program = """
import resource
store = SampleStore(Path(sys.argv[1]))
kept = list(store.add([sample(1), sample(2)]).ids)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for number in range(3, 2000):
        kept += store.add([sample(number)]).ids
except DigitPadError as error:
    print(kept[-1], error, flush=True)
print(store.get(1).id, flush=True)
os._exit(0)
"""
    last, said = child(program, path).communicate(timeout=120)[0].splitlines()[0].split(maxsplit=1)
    assert "The disk" in said and str(path) in said and "left as it was" in said
    with SampleStore(path) as store:
        assert store.ids(order="oldest") == list(range(1, int(last) + 1))
        assert store.add([sample(5000)]).ids


def test_a_folder_that_may_not_be_written_is_told():
    program = """
os.geteuid() or os.setuid(65534)  # root may write anywhere
try:
    store = SampleStore(Path(sys.argv[1]))
    print(store.notice, store.count())
    store.add([sample(1)])
except DigitPadError as error:
    print(error)
"""
    folder = Path(tempfile.mkdtemp())
    try:
        SampleStore(folder / FILE_NAME).close()
        folder.chmod(0o555)
        (folder / FILE_NAME).chmod(0o444)
        for path in (folder / FILE_NAME, folder / "new" / FILE_NAME):
            said = child(program, path).communicate(timeout=60)[0]
            assert f"{path} cannot be written" in said and "--data-dir" in said
            assert ("can be read, but nothing can be saved there" in said) == path.exists()
        assert [file.name for file in folder.iterdir()] == [FILE_NAME]
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_file_that_another_program_holds_is_told(path):
    with SampleStore(path, patience_s=0.05) as store, contextlib.closing(sqlite3.connect(path)) as other:
        store.add([sample(1)])
        other.execute("BEGIN EXCLUSIVE")
        assert "Another program is holding" in refusal(lambda: store.add([sample(2)]))
        assert store.count() == 1  # reading goes on
        other.rollback()
        store.add([sample(2)])
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert "Another program is holding" in refusal(lambda: SampleStore(path, patience_s=0.05))


def test_an_older_file_is_brought_up_to_date(path):
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(FIRST_SCHEMA)
    with SampleStore(path) as store:
        (kept,) = store.all()
        assert (kept.id, kept.label, kept.label_error, kept.created_at.year) == (5, 4, False, 2023)
        store.mark_label_errors({5: 9})
        assert store.ids(Filter(label_errors=True)) == [5]
        assert (kept.writer, kept.confirmed, kept.suggested) == ("", False, None)
        store.add([sample(1, writer="Ann")])
    with SampleStore(path) as again:
        assert again.count() == 2


def test_a_file_from_before_writers_were_named_is_brought_up_to_date_and_read_where_it_cannot_be(path):
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(FIRST_SCHEMA + SECOND_SCHEMA)
    with SampleStore.to_read(path) as reading:
        assert [(kept.writer, kept.label_error, kept.suggested) for kept in reading.all()] == [("", True, None)]
    with contextlib.closing(sqlite3.connect(path)) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (2,)
    with SampleStore(path) as store:
        assert store.ids(Filter(label_errors=True, writers=frozenset({""}))) == [5]
        store.confirm([5])
        assert store.add([sample(1, writer="Ann")]).added == (6,)
    with SampleStore(path) as again:
        assert [(kept.writer, kept.confirmed) for kept in again.all()] == [("", True), ("Ann", False)]


def test_a_newer_file_is_refused_and_left_alone(path):
    SampleStore(path).close()
    with contextlib.closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    assert "made by a newer DigitPad" in refusal(lambda: SampleStore(path))
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda held: b"no database" * 999,
        lambda held: held[:8192] + b"\xa5" * 30_000,
        lambda held: held.replace(b"deleted_at INTEGER", b"deleted_xx INTEGER"),
        lambda held: held.replace(b"sqlite_autoindex_samples_1", b"sqlite_autoindex_sam\xad\xadles_1"),
        lambda held: held.replace(b"CREATE TABLE contents", b"CREATE TABLE c\xadnte\xffts"),
    ],
)
def test_a_damaged_file_is_put_aside_and_a_new_one_begun(path, spoil):
    with SampleStore(path) as store:
        store.add([sample(number) for number in range(50)])
    damaged = spoil(path.read_bytes())
    for name in (f"{FILE_NAME}.bad", f"{FILE_NAME}.1.bad"):
        path.write_bytes(damaged)
        with SampleStore(path) as store:
            assert f"damaged; the file was kept as {name}" in store.notice
            assert store.count() == 0 and store.add([sample(1)]).added
        assert path.with_name(name).read_bytes() == damaged
    with SampleStore(path) as store:
        assert (store.notice, store.count()) == ("", 1)


def test_the_log_of_a_damaged_file_goes_with_it(path):
    path.parent.mkdir()
    for ending in ("", "-wal", "-shm"):
        path.with_name(FILE_NAME + ending).write_bytes(b"spoiled" + ending.encode())
    with SampleStore(path) as store:
        store.add([sample(1)])
    for ending in ("", "-wal", "-shm"):
        assert path.with_name(f"{FILE_NAME}.bad{ending}").read_bytes() == b"spoiled" + ending.encode()


def test_samples_among_others_with_another_label_are_likely_slips():
    random = np.random.default_rng(3)
    centres = random.normal(size=(3, 84))
    labels = np.repeat([2, 5, 8], 40)
    vectors = (centres[labels // 3] + 0.1 * random.normal(size=(120, 84))).astype(np.float32)
    said: list[int | None] = labels.tolist()
    said[7], said[70], said[100] = 5, 8, None
    suggested = suspected_label_errors(vectors, said)
    suspected = np.flatnonzero(suggested != NOT_SUSPECTED)
    assert suspected.tolist() == [7, 70] and suggested[suspected].tolist() == [2, 5]
    assert (suspected_label_errors(vectors[:4], [1, 2, 3, 4]) == NOT_SUSPECTED).all()
    assert not len(suspected_label_errors(vectors[:0], []))


def test_a_blurred_glyph_resembles_itself_a_pixel_away():
    glyphs = np.zeros((3, 28, 28), np.uint8)
    glyphs[0, 5:20, 10], glyphs[1, 5:20, 11], glyphs[2, 12, 3:25] = 255, 255, 255
    same, moved, other = blurred(glyphs)
    assert same.shape == (784,)
    assert same @ moved > 0.8 * (same @ same) > 2 * (same @ other)
