"""The values that travel between modules and threads: frozen, arrays write-locked.

Coordinates have their origin at the top left, y down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digitpad.box import Box as Box

Glyph = NDArray[np.uint8]  # (28, 28) white ink on black, longer side 20, centre of mass on index 14
Ink = NDArray[np.uint8]  # (height, width), 0 paper .. 255 ink, grey edges kept
Rgb = NDArray[np.uint8]  # (height, width, 3)
Strip = NDArray[np.uint8]  # (32, width) a row of writing, dark ink on paper, as the row reader is given it
Floats = NDArray[np.float32]
Labels = NDArray[np.int64]
Origin = Literal["pad", "camera", "picture", "import"]

SIDE = 28  # px of a glyph
MOST_STROKES = 2_000  # of one drawing
# The shares of held-out digits and letters below these levels and others: `python -m tests.bench.confidence_levels`.
SURE = 0.8  # a digit below this confidence is marked "not sure": four wrong digits of ten are, right ones hardly ever
REFUSED = 0.25  # below this it is written as "?": nine letters of ten are, digits hardly ever; 0.1 to 0.5 differ little
UNREAD = 0.2  # confidence at most of ink that was seen and not read: below REFUSED, and the choice was fitted with it
SURE_NUMBER = 0.99  # a number is sure from this calibrated probability on, where both readers agree: 1 in 100 is wrong
DIGITS = "0123456789"
MARKS = ".,-/:"  # decimal point and comma, minus, slash, colon


@dataclass(frozen=True, eq=False)
class Stroke:
    points: Floats  # (n, 2) x, y in pad px
    times: Floats | None = None  # (n,) s since the stroke began
    width: float | None = None  # pad px; None: the reader chooses

    @staticmethod
    def of(points: Sequence[Sequence[float]] | Floats, width: float | None = None) -> Stroke:
        """Return a stroke from (x, y) pairs in pad px. Raises ValueError where they are not pairs of numbers."""
        array = np.array(points, np.float32).reshape(-1, 2) if len(points) == 0 else np.array(points, np.float32)
        if array.ndim != 2 or array.shape[1] != 2:
            raise ValueError("a stroke is a list of (x, y) points")
        return Stroke(locked(array), width=width)


@dataclass(frozen=True, eq=False)
class Digit:
    """One digit of a reading. Ink that is more likely no digit (`refused`) has the label of the likeliest digit.

    Arrays are write-locked.
    """

    label: int  # 0..9
    confidence: float  # 0..1, that it is a digit AND this digit
    probabilities: Floats  # (10,), sums to 1
    box: Box  # px of the source
    glyph: Glyph
    strokes: tuple[int, ...] = ()  # which strokes of the pad, or pieces of a picture, by number
    decided_by: Literal["network", "memory", "hand", "rule"] = "network"  # hand: the user said so
    reminded_by: int | None = None  # id of the stored sample, where memory decided
    sign: bool = False  # rather a sign that is none of the marks, such as a plus: it is refused

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE

    @property
    def refused(self) -> bool:
        """True for ink that is more likely no digit at all: a scribble, a dot, a letter."""
        return self.confidence < REFUSED and self.decided_by != "rule"

    @property
    def symbol(self) -> str:
        """The digit as text, "?" where it is rejected, "" where the user said that it is no digit."""
        if self.refused:
            return "" if self.decided_by == "hand" else "?"
        return str(self.label)


@dataclass(frozen=True, eq=False)
class Mark:
    """A decimal point or comma, a minus, a slash or a colon beside the digits of a row."""

    symbol: str  # one of MARKS; "" where the user said that it is none
    confidence: float  # 0..1
    ink: Digit  # the same ink, as the digit that it would be
    row: int = 0  # of the reading's rows, by number
    before: int = 0  # the number of the row's digits on its left
    decided_by: Literal["network", "hand"] = "network"  # hand: the user said so

    @property
    def box(self) -> Box:
        """The box of its ink, px of the source."""
        return self.ink.box

    @property
    def strokes(self) -> tuple[int, ...]:
        return self.ink.strokes

    @property
    def glyph(self) -> Glyph:
        return self.ink.glyph

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE


Sign = Digit | Mark


@dataclass(frozen=True, eq=False)
class RowPath:
    """Another segmentation of the ink of a row into digits and marks."""

    signs: tuple[Sign, ...]  # left to right
    share: float  # 0..1, its likelihood over that of the segmentation that was read, whatever its digits are


@dataclass(frozen=True)
class RowTrust:
    """Trust in a row as one number."""

    confidence: float  # 0..1, calibrated, that all its digits are right; 0 where no second reader saw it
    agreed: bool  # both readers read the same

    @property
    def sure(self) -> bool:
        return self.agreed and self.confidence >= SURE_NUMBER


@dataclass(frozen=True, eq=False)
class Reading:
    """Digits in rows, as read; empty where there is no ink. `text` has digits and marks, a line for each row."""

    rows: tuple[tuple[Digit, ...], ...] = field(default=())  # top to bottom, each left to right
    hint: str = ""  # a sentence: why something, or everything, was not read
    turned: int = 0  # degrees clockwise by which the picture must be turned to stand upright: 0, 90, 180, 270
    trusts: tuple[RowTrust, ...] = ()  # in each row; empty where only one reader read
    marks: tuple[Mark, ...] = ()  # beside the digits, each with its row and place; in the order in which they stand
    others: tuple[tuple[RowPath, ...], ...] = ()  # of each row, likeliest first; empty where they were not asked for
    strips: tuple[Strip | None, ...] = ()  # of each row, None where it is too long; empty of a steady reading

    @property
    def confidence(self) -> float:
        """The probability 0..1 that all numbers are right; 0 where no second reader saw them."""
        return float(np.prod([trust.confidence for trust in self.trusts])) if self.trusts else 0.0

    @property
    def sure(self) -> bool:
        """True where every row is sure as one number."""
        return bool(self.rows) and len(self.trusts) == len(self.rows) and all(trust.sure for trust in self.trusts)

    @property
    def digits(self) -> tuple[Digit, ...]:
        return tuple(digit for row in self.rows for digit in row)

    @property
    def signs(self) -> tuple[tuple[Sign, ...], ...]:
        """The rows with their marks, each left to right."""
        return tuple(
            tuple(_in_order(row, [mark for mark in self.marks if mark.row == number]))
            for number, row in enumerate(self.rows)
        )

    @property
    def sequence(self) -> tuple[Sign, ...]:
        """All digits and marks, row after row."""
        return tuple(sign for row in self.signs for sign in row)

    @property
    def without_marks(self) -> Reading:
        bare = [[replace(path, signs=_digits_of(path.signs)) for path in row] for row in self.others]
        return replace(self, marks=(), others=tuple(map(tuple, bare)))

    @property
    def lines(self) -> tuple[str, ...]:
        """Each row as text; "?" stands for what is more likely no digit."""
        return tuple("".join(sign.symbol for sign in row) for row in self.signs)

    @property
    def text(self) -> str:
        """The lines that hold text, with a line break between them."""
        return "\n".join(line for line in self.lines if line)

    def placed(self, place: Callable[[Box], Box]) -> Reading:
        """Return the reading with each box replaced by `place` of it, such as for another scale."""

        def moved(sign: Sign) -> Sign:
            if isinstance(sign, Mark):
                return replace(sign, ink=replace(sign.ink, box=place(sign.box)))
            return replace(sign, box=place(sign.box))

        rows = tuple(_digits_of([moved(digit) for digit in row]) for row in self.rows)
        marks = tuple(replace(mark, ink=replace(mark.ink, box=place(mark.box))) for mark in self.marks)
        others = [[replace(path, signs=tuple(map(moved, path.signs))) for path in row] for row in self.others]
        return replace(self, rows=rows, marks=marks, others=tuple(map(tuple, others)))

    def moved(self, right: int, down: int) -> Reading:
        """Return the reading with all boxes shifted by px, such as from a part into the whole picture."""
        return self.placed(lambda box: box.moved(right, down))


def _digits_of(signs: Sequence[Sign]) -> tuple[Digit, ...]:
    return tuple(sign for sign in signs if isinstance(sign, Digit))


def _in_order(digits: Sequence[Digit], marks: Sequence[Mark]) -> Iterator[Sign]:
    for place, digit in enumerate(digits):
        yield from (mark for mark in marks if mark.before == place)
        yield digit
    yield from (mark for mark in marks if mark.before >= len(digits))


@dataclass(frozen=True, eq=False)
class Explanation:
    """One glyph on its way through LeNet-5 alone, and the pixels that decided. Arrays are write-locked.

    Evidence is in logits: the part of a pixel in the difference between the outputs.
    """

    glyph: Glyph
    maps: Mapping[str, Floats]  # C1 (6, 28, 28), S2 (6, 14, 14), C3 (16, 10, 10), S4 (16, 5, 5), behind ReLU or tanh
    c5: Floats  # (120,)
    f6: Floats  # (84,)
    probabilities: Floats  # (11,) the ten digits, then "not a digit"
    label: int  # 0..10, the likeliest
    why: Floats  # (28, 28) evidence of the ink for `label` against the mean of the others; negative: against it
    wish: int  # 0..9, the other digit that it is compared with
    wished: Floats  # (28, 28) evidence of the ink for `wish` against `label`; negative: for `label`
    missing: Floats  # (28, 28) >= 0, what ink would add for `wish` where the paper is empty


@dataclass(frozen=True, eq=False)
class FrameResult:
    """The reading of one frame of a camera."""

    reading: Reading  # boxes in px of the whole frame
    seconds: Mapping[str, float] = field(default_factory=dict)  # of each stage, in order
    hint: str = ""  # what would help, in words: "too dark", "move closer"
    stages: Mapping[str, Rgb] = field(default_factory=dict)  # pictures by the stage's name, where asked for
    least_height: int = 0  # px of the frame: lower digits lose their shape; 0: not known


@dataclass(frozen=True, eq=False)
class RowString:
    """The row in which a corrected digit stands, and its text as the user left it."""

    strip: Strip
    text: str  # its digits, left to right, and an x for ink that is no digit
    place: int  # of the corrected digit in the text
    said_at: datetime  # UTC, when the text was so


@dataclass(frozen=True, eq=False)
class Sample:
    """A digit, or ink that was taken for one, with the label that the user gave it."""

    glyph: Glyph
    label: int | None  # 0..9; None: not a digit
    source: Origin
    predicted: int | None = None  # what was read; None: no digit, or nothing was read
    confidence: float = 0.0  # 0..1, of what was read
    probabilities: Floats | None = None  # (10,), sums to 1; None: nothing was read
    strokes: tuple[Stroke, ...] = ()  # as drawn, in pad px
    crop: Rgb | None = None  # (H, W, 3), the piece of the picture that it was cut from
    model: str = ""  # the version that read it
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: int | None = None  # in the store; None: not stored yet
    label_error: bool = False  # suspected label error: all its neighbours have another label
    suggested: int | None = None  # 0..9, the label of most neighbours of a suspected label error
    confirmed: bool = False  # the user said that the label is right, whatever its neighbours
    writer: str = ""  # whose hand it is; "": not named
    row: RowString | None = None  # the row that it was corrected in

    @property
    def misread(self) -> bool:
        return self.probabilities is not None and self.predicted != self.label


def locked(array: NDArray[np.generic]) -> NDArray:  # type: ignore[type-arg]
    """Return the same array, no longer writable."""
    array.setflags(write=False)
    return array
