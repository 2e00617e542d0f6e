"""Marks between, before and after the digits of a number: points, commas, dashes, currency signs.

Each is given as strokes in units of a digit's height, x from 0, y down, the digits between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from digitpad.learning.rows.forms import Points, Strokes, spline

Random = np.random.Generator
DOT = 0.012  # of a digit's height: a dot is a stroke so short that the pen alone shows


def separator(random: Random) -> Strokes:
    """Return a point, a comma (some with a long tail), an apostrophe, or a colon."""
    kind, y = random.random(), random.uniform(0.72, 1.05)
    if kind < 0.55:
        return dot(0.0, y, random)
    if kind < 0.9:
        return comma(y - random.uniform(0.0, 0.15), random)
    if kind < 0.96:
        return comma(random.uniform(-0.1, 0.1), random)
    return (*dot(0.0, y, random), *dot(random.uniform(-0.05, 0.05), y - random.uniform(0.2, 0.4), random))


def filler(random: Random) -> Strokes:
    """Return strokes that close an amount: a dash, =, .-, ,-, .=, two dots, a long line, a tick, small signs raised."""
    kind, y = int(random.integers(0, 9)), random.uniform(0.3, 0.95)
    raised = random.uniform(-0.1, 0.4)
    if kind == 0:
        return dash(0.0, y, random)
    if kind == 1:
        return equals(0.0, raised if random.random() < 0.5 else y, random)
    if kind == 2:
        return (*separator(random), *dash(random.uniform(0.1, 0.4), y, random))
    if kind == 3:
        return (*separator(random), *equals(random.uniform(0.15, 0.4), y - 0.1, random))
    if kind == 4:
        return (*dash(0.0, y, random), *dot(random.uniform(0.5, 0.9), y + random.uniform(-0.1, 0.4), random))
    if kind == 5:
        return _line(0.0, y, random.uniform(0.8, 3.0), random)
    if kind == 6:
        return (*dot(0.0, y, random), *dot(random.uniform(0.15, 0.4), y + random.uniform(-0.05, 0.05), random))
    if kind == 7:
        return (*dash(0.0, y, random), *dash(random.uniform(0.45, 0.9), y + random.uniform(-0.1, 0.1), random))
    return _scaled(_tick(random), random.uniform(0.3, 0.7), 0.0, raised)


def leading(random: Random) -> Strokes:
    """Return a currency sign, a hash, a plus, an equals sign or asterisks before a number."""
    kind = int(random.integers(0, 7))
    makers: Sequence[Callable[[Random], Strokes]] = (dollar, dollar, euro, pound, hash_sign, plus, asterisks)
    return makers[kind](random)


def asterisks(random: Random) -> Strokes:
    """Return one to three stars of two to four strokes each."""
    stars: list[Points] = []
    for number in range(int(random.integers(1, 4))):
        centre = np.array([0.2 + 0.5 * number, random.uniform(0.3, 0.7)])
        for angle in np.linspace(0, np.pi, int(random.integers(2, 5)), endpoint=False) + random.uniform(0, 0.5):
            arm = np.array([np.cos(angle), np.sin(angle)]) * random.uniform(0.12, 0.25)
            stars.append(np.stack([centre - arm, centre + arm]).astype(np.float32))
    return tuple(stars)


def dollar(random: Random) -> Strokes:
    bow = _wavy("7,2 4,0 1,2 3,5 6,7 5,10 1,9", random)
    bars = [_straight(x, -0.15, x + random.uniform(-0.1, 0.1), 1.15) for x in (0.4, 0.5)[: int(random.integers(1, 3))]]
    return (bow, *bars)


def euro(random: Random) -> Strokes:
    bow = _wavy("9,1 6,0 3,2 2,5 3,8 6,10 9,9", random)
    return (bow, _straight(0.0, 0.4, 0.65, 0.4), _straight(0.0, 0.6, 0.6, 0.6))


def pound(random: Random) -> Strokes:
    return (_wavy("7,2 5,0 3,2 4,6 2,10 1,9 3,9 7,10", random), _straight(0.1, 0.5, 0.6, 0.5))


def hash_sign(random: Random) -> Strokes:
    lean = random.uniform(-0.15, 0.15)
    uprights = [_straight(x, 0.05, x - lean, 0.95) for x in (0.25, 0.55)]
    return (*uprights, *(_straight(0.0, y, 0.8, y - 0.05) for y in (0.35, 0.65)))


def plus(random: Random) -> Strokes:
    return (_straight(0.0, 0.55, 0.6, 0.5), _straight(0.3, 0.25, 0.3 + random.uniform(-0.05, 0.05), 0.85))


def dot(x: float, y: float, random: Random) -> Strokes:
    return (_straight(x, y, x + random.uniform(0, DOT * 6), y + random.uniform(0, DOT * 4)),)


def comma(y: float, random: Random) -> Strokes:
    """Return a short stroke down to the left, or a long one with a bow."""
    length = random.uniform(0.12, 0.3) if random.random() < 0.7 else random.uniform(0.3, 0.6)
    lean, bow = random.uniform(0.0, 0.7) * length, random.uniform(-0.05, 0.1)
    points = np.array([[lean, y], [lean / 2 + bow, y + length / 2], [0, y + length]])
    return (spline(points),)


def dash(x: float, y: float, random: Random) -> Strokes:
    return _line(x, y, random.uniform(0.2, 0.7), random)


def equals(x: float, y: float, random: Random) -> Strokes:
    length, apart = random.uniform(0.2, 0.55), random.uniform(0.12, 0.32)
    return (*_line(x, y, length, random), *_line(x + random.uniform(-0.08, 0.08), y + apart, length, random))


def scrawl(letters: Sequence[Strokes], random: Random) -> Strokes:
    """Return handwriting that is no number: one to four letters, or a signature's loops."""
    if not letters or random.random() < 0.3:
        return _signature(random)
    lines: list[Points] = []
    x = 0.0
    for _ in range(int(random.integers(1, 5))):
        letter = letters[int(random.integers(len(letters)))]
        size = random.uniform(0.6, 1.1)
        lines += _scaled(letter, size, x, 1 - size)
        x = float(max(stroke[:, 0].max() for stroke in lines)) + random.uniform(-0.05, 0.2)
    return tuple(lines)


