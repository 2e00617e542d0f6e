"""Likeliest strings of a row from its columns of class scores, and the columns that a given string lies on.

CTC: a column says blank or a digit; equal neighbours are one digit, blanks are none (Graves et al. 2006). The prefix
beam search adds up all paths that spell the same string; the alignment takes the likeliest one of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digitpad.inference.rows.parameters import BEAM, ROW_READER, BeamParams
from digitpad.inference.rows.row_columns import BLANK, CLASSES, column_at
from digitpad.records import Floats

NEVER = -np.inf  # log of 0
LOWEST = -1e300  # a finite number below any sum of logs
Logs = NDArray[np.float64]
Prefixes = dict[str, tuple[float, float, float]]  # log p of all paths, of those that end in blank, and in a digit


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
    prefixes: Prefixes = {"": (0.0, 0.0, NEVER)}
    for column in columns.astype(np.float64).tolist():
        likely = [label for label in range(CLASSES) if label != BLANK and column[label] > params.least]
        if likely:
            prefixes = _best(_extended(prefixes, column, likely), params.prefixes)
        else:
            prefixes = {text: _same_prefix(text, ends, column) for text, ends in prefixes.items()}
    return [Candidate(text, ends[0]) for text, ends in _best(prefixes, count).items()]


def log_probabilities_of(views: Sequence[Floats], texts: Sequence[str]) -> NDArray[np.float64]:
    """Return the natural log of the probability of exactly each text, (V, N), by V views of a row, (T, 11) each.

    It is -inf where T columns are too few for a text.
    """
    longest = max(map(len, texts), default=0)
    classes = np.stack([_with_blanks(text, longest) for text in texts]) if texts else np.zeros((0, 1), np.int64)
    skips = _skips(classes)
    alive = np.full((len(views), *classes.shape), NEVER)
    alive[..., 0] = 0.0  # before the first column, at the first blank
    with np.errstate(divide="ignore"):  # the log of what never happens
        for column in _abreast(views):
            alive = _log_sum(_arrivals(alive, skips)) + column.take(classes, axis=1)
    rows, ends = np.arange(len(texts)), 2 * np.array([len(text) for text in texts], np.int64)
    in_digit = np.where(ends > 0, alive[:, rows, ends - 1], NEVER)
    return np.asarray(np.logaddexp(alive[:, rows, ends], in_digit), np.float64)


def aligned(columns: Floats, text: str) -> list[tuple[int, int]] | None:
    """Return each digit's (first, last) column on the likeliest path that spells `text`; None where it does not fit."""
    classes = _with_blanks(text, len(text))
    skips = _skips(classes)
    alive = np.full(len(classes), NEVER)
    alive[0] = 0.0
    steps: list[NDArray[np.int64]] = []
    for column in columns.astype(np.float64):
        arrivals = _arrivals(alive, skips)
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


def _extended(prefixes: Prefixes, column: Sequence[float], likely: Sequence[int]) -> Prefixes:
    """Return all prefixes after one more column, in which these classes are likely."""
    after = {text: _same_prefix(text, ends, column) for text, ends in prefixes.items()}
    for text, (whole, blank, _) in prefixes.items():
        last = int(text[-1]) + 1 if text else BLANK
        for label in likely:
            longer = text + str(label - 1)
            before = (blank if label == last else whole) + column[label]
            _, in_blank, in_digit = after.get(longer, (NEVER, NEVER, NEVER))
            in_digit = _sum(in_digit, before)
            after[longer] = _sum(in_blank, in_digit), in_blank, in_digit
    return after


def _same_prefix(text: str, ends: tuple[float, float, float], column: Sequence[float]) -> tuple[float, float, float]:
    """Return the log-probabilities of a prefix to which a column adds nothing: blank, or its last digit again."""
    whole, _, digit = ends
    in_blank = whole + column[BLANK]
    in_digit = digit + column[int(text[-1]) + 1] if text else NEVER
    return _sum(in_blank, in_digit), in_blank, in_digit


def _best(prefixes: Prefixes, beam: int) -> Prefixes:
    ranked = sorted(prefixes.items(), key=lambda item: (-item[1][0], item[0]))
    return dict(ranked[:beam])


def _sum(first: float, second: float) -> float:
    """Return log(exp(first) + exp(second))."""
    high, low = (first, second) if first > second else (second, first)
    return high if low == NEVER else high + math.log1p(math.exp(low - high))


def _with_blanks(text: str, longest: int) -> NDArray[np.int64]:
    """Return the classes of a text with a blank before, between and after its digits, as if it had `longest` digits."""
    classes = np.full(2 * longest + 1, BLANK, np.int64)
    classes[1 : 2 * len(text) : 2] = [int(digit) + 1 for digit in text]
    return classes


def _skips(classes: NDArray[np.int64]) -> Logs:
    """Return (…, S): 0 for places that may follow the place two before, digits that differ from the one before."""
    skips = np.full(classes.shape, NEVER)
    skips[..., 2:][(classes[..., 2:] != BLANK) & (classes[..., 2:] != classes[..., :-2])] = 0.0
    return skips


def _abreast(views: Sequence[Floats]) -> Logs:
    """Return views of a row, (T, 11) each, as (longest T, V, 11); surely blank columns, which add nothing, follow."""
    abreast = np.full((max(map(len, views)), len(views), CLASSES), NEVER)
    abreast[..., BLANK] = 0.0
    for place, columns in enumerate(views):
        abreast[: len(columns), place] = columns
    return abreast


def _arrivals(alive: Logs, skips: Logs) -> Logs:
    """Return (3, …, S): log-probabilities to come to each place by staying, from one before, from two before."""
    arrivals = np.full((3, *alive.shape), NEVER)
    arrivals[0] = alive
    arrivals[1, ..., 1:] = alive[..., :-1]
    np.add(alive[..., :-2], skips[..., 2:], out=arrivals[2, ..., 2:])
    return arrivals


def _log_sum(arrivals: Logs) -> Logs:
    """Return log(exp(first) + exp(second) + …) of (K, …), several times as fast as NumPy's logaddexp."""
    highest = np.maximum(arrivals.max(axis=0), LOWEST)
    return np.asarray(np.log(np.exp(arrivals - highest).sum(axis=0)) + highest, np.float64)


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
