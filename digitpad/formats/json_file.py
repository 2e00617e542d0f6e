"""JSON files of people, read with a sentence for each way in which one cannot be read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitpad.errors import DigitPadError

MOST_BYTES = 64 * 2**20
UNREADABLE = "{name} could not be read ({why}); check its permissions."


@dataclass(frozen=True)
class JsonRefusals:
    """The sentences about a kind of file; {name} stands for the file, {why} for what is wrong with it."""

    too_large: str  # {most}: of so many MB
    missing: str
    folder: str
    no_text: str
    empty: str
    nested: str  # too deeply
    invalid: str


def json_in(path: Path, refusals: JsonRefusals) -> Any:
    """Return what is in a file. Raises DigitPadError, naming the file, where it is no JSON or cannot be read."""
    return parsed(_text_in(path, refusals), str(path), refusals)


def parsed(text: str, name: str, refusals: JsonRefusals) -> Any:
    """Return what JSON text says; `name` tells where it came from. Raises DigitPadError where it is no JSON."""
    if not text.strip():
        raise DigitPadError(refusals.empty.format(name=name))
    try:
        return json.loads(text)
    except RecursionError:
        raise DigitPadError(refusals.nested.format(name=name)) from None
    except ValueError as error:
        raise DigitPadError(refusals.invalid.format(name=name, why=_first_words(error))) from None


def _text_in(path: Path, refusals: JsonRefusals) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DigitPadError(refusals.too_large.format(name=path, most=MOST_BYTES >> 20))
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DigitPadError(refusals.missing.format(name=path)) from None
    except IsADirectoryError:
        raise DigitPadError(refusals.folder.format(name=path)) from None
    except OSError as error:
        raise DigitPadError(UNREADABLE.format(name=path, why=error.strerror)) from error
    except UnicodeDecodeError:
        raise DigitPadError(refusals.no_text.format(name=path)) from None


def _first_words(error: ValueError) -> str:
    return str(error).split(": line")[0].split(" (")[0][:80]
