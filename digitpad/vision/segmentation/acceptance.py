"""Acceptance of the digits read in a picture: rows of text, texture and stains are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from digitpad.records import UNREAD, Digit
from digitpad.vision.segmentation.parameters import ACCEPTANCE, AcceptanceParams
from digitpad.vision.segmentation.segments import Numbers


def likely_rows(
    rows: Sequence[Sequence[Digit]],
    whole: Sequence[Numbers] = (),
    params: AcceptanceParams = ACCEPTANCE,
    beside: Sequence[Sequence[Digit]] = (),
) -> list[list[Digit]]:
    """Return the rows that are numbers; ink that is no digit is left out beside their digits, rejected between them.

    `whole`: the digits that the user edited; they stay, and their row is a number. `beside`: for each row the letters
    that were taken off it; on a page of text such a row is a number only beyond doubt.
    """
    parts = [(place, part) for place, row in enumerate(rows) for part in parts_of(row, params)]
    lettered = [bool(beside) and bool(beside[place]) for place, _ in parts]
    bare = [[digit for digit in part if not digit.sign] for _, part in parts]
    numbers = _numbers([_alike(part, params) for part in bare], lettered, beside, params)
    lone = [number and _is_lone_one(rows[place], params) for (place, _), number in zip(parts, numbers, strict=True)]
    if sum(lone) > params.most_dashes:
        numbers = [number and not one for number, one in zip(numbers, lone, strict=True)]
    accepted: list[list[Digit]] = [[] for _ in rows]
    for (place, part), number in zip(parts, numbers, strict=True):
        if number or any(digit.strokes in whole for digit in part):
            accepted[place] += _with_gaps(part, whole, params)
    return [row for row in accepted if row]


def _with_gaps(part: Sequence[Digit], whole: Sequence[Numbers], params: AcceptanceParams) -> list[Digit]:
    """Return the digits of a number; ink as high as a digit between two of them stays as a rejected one: a gap."""
    places = [place for place, digit in enumerate(part) if digit.confidence >= params.least or digit.strokes in whole]
    places = _with_signs(part, places)
    between = range(places[0], places[-1]) if places else range(0)
    large = {id(digit) for digit in _alike([part[place] for place in between], params)}
    return [
        digit if place in places else replace(digit, confidence=min(digit.confidence, UNREAD))
        for place, digit in enumerate(part)
        if place in places or (place in between and id(digit) in large)
    ]


def _with_signs(part: Sequence[Digit], places: list[int]) -> list[int]:
    """Return the places of the digits that were read, and of the signs right beside the first and the last."""
    if not places:
        return places
    first, last = places[0], places[-1]
    while first and part[first - 1].sign:
        first -= 1
    while last + 1 < len(part) and part[last + 1].sign:
        last += 1
    return [*range(first, places[0]), *places, *range(places[-1] + 1, last + 1)]


def parts_of(row: Sequence[Digit], params: AcceptanceParams = ACCEPTANCE) -> list[list[Digit]]:
    """Return a row parted at wide gaps: a number may lie level with other ink."""
    tall = max((digit.box.height for digit in row), default=0)
    parts: list[list[Digit]] = []
    reached = 0
    for digit in row:
        if not parts or digit.box.left - reached > params.apart * tall:
            parts.append([])
        parts[-1].append(digit)
        reached = max(reached, digit.box.right)
    return parts


def is_beyond_doubt(row: Sequence[Digit], params: AcceptanceParams = ACCEPTANCE) -> bool:
    """True for a row sure enough to stand among text or texture."""
    varied = len({digit.label for digit in row if digit.label != 1}) > 1
    return len(row) > params.few and varied and _believed(row, params) == 1


def _is_lone_one(row: Sequence[Digit], params: AcceptanceParams) -> bool:
    return len(row) <= params.few and all(digit.label == 1 for digit in row)


def _numbers(
    rows: Sequence[Sequence[Digit]],
    lettered: Sequence[bool],
    letters: Sequence[Sequence[Digit]],
    params: AcceptanceParams,
) -> list[bool]:
    """Return True for the rows that are numbers; `lettered`: rows from which `letters` were taken off."""
    numbers = [_is_number(row, params) for row in rows]
    if _is_page([*rows, *letters], [*numbers, *[False] * len(letters)], [*lettered, *[True] * len(letters)], params):
        return [number and is_beyond_doubt(row, params) for row, number in zip(rows, numbers, strict=True)]
    return numbers


def _alike(digits: Sequence[Digit], params: AcceptanceParams) -> list[Digit]:
    """Return the digits as large as the row's sure ones: neither dashes nor specks."""
    tall = max((digit.box.height for digit in digits if digit.confidence >= params.least), default=0)
    return [digit for digit in digits if digit.box.height > params.small * tall]


def _is_page(
    rows: Sequence[Sequence[Digit]], numbers: Sequence[bool], lettered: Sequence[bool], params: AcceptanceParams
) -> bool:
    """True where there is more writing of the numbers' size that is no number, or beside letters."""
    heights = [digit.box.height for row, number in zip(rows, numbers, strict=True) if number for digit in row]
    bare = [number and not some for number, some in zip(numbers, lettered, strict=True)]
    others = [digit.box.height for row, number in zip(rows, bare, strict=True) if not number for digit in row]
    tall = float(np.median(heights)) if heights else 0.0
    alike = sum(tall / params.alike < height < tall * params.alike for height in others)
    written = alike + sum(len(row) for row, number in zip(rows, bare, strict=True) if number)
    return written >= params.page and alike > params.page_rejected * written


def _is_number(row: Sequence[Digit], params: AcceptanceParams) -> bool:
    if len(row) <= params.few:
        least = (
            params.believed if all(digit.label == 1 for digit in row) else params.least_alone
        )  # any line looks like a 1
        return bool(row) and float(np.prod([digit.confidence for digit in row])) ** (1 / len(row)) >= least
    if len(row) > params.long and _is_pattern(
        [digit.label for digit in row if digit.confidence >= params.least], params
    ):
        return False
    return _believed(row, params) >= (params.least_believed if len(row) <= params.long else params.least_believed_long)


def _is_pattern(labels: Sequence[int], params: AcceptanceParams) -> bool:
    """True for the holes of a binder, or letters whose stems look like 1s."""
    return labels.count(1) > params.most_ones * len(labels) or (len(labels) >= params.many and len(set(labels)) == 1)


def _believed(digits: Sequence[Digit], params: AcceptanceParams) -> float:
    return float(np.mean([digit.confidence >= params.believed for digit in digits]))
