"""Forms of a digit that the data lacks, made by operations on strokes: slashed and dotted 0, serif and flagged 1,
crossed 7, a 4 left open, a 9 with a straight tail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]  # (n, 2) x, y, y down
Strokes = tuple[Points, ...]
Random = np.random.Generator


def variants(label: int, strokes: Strokes, random: Random) -> Iterator[Strokes]:
    """The national variants that can be made from this sample of `label`, none for most."""
    for make in _MAKERS.get(label, ()):
        made = make(strokes, random)
        if made is not None:
            yield made


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
    """An upright bar with a flag at its head, at most half as long, at times with a foot."""
    bar = _bar(strokes)
    if bar is None:
        return None
    head, foot = bar
    height = float(np.linalg.norm(foot - head))
    angle, length = random.uniform(0.5, 1.1), height * random.uniform(0.2, 0.5)  # rad below the horizontal: no 7
    tip = head + np.array([-np.cos(angle), np.sin(angle)], np.float32) * length
    flag = np.stack([tip, head, *strokes[0][1:]]).astype(np.float32)
    return (flag, _foot(foot, height, random)) if random.random() < 0.3 else (flag,)


def footed_one(strokes: Strokes, random: Random) -> Strokes | None:
    """An upright bar on a foot, without a flag."""
    bar = _bar(strokes)
    if bar is None or random.random() < 0.6:
        return None
    return (*strokes, _foot(bar[1], float(np.linalg.norm(bar[1] - bar[0])), random))


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


_MAKERS: dict[int, Sequence[Callable[[Strokes, Random], Strokes | None]]] = {
    0: (slashed_zero, dotted_zero),
    1: (flagged_one, footed_one),
    4: (open_four,),
    7: (crossed_seven,),
    9: (straight_nine,),
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
    """Head and foot of a 1 that is one plain bar, else None."""
    _, (width, height) = _frame(strokes)
    if len(strokes) != 1 or width > 0.5 * height or strokes[0][0, 1] > strokes[0][-1, 1]:
        return None
    walked = float(np.linalg.norm(np.diff(strokes[0], axis=0), axis=1).sum())
    head, foot = strokes[0][0], strokes[0][-1]
    return (head, foot) if walked < 1.15 * float(np.linalg.norm(foot - head)) else None


def _foot(foot: Points, height: float, random: Random) -> Points:
    half, tilt = height * random.uniform(0.15, 0.4), height * random.uniform(-0.05, 0.05)
    return _line((foot[0] - half, foot[1] + tilt), (foot[0] + half, foot[1] - tilt))
