"""The database file: opened, checked, brought up to date, or set aside where it is damaged."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.paths import bad_place
from digitpad.store.failures import HELD, Damaged, as_sentences, is_damage, kind
from digitpad.store.reading import closed_if_failing, in_memory, readable
from digitpad.store.rows import COLUMNS, CONTENTS, TABLES

MIGRATIONS = (  # number n brings PRAGMA user_version from n to n + 1; never edited once released
    """
    CREATE TABLE samples (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        digest BLOB NOT NULL UNIQUE,
        label INTEGER CHECK (label BETWEEN 0 AND 9),
        source TEXT NOT NULL CHECK (source IN ('pad', 'camera', 'picture', 'import')),
        predicted INTEGER CHECK (predicted BETWEEN 0 AND 9),
        confidence REAL NOT NULL,
        probabilities BLOB,
        model TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        deleted_at INTEGER
    );
    CREATE TABLE contents (
        sample INTEGER PRIMARY KEY REFERENCES samples (id) ON DELETE CASCADE,
        glyph BLOB NOT NULL CHECK (length(glyph) = 784),
        strokes TEXT,
        crop BLOB
    );
    """,
    """
    ALTER TABLE samples ADD COLUMN slip INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE samples ADD COLUMN labelled_at INTEGER NOT NULL DEFAULT 0;
    UPDATE samples SET labelled_at = created_at;
    """,
    """
    ALTER TABLE samples ADD COLUMN writer TEXT NOT NULL DEFAULT '';
    ALTER TABLE samples ADD COLUMN suggested INTEGER CHECK (suggested BETWEEN 0 AND 9);
    ALTER TABLE samples ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0;
    """,
    """
    CREATE TABLE strips (
        number INTEGER PRIMARY KEY,
        strip_digest BLOB NOT NULL UNIQUE,
        strip BLOB NOT NULL
    );
    ALTER TABLE contents ADD COLUMN row_strip INTEGER REFERENCES strips (number);
    ALTER TABLE contents ADD COLUMN row_text TEXT;
    ALTER TABLE contents ADD COLUMN row_place INTEGER;
    ALTER TABLE contents ADD COLUMN row_said_at INTEGER;
    """,
)
HEAD = b"SQLite format 3\0"  # of every database
NEWEST = len(MIGRATIONS)
BESIDE = ("-wal", "-shm")  # files that belong to a database and share its fate
CACHE_KIB = 256  # of the file's pages; they are read once, and are in the system's cache besides
WAIT_S = 0.02  # between tries for what SQLite's own patience does not cover


def open_database(path: Path, patience_s: float) -> tuple[sqlite3.Connection, str]:
    """Return a connection for this thread alone, and a sentence for the user ("" where all is well).

    A missing file is begun, an older one migrated, a damaged one renamed to `.bad` and a new one begun.
    Raises DigitPadError where a newer DigitPad made it, another program holds it or the disk refuses.
    """
    with as_sentences(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        before = _identity(path)
        try:
            _look_at_head(path)
            return _opened(path, patience_s), ""
        except (sqlite3.DatabaseError, UnicodeDecodeError, Damaged) as error:
            if not is_damage(error):
                raise
        aside = _set_aside(path, before)
        words = _("The samples in {path} were damaged; the file was kept as {name} and a new one begun.")
        sentence = words.format(path=path, name=aside.name)
        return _opened(path, patience_s), sentence if aside != path else ""


def open_to_read(path: Path, patience_s: float) -> sqlite3.Connection:
    """Return a connection that changes nothing on the disk; an empty database where there is no file.

    Raises DigitPadError where a newer DigitPad made it, it is damaged, or the disk cannot be read.
    """
    with as_sentences(path):
        if not path.exists() or not path.stat().st_size:
            connection = sqlite3.connect(":memory:", isolation_level=None)
        else:
            _look_at_head(path)
            connection = readable(path, patience_s)
        with closed_if_failing(connection):
            _refuse_newer(connection, path)
            _check(connection)
        if _version(connection) < NEWEST:
            connection = in_memory(connection)
        with closed_if_failing(connection):
            if _version(connection) < NEWEST:
                _migrate(connection, path)
            _check_tables(connection)
            connection.execute("PRAGMA query_only = 1")
        return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all changes made inside to the disk, or none of them."""
    connection.execute("BEGIN IMMEDIATE")
    with contextlib.ExitStack() as undo:
        undo.callback(_roll_back, connection)
        yield
        connection.execute("COMMIT")
        undo.pop_all()


def _roll_back(connection: sqlite3.Connection) -> None:
    with contextlib.suppress(sqlite3.Error):  # SQLite may have rolled back already; the first error is told
        connection.execute("ROLLBACK")


def _look_at_head(path: Path) -> None:
    """Raise Damaged for a file that is no database, before SQLite opens it and removes its log."""
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        if file.read(len(HEAD)) not in (b"", HEAD):
            raise Damaged


def _opened(path: Path, patience_s: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=patience_s, isolation_level=None)
    with closed_if_failing(connection):
        _refuse_newer(connection, path)
        _check(connection)
        _use_wal(connection, patience_s)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = 1")  # macOS: fsync alone leaves data in the drive's cache
        connection.execute("PRAGMA foreign_keys = 1")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        _migrate(connection, path)
        _check_tables(connection)
    return connection


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _refuse_newer(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) > NEWEST:
        raise DigitPadError(
            _("{path} was made by a newer DigitPad, so it was left alone; update DigitPad to open it.").format(
                path=path
            )
        )


def _check(connection: sqlite3.Connection) -> None:
    if _version(connection) < 0:
        raise Damaged
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise Damaged


def _check_tables(connection: sqlite3.Connection) -> None:
    """Raise Damaged for a database of another program, whose tables have other columns."""
    columns = f"{COLUMNS}, {CONTENTS}, digest, deleted_at, labelled_at"
    try:
        connection.execute(f"SELECT {columns} FROM {TABLES} LIMIT 0")
    except sqlite3.OperationalError as error:
        if kind(error) != sqlite3.SQLITE_ERROR:
            raise
        raise Damaged from error


def _use_wal(connection: sqlite3.Connection, patience_s: float) -> None:
    """Switch to a write-ahead log, again while SQLite is busy: it does not wait by itself where two programs switch."""
    give_up = time.monotonic() + patience_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if kind(error) not in HELD or time.monotonic() > give_up:
                raise
        time.sleep(WAIT_S)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) == NEWEST:
        return
    with transaction(connection):
        _refuse_newer(connection, path)
        for number in range(_version(connection), NEWEST):  # another program may have come first
            _apply(connection, MIGRATIONS[number])
        connection.execute(f"PRAGMA user_version = {NEWEST}")


def _apply(connection: sqlite3.Connection, migration: str) -> None:
    try:
        for statement in migration.split(";"):
            connection.execute(statement)
    except sqlite3.OperationalError as error:  # another program's tables bear these names
        if kind(error) != sqlite3.SQLITE_ERROR:
            raise
        raise Damaged from error


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _set_aside(path: Path, damaged: tuple[int, int] | None) -> Path:
    """Return the new place of the damaged file; `path` where another program has set it aside meanwhile.

    The log goes first: a log left beside a new database would be played into it.
    """
    if _identity(path) != damaged:
        return path
    bad = bad_place(path)
    for ending in BESIDE:
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(bad.with_name(bad.name + ending))
    path.rename(bad)
    return bad
