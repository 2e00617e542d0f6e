"""Samples on disks that let nobody write: read whole, with the last corrections, and nothing is touched."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.store.schema import MIGRATIONS
from tests.support.disks import FULL, SEALED, WAY, mounted
from tests.support.stored import sample

ROOT = Path(__file__).parents[2]
mounts = pytest.mark.skipif(not WAY, reason="this machine lets nobody mount a disk")
LOOK = """
import json, sys
from pathlib import Path
from digitpad.errors import DigitPadError
from digitpad.store.samples import FILE_NAME, SampleStore
said = []
for opened in (SampleStore, SampleStore.to_read):
    store = opened(Path(sys.argv[1]) / FILE_NAME)
    said += [store.read_only, store.notice, [one.label for one in store.all(whole=True)]]
    try:
        store.relabel([1], 5)
    except DigitPadError as error:
        said.append(str(error))
    store.close()
print(json.dumps(said))
"""


def on(disk: str, place: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    words = [*mounted(disk, place), sys.executable, "-P", *command]
    return subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a crash leaves it: the second sample stands in the log alone."""
    live, left = tmp_path / "live", tmp_path / "left"
    live.mkdir()
    left.mkdir()
    with SampleStore(live / FILE_NAME) as store:
        store.add([sample(200, 3)])
    with SampleStore(live / FILE_NAME) as store:
        store.add([sample(900, 7)])
        for ending in ("", "-wal"):
            shutil.copyfile(live / (FILE_NAME + ending), left / (FILE_NAME + ending))
    assert (left / f"{FILE_NAME}-wal").stat().st_size
    return left


@mounts
@pytest.mark.parametrize("log", [True, False], ids=["with a log", "without"])
def test_on_a_sealed_disk_all_is_read_and_nothing_written(log: bool, folder: Path) -> None:
    if not log:
        SampleStore(folder / FILE_NAME).close()
    before = content(folder)
    result = on(SEALED, folder, "-c", LOOK, str(folder))
    assert result.returncode == 0, result.stderr
    said = json.loads(result.stdout)
    assert said[0] is said[4] is True and said[2] == said[6] == [3, 7]
    assert "nothing can be saved there: check the permissions" in said[1] and said[5] == ""
    assert "cannot be written" in said[3] and "cannot be written" in said[7]
    assert content(folder) == before


@mounts
def test_commands_that_only_read_work_on_a_sealed_disk(folder: Path, tmp_path: Path) -> None:
    (folder / "one.json").write_text(json.dumps([[[50, 0], [50, 50], [50, 100]]]))
    given = ["--data-dir", str(folder)]
    for words, part in (
        (["samples", "list", "--json"], '"label": 7'),
        (["samples", "export", str(tmp_path / "rescued.zip")], "2 samples"),
        (["read", str(folder / "one.json")], "1"),
        (["models", "list"], "shipped"),
    ):
        result = on(SEALED, folder, "-m", "digitpad", *words, *given)
        assert (result.returncode, result.stderr) == (0, ""), result.stderr
        assert part in result.stdout
    changed = on(SEALED, folder, "-m", "digitpad", "samples", "delete", "1", *given)
    assert changed.returncode == 1 and "cannot be written" in changed.stderr


@mounts
def test_samples_are_rescued_from_a_full_disk(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "full"
    place.mkdir()
    filling = FULL.replace("-o size=64k", "-o size=256k").replace("{ head", f'{{ cp "{folder}"/* "$0"; head')
    words = ["-m", "digitpad", "samples", "export", str(tmp_path / "out.jsonl"), "--data-dir", str(place)]
    result = on(filling, place, *words)
    assert result.returncode == 0 and "2 samples" in result.stdout, result.stderr


def test_looking_makes_no_file(tmp_path: Path) -> None:
    with SampleStore.to_read(tmp_path / "none" / FILE_NAME) as store:
        assert store.all() == [] and store.count() == 0
        with pytest.raises(DigitPadError):
            store.path = tmp_path / "file" / FILE_NAME
            (tmp_path / "file").touch()
            store.add([sample(1)])
    assert not (tmp_path / "none").exists()


def test_a_file_of_an_older_version_is_read_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path)) as old:
        old.executescript(MIGRATIONS[0] + "PRAGMA user_version = 1")
        old.execute(
            "INSERT INTO samples (digest, label, source, confidence, model, created_at)"
            " VALUES (x'00', 3, 'pad', 0, '', 5)"
        )
        old.execute("INSERT INTO contents (sample, glyph) VALUES (1, ?)", (bytes(784),))
        old.commit()
    before = path.read_bytes()
    with SampleStore.to_read(path) as store:
        assert [one.label for one in store.all()] == [3]
    assert path.read_bytes() == before


def test_a_disk_that_can_be_written_again_takes_changes_again(folder: Path) -> None:
    """As after space was freed: the store that was opened to read opens anew."""
    with SampleStore.to_read(folder / FILE_NAME) as store:
        assert store.relabel([1], 5).before and not store.read_only
    with SampleStore(folder / FILE_NAME) as store:
        assert [one.label for one in store.all()] == [5, 7]


BROKEN = {
    "another program's table": "CREATE TABLE samples (name TEXT); PRAGMA user_version = 2",
    "another program's table, not ours": "CREATE TABLE samples (name TEXT)",
    "a negative version": "PRAGMA user_version = -5",
    "our version without tables": "PRAGMA user_version = 2",
}


@pytest.mark.parametrize("statements", BROKEN.values(), ids=BROKEN)
def test_a_database_of_something_else_is_set_aside(statements: str, tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    for opened in (SampleStore, SampleStore.to_read):
        with closing(sqlite3.connect(path)) as other:
            other.executescript(statements)
        with opened(path) as store:
            assert "damaged" in store.notice and store.all() == []
        path.unlink()
    assert len(list(tmp_path.glob("*.bad"))) == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("strokes", "{"),
        ("strokes", "7"),
        ("crop", b"%!PS-Adobe-3.0 EPSF-3.0"),
        ("crop", "text"),
        ("probabilities", b"123"),
        ("created_at", 2**62),
        ("glyph", "x" * 784),
    ],
)
def test_a_row_that_no_digitpad_wrote_is_named(column: str, value: object, tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with SampleStore(path) as store:
        store.add([sample(200, 3), sample(900, 7)])
    table, id = ("samples", "id") if column in ("probabilities", "created_at") else ("contents", "sample")
    with closing(sqlite3.connect(path)) as spoiled:
        spoiled.execute(f"UPDATE {table} SET {column} = ? WHERE {id} = 2", (value,))
        spoiled.commit()
    with SampleStore(path) as store:
        with pytest.raises(DigitPadError, match="Sample 2"):
            store.all(whole=True)
        store.delete([2])
        assert [one.label for one in store.all(whole=True)] == [3]


@pytest.mark.parametrize("value", ["1e999", "1" + "0" * 400, "-1e999", "NaN", '"12"', "true", "[1]"])
def test_a_card_with_absurd_numbers_is_read(value: str, tmp_path: Path) -> None:
    from digitpad.learning.registry.versions import Version

    card = json.loads(f'{{"samples": {value}, "figures": {{"mnist_accuracy": {value}, "yours": {value}}}}}')
    version = Version("a", "A", tmp_path, card, 1, False, False)
    assert version.samples == 0 and version.mnist is None and version.own is None
    assert np.isfinite(version.samples)
