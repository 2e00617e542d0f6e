"""The verdict on a retraining in one sentence, for every outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitpad.ui.retrain.words import verdict_of
from tests.support.comparisons import before_after

GAINED = before_after()


@pytest.mark.parametrize(
    ("comparison", "verdict"),
    [
        (GAINED, "Reads 4 more of your 10 samples right, MNIST unchanged: keep it?"),
        (
            replace(GAINED, mnist_after=0.9895),
            "Reads 4 more of your 10 samples right, MNIST 0.05 points worse: keep it?",
        ),
        (
            replace(GAINED, mnist_after=0.992),
            "Reads 4 more of your 10 samples right, MNIST 0.20 points better: keep it?",
        ),
        (
            replace(GAINED, mnist_images=0),
            "Reads 4 more of your 10 samples right, 100 % of made-up digits read as before: keep it?",
        ),
        (before_after(gained=False), "Reads your 10 samples with less doubt, MNIST unchanged: keep it?"),
        (before_after(offered=False), "It forgot too much (MNIST 9.00 points worse): better keep the old model"),
        (replace(GAINED, after=6), "It reads your 10 samples no better: better keep the old model"),
        (replace(GAINED, samples=1, before=1, after=0), "Reads your one sample right now, MNIST unchanged: keep it?"),
    ],
)
def test_the_verdict_says_what_was_gained_and_what_it_cost(comparison, verdict):
    assert verdict_of(comparison) == verdict
