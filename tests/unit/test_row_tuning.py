"""Retraining of the row reader: corrected numbers are read better, made ones as before, and it ends at any moment."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from digitpad.errors import CancelRequested
from digitpad.inference.rows.row_strip import resized
from digitpad.inference.rows.row_weights import load_row_weights, row_weights_of, shipped_row_weights
from digitpad.inference.weights import Weights, load_weights
from digitpad.learning.finetune.before_after import BeforeAfter
from digitpad.learning.finetune.finetune import finetune
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.learning.finetune.own_strings import OwnString
from digitpad.learning.finetune.progress import FinetuneProgress
from digitpad.learning.finetune.row_comparison import RowsBeforeAfter, RowScores
from digitpad.learning.finetune.row_tuning import STEPS, RowTuning
from digitpad.learning.registry.versions import Versions, shipped_weights
from tests.support.corrected_rows import corrected_numbers
from tests.support.samples import lines_picture, number_strokes
from tests.support.stored import sample
from tests.unit.test_finetune import compared

QUICK = FinetuneConfig(epochs=1, device="cpu")
HATLESS_SEVEN = [(0, 20), (20, 8), (40, 0), (34, 45), (26, 95), (20, 130)]  # nearly a 1


def hatless(text: str, seed: int) -> OwnString:
    """A number whose sevens are without a hat."""
    random = np.random.default_rng(seed)
    lines = []
    for place, digit in enumerate(text):
        strokes = [HATLESS_SEVEN] if digit == "7" else number_strokes(digit)
        low = min(x for line in strokes for x, _ in line), min(y for line in strokes for _, y in line)
        high = max(y for line in strokes for _, y in line) - low[1]
        scale = 100 / high
        for line in strokes:
            moved = (np.array(line) - low) * scale + (40 + 100 * place, 60) + random.normal(0, 1.5, (len(line), 2))
            lines.append([(float(x), float(y)) for x, y in moved])
    return OwnString(resized(np.asarray(lines_picture(lines, 100 * len(text) + 60))), text)


def test_numbers_with_an_odd_seven_are_read_with_less_doubt_and_made_ones_as_before(tmp_path: Path) -> None:
    texts = ("2707", "7345", "4727", "7077", "5726", "7073", "3797", "7246", "9717")
    numbers = [hatless(text, seed) for seed, text in enumerate(texts)]
    config = FinetuneConfig(epochs=1, lr=3e-3, device="cpu")
    tuning = RowTuning(load_row_weights(shipped_row_weights()), numbers, config, lambda step: None, tmp_path)
    tuning.train()
    result = tuning.compare()
    assert result.fair and result.before.strings == 9 and result.improved
    assert result.after.loss < result.before.loss / 2, "each number is read by a network that was not trained on it"
    unseen = [hatless(text, 50 + seed) for seed, text in enumerate(("2747", "7057", "8737"))]
    assert tuning.score(unseen, parent=False).loss < tuning.score(unseen, parent=True).loss / 2
    assert result.made_before.strings == 480 and result.made_after.exact > result.made_before.exact - 0.03


def test_both_readers_are_retrained_and_become_one_version(tmp_path: Path) -> None:
    seen: list[FinetuneProgress] = []
    tuned = finetune(shipped_weights(), corrected_numbers(3, digits=3), QUICK, seen.append, tmp_path)
    stages = [step.stage for step in seen]
    assert stages == sorted(stages, key=["preparing", "training", "comparing", "rows"].index)
    shares = [step.span[0] + (step.span[1] - step.span[0]) * step.done / step.of for step in seen if step.done]
    rows = [step.done for step in seen if step.stage == "rows"]
    assert rows == sorted(rows) and rows[-1] == STEPS and max(shares) == 1
    compared_rows = tuned.comparison.rows
    assert compared_rows is not None and compared_rows.before.strings == 3 and not compared_rows.fair
    assert "of whole numbers stays" in tuned.verdict or "read as wholes" in tuned.verdict
    kept = tuned.keep(Versions(tmp_path))
    assert kept.card["rows"]["before"]["strings"] == 3
    own = row_weights_of(kept.path)
    assert bool(own) == kept.card["rows"]["kept"]


def test_it_ends_where_its_report_raises_and_nothing_is_kept(tmp_path: Path) -> None:
    def stop(progress: FinetuneProgress) -> None:
        if progress.stage == "rows" and progress.done == 5:
            raise CancelRequested

    with pytest.raises(CancelRequested):
        finetune(shipped_weights(), corrected_numbers(2, digits=2), QUICK, stop, tmp_path)
    assert len(Versions(tmp_path).list()) == 1


def test_samples_without_a_row_leave_the_row_reader_alone(tmp_path: Path) -> None:
    tuned = finetune(shipped_weights(), [sample(1, 3), sample(2, 4)], QUICK, lambda step: None, tmp_path)
    assert tuned.rows is None and tuned.comparison.rows is None
    assert load_weights(tuned.keep(Versions(tmp_path)).path).rows == {}


def scores(wrong: int, mistakes: int = 0, loss: float = 1.0, strings: int = 20) -> RowScores:
    return RowScores(strings, wrong, mistakes or wrong, loss)


def rows(after: RowScores, made: int = 100, *, fair: bool = True) -> RowsBeforeAfter:
    return RowsBeforeAfter(scores(8, 10), after, fair, scores(100, strings=480), scores(made, strings=480))


@pytest.mark.parametrize(
    ("comparison", "better"),
    [
        (rows(scores(5)), True),
        (rows(scores(8, 9)), True),
        (rows(scores(8, 10, 0.9)), True),
        (rows(scores(8, 10)), False),
        (rows(scores(9)), False),
        (rows(scores(5), made=105), True),
        (rows(scores(5), made=106), False),
    ],
)
def test_a_row_reader_is_offered_where_it_reads_better_and_forgot_nothing(
    comparison: RowsBeforeAfter, better: bool
) -> None:
    assert comparison.better is better
    assert ("stays" in comparison.verdict) is not better


def test_one_of_both_readers_is_enough_to_be_offered() -> None:
    worse, gained = rows(scores(9)), rows(scores(2))
    assert compared(rows=worse).better and "stays: yours are read no better" in compared(rows=worse).verdict
    forgot: BeforeAfter = compared(mnist_after=0.9, rows=gained)
    assert forgot.better and forgot.verdict.startswith("The reader of digits stays: it forgot too much.")
    assert not compared(mnist_after=0.9, rows=worse).better


def test_a_version_keeps_its_row_weights_in_every_file(tmp_path: Path) -> None:
    versions, shipped = Versions(tmp_path), load_weights(shipped_weights())
    own = {name: array * 2 for name, array in load_row_weights(shipped_row_weights()).items()}
    kept = versions.add(Weights(shipped.variant, shipped.tensors, own), {}, "Mine")
    versions.export(kept.key, tmp_path / "mine.safetensors")
    versions.remove(kept.key)
    back, brought = versions.restore(kept.key), Versions(tmp_path / "other").bring(tmp_path / "mine.safetensors")
    for version in (back, brought):
        read = row_weights_of(version.path)
        assert all(np.array_equal(read[name], own[name]) for name in own)
    assert row_weights_of(shipped_weights()) == {}
