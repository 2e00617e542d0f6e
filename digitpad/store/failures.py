"""Errors of SQLite and of the disk, turned into one sentence each."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.languages import _

PRIMARY = 0xFF  # the low byte of an extended code is the kind (sqlite.org/rescode.html)
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
FORBIDDEN = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)

REFUSALS = (*FORBIDDEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


class Damaged(Exception):
    """The file's pages contradict each other."""


@contextmanager
def as_sentences(path: Path) -> Iterator[None]:
    """Raise errors of the disk and of SQLite as a DigitPadError naming `path`; any other is a bug and passes."""
    try:
        yield
    except sqlite3.Error as error:
        sentence = _sentence(path, kind(error))
        if not sentence:
            raise
        raise DigitPadError(sentence) from error
    except (Damaged, UnicodeDecodeError) as error:
        raise DigitPadError(_sentence(path, sqlite3.SQLITE_CORRUPT)) from error
    except OSError as error:
        raise DigitPadError(_forbidden(path, f" ({error.strerror or error})")) from error


def kind(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code; 0 where Python raised the error by itself."""
    return int(getattr(error, "sqlite_errorcode", 0)) & PRIMARY


def is_refusal(error: BaseException | None) -> bool:
    """Tell whether a disk or its permissions are the reason."""
    return isinstance(error, OSError) or (isinstance(error, sqlite3.Error) and kind(error) in REFUSALS)


def is_full(error: BaseException) -> bool:
    """Tell whether a DigitPadError says that the disk is full."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return kind(cause) == sqlite3.SQLITE_FULL
    return isinstance(cause, OSError) and cause.errno == errno.ENOSPC


def is_damage(error: BaseException | None) -> bool:
    """Return True where the file is damaged; SQLite's message may then hold names that Python cannot decode."""
    return isinstance(error, (Damaged, UnicodeDecodeError)) or (
        isinstance(error, sqlite3.Error) and kind(error) in DAMAGE
    )


def _sentence(path: Path, code: int) -> str:
    if code == sqlite3.SQLITE_FULL:
        return _("The disk is full, so {path} was left as it was; free some space and try again.").format(path=path)
    if code == sqlite3.SQLITE_IOERR:
        return _(
            "The disk refused to read or write {path}, which was left as it was; see that it has space and works."
        ).format(path=path)
    if code in HELD:
        return _("Another program is holding {path}, so nothing was changed; close that program and try again.").format(
            path=path
        )
    if code in FORBIDDEN:
        return _forbidden(path, "")
    if code in DAMAGE:
        return f"{path} is damaged; start DigitPad again: it keeps the file as .bad and begins a new one."
    return ""


def _forbidden(path: Path, reason: str) -> str:
    return (
        f"{path} cannot be written{reason}, so no sample can be kept; check the permissions of its folder, or choose "
        f"another with --data-dir."
    )
