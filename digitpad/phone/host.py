"""The program behind the server, as the server calls it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from digitpad.phone.gate import Gate
from digitpad.records import Reading, Rgb, Stroke

PhoneContent = Rgb | tuple[Stroke, ...]


class PhoneHost(Protocol):
    """Functions that the server calls, in threads of its own."""

    def read(self, content: PhoneContent) -> Reading:
        """Return the reading of a picture or strokes. Raises DigitPadError where they cannot be read."""

    def greeted(self) -> None:
        """Note that the phone has opened the page."""

    def shut(self) -> None:
        """Note that wrong tokens have ended the server."""

    def failed(self, traceback: str) -> None:
        """Note a bug that a request met."""


class Reception(Protocol):
    """The server, as a request needs it."""

    host: PhoneHost
    gate: Gate

    def turn(self) -> AbstractContextManager[None]:
        """Hold one of the few places in which a body is taken and read. Raises TurnedAway where none is free."""
