"""A CSV file that grows by a line for each recorded number, written in a thread of its own."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.faults import Fault, outcome_of
from digitpad.languages import _
from digitpad.ui.recorded.saved_number import COLUMNS, SavedNumber, line_of

AGAIN_S = 2.0  # between two tries while the disk refuses
MOST_HEAD = 4096  # bytes of a file that are looked at for its header


@dataclass(frozen=True)
class AppendState:
    """The state of the file, after a change for the worse or the better."""

    sentence: str = ""  # why lines wait; "": all are written
    final: bool = False  # it cannot be appended to, and is given up
    traceback: str = ""  # where it is a bug


class CsvAppender:
    """The columns are those of the file where it has a header, else `columns`, and a header is written first, once.

    Lines that cannot be written wait, and are tried again until `stop`; `deliver` hears of it once.
    """

    def __init__(self, path: Path, columns: Sequence[str], deliver: Callable[[AppendState], None]) -> None:
        self.path, self._columns, self._deliver = path, tuple(columns), deliver
        self._filled = threading.Condition()
        self._lines: list[SavedNumber] = []
        self._stopped = False
        self._failed = False
        self._thread = threading.Thread(target=self._run, name="append", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def append(self, number: SavedNumber) -> None:
        """Have a line written; returns at once."""
        with self._filled:
            self._lines.append(number)
            self._filled.notify()

    def stop(self, timeout_s: float) -> bool:
        """Try what waits once more, and end; False where lines are left that could not be written in time."""
        with self._filled:
            self._stopped = True
            self._filled.notify()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive() and not self._lines

    def _run(self) -> None:
        outcome = outcome_of(self._write_on, _("The numbers could not be appended"))
        if isinstance(outcome, Fault):
            self._deliver(AppendState(outcome.sentence, final=True, traceback=outcome.traceback))

    def _write_on(self) -> None:
        """Write as lines come, until it is to end. Raises DigitPadError where the file is another table."""
        header = header_of(self.path)
        self._columns = header or self._columns
        self._try([] if header else [list(self._columns)], 0)
        while not self._stopped:
            waiting = self._awaited()
            if waiting:
                self._try((line_of(number, self._columns) for number in waiting), len(waiting))

    def _awaited(self) -> tuple[SavedNumber, ...]:
        """Wait for lines, or where some could not be written, for the next try; return them all."""
        with self._filled:
            if not self._stopped and (self._failed or not self._lines):
                self._filled.wait(AGAIN_S if self._failed else None)
            return tuple(self._lines)

    def _try(self, lines: Iterable[Sequence[object]], count: int) -> None:
        """Write lines, of which so many waited; say it where that fails or works again."""
        try:
            append_lines(self.path, lines, header=self._columns)
        except OSError as error:
            if not self._failed:
                reason = error.strerror or error
                sentence = _("{name} cannot be written ({reason}); the numbers wait until it can.").format(
                    name=self.path.name, reason=reason
                )
                self._deliver(AppendState(sentence))
            self._failed = True
            return
        with self._filled:
            del self._lines[:count]
        if self._failed:
            self._failed = False
            self._deliver(AppendState())


def header_of(path: Path) -> tuple[str, ...]:
    """Return the columns of a file of recorded numbers; none where it is empty or not there.

    Raises DigitPadError where it holds something else.
    """
    try:
        with path.open("rb") as file:
            head = file.read(MOST_HEAD)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DigitPadError(
            _("{name} cannot be read ({reason}); choose another file.").format(name=path.name, reason=error.strerror)
        ) from error
    names = tuple(next(csv.reader([head.decode("utf-8-sig", "replace").partition("\n")[0].rstrip("\r")]), []))
    if head and not (names and set(names) <= COLUMNS.keys()):
        raise DigitPadError(
            _("{name} holds another table than recorded numbers; choose another file.").format(name=path.name)
        )
    return names


def append_lines(path: Path, lines: Iterable[Sequence[object]], *, header: Sequence[str]) -> None:
    """Append lines as CSV, all or none of them; before the first one of an empty file, its header. Raises OSError."""
    with path.open("ab", buffering=0) as file:
        end = file.seek(0, io.SEEK_END)
        table = io.StringIO(newline="")
        writer = csv.writer(table)
        rows = [list(line) for line in lines]
        writer.writerows(rows if end or rows[:1] == [list(header)] else [list(header), *rows])
        content = memoryview(_line_break_before(path, end) + table.getvalue().encode())
        try:
            while content:
                content = content[file.write(content) :]
        except OSError:
            file.truncate(end)
            raise


def _line_break_before(path: Path, end: int) -> bytes:
    """Return what is missing at the end of a file whose last line was left open."""
    if not end:
        return b""
    with path.open("rb") as file:
        file.seek(end - 1)
        return b"" if file.read(1) == b"\n" else b"\r\n"
