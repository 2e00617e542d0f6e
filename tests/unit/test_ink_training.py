"""Training the ink network: it learns, it is resumed bit by bit, and what it leaves is the same network folded."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from digitpad.errors import DigitPadError
from digitpad.inference.ink.ink_layers import LAYERS, fits
from digitpad.inference.weights import read_metadata
from digitpad.learning.ink.batches import batches
from digitpad.learning.ink.ink_config import InkConfig
from digitpad.learning.ink.ink_files import write_ink_run
from digitpad.learning.ink.ink_loss import ink_loss, score
from digitpad.learning.ink.ink_net import InkNet, fold, parameter_count, unfold
from digitpad.learning.ink.ink_state import InkRun
from digitpad.learning.ink.ink_training import InkData, InkOutcome, InkProgress, learning_rate, take_step, train_ink
from digitpad.learning.nets.storage import read_tensors
from tests.support.made_handwriting import made_bank, made_maker

QUICK = InkConfig(steps=4, batch_size=2, warmup=1)
MOST_PARAMETERS, MOST_BYTES = 60_000, 300_000


def trained(
    folder: Path, config: InkConfig = QUICK, *, resumed: bool = False, workers: int = 0
) -> tuple[InkOutcome, list[InkProgress]]:
    reports: list[InkProgress] = []
    data = InkData(made_maker(), made_maker(held_out=True))
    outcome = train_ink(
        config, data, reports.append, folder=folder, resumed=resumed, workers=workers, checkpoint_steps=2
    )
    return outcome, reports


def seen_net() -> InkNet:
    """A network whose norms have seen something, as after training."""
    torch.manual_seed(3)
    net = InkNet()
    with torch.no_grad():
        net.train()
        net(torch.randn(2, 3, 64, 64))
    return net.eval()


def same(a: InkNet, b: InkNet) -> bool:
    return all(torch.equal(x, y) for x, y in zip(a.state_dict().values(), b.state_dict().values(), strict=True))


def test_the_network_is_small() -> None:
    weights = fold(InkNet())
    assert parameter_count(weights) <= MOST_PARAMETERS and 4 * parameter_count(weights) < MOST_BYTES
    assert fits({name: tensor.numpy() for name, tensor in weights.items()}) and len(weights) == 2 * len(LAYERS)


@pytest.mark.parametrize(("height", "width"), [(64, 64), (8, 120), (40, 16)])
def test_any_size_in_eights_gives_a_map_of_that_size_and_heights_of_a_quarter(height: int, width: int) -> None:
    ink, heights = InkNet().eval()(torch.zeros(2, 3, height, width))
    assert ink.shape == (2, 1, height, width) and heights.shape == (2, 1, height // 4, width // 4)


def test_folding_away_batch_norm_changes_nothing() -> None:
    net, x = seen_net(), torch.randn(1, 3, 48, 72)
    with torch.no_grad():
        for expected, folded in zip(net(x), unfold(fold(net))(x), strict=True):
            assert torch.allclose(expected, folded, atol=1e-4)


def test_twenty_steps_on_one_batch_make_the_loss_smaller() -> None:
    run, batch = InkRun.begin(InkConfig(batch_size=2, warmup=1)), made_maker().make(0)
    losses = [take_step(run, batch) for _ in range(20)]
    assert losses[-1] < 0.8 * losses[0]


def test_the_loss_is_least_for_the_right_map_and_heights() -> None:
    target = torch.zeros(1, 1, 16, 16)
    target[..., 4:12, 6:9] = 1
    heights, config = torch.full((1, 1, 4, 4), 0.5), InkConfig()
    right = ink_loss((target - 0.5) * 40, heights, target, heights, config)
    assert right < 0.01
    assert ink_loss((0.5 - target) * 40, heights, target, heights, config) > right + 1
    assert ink_loss((target - 0.5) * 40, heights + 1, target, heights, config) > right + 0.1


def test_an_empty_scene_has_a_loss_by_what_is_marked_alone() -> None:
    empty, heights = torch.zeros(1, 1, 16, 16), torch.zeros(1, 1, 4, 4)
    assert ink_loss(empty - 20, heights, empty, heights + 3, InkConfig()) < 1e-4


def test_the_score_of_a_network_that_marks_everything_has_full_recall() -> None:
    net = unfold(fold(InkNet()))
    with torch.no_grad():
        net.layers["ink"].conv.bias.fill_(1e6)
    batch = made_maker(4).make(0)
    measured = score(net, [batch])
    assert measured.recall == 1 and measured.precision == pytest.approx((batch.masks > 127).mean(), abs=1e-3)


def test_the_learning_rate_rises_then_falls_to_nearly_nothing() -> None:
    config = InkConfig(steps=1000, warmup=10)
    rates = [learning_rate(config, step) for step in range(1000)]
    assert rates[0] < rates[5] < rates[9] and max(rates) <= config.lr and rates[-1] < 0.02 * config.lr


def test_the_same_seed_gives_the_same_network_and_another_another(tmp_path: Path) -> None:
    once, again = trained(tmp_path / "a")[0], trained(tmp_path / "b")[0]
    other = trained(tmp_path / "c", replace(QUICK, seed=2))[0]
    assert same(once.net, again.net) and once.history == again.history
    assert not same(once.net, other.net)


def test_a_run_resumed_ends_bit_by_bit_like_one_that_was_never_stopped(tmp_path: Path) -> None:
    whole, _ = trained(tmp_path / "whole", replace(QUICK, steps=6))
    run = InkRun.begin(replace(QUICK, steps=6))
    stop_after(tmp_path / "parts", 4)
    resumed, reports = trained(tmp_path / "parts", run.config, resumed=True)
    assert reports[0].step == 5
    assert same(whole.net, resumed.net) and whole.history == resumed.history


def stop_after(folder: Path, step: int) -> None:
    """Train a run of six steps and press Ctrl+C after one of them."""

    def report(progress: InkProgress) -> None:
        if progress.step > step:
            raise KeyboardInterrupt

    data = InkData(made_maker(), made_maker(held_out=True))
    outcome = train_ink(replace(QUICK, steps=6), data, report, folder=folder, workers=0, checkpoint_steps=2)
    assert (outcome.ending, outcome.step) == ("interrupted", step + 1)


def test_a_run_of_another_recipe_is_not_resumed(tmp_path: Path) -> None:
    trained(tmp_path)
    with pytest.raises(DigitPadError, match="--lr"):
        trained(tmp_path, replace(QUICK, lr=0.5), resumed=True)
    assert trained(tmp_path, replace(QUICK, steps=5), resumed=True)[0].step == 5


def test_a_process_beside_makes_the_same_batches() -> None:
    maker = made_maker()
    with batches(maker, 3, workers=2) as made:
        for step in range(3, 6):
            batch, expected = next(made), maker.make(step)
            assert np.array_equal(batch.contrast, expected.contrast) and np.array_equal(batch.masks, expected.masks)


def test_the_folder_of_a_run_has_weights_card_and_history(tmp_path: Path) -> None:
    outcome, reports = trained(tmp_path)
    write_ink_run(tmp_path, outcome, QUICK, made_bank())
    weights = read_tensors(tmp_path / "ink.safetensors")
    assert read_metadata(tmp_path / "ink.safetensors")["kind"] == "ink"
    assert (tmp_path / "ink.safetensors").stat().st_size < MOST_BYTES
    x = torch.randn(1, 3, 32, 32)
    with torch.no_grad():
        assert torch.allclose(unfold(weights)(x)[0], outcome.net(x)[0], atol=1e-4)
    card = json.loads((tmp_path / "ink.json").read_text())
    assert card["parameters"] == parameter_count(weights) and card["recipe"]["steps"] == card["steps_done"] == 4
    rows = list(csv.DictReader((tmp_path / "history.csv").open()))
    assert [int(row["step"]) for row in rows] == [2, 4] == [report.row.step for report in reports if report.row]
    assert float(rows[-1]["f1"]) == pytest.approx(card["held_out"]["f1"], abs=1e-4)
