"""The likeliest strings and their places, against every path there is."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, product

import numpy as np
import pytest

from digitpad.inference.rows.beam import aligned, extents_of, likeliest_strings, log_probabilities_of
from digitpad.inference.rows.parameters import BeamParams
from digitpad.inference.rows.row_columns import CLASSES, column_at

LABELS = (0, 1, 2, 5)  # blank, 0, 1, 4: few enough to go through all paths


def random_columns(count: int, seed: int) -> np.ndarray:
    """(T, 11) log-probabilities with all weight on LABELS."""
    scores = np.random.default_rng(seed).normal(0, 2, (count, CLASSES))
    scores[:, [label for label in range(CLASSES) if label not in LABELS]] = -60
    return (scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)).astype(np.float32)


def spelled(path: tuple[int, ...]) -> str:
    return "".join(str(b - 1) for a, b in zip((0, *path), path, strict=False) if b not in (a, 0))


def every_string(columns: np.ndarray) -> dict[str, float]:
    """The probability of each string, added up over all paths."""
    total: dict[str, float] = defaultdict(float)
    for path in product(LABELS, repeat=len(columns)):
        total[spelled(path)] += float(np.exp(sum(columns[t, label] for t, label in enumerate(path))))
    return total


@pytest.mark.parametrize("seed", range(6))
def test_a_beam_wide_enough_gives_the_strings_that_all_paths_give(seed: int) -> None:
    columns = random_columns(6, seed)
    exact = sorted(every_string(columns).items(), key=lambda item: -item[1])[:5]
    best = likeliest_strings(columns, count=5, params=BeamParams(prefixes=10_000))
    assert [candidate.text for candidate in best] == [text for text, _ in exact]
    assert np.exp([candidate.log_probability for candidate in best]) == pytest.approx([p for _, p in exact], rel=5e-3)


@pytest.mark.parametrize("seed", range(6))
def test_the_probability_of_a_given_string_is_that_of_all_its_paths(seed: int) -> None:
    columns = random_columns(6, seed)
    exact = every_string(columns)
    together = np.exp(log_probabilities_of([columns], list(exact))[0])
    assert together == pytest.approx(list(exact.values()), rel=1e-4, abs=1e-9)
    alone = [float(np.exp(log_probabilities_of([columns], [text])[0, 0])) for text in exact]
    assert alone == pytest.approx(list(together), rel=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_the_alignment_is_the_likeliest_path_that_spells_the_string(seed: int) -> None:
    columns = random_columns(6, seed)
    for text in ("0", "01", "11", "414"):
        paths = [path for path in product(LABELS, repeat=6) if spelled(path) == text]
        best = max(paths, key=lambda path: sum(columns[t, label] for t, label in enumerate(path)))
        spans = aligned(columns, text)
        assert spans is not None
        inside = {t for first, last in spans for t in range(first, last + 1)}
        assert inside == {t for t, label in enumerate(best) if label}


def test_a_string_with_more_digits_than_columns_has_no_place_and_no_probability() -> None:
    columns = random_columns(2, 1)
    assert aligned(columns, "011") is None and extents_of(columns, "011", 32, 40) is None
    assert aligned(columns, "00") is None, "equal digits need a blank between them"
    assert log_probabilities_of([columns], ["011", "1"])[0, 0] == -np.inf


def test_no_column_spells_nothing() -> None:
    empty = np.zeros((0, CLASSES), np.float32)
    assert [candidate.text for candidate in likeliest_strings(empty)] == [""]
    assert aligned(empty, "") == [] and aligned(empty, "1") is None
    assert log_probabilities_of([empty], ["", "1"]).tolist() == [[0, -np.inf]]
    assert log_probabilities_of([empty], []).shape == (1, 0)


def test_views_of_other_lengths_are_asked_together_as_each_alone() -> None:
    views, texts = [random_columns(count, count) for count in (6, 2, 9, 0)], ["", "7", "011", "414"]
    alone = np.concatenate([log_probabilities_of([view], texts) for view in views])
    assert np.exp(log_probabilities_of(views, texts)) == pytest.approx(np.exp(alone), rel=1e-9)


def test_extents_lie_around_the_columns_in_order_and_within_the_row() -> None:
    columns = np.full((60, CLASSES), -20.0, np.float32)
    columns[:, 0] = 0
    for place, digit in ((5, 1), (30, 1), (52, 4)):
        columns[place, 0], columns[place, digit + 1] = -20, 0
    extents = extents_of(columns, "114", height=64, width=240)
    assert extents is not None
    for extent, place in zip(extents, (5, 30, 52), strict=True):
        assert extent.start <= column_at(place, 64) <= extent.end
    assert all(left.end <= right.start for left, right in pairwise(extents))
    assert extents[0].start >= 0 and extents[-1].end <= 240


def test_a_narrow_beam_gives_the_same_best_string_where_the_columns_are_sure() -> None:
    columns = random_columns(40, 3) * 4
    columns -= np.logaddexp.reduce(columns, axis=1, keepdims=True)
    assert likeliest_strings(columns)[0].text == likeliest_strings(columns, params=BeamParams(prefixes=300))[0].text
