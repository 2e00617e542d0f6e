"""Which of the digits read in a picture are digits: rows of text, texture and stains are left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digitpad.records import Digit
from digitpad.vision.atoms import Numbers

LEAST = 0.5  # confidence; what is less in a picture is taken for a stain, not for a digit
BELIEVED = 0.9  # confidence
LEAST_BELIEVED, LONG, LEAST_BELIEVED_LONG = 0.5, 6, 0.75  # share of a row of a picture that has it; less is text
FEW, LEAST_ALONE = 2, 0.6  # in so short a row the confidences' geometric mean decides
FLAT = 2.2  # times as wide as high: a line, a finger, no sign of text
MANY, MOST_ONES = 9, 0.5  # so many of one label, in a long row such a share of 1s, are no number
PAGE, PAGE_REJECTED = 16, 0.6  # of so many patches in a picture more than this share in rows of text: all is text
MOST_DASHES = 2  # lone 1s here and there; more are pieces of a grid
APART = 1.3  # heights of a row's highest: parts of a row so far apart are judged each by itself
BESIDE = 0.8  # share of the other rows that is believed: a row as high as they are is one of them
ALIKE = 1.6  # times as high


def likely_rows(rows: Sequence[Sequence[Digit]], whole: Sequence[Numbers] = ()) -> list[list[Digit]]:
    """The rows that are numbers, without what is no digit in them.

    `whole`: the digits that the user spoke of; they stay, and their row is a number.
    """
    parts = [(place, part) for place, row in enumerate(rows) for part in parts_of(row)]
    numbers = _numbers([_alike(part) for _, part in parts])
    lone = [number and _is_lone_one(rows[place]) for (place, _), number in zip(parts, numbers, strict=True)]
    if sum(lone) > MOST_DASHES:
        numbers = [number and not one for number, one in zip(numbers, lone, strict=True)]
    kept: list[list[Digit]] = [[] for _ in rows]
    for (place, part), number in zip(parts, numbers, strict=True):
        if number or any(digit.strokes in whole for digit in part):
            kept[place] += [digit for digit in part if digit.confidence >= LEAST or digit.strokes in whole]
    return [row for row in kept if row]


def parts_of(row: Sequence[Digit]) -> list[list[Digit]]:
    """A row parted at wide gaps: a number may lie level with what is none."""
    tall = max((digit.box.height for digit in row), default=0)
    parts: list[list[Digit]] = []
    reached = 0
    for digit in row:
        if not parts or digit.box.left - reached > APART * tall:
            parts.append([])
        parts[-1].append(digit)
        reached = max(reached, digit.box.right)
    return parts


def is_beyond_doubt(row: Sequence[Digit]) -> bool:
    """Whether it may stand among text or texture."""
    varied = len({digit.label for digit in row if digit.label != 1}) > 1
    return len(row) > FEW and varied and _believed(row) == 1


def _is_lone_one(row: Sequence[Digit]) -> bool:
    return len(row) <= FEW and all(digit.label == 1 for digit in row)


def _numbers(rows: Sequence[Sequence[Digit]]) -> list[bool]:
    """Which rows are numbers."""
    numbers = [_is_number(row) for row in rows]
    if _is_page(rows, numbers):
        return [number and is_beyond_doubt(row) for row, number in zip(rows, numbers, strict=True)]
    known = [digit for row, number in zip(rows, numbers, strict=True) if number for digit in row]
    return [number or _is_like(row, known) for row, number in zip(rows, numbers, strict=True)]


def _alike(digits: Sequence[Digit]) -> list[Digit]:
    """Those that are as large as the row's digits: neither dashes nor specks."""
    tall = max((digit.box.height for digit in digits if digit.confidence >= LEAST), default=0)
    return [digit for digit in digits if digit.box.height > tall / 2 and digit.box.width < FLAT * digit.box.height]


def _is_page(rows: Sequence[Sequence[Digit]], numbers: Sequence[bool]) -> bool:
    """Whether there is more writing of the numbers' size that is no number."""
    known = [digit.box.height for row, number in zip(rows, numbers, strict=True) if number for digit in row]
    others = [digit.box.height for row, number in zip(rows, numbers, strict=True) if not number for digit in row]
    tall = float(np.median(known)) if known else 0.0
    alike = sum(tall / ALIKE < height < tall * ALIKE for height in others)
    return alike + len(known) >= PAGE and alike > PAGE_REJECTED * (alike + len(known))


def _is_number(row: Sequence[Digit]) -> bool:
    if len(row) <= FEW:
        least = BELIEVED if all(digit.label == 1 for digit in row) else LEAST_ALONE  # any line looks like a 1
        return bool(row) and float(np.prod([digit.confidence for digit in row])) ** (1 / len(row)) >= least
    if len(row) > LONG and _is_pattern([digit.label for digit in row if digit.confidence >= LEAST]):
        return False
    return _believed(row) >= (LEAST_BELIEVED if len(row) <= LONG else LEAST_BELIEVED_LONG)


def _is_pattern(labels: Sequence[int]) -> bool:
    """Whether it is the holes of a binder, or letters whose stems look like 1s."""
    return labels.count(1) > MOST_ONES * len(labels) or (len(labels) >= MANY and len(set(labels)) == 1)


def _is_like(row: Sequence[Digit], known: Sequence[Digit]) -> bool:
    """Whether a doubtful row is as high as the numbers beside it, and mostly read."""
    if len(row) <= FEW or len(known) <= FEW or _believed(known) < BESIDE:
        return False
    heights = [float(np.median([digit.box.height for digit in digits])) for digits in (row, known)]
    read = float(np.mean([digit.confidence >= LEAST for digit in row]))
    return read >= LEAST_BELIEVED and max(heights) < ALIKE * min(heights)


def _believed(digits: Sequence[Digit]) -> float:
    return float(np.mean([digit.confidence >= BELIEVED for digit in digits]))