def _signature(random: Random) -> Strokes:
    turns = int(random.integers(6, 14))
    x = np.cumsum(random.uniform(-0.15, 0.5, turns))
    y = 0.5 + random.uniform(0.1, 0.6) * np.where(np.arange(turns) % 2, 1, -1) * random.uniform(0.3, 1.0, turns)
    return (spline(np.stack([x - x.min(), y], axis=1)),)


def _line(x: float, y: float, length: float, random: Random) -> Strokes:
    rise, bow = random.normal(0, 0.1) * length, random.normal(0, 0.05)
    points = np.array([[x, y], [x + length / 2, y + bow - rise / 2], [x + length, y - rise]])
    return (spline(points),)


def _tick(random: Random) -> Strokes:
    """Return small raised signs: a ring or two, a hook, an x."""
    kind = int(random.integers(0, 3))
    if kind == 0:
        ring = _wavy("5,0 1,3 3,9 8,7 7,2 5,0", random)
        second = (ring + np.array([0.9, 0], np.float32),) if random.random() < 0.5 else ()
        return (ring, *second)
    if kind == 1:
        return (_wavy("0,6 2,9 9,0", random),)
    return (_straight(0, 0, 0.7, 0.9), _straight(0.7, 0, 0, 0.9))


def _wavy(line: str, random: Random) -> Points:
    points = np.array([[float(value) for value in point.split(",")] for point in line.split()])
    return spline((points + random.normal(0, 0.4, points.shape)) / 10)


def _straight(x0: float, y0: float, x1: float, y1: float) -> Points:
    return np.array([[x0, y0], [x1, y1]], np.float32)


def _scaled(strokes: Strokes, size: float, x: float, y: float) -> Strokes:
    shift = np.array([x, y], np.float32)
    return tuple((stroke * np.float32(size) + shift).astype(np.float32) for stroke in strokes)
