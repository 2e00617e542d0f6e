"""Retraining: what was corrected is learned, the rest is kept, and nothing is left where it ends early."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from digitpad.errors import CancelRequested, DigitPadError
from digitpad.learning.finetune.before_after import BeforeAfter
from digitpad.learning.finetune.finetune import STEPS, finetune
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.learning.finetune.progress import FinetuneProgress
from digitpad.learning.finetune.user_samples import folds_of
from digitpad.learning.registry.versions import Versions, shipped_weights
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Sample, Stroke
from tests.support.data import DATA, needs_data
from tests.support.drawings import DIGITS

QUICK = FinetuneConfig(epochs=1, device="cpu")
STAGES = ["preparing", "training", "comparing"]


def sample(drawing: int, label: int | None, seed: int = 0) -> Sample:
    random = np.random.default_rng(seed)
    strokes = tuple(Stroke.of(np.array(line) + random.normal(0, 1.5, (len(line), 2))) for line in DIGITS[drawing])
    return Sample(stroke_glyph(strokes), label, "pad", strokes=strokes)


def compared(**changes: object) -> BeforeAfter:
    usual = {
        "samples": 20,
        "before": 4,
        "after": 1,
        "loss_before": 1.0,
        "loss_after": 0.5,
        "fair": True,
        "mnist_images": 5000,
    }
    usual |= {"mnist_before": 0.995, "mnist_after": 0.9945, "agreement": 1.0, "now_right": (), "now_wrong": ()}
    return BeforeAfter(**{**usual, **changes})  # type: ignore[arg-type]


def test_without_mnist_the_samples_are_learned_and_made_up_digits_kept(tmp_path):
    samples = [sample(digit, digit, seed) for digit in DIGITS for seed in range(2)]
    seen: list[FinetuneProgress] = []
    tuned = finetune(shipped_weights(), samples, QUICK, seen.append, tmp_path)
    assert (tuned.comparison.mnist_images, tuned.comparison.fair, tuned.samples) == (0, True, 20)
    assert tuned.comparison.agreement > 0.98
    assert [step.stage for step in seen] == sorted((step.stage for step in seen), key=STAGES.index)
    trained = [step.done for step in seen if step.stage == "training"]
    assert trained == sorted(trained) and trained[-1] == STEPS and set(trained) >= set(range(1, STEPS + 1))
    assert (seen[-1].stage, seen[-1].done, seen[-1].of) == ("comparing", 2, 2)
    assert any(step.seconds_left for step in seen)
    kept = tuned.keep(Versions(tmp_path), "After")
    assert (kept.name, kept.samples) == ("After", 20)


@needs_data
def test_beside_mnist_the_held_out_images_are_read_before_and_after(tmp_path):
    """Ones that are said to be sevens: learned, where the comparison can see what that cost."""
    samples = [sample(1, 7, seed) for seed in range(10)]
    steps: list[FinetuneProgress] = []
    comparison = finetune(shipped_weights(), samples, FinetuneConfig(device="cpu"), steps.append, DATA).comparison
    curve = [(step.mnist, step.yours) for step in steps if step.mnist is not None]
    assert curve[0] == (comparison.mnist_before, 1 - comparison.before / comparison.samples)
    assert curve[-1] == (comparison.mnist_after, 1 - comparison.after / comparison.samples)
    assert (comparison.mnist_images, comparison.samples, comparison.fair) == (5000, 10, True)
    assert comparison.mnist_before > 0.993 and comparison.before == 10 > comparison.after
    yours = [change for change in comparison.now_right if change.yours]
    assert len(yours) == comparison.before - comparison.after
    assert all((change.label, change.before, change.after) == (7, 1, 7) for change in yours)
    lost = len([change for change in comparison.now_wrong if not change.yours])
    won = len([change for change in comparison.now_right if not change.yours])
    assert comparison.mnist_after == pytest.approx(comparison.mnist_before - (lost - won) / 5000)
    assert all(not change.yours or change.label != change.after for change in comparison.now_wrong)


def test_cancelling_ends_it_and_changes_nothing(tmp_path):
    before = shipped_weights().read_bytes()

    def cancel(step: FinetuneProgress) -> None:
        if step.stage == "training" and step.done > 2:
            raise CancelRequested

    with pytest.raises(CancelRequested):
        finetune(shipped_weights(), [sample(3, 3)], QUICK, cancel, tmp_path)
    assert shipped_weights().read_bytes() == before
    assert not list(tmp_path.iterdir())


def test_nothing_to_learn_and_a_loss_that_is_no_number_are_said(tmp_path):
    with pytest.raises(DigitPadError, match="no samples"):
        finetune(shipped_weights(), [], QUICK, lambda step: None)
    with pytest.raises(DigitPadError, match="smaller learning rate"):
        finetune(
            shipped_weights(), [sample(3, 3)], FinetuneConfig(1, lr=1e30, device="cpu"), lambda step: None, tmp_path
        )


def test_every_sample_is_held_out_once_and_few_are_not_at_all():
    labels = torch.tensor([1] * 7 + [2] * 5)
    folds = folds_of(labels, seed=1)
    assert sorted(torch.cat(folds).tolist()) == list(range(12))
    assert all({1, 2} <= set(labels[fold].tolist()) for fold in folds)
    assert folds_of(labels[:4], seed=1) == []


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({}, True),
        ({"after": 5}, False),
        ({"after": 4}, True),
        ({"after": 4, "loss_after": 1.0}, False),
        ({"before": 0, "after": 0}, True),
        ({"before": 0, "after": 0, "fair": False}, False),
        ({"mnist_after": 0.994}, True),
        ({"mnist_after": 0.9938}, False),
        ({"mnist_images": 0, "agreement": 0.999}, True),
        ({"mnist_images": 0, "agreement": 0.98}, False),
    ],
)
def test_it_is_offered_only_where_yours_improve_and_little_is_forgotten(changes, offered):
    comparison = compared(**changes)
    assert comparison.better is offered
    assert comparison.verdict.startswith("Not offered") is not offered
