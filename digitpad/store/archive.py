"""Samples as a zip of PNGs with labels.csv; each entry of an archive is checked before anything is unpacked."""

from __future__ import annotations

import csv
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.records import Sample
from digitpad.store.details import FIELDS, ROW_FIELDS, Makers, fields_of, label_text, row_fields_of, sample_from
from digitpad.store.refusals import Refusals
from digitpad.store.row_strings import digest_of, png

TABLE = "labels.csv"
ROWS = "rows"  # folder of the strips
MOST_FILES = 100_000
MOST_BYTES = 512 << 20  # of all files, unpacked
MOST_PICTURE_BYTES = 32 << 20  # of one picture, unpacked
MOST_TABLE_BYTES = 64 << 20
BOMB_RATIO, BOMB_BYTES = 200, 1 << 20  # packed so tightly, and larger than this: no picture is
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 1  # bit of an entry's flags
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, csv.Error)
Report = Callable[[int, int], None]  # done, of how many


def write_archive(path: Path, samples: Iterable[Sample]) -> int:
    """Write a PNG of 28x28 for each sample, in the folder of its label, and a table; return the number of samples."""
    rows = []
    strips: dict[bytes, str] = {}  # names, by digest
    with zipfile.ZipFile(path, "w") as archive:
        for number, sample in enumerate(samples, 1):
            name = f"{label_text(sample.label)}/{number:06}.png"
            archive.writestr(name, png(sample.glyph))
            rows.append({"file": name, **_texts(sample), "row": _strip_name(archive, sample, strips)})
        table = io.StringIO()
        writer = csv.DictWriter(table, ("file", *FIELDS, "row", *ROW_FIELDS), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        archive.writestr(TABLE, table.getvalue(), zipfile.ZIP_DEFLATED)
    return len(rows)


def _strip_name(archive: zipfile.ZipFile, sample: Sample, strips: dict[bytes, str]) -> str:
    """Return the name of the file with a sample's row, written where it is new; "" for a sample without a row."""
    if sample.row is None:
        return ""
    digest = digest_of(sample.row.strip)
    if digest not in strips:
        strips[digest] = f"{ROWS}/{len(strips) + 1:06}.png"
        archive.writestr(strips[digest], png(sample.row.strip))
    return strips[digest]


def read_archive(path: Path, makers: Makers, report: Report) -> list[Sample]:
    """Return a sample for each line of labels.csv. Raises DigitPadError where one, or the archive, is not sound."""
    with ExitStack() as stack:
        with _sound(str(path)):
            archive = stack.enter_context(zipfile.ZipFile(path))
            entries = {entry.filename: entry for entry in _harmless(archive, path)}
            if TABLE not in entries:
                raise DigitPadError(
                    _("{path} has no {table}; unpack it and import the folder instead.").format(path=path, table=TABLE)
                )
            rows = list(_rows(archive, entries[TABLE]))
        samples: list[Sample] = []
        refusals = Refusals(path)
        for number, row in enumerate(rows, 1):
            with refusals.collecting():
                samples.append(_sample(archive, entries, row, f"{TABLE}, line {number + 1}", makers))
            report(number, len(rows))
    refusals.tell(len(rows))
    return samples


def _sample(
    archive: zipfile.ZipFile, entries: Container[str], row: dict[str, str], where: str, makers: Makers
) -> Sample:
    name, strip = row.get("file") or "", row.get("row") or ""
    content = _content(archive, entries, name, where)
    strip_content = _content(archive, entries, strip, where) if strip else None
    return sample_from(row, makers.of_picture(content, name), where, strip=strip_content)


def _content(archive: zipfile.ZipFile, entries: Container[str], name: str, where: str) -> bytes:
    if name not in entries:
        raise DigitPadError(_('{where}: the file "{name}" is not in the archive.').format(where=where, name=name[:60]))
    with _sound(name):
        return archive.read(name)


@contextmanager
def _sound(name: str) -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise DigitPadError(
            _("{name} is damaged ({error}); export or copy it again.").format(name=name, error=error)
        ) from error


def _rows(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[dict[str, str]]:
    with archive.open(entry) as packed:
        rows = csv.DictReader(io.TextIOWrapper(packed, "utf-8-sig", newline=""))
        missing = {"file", "label"} - set(rows.fieldnames or ())
        if missing:
            words = _(" and none called ").join(sorted(missing))
            raise DigitPadError(_("{table} has no column called {names}; add it.").format(table=TABLE, names=words))
        for number, row in enumerate(rows, 1):
            if number > MOST_FILES:
                raise DigitPadError(
                    _("{table} has more than {most:,} lines; split it.").format(table=TABLE, most=MOST_FILES)
                )
            yield row


def _harmless(archive: zipfile.ZipFile, path: Path) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > 2 * MOST_FILES + 1:  # a glyph and a row for each, and the table
        raise DigitPadError(
            _("{path} holds {count:,} files; split it into archives of {most:,} at most.").format(
                path=path, count=len(entries), most=MOST_FILES
            )
        )
    for entry in entries:
        fault = _fault_of(entry)
        if fault:
            raise DigitPadError(
                _('{path} holds "{filename}", {wrong}; nothing was imported from it.').format(
                    path=path, filename=entry.filename[:60], wrong=fault
                )
            )
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise DigitPadError(
            _("{path} holds more than {most} MB when unpacked; split it.").format(path=path, most=MOST_BYTES >> 20)
        )
    return entries


def _fault_of(entry: zipfile.ZipInfo) -> str:
    """Return the fault of an entry in words, "" for one that may be read."""
    name = entry.filename
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or name.startswith("\\"):
        return _("whose name begins at the root of a disk")
    if ".." in PureWindowsPath(name).parts:
        return _("whose name leads out of the archive")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _("which is a link, not a file")
    if entry.flag_bits & ENCRYPTED or entry.compress_type not in PACKED:
        return _("which is encrypted or packed in a way that is not read here")
    if entry.file_size > (MOST_TABLE_BYTES if name == TABLE else MOST_PICTURE_BYTES):
        return _("which is as large as {size} MB").format(size=entry.file_size >> 20)
    times = entry.file_size // max(entry.compress_size, 1)
    if entry.file_size > BOMB_BYTES and times > BOMB_RATIO:
        return _("which unpacks to {times:,} times its size, as nothing sound does").format(times=times)
    return ""


def _texts(sample: Sample) -> dict[str, object]:
    fields = fields_of(sample) | row_fields_of(sample.row)
    if fields["probabilities"] is not None:
        fields["probabilities"] = " ".join(map(str, fields["probabilities"]))
    return fields
