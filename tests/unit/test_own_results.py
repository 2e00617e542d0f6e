"""Figures of a network on the user's own samples, from readings that are known beforehand."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from digitpad.learning.evaluation.metrics import mcnemar
from digitpad.learning.evaluation.own_results import NOT_A_DIGIT, OwnResults, SampleReadings, read_samples
from digitpad.records import Sample

START = datetime(2026, 1, 1, tzinfo=UTC)
GLYPH = np.zeros((28, 28), np.uint8)


def given(label: int | None, day: int = 0, **known: object) -> Sample:
    return Sample(GLYPH, label, "pad", created_at=START + timedelta(days=day), **known)  # type: ignore[arg-type]


def results(labels: list[int | None], read: list[int], confidences: list[float] | None = None) -> OwnResults:
    samples = [given(label, day) for day, label in enumerate(labels)]
    sure = np.array(confidences or [0.9] * len(labels), np.float32)
    return OwnResults(samples, SampleReadings(np.array(read, np.int64), sure))


def test_a_digit_is_never_read_as_none_and_what_is_none_may_be():
    probabilities = np.full((2, 11), 0.01, np.float32)
    probabilities[:, NOT_A_DIGIT], probabilities[:, 4] = 0.6, 0.3
    readings = read_samples([given(4), given(None)], lambda glyphs: probabilities)
    assert readings.read.tolist() == [4, NOT_A_DIGIT]
    assert readings.confidences.tolist() == pytest.approx([0.3, 0.6])


def test_counts_cells_and_the_worst_are_those_of_the_samples():
    it = results([1, 1, 7, None], [1, 7, 7, 3], [0.9, 0.6, 0.8, 0.95])
    assert it.accuracy.value == 0.5 and it.accuracy.low < 0.5 < it.accuracy.high
    assert it.confusion[1, 1] == it.confusion[1, 7] == it.confusion[7, 7] == it.confusion[NOT_A_DIGIT, 3] == 1
    assert it.confusion.sum() == 4
    assert it.cell(1, 7).tolist() == [1] and it.cell(7, 1).tolist() == []
    assert it.worst(10).tolist() == [3, 1] and it.worst(1).tolist() == [3], "the surest mistake first"


@pytest.mark.parametrize(
    ("labels", "read", "classes"), [([1, 1, 7], [1, 7, 7], [1, 7]), ([1, None], [4, 3], [1, 3, 4, NOT_A_DIGIT])]
)
def test_classes_that_no_sample_has_and_none_was_read_as_are_not_known(labels, read, classes):
    it = results(labels, read)
    assert it.known_classes.tolist() == classes
    there = np.ix_(it.known_classes, it.known_classes)
    assert it.confusion[there].sum() == it.confusion.sum() == len(labels)


def test_periods_are_as_large_as_each_other_and_say_how_it_was_read_then():
    probabilities = np.full(10, 0.1, np.float32)
    samples = [given(3, day, predicted=3 if day < 20 else 5, probabilities=probabilities) for day in range(40)]
    read = np.array([5] * 10 + [3] * 30, np.int64)
    periods = OwnResults(samples, SampleReadings(read, np.ones(40, np.float32))).periods
    assert [(it.share.value, it.then) for it in periods] == [(0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (1.0, 0.0)]
    assert periods[0].first == START and periods[-1].last == START + timedelta(days=39)
    assert OwnResults([given(3)], SampleReadings(read[:1], np.ones(1, np.float32))).periods[0].then is None


def test_groups_come_largest_first():
    samples = [given(1), given(1), Sample(GLYPH, 1, "camera")]
    it = OwnResults(samples, SampleReadings(np.array([1, 2, 1]), np.ones(3, np.float32)))
    assert [(each.name, each.count, each.share.value) for each in it.groups(lambda sample: sample.source)] == [
        ("pad", 2, 0.5),
        ("camera", 1, 1.0),
    ]


def test_calibration_holds_each_sample_once_and_sees_overconfidence():
    it = results([1] * 4, [1, 2, 2, 2], [1.0, 1.0, 1.0, 0.05])
    assert [(each.count, round(each.share.value, 2)) for each in it.calibration] == [(1, 0.0), (3, 0.33)]
    assert it.calibration_error == pytest.approx((0.05 + 2.0) / 4, abs=0.01)


def test_two_networks_are_compared_by_the_exact_test():
    it = results([1] * 12, [1] * 12)
    compared = it.compared_with(SampleReadings(np.array([1] * 4 + [7] * 8), np.ones(12, np.float32)))
    assert (compared.only_first, compared.only_second, compared.ahead) == (8, 0, 0)
    assert compared.chance == pytest.approx(2 / 2**8) == mcnemar(8, 0) and compared.more_than_chance


PROGRAM = """
import sys
from pathlib import Path
import numpy as np
from digitpad.records import Sample
from digitpad.ui.results.version_readings import read_by_all

samples = [Sample(np.full((28, 28), shade, np.uint8), 1, "pad") for shade in range(3)]
readings = read_by_all(Path(sys.argv[1]), samples, lambda share: None)
print(len(readings.versions), len(readings.by_version["shipped"].read), "torch" in sys.modules)
"""


def test_every_version_reads_the_samples_without_torch(tmp_path):
    ended = subprocess.run([sys.executable, "-c", PROGRAM, tmp_path], capture_output=True, text=True, timeout=60)
    assert (ended.stdout.strip(), ended.stderr) == ("1 3 False", "")
