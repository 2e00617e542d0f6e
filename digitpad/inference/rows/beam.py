"""Likeliest strings of a row from its columns of class scores, and the columns that a given string lies on.

CTC: a column says blank or a digit; equal neighbours are one digit, blanks are none (Graves et al. 2006). The prefix
beam search adds up all paths that spell the same string; the alignment takes the likeliest one of them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digitpad.inference.rows.parameters import BEAM, ROW_READER, BeamParams
from digitpad.inference.rows.row_columns import BLANK, CLASSES, column_at
from digitpad.records import Floats

NEVER = -np.inf  # log of 0
Logs = NDArray[np.float64]


@dataclass(frozen=True)
class Candidate:
    text: str
    log_probability: float  # natural, of all paths that spell it


@dataclass(frozen=True)
class Extent:
    """The stretch of a row that a digit lies on."""

    start: float  # px of the row
    end: float  # px of the row


def likeliest_strings(
    columns: Floats, count: int = ROW_READER.candidates, params: BeamParams = BEAM
) -> list[Candidate]:
    """Return at most `count` strings of log-probabilities (T, 11), the likeliest first; "" alone for no column."""
    prefixes: dict[str, tuple[float, float]] = {"": (0.0, NEVER)}  # log p of paths that end in blank, in a digit
    for column in columns.astype(np.float64):
        prefixes = _best(_extended(prefixes, column, params.least), params.prefixes)
    ranked = sorted(prefixes.items(), key=lambda item: (-_joint(item[1]), item[0]))
    return [Candidate(text, _joint(ends)) for text, ends in ranked[:count]]


def log_probabilities_of(columns: Floats, texts: Sequence[str]) -> NDArray[np.float64]:
    """Return the natural log of the probability of exactly each text (N,); -inf where T columns are too few for it."""
    longest = max(map(len, texts), default=0)
    classes = np.stack([_with_blanks(text, longest) for text in texts]) if texts else np.zeros((0, 1), np.int64)
    may_skip = np.stack([_may_skip(each) for each in classes]) if texts else np.zeros((0, 1), bool)
    alive = np.full(classes.shape, NEVER)
    alive[:, 0] = 0.0  # before the first column, at the first blank
    for number, column in enumerate(columns.astype(np.float64)):
        alive = np.logaddexp.reduce(_arrivals(alive, may_skip, first=number == 0)) + column[classes]
    rows, ends = np.arange(len(texts)), 2 * np.array([len(text) for text in texts], np.int64)
    in_digit = np.where(ends > 0, alive[rows, ends - 1], NEVER)
    return np.asarray(np.logaddexp(alive[rows, ends], in_digit), np.float64)


def aligned(columns: Floats, text: str) -> list[tuple[int, int]] | None:
    """Return each digit's (first, last) column on the likeliest path that spells `text`; None where it does not fit."""
    classes = _with_blanks(text, len(text))
    may_skip = _may_skip(classes)
    alive = np.full(len(classes), NEVER)
    alive[0] = 0.0
    steps: list[NDArray[np.int64]] = []
    for number, column in enumerate(columns.astype(np.float64)):
        arrivals = _arrivals(alive, may_skip, first=number == 0)
        steps.append(arrivals.argmax(axis=0))
        alive = arrivals.max(axis=0) + column[classes]
    if not text or not len(columns) or not np.isfinite(alive[-2:]).any():
        return [] if not text else None
    return _spans(_path(steps, len(classes) - 1 - int(alive[-2] > alive[-1])), len(text))


def extents_of(columns: Floats, text: str, height: float, width: float) -> list[Extent] | None:
    """Return where each digit of `text` lies on a row of `height` by `width` px; None where it does not fit.

    A digit's columns are few and near its middle: it reaches half way to its neighbours, at most half a row's height.
    """
    spans = aligned(columns, text)
    if spans is None:
        return None
    middles = [column_at((first + last) / 2, height) for first, last in spans]
    bounds = [-np.inf, *((left + right) / 2 for left, right in pairwise(middles)), np.inf]
    return [
        Extent(max(bounds[place], middle - height / 2, 0.0), min(bounds[place + 1], middle + height / 2, width))
        for place, middle in enumerate(middles)
    ]


def _extended(prefixes: dict[str, tuple[float, float]], column: Logs, least: float) -> dict[str, tuple[float, float]]:
    """Return all prefixes after one more column."""
    blanks: dict[str, float] = defaultdict(lambda: NEVER)
    digits: dict[str, float] = defaultdict(lambda: NEVER)
    likely = [label for label in range(CLASSES) if label != BLANK and column[label] > least]
    for text, (blank, digit) in prefixes.items():
        whole = _joint((blank, digit))
        blanks[text] = _sum(blanks[text], whole + column[BLANK])
        if text:
            digits[text] = _sum(digits[text], digit + column[int(text[-1]) + 1])
        for label in likely:
            longer = text + str(label - 1)
            before = blank if text and int(text[-1]) == label - 1 else whole
            digits[longer] = _sum(digits[longer], before + column[label])
    return {text: (blanks[text], digits[text]) for text in blanks.keys() | digits.keys()}


def _best(prefixes: dict[str, tuple[float, float]], beam: int) -> dict[str, tuple[float, float]]:
    ranked = sorted(prefixes.items(), key=lambda item: (-_joint(item[1]), item[0]))
    return dict(ranked[:beam])


def _joint(ends: tuple[float, float]) -> float:
    return _sum(*ends)


def _sum(first: float, second: float) -> float:
    """Return log(exp(first) + exp(second))."""
    high, low = (first, second) if first > second else (second, first)
    return high if low == NEVER else high + math.log1p(math.exp(low - high))


def _with_blanks(text: str, longest: int) -> NDArray[np.int64]:
    """Return the classes of a text with a blank before, between and after its digits, as if it had `longest` digits."""
    classes = np.full(2 * longest + 1, BLANK, np.int64)
    classes[1 : 2 * len(text) : 2] = [int(digit) + 1 for digit in text]
    return classes


def _may_skip(classes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return the places that may follow the place two before: digits that differ from the digit before."""
    skips = np.zeros(len(classes), bool)
    skips[2:] = (classes[2:] != BLANK) & (classes[2:] != classes[:-2])
    return skips


def _arrivals(alive: Logs, may_skip: NDArray[np.bool_], first: bool) -> Logs:
    """Return (3, …, S): log-probabilities to come to each place by staying, from one before, from two before."""
    stay, one, two = alive, np.full_like(alive, NEVER), np.full_like(alive, NEVER)
    one[..., 1:] = alive[..., :-1]
    if not first:
        two[..., 2:] = np.where(may_skip[..., 2:], alive[..., :-2], NEVER)
    return np.stack([stay, one, two])


def _path(steps: list[NDArray[np.int64]], last: int) -> list[int]:
    """Return the place of each column, walking back from the last."""
    places = [last]
    for step in reversed(steps[1:]):
        places.append(places[-1] - int(step[places[-1]]))
    return places[::-1]


def _spans(places: list[int], digits: int) -> list[tuple[int, int]]:
    by_digit: list[list[int]] = [[] for _ in range(digits)]
    for column, place in enumerate(places):
        if place % 2:
            by_digit[place // 2].append(column)
    return [(columns[0], columns[-1]) for columns in by_digit]
