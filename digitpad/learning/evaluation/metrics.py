"""Measures of labels and probabilities: counts, rates, calibration and comparison. Arithmetic on arrays only."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Labels

CLASSES = 10
Z_95 = 1.959964  # of the normal distribution
CALIBRATION_BINS = 15
SIGNIFICANT = 0.05  # probability below which a difference is called more than chance
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    value: float  # 0..1
    low: float
    high: float


@dataclass(frozen=True)
class ClassScore:
    label: int
    precision: float  # 0..1; 0 where nothing was read as this label
    recall: float  # 0..1; 0 where the label does not occur
    f1: float
    support: int  # how many digits are of this label


@dataclass(frozen=True, eq=False)
class Scores:
    accuracy: Interval  # 95 %
    classes: tuple[ClassScore, ...]  # 0..9
    macro: ClassScore  # unweighted means over the labels that occur or were read; label -1
    confusion: NDArray[np.int64]  # (10, 10) rows: true label, columns: read as
    calibration_error: float  # 0..1


@dataclass(frozen=True)
class Comparison:
    first: float  # accuracy 0..1
    second: float
    only_first: int  # digits that only the first read right
    only_second: int
    chance: float  # probability of a difference at least this large between equals

    @property
    def ahead(self) -> int | None:
        """The number, 0 or 1, of the one that reads more digits right; None: neither."""
        return None if self.only_first == self.only_second else int(self.only_second > self.only_first)

    @property
    def more_than_chance(self) -> bool:
        return self.chance < SIGNIFICANT


def scores(labels: Labels, predictions: Labels, confidences: NDArray[np.floating]) -> Scores:
    """Return all figures of n digits (n >= 1): labels (n,), predictions (n,) both 0..9, confidences (n,) 0..1."""
    matrix = confusion(labels, predictions)
    classes = class_scores(matrix)
    return Scores(
        accuracy=wilson(int(np.trace(matrix)), len(labels)),
        classes=classes,
        macro=_macro([one for one in classes if matrix[one.label].any() or matrix[:, one.label].any()], len(labels)),
        confusion=matrix,
        calibration_error=calibration_error(confidences, labels == predictions),
    )


def confusion(labels: Labels, predictions: Labels) -> NDArray[np.int64]:
    """Return counts (10, 10); rows are true labels, columns predictions."""
    return np.bincount(labels * CLASSES + predictions, minlength=CLASSES**2).reshape(CLASSES, CLASSES).astype(np.int64)


def class_scores(matrix: NDArray[np.int64]) -> tuple[ClassScore, ...]:
    """Return precision, recall, F1 and support of each row of a confusion matrix."""
    hits, support, answers = np.diagonal(matrix), matrix.sum(1), matrix.sum(0)
    return tuple(
        ClassScore(
            label=label,
            precision=_ratio(int(hits[label]), int(answers[label])),
            recall=_ratio(int(hits[label]), int(support[label])),
            f1=_ratio(2 * int(hits[label]), int(answers[label] + support[label])),
            support=int(support[label]),
        )
        for label in range(len(matrix))
    )


def wilson(hits: int, count: int) -> Interval:
    """Return the share of hits with Wilson's 95 % interval (1927), `count` >= 1."""
    share, spread = hits / count, Z_95**2 / count
    middle = (share + spread / 2) / (1 + spread)
    half = Z_95 * sqrt(share * (1 - share) / count + spread / count / 4) / (1 + spread)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def calibration_error(confidences: NDArray[np.floating], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error, 0..1: mean gap of confidence and share right over 15 equal bins."""
    bins = np.clip(np.ceil(confidences * CALIBRATION_BINS).astype(int) - 1, 0, CALIBRATION_BINS - 1)
    gaps = np.bincount(bins, weights=confidences - right.astype(np.float64), minlength=CALIBRATION_BINS)
    return float(np.abs(gaps).sum() / len(confidences))


def auroc(digits: NDArray[np.floating], others: NDArray[np.floating]) -> float:
    """Return the area under the ROC curve of confidences, digits (n,) against others (m,); ties count half."""
    ordered = np.sort(others)
    below, not_above = np.searchsorted(ordered, digits, "left"), np.searchsorted(ordered, digits, "right")
    return float((below + not_above).sum() / (2 * len(digits) * len(others)))


def compare(labels: Labels, first: Labels, second: Labels) -> Comparison:
    """Return McNemar's exact test (1947) of two predictions (n,) of the same digits."""
    first_right, second_right = first == labels, second == labels
    only_first = int((first_right & ~second_right).sum())
    only_second = int((second_right & ~first_right).sum())
    return Comparison(
        first=float(first_right.mean()),
        second=float(second_right.mean()),
        only_first=only_first,
        only_second=only_second,
        chance=mcnemar(only_first, only_second),
    )


def mcnemar(only_first: int, only_second: int) -> float:
    """Return the two-sided exact probability that a fair coin falls as unevenly as these two counts."""
    count = only_first + only_second
    ways, tail = 1, 0  # of k heads in `count` throws, from k = 0
    for k in range(min(only_first, only_second) + 1):
        tail += ways
        ways = ways * (count - k) // (k + 1)
    return min(1.0, float(Fraction(2 * tail, 2**count)))


def _macro(classes: list[ClassScore], count: int) -> ClassScore:
    precision, recall, f1 = np.mean([(one.precision, one.recall, one.f1) for one in classes], axis=0).tolist()
    return ClassScore(-1, precision, recall, f1, count)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
