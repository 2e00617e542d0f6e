"""The database opened for reading alone: on disks that are full or cannot be written to, with all that it holds."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from digitpad.store.failures import is_refusal

LOG = "-wal"  # what was written last, until SQLite moves it into the file itself


def readable(path: Path, patience_s: float) -> sqlite3.Connection:
    """Return a connection to an existing database that changes nothing in it.

    SQLite reads a file with a log only where it can make a third file beside them. Where it cannot, file and log are
    read from a copy in the folder for temporary files; a file without a log is read where it lies.
    """
    for way in (_in_place, _from_copy, _alone):
        try:
            return way(path, patience_s)
        except (sqlite3.OperationalError, OSError) as error:
            if way is _alone or not is_refusal(error):
                raise
    raise AssertionError("the last way returns or raises")


def _in_place(path: Path, patience_s: float) -> sqlite3.Connection:
    return _tried(lambda: sqlite3.connect(_address(path, "mode=ro"), patience_s, uri=True, isolation_level=None))


def _from_copy(path: Path, patience_s: float) -> sqlite3.Connection:
    log = path.with_name(path.name + LOG)
    if not log.exists() or not log.stat().st_size:
        return _alone(path, patience_s)
    with tempfile.TemporaryDirectory(prefix="digitpad-") as folder:
        copy = Path(folder, path.name)
        shutil.copyfile(path, copy)
        shutil.copyfile(log, copy.with_name(log.name))
        return _in_memory(copy, patience_s)


def _alone(path: Path, patience_s: float) -> sqlite3.Connection:
    return _tried(lambda: sqlite3.connect(_address(path, "immutable=1"), patience_s, uri=True, isolation_level=None))


def in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy that can be brought up to date, and close the original."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with _closing(connection):
        connection.backup(memory)
    return memory


def _in_memory(path: Path, patience_s: float) -> sqlite3.Connection:
    return in_memory(_tried(lambda: sqlite3.connect(path, patience_s, isolation_level=None)))


def _tried(connect: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
    """Return the connection once it has read something: before that, SQLite has not looked at the file."""
    connection = connect()
    with closed_if_failing(connection):
        connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
    return connection


@contextmanager
def closed_if_failing(connection: sqlite3.Connection) -> Iterator[None]:
    """Close the connection where what is done inside fails."""
    with ExitStack() as undo:
        undo.callback(connection.close)
        yield
        undo.pop_all()


def _address(path: Path, options: str) -> str:
    return f"{path.resolve().as_uri()}?{options}"


@contextmanager
def _closing(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    finally:
        with suppress(sqlite3.Error):
            connection.close()
