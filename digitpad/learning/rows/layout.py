"""Places of the digits and marks of a string: set upright in units of a digit's height, then bent as one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from digitpad.learning.rows import marks
from digitpad.learning.rows.forms import Points, Strokes
from digitpad.learning.rows.hands import Glyph, Sources, StringWriter

Random = np.random.Generator
Matrix = NDArray[np.float32]  # (2, 3) affine

LENGTHS = (0.04, 0.08, 0.1, 0.17, 0.23, 0.21, 0.1, 0.04, 0.02, 0.01)  # chance of 0, 1, … 9 digits
LONG = 0.03  # chance of a longer one
ZEROS = 0.2  # of the strings end in zeros, as amounts do
GROUPED = 0.45  # of the strings have separators
MARK_GAP = 0.1  # digit heights
JOINED = 0.3  # of the pen strings join some digits without lifting the pen
JOINED_ZEROS = 0.5  # of the pen strings join the zeros at the end
TALL = 0.06  # of the digits of a writer reach below the line
OVERLAP = -0.14  # digit heights, the most that boxes of neighbours overlap


@dataclass(frozen=True, eq=False)
class PlacedGlyph:
    glyph: Glyph
    matrix: Matrix  # from the glyph's px to units


@dataclass(eq=False)
class Layout:
    """A string in units: its text, strokes and glyphs."""

    text: str = ""
    strokes: list[Points] = field(default_factory=list)
    glyphs: list[PlacedGlyph] = field(default_factory=list)
    end: float = 0.0  # right edge of the string so far
    last: Points | None = None  # the last digit's last stroke, which a ligature begins at

    def corners(self) -> Points:
        """Return points (n, 2) whose bounds hold all of the string."""
        boxes = [placed_corners(placed) for placed in self.glyphs]
        return np.concatenate([*self.strokes, *boxes]) if self.strokes or boxes else np.zeros((1, 2), np.float32)


@dataclass(frozen=True)
class StringStyle:
    """The typical spacing and sizes of one writer's digits."""

    gap: float  # digit heights between boxes
    gap_spread: float
    width: float  # of each digit, 1 = as the writer made it
    zero_width: float  # of zeros, on top of that
    tall: tuple[float, ...]  # height of each digit 0 … 9 that reaches below the line, 1 = none
    first: float  # size of the first digit
    size_spread: float
    drift: float  # standard deviation of a digit's height over the line
    joined: float  # chance that a digit is joined to the next
    small_zeros: float  # size of zeros at the end, 1 = like the others
    joined_zeros: bool  # those at the end
    separators: float  # chance of a mark after a digit
    slope: float  # of the line


def layout_of(sources: Sources, pen_share: float, random: Random) -> Layout:
    """Return a string by one hand, digits and marks."""
    hand, style, layout = StringWriter(sources, pen_share, random), _style(random), Layout()
    digits = _digits(random)
    if random.random() < 0.1:
        _add_mark(layout, marks.leading(random), random)
    if random.random() < (0.4 if not digits else 0.02):
        _add_mark(layout, marks.scrawl(sources.letters, random), random, gap=0.3)
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    grouped = random.random() < GROUPED
    for number, digit in enumerate(digits):
        left = len(digits) - number
        size = style.small_zeros if left <= zeros else style.first if number == 0 else 1.0
        joined = random.random() < style.joined or (style.joined_zeros and left < zeros)
        _add_digit(layout, hand, digit, size, style, joined, random)
        mark = grouped and left % 3 == 1 and left > 1
        if mark or random.random() < style.separators:
            _add_mark(layout, marks.separator(random), random)
    _add_ending(layout, sources, random)
    return layout


def placed_corners(placed: PlacedGlyph) -> Points:
    height, width = placed.glyph.shape
    square = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]], np.float32)
    return np.asarray(square @ placed.matrix.T, np.float32)


def _style(random: Random) -> StringStyle:
    return StringStyle(
        gap=float(np.clip(random.normal(0.14, 0.14), OVERLAP, 0.7)),
        gap_spread=random.uniform(0.01, 0.09),
        width=float(np.clip(np.exp(random.normal(0.05, 0.22)), 0.65, 1.7)),
        zero_width=random.uniform(1.0, 1.5) if random.random() < 0.4 else 1.0,
        tall=tuple(random.uniform(1.1, 1.6, 10) ** (random.random(10) < TALL)),
        first=random.uniform(1.1, 1.5) if random.random() < 0.15 else 1.0,
        size_spread=random.uniform(0.02, 0.13),
        drift=random.uniform(0.01, 0.08),
        joined=random.uniform(0.2, 0.9) if random.random() < JOINED else 0.0,
        small_zeros=random.uniform(0.45, 1.0) if random.random() < 0.45 else 1.0,
        joined_zeros=random.random() < JOINED_ZEROS,
        separators=random.uniform(0.0, 0.08),
        slope=float(random.normal(0, 0.04)),
    )


