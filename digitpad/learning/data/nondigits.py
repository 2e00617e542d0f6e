"""Ink that is no digit, made from strokes: fragments, glued pairs, a digit with a piece of its neighbour, scribbles,
dashes, dots. The network learns to reject them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]  # (n, 2) x, y, y down
Strokes = tuple[Points, ...]
Random = np.random.Generator

FORMS = 8  # of non-digits, in equal shares


def non_digits(digits: Sequence[Strokes], ones: Sequence[Strokes], count: int, random: Random) -> Iterator[Strokes]:
    """Yield `count` samples; those that need a digit take one of `digits` (in any unit) or of `ones`, labelled 1."""
    unit, bars = [to_unit_size(strokes) for strokes in digits], [to_unit_size(strokes) for strokes in ones]
    makers: tuple[Callable[[], Strokes], ...] = (
        lambda: glued(_any(unit, random), _any(unit, random), random),
        lambda: glued(_any(unit, random), _any(unit, random), random),
        lambda: glued(_any(unit, random), _any(bars, random), random),  # the pairs that look most like one digit
        lambda: glued(_any(bars, random), _any(unit, random), random),
        lambda: with_neighbour(_any(unit, random), _any(unit, random), random),
        lambda: fragment(_any(unit, random), random),
        lambda: scribble(random),
        lambda: dash_or_dot(random),
    )
    assert len(makers) == FORMS
    for number in range(count):
        yield makers[number % FORMS]()


def to_unit_size(strokes: Strokes) -> Strokes:
    """Return strokes moved to the origin and scaled so that the longer side is 1."""
    points = np.concatenate(strokes)
    low, size = points.min(axis=0), max(float(np.ptp(points, axis=0).max()), 1e-6)
    return tuple(((stroke - low) / size).astype(np.float32) for stroke in strokes)


def glued(left: Strokes, right: Strokes, random: Random) -> Strokes:
    """Return two digits side by side as if they were one."""
    gap, drop, scale = random.uniform(-0.1, 0.35), random.uniform(-0.15, 0.15), random.uniform(0.8, 1.2)
    shift = np.array([_right(left) + gap, drop], np.float32)
    return (*left, *(stroke * np.float32(scale) + shift for stroke in right))


def with_neighbour(digit: Strokes, neighbour: Strokes, random: Random) -> Strokes:
    """Return a digit with a piece of its left or right neighbour."""
    on_right = random.random() < 0.5
    pair = to_unit_size(glued(digit, neighbour, random) if on_right else glued(neighbour, digit, random))
    count = len(digit)
    whole, other = (pair[:count], pair[count:]) if on_right else (pair[-count:], pair[:-count])
    piece = fragment(other, random)
    return (*whole, *piece)


def fragment(digit: Strokes, random: Random) -> Strokes:
    """Return a piece of a digit: between a quarter and a half of its longest stroke."""
    longest = max(digit, key=len)
    share, start = random.uniform(0.25, 0.5), random.random()
    first = int(start * (1 - share) * len(longest))
    piece = longest[first : first + max(2, int(share * len(longest)))]
    if _looks_like_one(piece):
        return scribble(random)
    return (piece,)


def scribble(random: Random) -> Strokes:
    """Return one to four smooth random walks."""
    return tuple(_walk(random) for _ in range(int(random.integers(1, 5))))


def dash_or_dot(random: Random) -> Strokes:
    """Return a dash that leans at most 35 degrees, a pair of dashes, or a dot."""
    form, angle = random.random(), random.uniform(-0.6, 0.6)
    if form > 0.75:
        return (np.zeros((1, 2), np.float32),)
    end = np.array([np.cos(angle), np.sin(angle)])
    bow = np.array([-end[1], end[0]]) * random.uniform(-0.12, 0.12)
    dash = np.stack([np.zeros(2), end / 2 + bow, end]).astype(np.float32)
    return (dash, dash + np.array([0, random.uniform(0.25, 0.6)], np.float32)) if form > 0.5 else (dash,)


def _any(digits: Sequence[Strokes], random: Random) -> Strokes:
    return digits[int(random.integers(len(digits)))]


def _right(strokes: Strokes) -> float:
    return max(float(stroke[:, 0].max()) for stroke in strokes)


def _looks_like_one(piece: Points) -> bool:
    """Return True for a piece much higher than wide: it is a 1, of whatever digit it was cut from."""
    span = np.ptp(piece, axis=0)
    return bool(span[1] > 1.4 * span[0])


def _walk(random: Random) -> Points:
    turns = np.cumsum(random.normal(0, random.uniform(0.15, 0.7), int(random.integers(12, 48))))
    turns += random.uniform(0, 2 * np.pi)
    steps = np.stack([np.cos(turns), np.sin(turns) * random.uniform(0.5, 1.5)], axis=1)
    path = np.cumsum(steps, axis=0)
    size = random.uniform(0.5, 1.0) / max(float(np.ptp(path, axis=0).max()), 1e-6)
    return (path * size + random.uniform(-0.2, 0.2, 2)).astype(np.float32)
