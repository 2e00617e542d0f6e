"""Places of files: bundled with the program, in the user's folder, below a folder; and files replaced whole."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path

import platformdirs

from digitpad.errors import DigitPadError
from digitpad.languages import _

OUTPUT_NAME = "output.log"
PICTURES = frozenset(
    {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm", ".heic", ".heif"}
)
DOCUMENTS = frozenset({".pdf"})  # of pages that are pictures


def bundled(folder: str, name: str) -> Path:
    """Return `name` in `assets` or `models`: inside the installed package, or beside it in a checkout."""
    package = Path(str(resources.files("digitpad")))
    inside = package / folder / name
    return inside if inside.exists() else package.parent / folder / name


def licence_texts() -> Path | None:
    """Return the folder of all licences in an installed program; None where packages bring their own."""
    inside: str | None = getattr(sys, "_MEIPASS", None)  # set by PyInstaller
    return Path(inside, "licences") if inside else None


def user_folder() -> Path:
    """Return the folder for settings, samples and models of this user (not created here)."""
    return Path(platformdirs.user_data_dir("digitpad", appauthor=False))


def data_folder(folder: Path | None = None) -> Path:
    """Return the folder of MNIST and related sets: `folder`, else DIGITPAD_DATA, else the user's cache folder."""
    if folder is not None:
        return folder
    from_environment = os.environ.get("DIGITPAD_DATA")
    if from_environment:
        return Path(from_environment)
    return Path(platformdirs.user_cache_dir("digitpad", appauthor=False))


def pictures_in(path: Path) -> list[Path]:
    """Return every picture file under a folder, by its ending, in order; hidden ones left out."""
    return files_in(path, PICTURES)


def files_in(path: Path, endings: Collection[str]) -> list[Path]:
    """Return every file under a folder whose ending, in small letters, is one of these, in order; no hidden ones."""
    files = (file for file in path.rglob("*") if file.suffix.lower() in endings and file.is_file())
    return sorted(file for file in files if not any(part.startswith(".") for part in file.relative_to(path).parts))


def speak_into_log() -> None:
    """Send printed text to a log file where there is no console, as in a Windows program with a window."""
    if sys.stdout is not None and sys.stderr is not None:
        return
    place = user_folder() / OUTPUT_NAME
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    except OSError:
        place = Path(os.devnull)
    log = place.open("w", buffering=1, encoding="utf-8", errors="replace")
    sys.stdout, sys.stderr = sys.stdout or log, sys.stderr or log


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file beside `path`, then put it in its place whole.

    Raises DigitPadError, with the old file untouched, where the disk refuses.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(part)
        part.replace(path)
    except OSError as error:
        reason = error.strerror or error
        raise DigitPadError(
            _("{path} could not be written ({reason}); free some space or choose another place.").format(
                path=path, reason=reason
            )
        ) from error
    finally:
        with contextlib.suppress(OSError):  # such as no folder to look into; the first error is the one to tell
            part.unlink(missing_ok=True)


def replace_text(path: Path, text: str) -> None:
    """Put `text`, as UTF-8, in the place of a file, whole; what UTF-8 lacks becomes a question mark.

    Raises DigitPadError as replace_file does.
    """
    replace_file(path, lambda part: _write(part, text.encode(errors="replace")))


def replace_bytes(path: Path, content: bytes) -> None:
    """Put `content` in the place of a file, whole. Raises DigitPadError as replace_file does."""
    replace_file(path, lambda part: _write(part, content))


def replace_table(path: Path, lines: Iterable[Sequence[object]]) -> None:
    """Put lines of values, as CSV, in the place of a file, whole. Raises DigitPadError as replace_file does."""
    table = io.StringIO(newline="")
    csv.writer(table).writerows(lines)
    replace_bytes(path, table.getvalue().encode())


@contextlib.contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Hold a lock for a file, as a lock file beside it; other processes that ask for the same lock wait.

    Where the disk knows no locks, nobody waits.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(f".{path.name}.lock").open("ab")
    except OSError:
        yield
        return
    with lock:
        with contextlib.suppress(OSError):
            _lock(lock.fileno())
        yield


def _lock(handle: int) -> None:
    """Wait for the lock of an open file, which closing it gives back. Raises OSError."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def set_aside(path: Path) -> Path:
    """Rename a file that cannot be read to `.bad` (never overwriting an earlier one) and return its new place."""
    bad = bad_place(path)
    path.rename(bad)
    return bad


def bad_place(path: Path) -> Path:
    """Return a name beside `path`, ending in `.bad`, that no file has yet."""
    bad, number = path.with_name(path.name + ".bad"), 1
    while bad.exists():
        bad, number = path.with_name(f"{path.name}.{number}.bad"), number + 1
    return bad
