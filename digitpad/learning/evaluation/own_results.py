"""Figures of a network on the user's own samples: over time, by digit, writer and source; free of torch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digitpad.learning.evaluation import metrics
from digitpad.learning.evaluation.metrics import Interval
from digitpad.records import Floats, Labels, Sample

NOT_A_DIGIT = 10  # as a label and as a reading
CLASSES = 11
MOST_PERIODS, LEAST_IN_PERIOD = 12, 10  # of the course over time; samples in each
BINS = 10  # of confidence
Classify = Callable[[NDArray[np.uint8]], Floats]  # glyphs (N, 28, 28) -> probabilities (N, 11)


@dataclass(frozen=True, eq=False)
class SampleReadings:
    """One network's readings of N samples."""

    read: Labels  # (N,) 0..10; 10 ("not a digit") only where the user says that it is none
    confidences: Floats  # (N,) 0..1, of what was read


@dataclass(frozen=True)
class Period:
    """Samples that were given one after the other."""

    first: datetime
    last: datetime
    share: Interval  # read right by the network
    then: float | None  # 0..1 share that was read right when they were given; None: none of them was read then


@dataclass(frozen=True)
class ConfidenceBin:
    """Samples that were read with about the same confidence."""

    confidence: float  # 0..1, their mean
    share: Interval  # read right
    count: int


@dataclass(frozen=True)
class GroupShare:
    """Samples of one writer or source."""

    name: str
    share: Interval  # read right
    count: int


@dataclass(frozen=True, eq=False)
class OwnResults:
    """All figures of one network on N >= 1 samples, the oldest first."""

    samples: Sequence[Sample]
    readings: SampleReadings

    @cached_property
    def labels(self) -> Labels:
        """The user's labels (N,) 0..10."""
        return classes_of(self.samples)

    @cached_property
    def right(self) -> NDArray[np.bool_]:
        """True (N,) for samples that are read as their label."""
        return np.asarray(self.labels == self.readings.read)

    @property
    def accuracy(self) -> Interval:
        return self._share(np.arange(len(self.samples)))

    @cached_property
    def confusion(self) -> NDArray[np.int64]:
        """Counts (11, 11); rows are the user's labels, columns what was read, "not a digit" last."""
        flat = np.bincount(self.labels * CLASSES + self.readings.read, minlength=CLASSES**2)
        return flat.reshape(CLASSES, CLASSES).astype(np.int64)

    @property
    def known_classes(self) -> NDArray[np.int64]:
        """Return the classes 0..10, in order, that a sample has as its label or was read as."""
        return np.union1d(self.labels, self.readings.read).astype(np.int64)

    @property
    def calibration_error(self) -> float:
        """Expected calibration error, 0..1."""
        return metrics.calibration_error(self.readings.confidences, self.right)

    @property
    def calibration(self) -> tuple[ConfidenceBin, ...]:
        """The bins of equal width that are not empty, the least confident first."""
        confidences = self.readings.confidences
        bins = np.clip((confidences * BINS).astype(int), 0, BINS - 1)
        members = [np.flatnonzero(bins == number) for number in np.unique(bins)]
        return tuple(ConfidenceBin(float(confidences[it].mean()), self._share(it), len(it)) for it in members)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The course over time, in periods of about as many samples each."""
        count = max(1, min(MOST_PERIODS, len(self.samples) // LEAST_IN_PERIOD))
        return tuple(self._period(part) for part in np.array_split(np.arange(len(self.samples)), count))

    def groups(self, name_of: Callable[[Sample], str]) -> tuple[GroupShare, ...]:
        """Return the samples by what `name_of` says of each, the largest group first."""
        names = [name_of(sample) for sample in self.samples]
        members = {name: np.flatnonzero([each == name for each in names]) for name in dict.fromkeys(names)}
        groups = [GroupShare(name, self._share(places), len(places)) for name, places in members.items()]
        return tuple(sorted(groups, key=lambda group: -group.count))

    def cell(self, label: int, read: int) -> NDArray[np.int64]:
        """Return the places of the samples of `label` that were read as `read` (0..10 each), the surest first."""
        return self._surest_first(np.flatnonzero((self.labels == label) & (self.readings.read == read)))

    def worst(self, most: int) -> NDArray[np.int64]:
        """Return the places of misread samples, those that were read with most confidence first."""
        return self._surest_first(np.flatnonzero(~self.right))[:most]

    def compared_with(self, other: SampleReadings) -> metrics.Comparison:
        """Compare with another network's readings (N,) of the same samples: `first` is this one."""
        return metrics.compare(self.labels, self.readings.read, other.read)

    def _surest_first(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        return places[np.argsort(-self.readings.confidences[places], kind="stable")]

    def _share(self, places: NDArray[np.int64]) -> Interval:
        return metrics.wilson(int(self.right[places].sum()), len(places))

    def _period(self, places: NDArray[np.int64]) -> Period:
        members = [self.samples[place] for place in places]
        read_then = [sample for sample in members if sample.probabilities is not None]
        then = 1 - sum(sample.misread for sample in read_then) / len(read_then) if read_then else None
        return Period(members[0].created_at, members[-1].created_at, self._share(places), then)


def read_samples(samples: Sequence[Sample], classify: Classify) -> SampleReadings:
    """Read N >= 1 samples; as in a retraining, only what is labelled "not a digit" may be read as none."""
    probabilities = classify(np.stack([sample.glyph for sample in samples]))
    digits, every = probabilities[:, :NOT_A_DIGIT].argmax(axis=1), probabilities.argmax(axis=1)
    answers = np.where(classes_of(samples) == NOT_A_DIGIT, every, digits).astype(np.int64)
    return SampleReadings(answers, probabilities[np.arange(len(answers)), answers])


def classes_of(samples: Sequence[Sample]) -> Labels:
    """Return the labels (N,) of samples: 0..9, and 10 for "not a digit"."""
    return np.array([NOT_A_DIGIT if sample.label is None else sample.label for sample in samples], np.int64)
