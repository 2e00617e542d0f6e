"""Figures of merit against scikit-learn, scipy and hand counts."""

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn import metrics as reference

from digitpad.learning.evaluation import metrics


def some_readings(seed: int, count: int = 500) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    labels = random.integers(0, 10, count)
    read = np.where(random.random(count) < 0.8, labels, random.integers(0, 10, count))
    return labels, read, random.random(count)


@pytest.mark.parametrize("seed", range(5))
def test_per_class_figures_agree_with_scikit_learn(seed: int) -> None:
    labels, read, confidences = some_readings(seed)
    ours = metrics.scores(labels, read, confidences)
    theirs = reference.precision_recall_fscore_support(labels, read, labels=range(10), zero_division=0)
    for field, column in zip(("precision", "recall", "f1", "support"), theirs, strict=True):
        assert [getattr(one, field) for one in ours.classes] == pytest.approx(list(column))
    assert (ours.confusion == reference.confusion_matrix(labels, read, labels=range(10))).all()
    assert ours.accuracy.value == pytest.approx(reference.accuracy_score(labels, read))


def test_macro_averages_agree_with_scikit_learn_also_where_labels_are_absent() -> None:
    labels, read, confidences = some_readings(0)
    few, read = labels % 4, read % 6
    ours = metrics.scores(few, read, confidences).macro
    theirs = reference.precision_recall_fscore_support(few, read, average="macro", zero_division=0)
    assert [ours.precision, ours.recall, ours.f1] == pytest.approx(list(theirs[:3]))


def test_auroc_agrees_with_scikit_learn_with_ties() -> None:
    random = np.random.default_rng(1)
    digits, others = random.integers(3, 10, 300) / 10, random.integers(0, 7, 200) / 10
    theirs = reference.roc_auc_score(np.r_[np.ones(300), np.zeros(200)], np.r_[digits, others])
    assert metrics.auroc(digits, others) == pytest.approx(theirs)


@pytest.mark.parametrize(("hits", "count"), [(9950, 10000), (0, 10), (10, 10), (3, 7)])
def test_wilson_interval_agrees_with_scipy(hits: int, count: int) -> None:
    theirs = binomtest(hits, count).proportion_ci(0.95, method="wilson")
    ours = metrics.wilson(hits, count)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-6)


def test_mcnemar_agrees_with_the_binomial_test() -> None:
    for first, second in [(0, 0), (3, 3), (1, 8), (40, 20), (2000, 1900)]:
        expected = binomtest(first, first + second).pvalue if first + second else 1.0
        assert metrics.mcnemar(first, second) == pytest.approx(expected)


def test_comparison_counts_what_only_one_reads_right() -> None:
    labels, first, second = np.array([1, 2, 3, 4]), np.array([1, 2, 0, 0]), np.array([1, 0, 3, 4])
    compared = metrics.compare(labels, first, second)
    assert (compared.only_first, compared.only_second) == (1, 2)
    assert (compared.first, compared.second) == (0.5, 0.75)
    assert compared.chance == 1.0


def test_calibration_error_is_zero_for_honest_confidence_and_the_gap_for_boasting() -> None:
    right = np.arange(1000) % 4 > 0
    assert metrics.calibration_error(np.full(1000, 0.75), right) == pytest.approx(0.0)
    assert metrics.calibration_error(np.full(1000, 1.0), right) == pytest.approx(0.25)


def test_which_of_two_is_ahead_and_whether_by_chance():
    labels = np.zeros(40, np.int64)
    right, wrong = labels, np.ones(40, np.int64)
    compared = metrics.compare(labels, wrong, right)
    assert (compared.ahead, compared.more_than_chance) == (1, True)
    compared = metrics.compare(labels, right, np.array([0] * 39 + [1]))
    assert (compared.ahead, compared.more_than_chance) == (0, False)
    assert metrics.compare(labels, right, right).ahead is None


def test_mcnemar_is_the_two_sided_binomial_test_also_of_many():
    for first, second in ((0, 5), (3, 9), (40, 61), (700, 800)):
        assert metrics.mcnemar(first, second) == pytest.approx(binomtest(first, first + second).pvalue, rel=1e-9)
    assert metrics.mcnemar(8000, 8000) == 1.0
