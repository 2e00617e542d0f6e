"""Which answer of the reader may be shown: never one that is older than what the window shows already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from digitpad.background import Answer, Unanswered
from digitpad.records import Reading, Rgb, Sample, Stroke


class Reads(Protocol):
    """What the window needs of a recogniser."""

    @property
    def model(self) -> str: ...
    @property
    def device_name(self) -> str: ...
    def read_strokes(self, strokes: tuple[Stroke, ...]) -> Reading: ...
    def read_image(self, image: Rgb) -> Reading: ...
    def remember(self, samples: Sequence[Sample]) -> None: ...
    def use(self, weights: Path) -> None: ...


Ask = Callable[[int, Callable[[Reads], Reading]], None]


class Readings:
    """Numbers the requests. `on_reading` gets what is to be shown and the seconds it took (None: nothing was asked)."""

    def __init__(
        self, *, ask: Ask, on_reading: Callable[[Reading, float | None], None], on_failed: Callable[[Unanswered], None]
    ) -> None:
        self._ask, self._on_reading, self._on_failed = ask, on_reading, on_failed
        self._asked = self._settled = 0  # serials: of the newest request, and the oldest that may still be shown

    @property
    def waiting(self) -> bool:
        """The answer to the newest request has not come."""
        return self._settled <= self._asked and self._asked > 0

    def grow(self, strokes: tuple[Stroke, ...]) -> None:
        """Read strokes of which the last is still being drawn; earlier answers are welcome until this one comes."""
        self._asked += 1
        self._ask(self._asked, lambda engine: engine.read_strokes(strokes))

    def settle(self, strokes: tuple[Stroke, ...]) -> None:
        """Read these strokes; no earlier answer is shown any more."""
        self._asked += 1
        self._settled = self._asked
        if strokes:
            self._ask(self._asked, lambda engine: engine.read_strokes(strokes))
        else:
            self._settled += 1
            self._on_reading(Reading(), None)

    def picture(self, pixels: Rgb) -> None:
        """Read this picture; no earlier answer is shown any more."""
        self._asked += 1
        self._settled = self._asked
        self._ask(self._asked, lambda engine: engine.read_image(pixels))

    def answered(self, answer: Answer) -> None:
        if answer.serial >= self._settled:
            self._settled = answer.serial + 1
            self._on_reading(answer.reading, answer.seconds)

    def unanswered(self, failure: Unanswered) -> None:
        if failure.serial >= self._settled:
            self._settled = failure.serial + 1
            self._on_failed(failure)
