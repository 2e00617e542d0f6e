"""Digits in shapes that MNIST and the pen data have little of, made from curves through a few points.

Seen in European and South American hands: a 1 with a long upstroke, a 5 like a root sign, a 9 like P or q.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitpad.learning.data.spline import catmull_rom

Points = NDArray[np.float32]  # (n, 2) x, y, y down, the digit about 1 high
Strokes = tuple[Points, ...]
Line = str  # points "x,y" in a field ten high, y down

FORMS: dict[int, tuple[tuple[Line, ...], ...]] = {
    0: (
        ("6,1 3,1 1,4 1,8 4,10 7,8 8,4 6,1 5,0 7,2 9,1",),  # a loop that leads to the next digit
        ("1,3 4,0 7,2 8,6 6,10 2,9 1,5 3,1 6,1 9,2",),
        ("3,0 1,3 1,8 4,10 7,7 7,2 4,0 2,1",),
        ("6,2 3,1 1,4 2,9 5,10 8,8 8,4 6,1 4,1 4,3 7,3 10,2",),
    ),
    1: (
        ("0,7 2,4 5,0 5,0 5,5 5,10",),
        ("0,9 3,4 6,0 6,0 5,5 4,10",),
        ("0,5 4,0 4,0 4,5 4,10", "1,10 7,10"),
        ("3,0 3,5 2,10",),
        ("6,0 3,5 0,10",),
        ("1,5 4,1 5,1 4,5 2,9 2,10 4,9",),
        ("0,10 3,4 5,0 6,1 4,6 3,10",),
    ),
    2: (
        ("1,0 4,0 7,0 7,0 4,5 1,10 1,10 4,10 8,10",),
        ("1,3 3,0 6,0 7,3 4,7 1,9 2,10 3,8 5,9 9,10",),
        ("1,2 4,0 6,2 4,6 0,9 1,10 3,8 5,10 8,9 9,7",),
        ("2,2 4,0 6,1 5,5 1,10 1,10 5,9 8,10",),
    ),
    3: (
        ("1,0 4,0 7,0 7,0 4,4 4,4 7,6 7,9 3,10 0,9",),
        ("1,1 4,0 6,2 4,4 3,4 5,5 7,8 4,11 1,11 0,10 2,9",),
        ("2,1 5,0 6,2 3,4 3,4 6,6 5,9 1,10",),
    ),
    4: (
        ("1,0 0,6 1,7 7,5", "6,1 6,5 5,10"),
        ("2,0 2,5 1,10", "2,6 4,4 6,5 6,10"),  # like h
        ("2,0 1,5 4,7 7,4 7,4", "8,0 7,5 6,12"),
        ("3,0 0,7 0,7 4,7 8,6", "6,3 5,7 4,11"),
        ("1,1 1,5 5,6 7,0 7,0 6,5 5,11",),
    ),
    5: (
        ("0,4 1,4 2,9 2,10 4,4 5,0 5,0 8,0 11,0",),  # like a root sign
        ("1,3 2,5 3,10 4,5 5,1 8,0 10,1",),
        ("7,0 4,0 2,1 2,4 5,5 7,7 5,10 2,10 0,9",),  # like S
        ("8,1 5,0 3,2 4,4 6,6 6,9 3,10 1,9",),
        ("9,0 6,0 4,0 4,0 3,4 3,4 6,5 6,8 3,11 0,11",),
        ("2,1 2,4 2,4 5,4 6,7 4,10 0,10", "2,1 6,1 11,0"),
        ("4,1 3,5 3,5 6,5 6,9 3,12 0,12", "4,1 7,0 9,1"),
    ),
    6: (
        ("3,0 1,5 1,9 4,10 6,8 5,6 2,6 1,8",),
        ("6,0 2,4 1,8 3,10 6,9 6,6 3,6 2,8",),
        ("1,0 1,5 1,9 4,10 6,8 4,6 1,7",),
        ("5,0 2,5 2,9 5,10 6,7 4,5 2,8 4,9 8,8",),
    ),
    7: (
        ("0,2 0,0 0,0 4,1 7,0 7,0 5,4 3,10", "1,5 4,5 7,4"),
        ("0,1 4,0 7,0 7,0 4,5 3,10", "2,5 7,5"),
        ("0,2 1,0 4,1 8,0 8,0 5,5 5,10",),
        ("1,0 5,1 8,0 8,0 5,5 3,11", "3,6 8,5"),
    ),
    8: (
        ("7,1 4,0 2,2 4,5 6,8 4,10 2,8 4,5 7,2 8,0",),  # open above
        ("1,0 1,5 1,10", "1,0 5,0 6,3 2,5 2,5 7,6 6,10 1,10"),  # like B
        ("7,0 4,4 2,8 3,10 5,8 4,5 2,1 4,0",),
        ("6,1 3,0 2,3 4,5 6,7 5,10 2,9 2,7 6,3 7,1 5,0",),
        ("1,0 3,4 6,8 4,10 2,8 4,5 8,0",),
    ),
    9: (
        ("6,1 3,0 1,2 2,5 5,4 6,1 6,1 6,6 5,12",),  # like q
        ("6,1 3,0 1,2 2,5 5,4 6,1 6,1 6,8 4,12 1,12 0,11",),  # like g
        ("2,1 2,5 1,11", "1,1 4,0 7,2 5,5 2,5"),  # like P
        ("5,1 2,1 1,4 3,5 6,2 6,0 6,5 5,10",),
        ("7,1 4,0 2,3 3,5 6,3 7,1 5,6 3,11",),
    ),
}
UNSTEADY = 0.32  # standard deviation of a point's place, in tenths of the digit
BETWEEN = 5  # points of the curve from one point of the form to the next


def form_digit(digit: int, choice: int, random: np.random.Generator) -> Strokes:
    """Return the strokes of form number `choice` (any number) of a digit, a little different each time."""
    lines = FORMS[digit][choice % len(FORMS[digit])]
    return tuple(_curve(line, random) for line in lines)


def spline(points: NDArray[np.float64]) -> Points:
    """Return a Catmull-Rom curve through (n, 2) points, BETWEEN points to a piece."""
    return catmull_rom(points, BETWEEN)


def _curve(line: Line, random: np.random.Generator) -> Points:
    points = np.array([[float(value) for value in point.split(",")] for point in line.split()])
    return spline((points + random.normal(0, UNSTEADY, points.shape)) / 10)
