"""The answers of the reader that may be shown: never one that is older than the one on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from digitpad.background import Answer, Unanswered
from digitpad.records import Box, Digit, Explanation, FrameResult, Glyph, Reading, Rgb, Sample, Stroke
from digitpad.vision.segmentation.edits import NO_EDITS, SegmentationEdits
from digitpad.vision.segmentation.segments import Numbers

Strokes = tuple[Stroke, ...]


class Reads(Protocol):
    """A recogniser as the window uses it."""

    @property
    def model(self) -> str: ...
    @property
    def device_name(self) -> str: ...
    def read_strokes(self, strokes: Strokes, whole: Sequence[Numbers] = (), *, judged: bool = False) -> Reading: ...
    def read_image(self, image: Rgb, edits: SegmentationEdits = NO_EDITS) -> Reading: ...
    def read_frame(self, picture: Rgb, region: Box | None = None, stages: bool = False) -> FrameResult: ...
    def spell_strokes(self, strokes: Strokes, texts: Sequence[str], whole: Sequence[Numbers]) -> Reading: ...
    def spell_image(self, image: Rgb, texts: Sequence[str], edits: SegmentationEdits) -> Reading: ...
    def split_strokes(self, strokes: Strokes) -> tuple[Strokes, Strokes]: ...
    def split_piece(self, image: Rgb, edits: SegmentationEdits, numbers: Numbers) -> SegmentationEdits: ...
    def explain(self, glyph: Glyph, wish: int | None = None) -> Explanation: ...
    def remember(self, samples: Sequence[Sample]) -> None: ...
    def accept(self, digits: Sequence[Digit]) -> None: ...
    @property
    def accepted(self) -> Sequence[Digit]: ...
    def forget_accepted(self, digits: Sequence[Digit] | None = None) -> None: ...
    def forget(self) -> None: ...
    def read_marks(self, on: bool) -> None: ...
    def read_others(self, on: bool) -> None: ...
    def use(self, weights: Path) -> None: ...


Ask = Callable[[int, Callable[[Reads], Reading]], None]


class Readings:
    """Numbers the requests. `on_reading` gets each answer to show, and the strokes that were read (None: a picture)."""

    def __init__(
        self,
        *,
        ask: Ask,
        on_reading: Callable[[Answer, Strokes | None], None],
        on_empty: Callable[[], None],
        on_failed: Callable[[Unanswered], None],
    ) -> None:
        """`on_empty` is called where there is nothing to read."""
        self._ask, self._on_reading, self._on_empty, self._on_failed = ask, on_reading, on_empty, on_failed
        self._asked = self._settled = 0  # serials: of the newest request, and the oldest that may still be shown
        self._read: dict[int, Strokes | None] = {}  # by serial, those not answered yet

    @property
    def waiting(self) -> bool:
        """True until the answer to the newest request comes."""
        return self._settled <= self._asked and self._asked > 0

    def grow(self, strokes: Strokes, whole: Sequence[Numbers] = ()) -> None:
        """Read strokes of which the last is still being drawn; earlier answers are welcome until this one comes."""
        self._asked += 1
        self._read[self._asked] = strokes
        self._ask(self._asked, lambda engine: engine.read_strokes(strokes, whole))

    def settle(self, strokes: Strokes, whole: Sequence[Numbers] = ()) -> None:
        """Read these strokes; no earlier answer is shown any more."""
        if strokes:
            self.grow(strokes, whole)
            self._settled = self._asked
        else:
            self._asked += 1
            self._settled = self._asked + 1
            self._on_empty()

    def picture(self, pixels: Rgb, edits: SegmentationEdits = NO_EDITS) -> None:
        """Read this picture; no earlier answer is shown any more."""
        self._asked += 1
        self._settled = self._asked
        self._read[self._asked] = None
        self._ask(self._asked, lambda engine: engine.read_image(pixels, edits))

    def answered(self, answer: Answer) -> None:
        strokes = self._taken(answer.serial)
        if answer.serial >= self._settled:
            self._settled = answer.serial + 1
            self._on_reading(answer, strokes)

    def unanswered(self, failure: Unanswered) -> None:
        self._taken(failure.serial)
        if failure.serial >= self._settled:
            self._settled = failure.serial + 1
            self._on_failed(failure)

    def _taken(self, serial: int) -> Strokes | None:
        """Return the strokes of the request, and drop the earlier ones, which are never answered."""
        strokes = self._read.get(serial)
        self._read = {later: strokes for later, strokes in self._read.items() if later > serial}
        return strokes
