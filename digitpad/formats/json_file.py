"""JSON files that users name, read with a sentence of its own for each way in which reading can fail."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitpad.errors import DigitPadError
from digitpad.languages import _

MOST_BYTES = 64 * 2**20
UNREADABLE = _("{path} could not be read ({reason}); check its permissions.")


@dataclass(frozen=True)
class JsonRefusals:
    """The sentences about a kind of file; {path} and {name} stand for the file, {error} for what is wrong in it."""

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
        raise _refused(refusals.empty, name)
    try:
        return json.loads(text)
    except RecursionError:
        raise _refused(refusals.nested, name) from None
    except ValueError as error:
        raise _refused(refusals.invalid, name, error=_first_words(error)) from None


def _text_in(path: Path, refusals: JsonRefusals) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(refusals.too_large, path, most=MOST_BYTES >> 20)
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise _refused(refusals.missing, path) from None
    except IsADirectoryError:
        raise _refused(refusals.folder, path) from None
    except OSError as error:
        raise _refused(UNREADABLE, path, reason=error.strerror) from error
    except UnicodeDecodeError:
        raise _refused(refusals.no_text, path) from None


def _refused(sentence: str, file: object, **more: object) -> DigitPadError:
    return DigitPadError(sentence.format(path=file, name=file, **more))


def _first_words(error: ValueError) -> str:
    return str(error).split(": line")[0].split(" (")[0][:80]
