"""Forms of a digit that the data lacks or hardly has: slashed and dotted 0, flagged and footed 1, looped 2,
flat-topped 3, open 4, crossed 7, straight-tailed 9; by operations on strokes, or drawn from scratch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from digitpad.learning.data.spline import catmull_rom

Points = NDArray[np.float32]  # (n, 2) x, y, y down
Strokes = tuple[Points, ...]
Random = np.random.Generator
CURVE_STEPS = 6  # points between two corners


def variants(label: int, strokes: Strokes, random: Random) -> Iterator[Strokes]:
    """Yield the national variants that can be made from a sample of `label`; most labels have none."""
    for make, share in _MAKERS.get(label, ()):
        variant = make(strokes, random) if random.random() < share else None
        if variant is not None:
            yield variant


def slashed_zero(strokes: Strokes, random: Random) -> Strokes | None:
    """A closed 0 of one stroke with a slash from the lower left to the upper right, at times past its outline."""
    if not _is_plain_zero(strokes):
        return None
    (left, top), (width, height) = _frame(strokes)
    reach = random.uniform(-0.1, 0.15)
    start = (left - reach * width, top + height * random.uniform(0.75, 1.0))
    end = (left + width * (1 + reach), top + height * random.uniform(0.0, 0.25))
    return (*strokes, _line(start, end))


def dotted_zero(strokes: Strokes, random: Random) -> Strokes | None:
    """A closed 0 of one stroke with a dot in its middle."""
    if not _is_plain_zero(strokes):
        return None
    (left, top), (width, height) = _frame(strokes)
    middle = (left + width * random.uniform(0.4, 0.6), top + height * random.uniform(0.4, 0.6))
    return (*strokes, _line(middle, (middle[0] + 0.04 * height, middle[1] + 0.04 * height)))


def flagged_one(strokes: Strokes, random: Random) -> Strokes | None:
    """A 1 drawn from scratch: a stem with a flag at its head, often long, the longer the steeper; at times a foot."""
    lean, length = random.uniform(-0.12, 0.35), random.uniform(0.2, 0.75)
    head, foot = np.array([lean, 0.0]), np.array([0.0, 1.0])
    angle = random.uniform(0.45 + 0.35 * length, 1.15)  # rad below the horizontal: no 7
    tip = head + np.array([-np.cos(angle), np.sin(angle)]) * length
    bow = np.array([np.sin(angle), np.cos(angle)]) * length * random.uniform(-0.1, 0.15)
    flag = np.stack([tip, (tip + head) / 2 + bow, head, (head + foot) / 2 + random.normal(0, 0.02, 2), foot])
    whole = flag.astype(np.float32)
    return (whole, _foot(whole[-1], 1.0, random)) if random.random() < 0.25 else (whole,)


def footed_one(strokes: Strokes, random: Random) -> Strokes | None:
    """An upright bar on a foot, without a flag."""
    bar = _bar(strokes)
    if bar is None:
        return None
    return (*strokes, _foot(bar[1], float(np.linalg.norm(bar[1] - bar[0])), random))


def looped_two(strokes: Strokes, random: Random) -> Strokes | None:
    """A 2 drawn from scratch: its stem ends in a small loop that runs out into the base."""
    width, low = random.uniform(0.5, 0.75), random.uniform(0.86, 0.95)
    left, loop = random.uniform(0.0, 0.12), random.uniform(0.08, 0.16)
    corners = [
        (random.uniform(0.0, 0.15), random.uniform(0.15, 0.32)),
        (0.3 * width, random.uniform(0.0, 0.06)),
        (0.8 * width, random.uniform(0.03, 0.1)),
        (width, random.uniform(0.22, 0.35)),
        (0.6 * width, 0.62),
        (left + loop, low),
        (left, low + 0.02),
        (left + 0.3 * loop, low - loop),
        (left + 1.6 * loop, low - 0.3 * loop),
        (0.75 * width, random.uniform(0.96, 1.05)),
        (width + random.uniform(0.0, 0.2), random.uniform(0.85, 0.98)),
    ]
    return (_curve(corners, random),)


def flat_topped_three(strokes: Strokes, random: Random) -> Strokes | None:
    """A 3 drawn from scratch: a level bar, a straight way back to the middle, a round belly."""
    width, middle = random.uniform(0.45, 0.7), random.uniform(0.32, 0.48)
    top = _line((random.uniform(0.0, 0.12), random.uniform(-0.02, 0.05)), (width, random.uniform(-0.04, 0.03)))
    turn_x = width * random.uniform(0.3, 0.55)
    belly = [
        (turn_x, middle),
        (0.85 * width, middle + 0.05),
        (width * random.uniform(0.95, 1.15), 0.5 * (middle + 1)),
        (0.8 * width, 0.93),
        (0.4 * width, 1.0),
        (random.uniform(-0.05, 0.1), random.uniform(0.82, 0.95)),
    ]
    return (np.concatenate([top, _curve(belly, random)]).astype(np.float32),)


def crossed_seven(strokes: Strokes, random: Random) -> Strokes | None:
    """A 7 of one stroke with a bar across its stem."""
    if len(strokes) != 1 or len(strokes[0]) < 4:
        return None
    points = strokes[0]
    (_, top), (width, height) = _frame(strokes)
    level = top + height * random.uniform(0.4, 0.65)
    below = points[len(points) // 3 :]
    stem = float(below[np.abs(below[:, 1] - level).argmin(), 0])
    half, tilt = width * random.uniform(0.2, 0.45), height * random.uniform(-0.08, 0.08)
    return (*strokes, _line((stem - half, level + tilt), (stem + half, level - tilt)))


def open_four(strokes: Strokes, random: Random) -> Strokes | None:
    """A 4 drawn from scratch: two arms that never meet at the top."""
    slant, bar = random.uniform(-0.15, 0.1), random.uniform(0.5, 0.75)
    stem_x, stem_top = random.uniform(0.55, 0.85), random.uniform(0.0, 0.45)
    arm = np.array([(random.uniform(0.0, 0.25), 0), (random.uniform(0.0, 0.1), bar), (1, bar + slant)], np.float32)
    lean = random.uniform(-0.1, 0.1)
    return (arm, _line((stem_x + lean, stem_top), (stem_x - lean, 1.1)))


def straight_nine(strokes: Strokes, random: Random) -> Strokes | None:
    """A 9 drawn from scratch: a loop with a straight or leaning tail."""
    turn = np.linspace(0.15, -2 * np.pi + random.uniform(-0.3, 0.4), 24)
    radius_x, radius_y = random.uniform(0.22, 0.36), random.uniform(0.2, 0.3)
    loop = np.stack([0.5 + radius_x * np.cos(turn), 0.3 + radius_y * np.sin(turn)], axis=1)
    side = 0.5 + radius_x
    tail = np.array([(side, random.uniform(0.05, 0.2)), (side - random.uniform(0.0, 0.3), 1.0)])
    return (np.concatenate([loop, tail]).astype(np.float32),)


_Maker = Callable[[Strokes, Random], Strokes | None]
_MAKERS: dict[int, Sequence[tuple[_Maker, float]]] = {  # with the share of samples that each is tried on
    0: ((slashed_zero, 1.0), (dotted_zero, 0.7)),
    1: ((flagged_one, 0.7), (footed_one, 0.4)),
    2: ((looped_two, 0.3),),
    3: ((flat_topped_three, 0.4),),
    4: ((open_four, 0.5),),
    7: ((crossed_seven, 1.0),),
    9: ((straight_nine, 0.5),),
}


def _frame(strokes: Strokes) -> tuple[Points, Points]:
    points = np.concatenate(strokes)
    return points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1e-3)


def _line(start: Sequence[float], end: Sequence[float]) -> Points:
    return np.array([start, end], np.float32)


def _is_plain_zero(strokes: Strokes) -> bool:
    _, (width, height) = _frame(strokes)
    return len(strokes) == 1 and bool(width > 0.35 * height)


def _bar(strokes: Strokes) -> tuple[Points, Points] | None:
    """Return head and foot of a 1 that is one plain bar, else None."""
    _, (width, height) = _frame(strokes)
    if len(strokes) != 1 or width > 0.5 * height or strokes[0][0, 1] > strokes[0][-1, 1]:
        return None
    length = float(np.linalg.norm(np.diff(strokes[0], axis=0), axis=1).sum())
    head, foot = strokes[0][0], strokes[0][-1]
    return (head, foot) if length < 1.15 * float(np.linalg.norm(foot - head)) else None


def _foot(foot: Points, height: float, random: Random) -> Points:
    half, tilt = height * random.uniform(0.15, 0.4), height * random.uniform(-0.05, 0.05)
    return _line((foot[0] - half, foot[1] + tilt), (foot[0] + half, foot[1] - tilt))


def _curve(corners: Sequence[tuple[float, float]], random: Random) -> Points:
    """Return a smooth line through `corners`, each moved a little at random."""
    near = np.array(corners) + random.normal(0, 0.012, (len(corners), 2))
    return catmull_rom(near, CURVE_STEPS)
