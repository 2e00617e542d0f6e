"""The files that a pen-up passes on its way to its reading, and a key on a card on its way to the disk.

python -m tests.bench.paths_travelled lists them in the order in which they are entered. "On the way" is a file of the
package of which a function runs in the thread that has the matter in hand: Tk's until it is handed over, then the
reader's or the store's, then Tk's until it is shown. "At work" is every file that is entered in any thread meanwhile.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from pyvirtualdisplay import Display

import digitpad
from digitpad.settings import Settings
from digitpad.ui.app import App
from digitpad.ui.core.loading import loaders
from tests.support.hand import PATIENCE_S, Hand

HOUSE = str(Path(digitpad.__file__).parent) + "/"
SEVEN = [(100, 100), (180, 100), (140, 240)]
TK, READER, STORE = "MainThread", "reader", "store worker"
READING, DISK = "files from pen-up to reading", "files from key to disk"
TARGETS: dict[str, float] = {READING: 20.0, DISK: 21.0}


class Leg(NamedTuple):
    """A part of the way: in this thread, until this function is called (or, `over`, until it has returned).

    `first`: the function with which it begins; "": any. Tk has other things to do until the answer comes.
    """

    thread: str
    file: str
    function: str
    over: bool = False
    first: str = ""


TO_READING = (
    Leg(TK, "background.py", "ask"),
    Leg(READER, "background.py", "_answer", over=True),
    Leg(TK, "ui/reading/big_number.py", "show", first="answered"),
)
TO_DISK = (Leg(TK, "store/worker.py", "ask"), Leg(STORE, "store/samples.py", "add", over=True))


class Trail:
    """The files along the legs of a way, and all that are entered until its end."""

    def __init__(self) -> None:
        self.way: dict[str, None] = {}
        self.all: dict[str, None] = {}
        self._legs: list[Leg] = []
        threading.settrace(self._entered)
        sys.settrace(self._entered)

    def begin(self, legs: Sequence[Leg]) -> None:
        self.way, self.all, self._legs = {}, {}, list(legs)

    @property
    def ended(self) -> bool:
        return not self._legs

    def _entered(self, frame: FrameType, event: str, argument: Any) -> Any:
        name, function = frame.f_code.co_filename, frame.f_code.co_name
        if not self._legs or not name.startswith(HOUSE) or function == "<module>":
            return None
        file, leg = name.removeprefix(HOUSE), self._legs[0]
        self.all.setdefault(file)
        if threading.current_thread().name != leg.thread or leg.first not in ("", function):
            return None
        if leg.first:
            leg = self._legs[0] = leg._replace(first="")
        self.way.setdefault(file)
        if (file, function) != (leg.file, leg.function):
            return None
        if not leg.over:
            del self._legs[0]
            return None
        return self._left

    def _left(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "return" and self._legs:
            del self._legs[0]
        return self._left


def trails() -> dict[str, tuple[list[str], list[str]]]:
    """Return, for both ways, the files on it and all that are at work."""
    trail = Trail()
    with Display(visible=False, size=(1400, 1000)), tempfile.TemporaryDirectory() as folder:
        app = App(loaders(None, "cpu"), Settings(theme="light"), Path(folder))
        hand = Hand(app)
        app.start()
        hand.wait_ready()
        found = {READING: _to_reading(hand, trail), DISK: _to_disk(hand, trail)}
        app.quit()
    return found


def _to_reading(hand: Hand, trail: Trail) -> tuple[list[str], list[str]]:
    (x, y), *rest = SEVEN
    hand.pad.event_generate("<ButtonPress-1>", x=x, y=y)
    for x, y in rest:
        hand.pad.event_generate("<B1-Motion>", x=x, y=y)
    hand.wait_until(lambda: hand.number, "the reading of the stroke that is drawn")
    hand.rest(0.5)  # nothing is under way any more
    trail.begin(TO_READING)
    hand.pad.event_generate("<ButtonRelease-1>", x=x, y=y)
    return _end(hand, trail)


def _to_disk(hand: Hand, trail: Trail) -> tuple[list[str], list[str]]:
    card = hand.widgets("Card")[0]
    hand.click(card)
    card.focus_force()
    hand.rest(0.5)
    trail.begin(TO_DISK)
    card.event_generate("<Key-3>")
    return _end(hand, trail)


def _end(hand: Hand, trail: Trail) -> tuple[list[str], list[str]]:
    end = time.monotonic() + PATIENCE_S
    while not trail.ended:
        assert time.monotonic() < end, f"the way did not end after {list(trail.way)}"
        hand.root.update()
    return list(trail.way), list(trail.all)


def figures() -> dict[str, float]:
    return {name: float(len(way)) for name, (way, _) in trails().items()}


def main() -> None:
    for name, (way, everything) in trails().items():
        print(f"{name}: {len(way)} on the way, {len(everything)} at work\n  " + "\n  ".join(way))


if __name__ == "__main__":
    main()
