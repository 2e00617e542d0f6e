"""Results of many files in one file, lines of JSON or CSV, written as they come and taken up again after a stop."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from digitpad.commands.reading.values import NONE, Values
from digitpad.commands.terminal import NO_TEXT
from digitpad.errors import DigitPadError, UsageError
from digitpad.rules import Rule

COLUMNS = ("path", "part", "text", "confidence")
RULED = ("rule", "obeying")  # further columns where there is a rule
Place = tuple[str, bool]  # the file that a record is about; True: one of several records about it


class OtherRules(ValueError):
    """A result that was read by another rule."""


class Form(Protocol):
    """A way to write a result as bytes, and to find the file that such bytes are about."""

    heading: bytes  # before the first record
    start: bytes  # of every such file

    def record(self, values: Values) -> bytes: ...

    def records(self, stream: BinaryIO) -> Iterator[bytes]:
        """Yield the records of a file; the last may be half-written."""

    def is_whole(self, record: bytes) -> bool: ...

    def place(self, record: bytes) -> Place | None:
        """Return the file of a whole record, None of a heading.

        Raises OtherRules for a record of another rule, ValueError, TypeError or KeyError for one of another kind.
        """


class JsonLines:
    """One JSON object a line."""

    heading, start = b"", b'{"path": "'

    def __init__(self, rule: Rule | None) -> None:
        self._rule = rule.text if rule else None

    def record(self, values: Values) -> bytes:
        return (_printable(json.dumps(values, ensure_ascii=False)) + "\n").encode()

    def records(self, stream: BinaryIO) -> Iterator[bytes]:
        return iter(stream)

    def is_whole(self, record: bytes) -> bool:
        return record.endswith(b"\n")

    def place(self, record: bytes) -> Place | None:
        values = json.loads(record)
        if not isinstance(values["path"], str) or not isinstance(values["text"], str):
            raise TypeError("a result has a path and a text")
        if values.get("rule") != self._rule:
            raise OtherRules
        return values["path"], "part" in values


class CsvLines:
    """Lines of a CSV as records, one of them within several lines where a name has such."""

    def records(self, stream: BinaryIO) -> Iterator[bytes]:
        record = b""
        for line in stream:
            record += line
            if self.is_whole(record):  # a line may end within the name of a file
                yield record
                record = b""
        if record:
            yield record

    def is_whole(self, record: bytes) -> bool:
        return record.endswith(b"\n") and record.count(b'"') % 2 == 0


class CsvRows(CsvLines):
    """One row a picture: its least confidence beside its text; rows of digits are parted by spaces."""

    def __init__(self, rule: Rule | None) -> None:
        self._rule = rule.text if rule else None
        self.heading = self.start = csv_record(COLUMNS + RULED if rule else COLUMNS)

    def record(self, values: Values) -> bytes:
        digits: Sequence[dict[str, float]] = values["digits"]
        least = min((digit["confidence"] for digit in digits), default="")
        text = str(values["text"]).replace("\n", " ")
        ruled = [self._rule, _obeying(values)] if self._rule is not None else []
        return csv_record([values["path"], values.get("part", ""), text, least, *ruled])

    def place(self, record: bytes) -> Place | None:
        if record == self.heading:
            return None
        path, part, _, _, *ruled = fields_of(record)
        if ruled[:1] != ([] if self._rule is None else [self._rule]):
            raise OtherRules
        return path, bool(part)


def csv_record(fields: Sequence[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(fields)
    return _printable(line.getvalue()).encode()


def fields_of(record: bytes) -> list[str]:
    """Return the fields of a whole record. Raises ValueError where it is no CSV."""
    try:
        return next(csv.reader(io.StringIO(record.decode(), newline="")))
    except csv.Error as error:
        raise ValueError(str(error)) from error


def _obeying(values: Values) -> str:
    """Return the numbers that obey, parted by spaces."""
    return " ".join(number["obeying"] or NONE for number in values["numbers"] if number["text"])


FORMS: Mapping[str, Callable[[Rule | None], Form]] = {".jsonl": JsonLines, ".csv": CsvRows}


class WrittenFiles:
    """An open file of results; knows which files are in it from an earlier run."""

    def __init__(self, path: Path, form: Form, stream: BinaryIO, earlier: set[str]) -> None:
        self._path, self._form, self._stream, self._earlier = path, form, stream, earlier

    def __contains__(self, file: str) -> bool:
        return _key(file) in self._earlier

    def write(self, results: Sequence[Values]) -> None:
        """Write all results of one file. Raises DigitPadError where the disk refuses."""
        try:
            self._stream.write(b"".join(map(self._form.record, results)))
            self._stream.flush()
        except OSError as error:
            raise _cannot_write(self._path, error) from error


@contextlib.contextmanager
def written_files(path: Path, form: Form | None = None) -> Iterator[WrittenFiles]:
    """Open a file of results to add to it; a record that an interrupted run left half-written is cut off.

    `form`: how results are written; None: as `form_of` says.

    Raises DigitPadError where it cannot be written, or holds something else.
    """
    form = form or form_of(path)
    try:
        stream = path.open("a+b")
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        output = WrittenFiles(path, form, stream, _take_up(path, form, stream))
        yield output
    finally:
        with contextlib.suppress(OSError):  # of a disk that is full; all that could be written is written
            stream.close()


def form_of(path: Path, rule: Rule | None = None) -> Form:
    """Return the form that a file's ending asks for. Raises UsageError for any other ending."""
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"--out is written as lines of JSON or as CSV; let {path.name} end in .jsonl or .csv.")
    return form(rule)


def _take_up(path: Path, form: Form, stream: BinaryIO) -> set[str]:
    """Return the files that are in `stream` whole, and leave it ready for the next one."""
    stream.seek(0)
    if not form.start.startswith(stream.read(len(form.start))):
        raise _is_other(path)
    stream.seek(0)
    end, files = _whole_part(path, form, stream)
    try:
        stream.truncate(end)
        stream.seek(end)
        stream.write(b"" if end else form.heading)
        stream.flush()
    except OSError as error:
        raise _cannot_write(path, error) from error
    return files


def _whole_part(path: Path, form: Form, stream: BinaryIO) -> tuple[int, set[str]]:
    """Return the number of bytes that hold all results of whole files, and these files.

    The last file counts only where it has a single record: nobody knows how many more it should have had.
    """
    end = last_start = 0
    last: Place | None = None
    files: set[str] = set()
    for record in form.records(stream):
        if not form.is_whole(record):
            break
        try:
            place = form.place(record)
        except OtherRules as error:
            raise DigitPadError(f"{path} was read by other rules than these; name another file to write to.") from error
        except (ValueError, TypeError, KeyError, StopIteration) as error:
            raise _is_other(path) from error
        if place and place != last:
            last, last_start = place, end
            files.add(_key(place[0]))
        end += len(record)
    if last and last[1]:
        return last_start, files - {_key(last[0])}
    return end, files


def _key(file: str) -> str:
    """Return one text for all ways to write the path of a file: absolute, without `..`."""
    return _printable(os.path.abspath(file))  # noqa: PTH100  # Path leaves .. in


def _printable(text: str) -> str:
    return NO_TEXT.sub("\ufffd", text)


def _cannot_write(path: Path, error: OSError) -> DigitPadError:
    return DigitPadError(
        f"{path} cannot be written ({error.strerror or error}); free some space or name another place, "
        "and what is in it already is not read again."
    )


def _is_other(path: Path) -> DigitPadError:
    return DigitPadError(f"{path} holds something else than results of this kind; name another file.")
