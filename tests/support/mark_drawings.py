"""Numbers with decimal points and commas, minus, slashes, colons and other signs, drawn in a writer's own digits.

A mark is drawn as strokes in units of a digit's height, y from 0 at the digits' tops to 1 at their feet. There are two
hands: `fitting` draws what the model of marks is fitted and chosen on, `quoting`, of other forms, what figures are of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitpad.learning.data.datasets import PenDigit

Points = NDArray[np.float64]
Strokes = list[Points]
Random = np.random.Generator
Draw = Callable[[Random], Strokes]
MARKS = ".,-/:"
HEIGHT = 120.0  # px of a digit on the pad


@dataclass(frozen=True)
class Drawn:
    """A number on the pad: its strokes, the sign that each is of ("" a digit's), and its text."""

    strokes: tuple[Points, ...]
    signs: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Hand:
    marks: Mapping[str, Draw]
    signs: Mapping[str, Draw]
    gap: tuple[float, float]  # between a mark and the digits beside it, heights
    apart: tuple[float, float]  # between digits, heights
    jitter: float  # of sizes and baselines
    slant: float  # standard deviation, px to the side for one up, of a hand
    skipping: float  # share of drawings in which the pen loses contact


def line(start: Sequence[float], end: Sequence[float], random: Random, bow: float = 0.0, wobble: float = 0.0) -> Points:
    """A line of a hand: `bow` to the side at its middle, `wobble` everywhere."""
    count = int(random.integers(2, 16))
    share = np.linspace(0, 1, count)[:, None]
    way = np.subtract(end, start)
    aside = np.array([-way[1], way[0]])
    points = np.add(start, share * way) + 4 * share * (1 - share) * bow * aside
    return np.asarray(points + random.normal(0, wobble, points.shape), np.float64)


def ring(centre: Sequence[float], across: float, down: float, random: Random, turns: float = 1.0) -> Points:
    angle = np.linspace(0, 2 * np.pi * turns, int(random.integers(6, 24))) + random.uniform(0, 6)
    return np.stack([centre[0] + across * np.cos(angle), centre[1] + down * np.sin(angle)], axis=1)


def _dot(random: Random, y: float, x: float = 0.0) -> Points:
    """A tap, a tick, a small ring or a blot."""
    kind, size = random.random(), random.uniform(0.005, 0.055)
    if kind < 0.2:
        return np.array([[x, y]] * int(random.integers(1, 4)))
    if kind < 0.6:
        angle = random.uniform(0, 2 * np.pi)
        return line((x, y), (x + 1.6 * size * np.cos(angle), y + 1.6 * size * np.sin(angle)), random)
    turns = 1.0 if kind < 0.85 else random.uniform(1.5, 3)
    return ring((x, y), size, size * random.uniform(0.6, 1.3), random, turns)


def _point(random: Random) -> Strokes:
    return [_dot(random, random.normal(0.97, 0.05))]


def _comma(random: Random) -> Strokes:
    top, length = random.normal(0.94, 0.06), random.uniform(0.09, 0.42)
    lean = random.uniform(-0.15, 0.95) * length
    tail = line((lean, top), (0, top + length), random, random.normal(0, 0.2), 0.004)
    head = [_dot(random, top, lean)[-6:]] if random.random() < 0.2 else []
    flag = [np.array([[lean - random.uniform(0.02, 0.1), top]])] if random.random() < 0.2 else []
    return [np.concatenate([*head, *flag, tail])]


def _minus(random: Random) -> Strokes:
    length, rise = random.uniform(0.2, 0.95), random.normal(0, 0.07)
    y = random.normal(0.53, 0.08)
    ends = [(0.0, y), (length, y + rise * length)]
    return [line(*(ends if random.random() < 0.9 else ends[::-1]), random, random.normal(0, 0.04), 0.006)]


def _slash(random: Random) -> Strokes:
    height = random.uniform(0.92, 1.65)
    across = height * np.tan(np.radians(random.uniform(10, 48)))
    top = (1 - height) * random.uniform(0.2, 0.8)
    ends = [(across, top), (0.0, top + height)]
    return [line(*(ends if random.random() < 0.6 else ends[::-1]), random, random.normal(0, 0.03), 0.006)]


def _colon(random: Random) -> Strokes:
    low, apart = random.normal(0.89, 0.08), random.uniform(0.2, 0.85)
    return [_dot(random, low - apart, random.normal(0, 0.04)), _dot(random, low)]


def _plus(random: Random) -> Strokes:
    size, y = random.uniform(0.35, 0.8), random.normal(0.52, 0.07)
    off = random.normal(0, 0.06, 2) * size
    level = line((0, y + off[0]), (size, y + off[0] + random.normal(0, 0.03)), random, 0, 0.006)
    middle, half = size / 2 + off[1], size * random.uniform(0.42, 0.6)
    return [level, line((middle, y - half), (middle + random.normal(0, 0.04), y + half), random, 0, 0.006)]


def _times(random: Random) -> Strokes:
    size, y = random.uniform(0.3, 0.75), random.normal(0.6, 0.1)
    half = size / 2
    first = line((0, y - half), (size, y + half), random, random.normal(0, 0.05), 0.006)
    return [first, line((size, y - half), (0, y + half), random, random.normal(0, 0.05), 0.006)]


def _equals(random: Random) -> Strokes:
    length, apart, y = random.uniform(0.3, 0.8), random.uniform(0.13, 0.35), random.normal(0.55, 0.06)
    return [
        line((0, y + side * apart / 2), (length, y + side * apart / 2 + random.normal(0, 0.03)), random, 0, 0.006)
        for side in (-1, 1)
    ]


def _percent(random: Random) -> Strokes:
    stem = _slash(random)[0]
    left, right = stem[:, 0].min(), stem[:, 0].max()
    size = random.uniform(0.1, 0.2)
    upper = ring((left + random.uniform(-0.02, 0.12), random.uniform(0.15, 0.3)), size, size * 1.2, random)
    lower = ring((right + random.uniform(-0.1, 0.05), random.uniform(0.75, 0.9)), size, size * 1.2, random)
    return [upper, stem, lower]


def _star(random: Random) -> Strokes:
    size, y, arms = random.uniform(0.15, 0.35), random.uniform(0.2, 0.6), int(random.integers(3, 5))
    strokes = []
    for angle in np.linspace(0, np.pi, arms, endpoint=False) + random.uniform(0, 0.5):
        arm = size * np.array([np.cos(angle), np.sin(angle)])
        strokes.append(line(np.subtract((size, y), arm), np.add((size, y), arm), random, 0, 0.006))
    return strokes


def _hash(random: Random) -> Strokes:
    lean = random.uniform(0, 0.2)
    uprights = [line((x + lean, 0.1), (x, 0.95), random, 0, 0.006) for x in (0.2, 0.5)]
    return [*uprights, *(line((0, y), (0.8, y - 0.04), random, 0, 0.006) for y in (0.38, 0.68))]


FITTING = Hand(
    {".": _point, ",": _comma, "-": _minus, "/": _slash, ":": _colon},
    {"+": _plus, "×": _times, "=": _equals, "%": _percent, "*": _star, "#": _hash},
    gap=(0.04, 0.45),
    apart=(-0.04, 0.55),
    jitter=0.12,
    slant=0.15,
    skipping=0.08,
)


def _round_point(random: Random) -> Strokes:
    size = random.uniform(0.008, 0.04)
    return [ring((0, random.uniform(0.9, 1.03)), size, size, random, random.choice([1.0, 1.0, 2.2]))]


def _short_tick(random: Random) -> Strokes:
    y = random.uniform(0.92, 1.02)
    return [np.array([[0, y], [random.uniform(-0.02, 0.03), y + random.uniform(0, 0.05)]])]


def _hooked_comma(random: Random) -> Strokes:
    """Right at its head, then a bow down to the left."""
    size, top = random.uniform(0.12, 0.28), random.uniform(0.88, 1.02)
    angle = np.linspace(-0.6 * np.pi, 0.55 * np.pi, 10)
    bow = np.stack([0.35 * np.cos(angle), 0.5 + 0.5 * np.sin(angle)], axis=1) * size
    return [np.add(bow, (0, top))]


def _straight_comma(random: Random) -> Strokes:
    top, length = random.uniform(0.9, 1.02), random.uniform(0.12, 0.3)
    return [np.linspace((random.uniform(0.1, 0.7) * length, top), (0, top + length), 3)]


def _wavy_minus(random: Random) -> Strokes:
    length, y = random.uniform(0.25, 0.7), random.uniform(0.45, 0.62)
    x = np.linspace(0, length, 12)
    return [np.stack([x, y + random.uniform(0, 0.04) * np.sin(x / length * 6) + random.normal(0, 0.06) * x], axis=1)]


def _drawn_slash(random: Random) -> Strokes:
    """Return a slash from a foot below the digits, or a head above them, a little bent at its ends."""
    low, high = random.uniform(1.02, 1.25), random.uniform(-0.25, 0.0)
    across = (low - high) * random.uniform(0.25, 0.75)
    share = np.linspace(0, 1, 14)
    x = across * (share + random.uniform(-0.05, 0.05) * np.sin(2 * np.pi * share))
    points = np.stack([x, low + (high - low) * share], axis=1)
    return [points if random.random() < 0.5 else points[::-1]]


def _two_taps(random: Random) -> Strokes:
    low, high = random.uniform(0.82, 1.0), random.uniform(0.25, 0.55)
    return [(_round_point if random.random() < 0.6 else _short_tick)(random)[0] * (1, 0) + (0, y) for y in (high, low)]


def _either(one: Draw, other: Draw) -> Draw:
    return lambda random: (one if random.random() < 0.5 else other)(random)


QUOTING = Hand(
    {
        ".": _either(_round_point, _short_tick),
        ",": _either(_hooked_comma, _straight_comma),
        "-": _wavy_minus,
        "/": _drawn_slash,
        ":": _two_taps,
    },
    FITTING.signs,
    gap=(0.06, 0.35),
    apart=(0.08, 0.4),
    jitter=0.1,
    slant=0.08,
    skipping=0.0,
)


def number(text: str, digits: Sequence[PenDigit], hand: Hand, random: Random) -> Drawn:
    """Draw `text` in these digits of one writer, those that it needs taken at random, at HEIGHT px."""
    strokes: Strokes = []
    signs: list[str] = []
    right, after, apart = 0.0, "", random.uniform(*hand.apart)
    for character in text:
        if character.isdigit():
            parts = _digit([digit for digit in digits if digit.label == character], hand, random)
        else:
            parts = [part * _size(hand, random) for part in {**hand.marks, **hand.signs}[character](random)]
        both = after.isdigit() and character.isdigit()
        gap = apart + random.normal(0, 0.03) if both or not after else random.uniform(*hand.gap)
        slanted = "/" in (character, after) or "%" in (character, after)
        left = min(float(part[:, 0].min()) for part in parts)
        shift = right + gap - left - (random.uniform(0, 0.25) if slanted and after else 0.0)
        strokes += [np.add(part, (shift, 0)) for part in parts]
        signs += ["" if character.isdigit() else character] * len(parts)
        right, after = max(float(part[:, 0].max()) for part in strokes), character
    tilt, slant = random.normal(0, 0.03), random.normal(0, hand.slant)
    way = np.array([[1, tilt], [-slant, 1]])
    placed = [part @ way * HEIGHT + 60 for part in strokes]
    if random.random() < hand.skipping:
        pieces = [(piece, sign) for part, sign in zip(placed, signs, strict=True) for piece in _skipping(part, random)]
        placed, signs = [piece for piece, _ in pieces], [sign for _, sign in pieces]
    return Drawn(tuple(placed), tuple(signs), text)


def _skipping(stroke: Points, random: Random) -> Strokes:
    """A stroke in two where it is long, as a pen leaves it that loses contact for some points."""
    if len(stroke) < 12 or random.random() < 0.4:
        return [stroke]
    at = int(random.integers(4, len(stroke) - 4))
    return [stroke[: at + 1], stroke[at + int(random.integers(0, 3)) :]]


def _size(hand: Hand, random: Random) -> float:
    return float(random.uniform(1 - hand.jitter / 2, 1 + hand.jitter / 2))


def _digit(own: Sequence[PenDigit], hand: Hand, random: Random) -> Strokes:
    drawing = own[int(random.integers(len(own)))]
    points = np.concatenate(drawing.strokes).astype(np.float64)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    scale = random.uniform(1 - hand.jitter, 1 + hand.jitter) / max(float(extent.max()), 1e-6)
    foot = random.normal(1.0, hand.jitter / 3) - extent[1] * scale
    return [(stroke.astype(np.float64) - low) * scale + (0, foot) for stroke in drawing.strokes]


def with_one(mark: str, random: Random) -> str:
    """A number with one mark: 3.1, 3,5, -3, 26/11, 12:45; some points before the first digit or after the last."""
    before = "".join(str(random.integers(10)) for _ in range(int(random.integers(1, 5))))
    after = "".join(str(random.integers(10)) for _ in range(int(random.integers(1, 4))))
    if mark == "-":
        return f"-{before}" if random.random() < 0.7 else f"{before}-{after}"
    if mark == "." and random.random() < 0.1:
        return f".{after}"
    return before + mark + after


def without(random: Random) -> str:
    return "".join(str(random.integers(10)) for _ in range(int(random.integers(1, 8))))


def with_several(random: Random) -> str:
    """A date, an amount with thousands, a time, a sum."""
    two = [f"{random.integers(100):02d}" for _ in range(4)]
    forms = (
        f"{two[0]}/{two[1]}/{two[2]}{two[3]}",
        f"{two[0]}.{two[1]}.{two[2]}",
        f"{two[0]}-{two[1]}-{two[2]}",
        f"{two[0]}:{two[1]}:{two[2]}",
        f"{random.integers(1, 10)}.{random.integers(100, 1000)},{two[0]}",
        f"-{two[0]},{random.integers(10)}",
        f"{random.integers(10)}:{two[1]},{two[2]}",
    )
    return forms[int(random.integers(len(forms)))]


def with_sign(random: Random) -> str:
    """Digits with one sign that is no mark, between two of them or at an end."""
    sign = "+×=%*#"[int(random.integers(6))]
    before, after = (without(random)[:3] for _ in range(2))
    if sign == "%":
        return before + sign
    return before + sign + after if random.random() < 0.7 else sign + after
