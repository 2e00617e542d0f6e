"""States of a source, in words, and the trouble that stops it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.vision.capture.parameters import WAITS

Kind = Literal[
    "starting",
    "running",
    "no frames",
    "busy",
    "unplugged",
    "refused",
    "not found",
    "unreadable",
    "never answered",
    "frozen",
    "black",
    "reconnecting",
    "ended",
    "failed",
]
FLOWING = ("running", "frozen", "black")

SENTENCES: dict[Kind, str] = {
    "starting": _("{name} is starting."),
    "running": _("{name} is running."),
    "no frames": _("{name} sends no picture; check its cable or network, it goes on by itself."),
    "busy": _("{name} is used by another program; close that one and it starts by itself."),
    "unplugged": _("{name} is not plugged in; plug it in and it goes on by itself."),
    "refused": _("{name} may not be used; allow it and it starts by itself."),
    "not found": _("{name} does not exist; check the name."),
    "unreadable": _("{name} is damaged, or no video that can be read; choose another."),
    "never answered": _("{name} did not answer within {seconds:g} seconds; check it, it is tried again by itself."),
    "frozen": _("{name} sends the same picture again and again; choose it again if this lasts."),
    "black": _("{name} shows only black; open its cover or make light."),
    "reconnecting": _("{name} broke off; it is being looked for."),
    "ended": _("{name} has ended; space plays it again."),
    "failed": _("{name} stopped unexpectedly; the details are in the log."),
}


def sentence_of(kind: Kind, name: str) -> str:
    """Return the sentence for the user about a state of the source called `name`."""
    return SENTENCES[kind].format(name=name, seconds=WAITS.answer_s)


@dataclass(frozen=True)
class CameraState:
    """The state of a source. `final`: nothing follows, it has to be started anew."""

    kind: Kind
    sentence: str  # for the user
    final: bool = False
    traceback: str = ""  # only where it is a bug

    @property
    def flowing(self) -> bool:
        """True while frames arrive, even frozen or black ones."""
        return self.kind in FLOWING


class Trouble(DigitPadError):
    """The reason a source gives no frame. `final`: trying again would not help."""

    def __init__(self, kind: Kind, sentence: str, *, final: bool = False) -> None:
        super().__init__(sentence)
        self.kind, self.final = kind, final

    @staticmethod
    def of(kind: Kind, name: str, *, final: bool = False) -> Trouble:
        return Trouble(kind, sentence_of(kind, name), final=final)
