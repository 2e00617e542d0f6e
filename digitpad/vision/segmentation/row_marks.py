"""Marks beside the digits of a reading: taken from the rows that were read, and kept in place as digits change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digitpad.records import Box, Digit, Mark, Reading, RowTrust, Sign
from digitpad.vision.segmentation.stroke_rows import SegmentRow

POINTS = ".,"
LIKE_DIGITS = "/-"  # marks that a reader who knows no marks takes for digits


def digits_of(row: Sequence[Sign]) -> list[Digit]:
    return [sign for sign in row if isinstance(sign, Digit)]


def reading_of(rows: Sequence[Sequence[Sign]]) -> Reading:
    """Return rows of digits and marks, each left to right, as a reading."""
    marks = [
        replace(sign, row=number, before=len(digits_of(row[:place])))
        for number, row in enumerate(rows)
        for place, sign in enumerate(row)
        if isinstance(sign, Mark)
    ]
    return Reading(tuple(tuple(digits_of(row)) for row in rows), marks=tuple(marks))


def marks_beside(numbers: Sequence[Sequence[Digit]], rows: Sequence[Sequence[Sign]]) -> tuple[Mark, ...]:
    """Return the marks of `rows` that stand next to one of the digits of `numbers`, each with its place there."""
    places = {id(digit): (row, place) for row, digits in enumerate(numbers) for place, digit in enumerate(digits)}
    marks = []
    for row in rows:
        for place, sign in enumerate(row):
            if isinstance(sign, Mark):
                before = next((each for each in reversed(row[:place]) if isinstance(each, Digit)), None)
                after = next((each for each in row[place + 1 :] if isinstance(each, Digit)), None)
                if id(before) in places:
                    number, index = places[id(before)]
                    marks.append(replace(sign, row=number, before=index + 1))
                elif id(after) in places:
                    number, index = places[id(after)]
                    marks.append(replace(sign, row=number, before=index))
    return tuple(sorted(marks, key=lambda mark: (mark.row, mark.before)))


def with_marks_of(reading: Reading, other: Reading) -> Reading:
    """Return another reader's reading with the marks of the first one, each between the digits where it stands."""
    if not reading.marks or not other.rows:
        return replace(other, marks=())
    lone = len(other.rows) != len(reading.rows)  # the whole picture as one row
    marks = [replace(mark, row=0 if lone else mark.row) for mark in reading.marks]
    moved = [replace(mark, before=_left_of(mark, other.rows[mark.row])) for mark in marks]
    return replace(other, marks=tuple(sorted(moved, key=lambda mark: (mark.row, mark.before, mark.box.left))))


def trusted(reading: Reading, trusts: Sequence[RowTrust]) -> Reading:
    """Return the reading with the trust in each row, less where its marks are doubtful."""
    in_rows = []
    for number, trust in enumerate(trusts):
        confidence = trust.confidence
        for mark in reading.marks:
            confidence *= mark.confidence if mark.row == number else 1.0
        in_rows.append(replace(trust, confidence=confidence))
    return replace(reading, trusts=tuple(in_rows))


def has_strokes_like_digits(reading: Reading) -> bool:
    """True where a mark or another sign stands in the reading that a reader of digits alone takes for one."""
    return any(mark.symbol in LIKE_DIGITS for mark in reading.marks) or any(digit.sign for digit in reading.digits)


def without_marks(rows: Sequence[SegmentRow], marks: Sequence[Mark]) -> list[SegmentRow]:
    """Return the rows without the segments that are marks, for a reader who knows digits alone."""
    of_marks = {number for mark in marks for number in mark.strokes}
    return [
        replace(row, segments=tuple(each for each in row.segments if not of_marks.issuperset(each.strokes)))
        for row in rows
    ]


def without_cut_points(reading: Reading, width: int, height: int) -> Reading:
    """Return a reading of a picture of that size, px, without points at its edges: more likely the ends of lines."""
    inside = Box(1, 1, width - 2, height - 2)
    marks = [mark for mark in reading.marks if mark.symbol not in POINTS or mark.box.part == _cut(mark.box, inside)]
    return replace(reading, marks=tuple(marks))


def _cut(box: Box, inside: Box) -> tuple[slice, slice]:
    """Return the part of a box that lies in another."""
    return (
        slice(max(box.top, inside.top), min(box.bottom, inside.bottom)),
        slice(max(box.left, inside.left), min(box.right, inside.right)),
    )


def _left_of(mark: Mark, digits: Sequence[Digit]) -> int:
    """Return the number of digits on the left of a mark."""
    middle = mark.box.left + mark.box.width / 2
    return sum(digit.box.left + digit.box.width / 2 < middle for digit in digits)
