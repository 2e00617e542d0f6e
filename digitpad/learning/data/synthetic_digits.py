"""Digits without data: smooth curves through points that are moved at random; a network may label them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digitpad.learning.data.spline import catmull_rom

Points = NDArray[np.float32]  # (n, 2) x, y, y down
Strokes = tuple[Points, ...]
Line = str  # points "x,y" in a square of ten by ten, y down

FORMS: tuple[tuple[int, tuple[Line, ...]], ...] = (
    (0, ("5,0 3,1 2,5 3,9 5,10 7,9 8,5 7,1 5,0",)),
    (0, ("6,0 2,4 3,9 6,10 8,6 7,1 5,0",)),
    (1, ("5,0 5,3 5,7 5,10",)),
    (1, ("3,3 4,1 5,0 5,5 5,10",)),
    (1, ("3,2 5,0 5,5 5,10", "3,10 7,10")),
    (2, ("2,3 3,1 5,0 7,1 7,4 5,7 2,10 5,10 8,10",)),
    (2, ("2,2 5,0 8,2 6,6 3,9 2,9 4,8 6,9 8,10",)),
    (3, ("2,1 5,0 7,2 6,4 4,5 7,6 8,8 5,10 2,9",)),
    (3, ("2,0 5,0 8,0 5,4 7,5 8,8 5,10 2,9",)),
    (4, ("4,0 3,3 2,6 5,6 8,6", "6,3 6,6 6,10")),
    (4, ("6,10 6,5 6,0 4,3 2,7 5,7 9,7",)),
    (5, ("7,0 5,0 3,0 3,2 3,4 5,4 7,5 8,7 6,10 4,10 2,9",)),
    (5, ("3,0 3,2 3,4 5,4 8,6 7,9 5,10 2,9", "3,0 5,0 8,0")),
    (6, ("6,0 4,2 2,5 2,8 4,10 7,9 7,6 5,5 3,7",)),
    (6, ("7,1 4,1 2,5 3,9 6,10 8,7 6,5 3,6",)),
    (7, ("2,0 5,0 8,0 6,4 5,7 4,10",)),
    (7, ("2,0 5,0 8,0 6,4 4,10", "3,5 5,5 7,5")),
    (8, ("7,1 5,0 3,2 5,4 7,7 5,10 3,8 5,5 7,3 7,1",)),
    (8, ("5,5 3,3 4,0 6,0 7,3 5,5 3,7 4,10 6,10 7,7 5,5",)),
    (9, ("7,2 5,0 3,2 4,5 6,4 7,2 7,5 6,8 5,10",)),
    (9, ("7,3 5,0 3,1 3,4 6,4 7,1 7,5 7,10",)),
)
UNSTEADY = 0.5  # standard deviation of a point's place, in tenths of the digit
SMOOTH = 5  # points of the curve between two of the form


def synthetic_digits(count: int, random: np.random.Generator) -> tuple[list[Strokes], list[int]]:
    """Return `count` digits, all forms equally often, and the intended label of each, 0..9."""
    forms = [FORMS[i % len(FORMS)] for i in random.permutation(count)]
    return [tuple(_drawn(line, random) for line in lines) for _, lines in forms], [label for label, _ in forms]


def _drawn(line: Line, random: np.random.Generator) -> Points:
    points = np.array([[float(value) for value in point.split(",")] for point in line.split()])
    return catmull_rom(points + random.normal(0, UNSTEADY, points.shape), SMOOTH)
