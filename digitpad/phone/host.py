"""The program that a phone asks, as the server knows it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from digitpad.phone.gate import Gate
from digitpad.records import Reading, Rgb, Stroke

PhoneContent = Rgb | tuple[Stroke, ...]


class PhoneHost(Protocol):
    """All is called in threads of the server."""

    def read(self, content: PhoneContent) -> Reading:
        """Raises DigitPadError where it cannot be read."""

    def greeted(self) -> None:
        """The phone has opened the page."""

    def shut(self) -> None:
        """Wrong tokens have ended the server."""

    def failed(self, traceback: str) -> None:
        """A request met a bug."""


class Reception(Protocol):
    """The server, as a request needs it."""

    host: PhoneHost
    gate: Gate

    def turn(self) -> AbstractContextManager[None]:
        """Hold one of the few places in which a body is taken and read. Raises TurnedAway where none is free."""
