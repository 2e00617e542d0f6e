"""The row in which a digit was corrected is kept with its sample: once, as long as the sample, and in files, too."""

from __future__ import annotations

import contextlib
import sqlite3
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.glyph_import import MAKERS
from digitpad.records import RowString, Sample
from digitpad.store.exchange import Form, export_samples, import_samples
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.store.schema import MIGRATIONS
from tests.support.stored import sample

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def row(seed: int, text: str = "4x7", place: int = 0, minutes: int = 0) -> RowString:
    strip = np.random.default_rng(seed).integers(0, 256, (32, 90), np.uint8)
    return RowString(strip, text, place, NOON + timedelta(minutes=minutes))


def known(one: Sample) -> tuple[bytes, str, int, datetime] | None:
    return None if one.row is None else (one.row.strip.tobytes(), one.row.text, one.row.place, one.row.said_at)


def strips_in(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM strips").fetchone()[0])


def test_a_row_comes_back_with_its_sample_where_all_of_it_is_asked_for(tmp_path: Path) -> None:
    samples = [sample(1, 4, row=row(5)), sample(2, 7, row=row(5, place=2)), sample(3)]
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add(samples)
    with SampleStore(tmp_path / FILE_NAME) as again:
        assert [known(one) for one in again.all(whole=True)] == [known(one) for one in samples]
        assert [one.row for one in again.all()] == [None] * 3
    assert strips_in(tmp_path / FILE_NAME) == 1


def test_a_strip_is_gone_for_good_with_the_last_of_its_samples(tmp_path: Path) -> None:
    with SampleStore(tmp_path / FILE_NAME) as store:
        first, second, _ = store.add([sample(1, row=row(5)), sample(2, row=row(5)), sample(3, row=row(6))]).ids
        store.delete([first])
        assert store.forget(timedelta(0)) == 1 and strips_in(tmp_path / FILE_NAME) == 2
        change = store.delete([second])
        store.revert(change)
        assert store.forget(timedelta(0)) == 0
        store.delete([second])
        assert store.forget(timedelta(0)) == 1 and strips_in(tmp_path / FILE_NAME) == 1
        assert known(store.all(whole=True)[0]) == known(sample(3, row=row(6)))


def test_of_two_rows_of_one_glyph_the_newer_stays(tmp_path: Path) -> None:
    older, newer = sample(1, 4, row=row(5, "41")), sample(1, 4, row=row(6, "417", minutes=5))
    with SampleStore(tmp_path / FILE_NAME) as store:
        for one in (older, newer, older, replace(older, row=None)):
            store.add([one])
        assert [known(one) for one in store.all(whole=True)] == [known(newer)]


def test_a_file_from_before_rows_were_kept_goes_on_working_and_is_read_where_it_cannot_be_written(
    tmp_path: Path,
) -> None:
    path = tmp_path / FILE_NAME
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript("".join(MIGRATIONS[:3]) + "PRAGMA user_version = 3")
        old.execute(
            "INSERT INTO samples (digest, label, source, confidence, model, created_at)"
            " VALUES (x'00', 3, 'pad', 0, '', 5)"
        )
        old.execute("INSERT INTO contents (sample, glyph) VALUES (1, ?)", (bytes(784),))
        old.commit()
    before = path.read_bytes()
    with SampleStore.to_read(path) as reading:
        assert [(one.label, one.row) for one in reading.all(whole=True)] == [(3, None)]
    assert path.read_bytes() == before
    with SampleStore(path) as store:
        store.add([sample(1, 4, row=row(5))])
        assert [one.row is None for one in store.all(whole=True)] == [True, False]


@pytest.mark.parametrize("form", ["zip", "jsonl"])
def test_rows_go_into_files_and_come_back(tmp_path: Path, form: Form) -> None:
    samples = [sample(1, 4, row=row(5)), sample(2, 7, row=row(5, place=2)), sample(3)]
    export_samples(samples, tmp_path / f"own.{form}", form)
    assert [known(one) for one in import_samples(tmp_path / f"own.{form}", MAKERS)] == [known(one) for one in samples]


def test_an_archive_holds_each_strip_once(tmp_path: Path) -> None:
    export_samples([sample(1, 4, row=row(5)), sample(2, 7, row=row(5, place=2))], tmp_path / "own.zip", "zip")
    with zipfile.ZipFile(tmp_path / "own.zip") as archive:
        assert [name for name in archive.namelist() if name.startswith("rows/")] == ["rows/000001.png"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ((b"4x7", b"4-7"), "is not made of digits"),
        ((b",0,2026", b",9,2026"), "has no place 9"),
        ((b"rows/000001.png,4x7", b"rows/000009.png,4x7"), "is not in the archive"),
        ((b"rows/000001.png,4x7", b"4/000001.png,4x7"), "is not 32 px high"),
    ],
)
def test_a_row_that_cannot_be_is_told_in_a_sentence(tmp_path: Path, change: tuple[bytes, bytes], told: str) -> None:
    export_samples([sample(1, 4, row=row(5))], tmp_path / "own.zip", "zip")
    with zipfile.ZipFile(tmp_path / "own.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert change[0] in files["labels.csv"]
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as spoilt:
        for name, content in files.items():
            spoilt.writestr(name, content.replace(*change) if name == "labels.csv" else content)
    with pytest.raises(DigitPadError, match=told):
        import_samples(tmp_path / "bad.zip", MAKERS)
