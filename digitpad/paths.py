"""Where files lie: what is bundled with the program, the user's folder; and how a file is replaced whole."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import platformdirs

from digitpad.errors import DigitPadError

OUTPUT_NAME = "output.log"


def bundled(folder: str, name: str) -> Path:
    """`name` in `assets` or `models`: inside the installed package, or beside it in a checkout."""
    package = Path(str(resources.files("digitpad")))
    inside = package / folder / name
    return inside if inside.exists() else package.parent / folder / name


def licence_texts() -> Path | None:
    """The folder with the licences of all that an installed program holds; None where packages bring their own."""
    inside: str | None = getattr(sys, "_MEIPASS", None)  # set by PyInstaller
    return Path(inside, "licences") if inside else None


def user_folder() -> Path:
    """The folder for settings, samples and models of this user (not created here)."""
    return Path(platformdirs.user_data_dir("digitpad", appauthor=False))


def data_folder(given: Path | None = None) -> Path:
    """Where MNIST lies or is fetched to: `given`, else DIGITPAD_DATA, else the user's cache folder."""
    if given is not None:
        return given
    from_environment = os.environ.get("DIGITPAD_DATA")
    if from_environment:
        return Path(from_environment)
    return Path(platformdirs.user_cache_dir("digitpad", appauthor=False))


def speak_into_log() -> None:
    """Send what is printed to a file where there is nothing else, as in a Windows program without a console."""
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
            f"{path} could not be written ({reason}); free some space or choose another place."
        ) from error
    finally:
        with contextlib.suppress(OSError):  # such as no folder to look into; the first error is the one to tell
            part.unlink(missing_ok=True)


def set_aside(path: Path) -> Path:
    """Rename a file that cannot be read to `.bad` (never overwriting an earlier one) and return its new place."""
    bad = bad_place(path)
    path.rename(bad)
    return bad


def bad_place(path: Path) -> Path:
    """A name beside `path`, ending in `.bad`, that no file has yet."""
    bad, number = path.with_name(path.name + ".bad"), 1
    while bad.exists():
        bad, number = path.with_name(f"{path.name}.{number}.bad"), number + 1
    return bad
