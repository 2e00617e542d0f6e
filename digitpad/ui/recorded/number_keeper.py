"""The saved numbers in the user's folder, so that the next window begins with them; written in a thread of its own.

Several windows may have the same folder: each writes what it changed into what the others wrote.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import astuple
from datetime import datetime
from pathlib import Path
from typing import Any

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.paths import alone_with, replace_text, set_aside
from digitpad.records import Box
from digitpad.ui.recorded.saved_number import SavedNumber, Sight

FILE_NAME = "numbers.json"
MOST = 5_000  # numbers, the newest: 1 MB, written in a fifth of a second
PAUSE_S = 1.0  # between two writings, and before another try where the disk refused
UNREADABLE = _("The saved numbers of the last time could not be understood and were put aside as {name}.")
UNOPENED = _(
    "The saved numbers of the last time could not be read ({reason}); new ones are not kept beyond this window."
)
UNREAD = _("{name} cannot be read ({reason}).")
UNWRITTEN = _("The saved numbers are not on the disk yet. {sentence}")
MEANINGLESS = (ValueError, TypeError, KeyError, OverflowError, RecursionError)  # of a file that holds something else


class NumberKeeper:
    """`keep` returns at once; of several, only the newest numbers are written, whole. `deliver` gets a sentence where
    the disk refuses, once, and "" when it takes them again.
    """

    def __init__(self, folder: Path, deliver: Callable[[str], None]) -> None:
        self._path, self._deliver = folder / FILE_NAME, deliver
        self._changed = threading.Condition()
        self._numbers: Sequence[SavedNumber] | None = None  # that wait
        self._before: Sequence[SavedNumber] = ()  # of this window, when the file was read or written last
        self._stopped = self._failed = self._closed = False
        self._thread: threading.Thread | None = None

    def kept(self) -> tuple[tuple[SavedNumber, ...], str]:
        """Return the numbers of the last time, and a sentence for the user, "" where all is well.

        What cannot be understood is renamed; a file that cannot be read is never written over.
        """
        try:
            self._before = self._stored() or ()
        except OSError as error:
            self._closed = True
            return (), UNOPENED.format(reason=error.strerror or error)
        except MEANINGLESS:
            return (), self._put_aside()
        return tuple(self._before), ""

    def keep(self, numbers: Sequence[SavedNumber]) -> None:
        """Have these numbers on the disk soon."""
        if self._closed:
            return
        with self._changed:
            self._numbers = numbers
            self._changed.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="numbers", daemon=True)
            self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """Write what waits, and end; False where it could not be written in time."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout_s)
            return not self._thread.is_alive() and self._numbers is None
        return True

    def _put_aside(self) -> str:
        try:
            return UNREADABLE.format(name=set_aside(self._path).name)
        except OSError as error:
            self._closed = True
            return UNOPENED.format(reason=error.strerror or error)

    def _run(self) -> None:
        while (numbers := self._awaited()) is not None:
            self._write(numbers)
            with self._changed:
                if self._stopped and self._failed:
                    return
                self._changed.wait_for(lambda: self._stopped, PAUSE_S)

    def _awaited(self) -> Sequence[SavedNumber] | None:
        """Wait for numbers, and return them; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._numbers is not None)
            return self._numbers

    def _write(self, numbers: Sequence[SavedNumber]) -> None:
        try:
            with alone_with(self._path):
                merged = self._merged(numbers)[-MOST:]
                replace_text(self._path, json.dumps([_values_of(number) for number in merged]) + "\n")
        except DigitPadError as error:
            if not self._failed:
                self._failed = True
                self._deliver(UNWRITTEN.format(sentence=error))
            return
        self._before = numbers
        with self._changed:
            if self._numbers is numbers:
                self._numbers = None
        if self._failed:
            self._failed = False
            self._deliver("")

    def _stored(self) -> tuple[SavedNumber, ...] | None:
        """Return what is in the file, None where there is none. Raises OSError, or one of MEANINGLESS."""
        try:
            return _numbers_of(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    def _merged(self, numbers: Sequence[SavedNumber]) -> list[SavedNumber]:
        """Return the numbers in the file with what this window changed since. Raises DigitPadError."""
        try:
            stored = self._stored()
        except OSError as error:
            raise DigitPadError(UNREAD.format(name=self._path.name, reason=error.strerror or error)) from error
        except MEANINGLESS:
            self._deliver(self._put_aside())
            stored = None
        if stored is None:
            return list(numbers)
        before, now = ({one.key: one for one in side} for side in (self._before, numbers))
        merged = {one.key: one for one in stored if one.key in now or one.key not in before}
        merged |= {key: one for key, one in now.items() if one != before.get(key)}
        return sorted(merged.values(), key=lambda one: one.key)


def _values_of(number: SavedNumber) -> dict[str, Any]:
    sight = number.sight
    return {
        "at": number.at.isoformat(),
        "text": number.text,
        "confidence": number.confidence,
        "serial": number.serial,
        "source": sight.source,
        "place": astuple(sight.place),
        "moment_s": sight.moment_s,
        "picture": sight.picture,
        "in_video": sight.in_video,
    }


def _numbers_of(text: str) -> tuple[SavedNumber, ...]:
    """Return the numbers in a file's text, in their order. Raises one of MEANINGLESS."""
    numbers = tuple(_number_of(values) for values in json.loads(text))
    return tuple(sorted(numbers, key=lambda one: one.key))[-MOST:]


def _number_of(values: dict[str, Any]) -> SavedNumber:
    left, top, width, height = map(int, values["place"])
    sight = Sight(
        str(values["source"]),
        Box(left, top, width, height),
        float(values["moment_s"]),
        picture=str(values["picture"]),
        in_video=bool(values["in_video"]),
    )
    at = datetime.fromisoformat(values["at"]).astimezone()
    return SavedNumber(at, str(values["text"]), sight, float(values["confidence"]), int(values["serial"]))
