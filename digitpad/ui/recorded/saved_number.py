"""A recorded number, and the columns that a table of recorded numbers may have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digitpad.languages import _
from digitpad.records import Box

NO_PLACE = Box(0, 0, 0, 0)


@dataclass(frozen=True)
class Sight:
    """The place and time at which a number was seen."""

    source: str  # for the eyes
    place: Box = NO_PLACE  # px of the frame, around all digits
    moment_s: float = 0.0  # in the video, or of a clock that only goes forward
    picture: str = ""  # the file's name in a folder of pictures
    in_video: bool = False


@dataclass(frozen=True)
class SavedNumber:
    at: datetime  # local time
    text: str  # one line a row
    sight: Sight
    confidence: float = 0.0  # 0..1, of the digit that is least sure
    serial: int = 0  # of all that one window recorded

    @property
    def key(self) -> tuple[datetime, int]:
        """Tell it from all others, of other windows too, and stand in their order; editing leaves it."""
        return self.at, self.serial

    @property
    def position(self) -> str:
        """The seconds into a video, or the name of a picture; "" of a camera."""
        return f"{self.sight.moment_s:.3f}" if self.sight.in_video else self.sight.picture


COLUMNS: Mapping[str, tuple[str, Callable[[SavedNumber], object]]] = {  # words for the eyes, and the value
    "time": (_("Date and time"), lambda one: one.at.isoformat(timespec="milliseconds")),
    "number": (_("Number"), lambda one: one.text),
    "source": (_("Source"), lambda one: one.sight.source),
    "position": (_("Second of the video, or picture"), lambda one: one.position),
    "confidence": (_("Confidence, 0 to 1"), lambda one: f"{one.confidence:.4f}"),
    "left": (_("Left edge, px"), lambda one: one.sight.place.left),
    "top": (_("Top edge, px"), lambda one: one.sight.place.top),
    "width": (_("Width, px"), lambda one: one.sight.place.width),
    "height": (_("Height, px"), lambda one: one.sight.place.height),
}
USUAL = ("time", "number", "source")


def known_columns(names: Sequence[str]) -> tuple[str, ...]:
    """Return those of the names that are columns, each once; the usual ones where none is."""
    return tuple(dict.fromkeys(name for name in names if name in COLUMNS)) or USUAL


def line_of(number: SavedNumber, columns: Sequence[str]) -> list[object]:
    """Return the values of a number in these columns."""
    return [COLUMNS[name][1](number) for name in columns]


def in_one_line(text: str) -> str:
    """Rows with strokes between them."""
    return " / ".join(text.split())