def _digits(random: Random) -> list[int]:
    chance = random.random()
    count = int(random.integers(10, 19)) if chance < LONG else int(random.choice(len(LENGTHS), p=LENGTHS))
    digits = [int(digit) for digit in random.integers(0, 10, count)]
    if count > 2 and random.random() < ZEROS:
        zeros = int(random.integers(1, count))
        digits[-zeros:] = [0] * zeros
    if count > 1 and random.random() < 0.15:
        first = int(random.integers(0, count - 1))
        digits[first + 1] = digits[first]
    if count > 0 and random.random() < 0.15:
        digits[0] = 1  # most numbers begin so, and it is the digit with most shapes
    return digits


def _add_digit(
    layout: Layout, hand: StringWriter, digit: int, size: float, style: StringStyle, joined: bool, random: Random
) -> None:
    high = size * float(np.exp(random.normal(0, style.size_spread)))
    wide = high * style.width * float(np.exp(random.normal(0, 0.08))) * (style.zero_width if digit == 0 else 1.0)
    middle = random.uniform(0.3, 1.0)  # small digits stand on the line, or hang in its middle
    top = (1 - high) * middle + float(random.normal(0, style.drift)) - style.slope * layout.end
    high *= style.tall[digit]
    gap = 0.0 if not layout.text else max(OVERLAP, style.gap + float(random.normal(0, style.gap_spread))) * size
    if layout.text and random.random() < 0.04:
        gap += random.uniform(0.2, 0.6)
    tilt = float(random.normal(0, 0.05))
    left = layout.end + gap
    layout.text += str(digit)
    if hand.uses_strokes:
        _place_strokes(layout, hand.strokes(digit), (left, top), (wide, high), tilt, joined)
    else:
        _place_glyph(layout, hand.glyph(digit), (left, top), (wide, high), tilt)


def _place_strokes(
    layout: Layout,
    strokes: Strokes,
    corner: tuple[float, float],
    scale: tuple[float, float],
    tilt: float,
    joined: bool,
) -> None:
    turn = np.array([[scale[0], -tilt * scale[1]], [tilt * scale[0], scale[1]]], np.float32)
    turned = [stroke @ turn.T for stroke in strokes]
    shift = np.array([corner[0] - min(stroke[:, 0].min() for stroke in turned), corner[1]], np.float32)
    placed = [(stroke + shift).astype(np.float32) for stroke in turned]
    if joined and layout.last is not None:
        layout.strokes.append(_ligature(layout.last[-1], placed[0][0]))
    layout.strokes += placed
    layout.end = float(max(stroke[:, 0].max() for stroke in placed))
    layout.last = placed[-1]


def _ligature(start: Points, end: Points) -> Points:
    """Return a bow from the end of one digit to the beginning of the next."""
    t = np.linspace(0, 1, 8, dtype=np.float32)[:, None]
    knee = (start + end) / 2 + np.array([0, 0.12], np.float32)
    return np.asarray((1 - t) ** 2 * start + 2 * t * (1 - t) * knee + t**2 * end, np.float32)


def _place_glyph(
    layout: Layout, glyph: Glyph, corner: tuple[float, float], scale: tuple[float, float], tilt: float
) -> None:
    height = glyph.shape[0]
    wide, high = scale[0] / height, scale[1] / height
    matrix = np.array([[wide, -tilt * high, corner[0]], [tilt * wide, high, corner[1]]], np.float32)
    placed = PlacedGlyph(glyph, matrix)
    left = float(placed_corners(placed)[:, 0].min())
    matrix[0, 2] += corner[0] - left
    layout.glyphs.append(placed)
    layout.end = float(placed_corners(placed)[:, 0].max())
    layout.last = None


def _add_mark(layout: Layout, strokes: Strokes, random: Random, gap: float = MARK_GAP) -> None:
    distance = layout.end + random.uniform(0.0, 2 * gap) if layout.end else 0.0
    left = min(float(stroke[:, 0].min()) for stroke in strokes)
    shift = np.array([distance - left, random.normal(0, 0.03)], np.float32)
    placed = [(stroke + shift).astype(np.float32) for stroke in strokes]
    layout.strokes += placed
    layout.end = float(max(stroke[:, 0].max() for stroke in placed)) + random.uniform(0, gap)
    layout.last = None


def _add_ending(layout: Layout, sources: Sources, random: Random) -> None:
    ending = random.random()
    if ending < 0.3:
        _add_mark(layout, marks.filler(random), random, gap=random.uniform(0.05, 0.4))
    elif ending < 0.36:
        _add_mark(layout, marks.separator(random), random)
    elif ending < 0.39:
        _add_mark(layout, marks.asterisks(random), random, gap=0.3)
    elif ending < 0.42:
        _add_mark(layout, marks.scrawl(sources.letters, random), random, gap=0.5)
