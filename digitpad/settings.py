"""Settings, remembered between runs: one frozen record, one JSON file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from digitpad.languages import LANGUAGES, SYSTEM, _
from digitpad.passwords import has_secret, without_secret
from digitpad.paths import replace_text, set_aside

FILE_NAME = "settings.json"
THEMES = ("system", "light", "dark")
DEVICES = ("auto", "cpu", "cuda", "mps")
PEN_WIDTHS = (8.0, 12.0, 16.0, 22.0)  # px at scale 1
MOST_RECENT = 8  # files
FARTHEST = 32_000  # px from the screen's corner
ThemeChoice = Literal["system", "light", "dark"]


@dataclass(frozen=True)
class Settings:
    theme: ThemeChoice = "system"
    language: str = SYSTEM  # of the window, from its next start on: one of LANGUAGES, or the system's
    pen_width: float = 12.0  # px at scale 1, 1..100
    window_width: int = 1080  # px at scale 1
    window_height: int = 700
    window_corner: tuple[int, int] | None = None  # left and top, px of the screen; None: wherever the desktop likes
    device: str = "auto"  # auto, cpu, cuda, mps
    learns: bool = True  # corrections count at once, without training
    marks: bool = True  # decimal points, commas, minus, slashes and colons are read beside the digits
    rule: str = ""  # that numbers on the pad and in pictures obey, as rules are written; "": none
    left_handed: bool = False  # the pad lies at the right
    camera: str = ""  # key of the source that was on last; "": none yet
    mirrored: bool = False  # the camera's picture, for the eyes only
    region: tuple[float, float, float, float] | None = None  # left, top, right, bottom as parts of the picture, 0..1
    snapshot_folder: str = ""  # where the camera's pictures are saved; "": none chosen yet
    csv_columns: tuple[str, ...] = ()  # of recorded numbers, in their order; none: the usual ones
    speaks: bool = False  # numbers are spoken as they are read
    offered_at: str = ""  # when a retraining was last offered, ISO 8601; "": never
    last_folder: str = ""  # where a file was last opened or saved; "": none yet
    recent: tuple[str, ...] = ()  # absolute paths of the files opened or saved last, newest first, 8 at most


def load(folder: Path) -> tuple[Settings, str]:
    """Return the settings kept in `folder`, and a sentence for the user ("" where all is well).

    A missing file gives the defaults. A file that cannot be understood is renamed to `.bad` and never overwritten;
    a single value that makes no sense falls back to its default.
    """
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings(), ""
    except OSError as error:
        sentence = _("The settings in {path} could not be read ({reason}); the defaults are used.")
        return Settings(), sentence.format(path=path, reason=error.strerror)
    except UnicodeDecodeError:
        return Settings(), _put_away(path)
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return Settings(), _put_away(path)
    return (_understood(values), "") if isinstance(values, dict) else (Settings(), _put_away(path))


def save(folder: Path, settings: Settings) -> None:
    """Write `settings` into `folder`, made if missing. Raises DigitPadError where the disk refuses.

    What the file holds and this version does not understand stays: a newer DigitPad wrote it and will want it back.
    """
    path = folder / FILE_NAME
    settings = _presentable(settings)
    text = json.dumps({**asdict(settings), **_not_understood(path, settings)}, indent=2) + "\n"
    replace_text(path, text)


def _shown(camera: str) -> str:
    """Return the key of a source without a password, whoever put one there."""
    return without_secret(camera) if "://" in camera and has_secret(camera) else camera


def _presentable(settings: Settings) -> Settings:
    """Return the settings without passwords, and without more files than the menu shows."""
    return replace(settings, camera=_shown(settings.camera), recent=_files(settings.recent))


def _files(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first few absolute paths among names: an address, which may hold a password, is none."""
    return tuple(name for name in names if Path(name).is_absolute() and "://" not in name)[:MOST_RECENT]


def _not_understood(path: Path, settings: Settings) -> dict[str, Any]:
    """Return values of a file under names unknown here, and invalid ones whose setting was not changed since."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(values, dict):
        return {}
    defaults = {field.name: field.default for field in fields(Settings)}
    untouched = {name for name in defaults if getattr(settings, name) == defaults[name]}
    return {
        name: value
        for name, value in values.items()
        if name not in defaults or (name in untouched and not _fits(name, _frozen(value)))
    }


def _put_away(path: Path) -> str:
    try:
        bad = set_aside(path)
    except OSError:
        return _("The settings in {path} could not be understood; the defaults are used.").format(path=path)
    words = _("The settings could not be understood and were put aside as {name}; the defaults are used.")
    return words.format(name=bad.name)


def _understood(values: dict[str, Any]) -> Settings:
    defaults = {field.name: field.default for field in fields(Settings)}
    stored: dict[str, Any] = {name: _frozen(value) for name, value in values.items()}
    valid = {name: stored[name] for name in defaults if name in stored and _fits(name, stored[name])}
    return _presentable(Settings(**valid))


def _frozen(value: Any) -> Any:
    """Return a value of JSON as a frozen record holds it: lists as tuples."""
    return tuple(value) if isinstance(value, list) else value


def _fits(name: str, value: object) -> bool:
    if name == "theme":
        return value in THEMES
    if name == "language":
        return value == SYSTEM or value in LANGUAGES
    if name == "device":
        return value in DEVICES
    if name in ("last_folder", "camera", "offered_at", "rule", "snapshot_folder"):
        return isinstance(value, str)
    if name in ("learns", "marks", "left_handed", "mirrored", "speaks"):
        return isinstance(value, bool)
    if name in ("recent", "csv_columns"):
        return isinstance(value, tuple) and all(isinstance(each, str) for each in value)
    if name == "window_corner":
        return value is None or _is_corner(value)
    if name == "region":
        return value is None or _is_region(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 1 <= value <= 100 if name == "pen_width" else isinstance(value, int) and 200 <= value <= 20_000


def _is_corner(value: object) -> bool:
    if not isinstance(value, tuple) or len(value) != 2:
        return False
    return all(type(side) is int and abs(side) <= FARTHEST for side in value)


def _is_region(value: object) -> bool:
    if not isinstance(value, tuple) or len(value) != 4 or not all(type(side) in (int, float) for side in value):
        return False
    left, top, right, bottom = value
    return bool(0 <= left < right <= 1 and 0 <= top < bottom <= 1)
