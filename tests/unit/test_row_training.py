"""The row reader's training: it learns, it goes on where it stopped, and it refuses what it cannot do."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from digitpad.errors import DigitPadError
from digitpad.inference.rows.row_columns import SEEN, columns_of
from digitpad.inference.rows.row_strip import HEIGHT, strip_of
from digitpad.inference.rows.row_weights import load_row_weights
from digitpad.learning.rows import row_training
from digitpad.learning.rows.batches import RowBatch, StringMaker, batch_of, batches_from
from digitpad.learning.rows.row_config import RowConfig, RowStep
from digitpad.learning.rows.row_folder import write_row_run
from digitpad.learning.rows.row_net import RowNet, folded_weights, parameters_of
from digitpad.learning.rows.row_run import RowRun, RowsDiverged
from digitpad.learning.rows.row_scores import collapsed, edit_distance, score_rows
from digitpad.learning.rows.row_training import RowOutcome, begin, train_rows
from tests.support.row_sources import form_sources, made_sources

CPU = torch.device("cpu")
TINY = RowConfig(steps=6, batch_size=4, seed=2)
MOST_PARAMETERS = 65_000


@pytest.fixture(scope="module")
def maker() -> StringMaker:
    return StringMaker(made_sources(), TINY)


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def quiet(step: RowStep) -> None:
    pass


def train(maker: StringMaker, config: RowConfig, folder: Path | None, resumed: bool = False) -> RowOutcome:
    run = begin(config, CPU, folder if resumed else None, {"MNIST images": 1})
    held_out = list(islice(maker.block(9), 1))
    return train_rows(run, batches_from(maker, run.done), held_out, quiet, folder)


def test_the_network_has_no_more_parameters_than_lenet_5_and_a_little_context() -> None:
    assert parameters_of(RowNet()) <= MOST_PARAMETERS
    assert sum(array.size for array in folded_weights(RowNet()).values()) * 4 < 300_000


@pytest.mark.parametrize("width", [33, 40, 64, 101, 200])
def test_a_strip_has_as_many_columns_as_is_said(width: int) -> None:
    assert RowNet().eval()(torch.zeros(1, HEIGHT, width)).shape == (columns_of(width), 1, 11)


def test_a_column_is_lenet_5_on_the_32_px_that_it_sees() -> None:
    net = RowNet().eval()
    net.context = torch.nn.Identity()  # that looks at its neighbours
    strip = torch.rand(1, HEIGHT, 120)
    whole = net(strip)
    for column in (0, 7, columns_of(120) - 1):
        alone = net(strip[:, :, 2 * column : 2 * column + SEEN])
        assert torch.allclose(whole[column], alone[0], atol=1e-5)


def test_folding_changes_nothing_that_the_network_says() -> None:
    torch.manual_seed(1)
    net = RowNet()
    net(torch.rand(8, HEIGHT, 90))  # its norms have seen something
    net.eval()
    folded = RowNet().eval()
    for name in ("n1", "n3", "n5", "n6", "n7"):
        setattr(folded, name, torch.nn.Identity())
    folded.load_state_dict({name: torch.from_numpy(array) for name, array in folded_weights(net).items()})
    strip = torch.rand(2, HEIGHT, 90)
    assert torch.allclose(net(strip), folded(strip), atol=1e-4)


def test_the_same_seed_trains_the_same_weights(maker: StringMaker) -> None:
    first, again = (train(maker, TINY, None) for _ in range(2))
    other = train(maker, replace(TINY, seed=7), None)
    for name, array in folded_weights(first.net).items():
        assert np.array_equal(array, folded_weights(again.net)[name])
    assert not np.array_equal(folded_weights(first.net)["c1.weight"], folded_weights(other.net)["c1.weight"])


def test_a_resumed_training_ends_bit_equal_to_one_that_was_not_stopped(
    maker: StringMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_training, "SCORED_EVERY", 2)
    whole = train(maker, TINY, tmp_path / "whole")
    stopped = _stopped_after(maker, tmp_path / "parts", steps=5)
    assert stopped.ending == "interrupted" and stopped.steps == 5
    resumed = train(maker, TINY, tmp_path / "parts", resumed=True)
    assert resumed.ending == "done" and resumed.history == whole.history
    for name, array in folded_weights(whole.net).items():
        assert np.array_equal(array, folded_weights(resumed.net)[name]), name


def _stopped_after(maker: StringMaker, folder: Path, steps: int) -> RowOutcome:
    def interrupt(step: RowStep) -> None:
        if step.step == steps:
            raise KeyboardInterrupt

    run = begin(TINY, CPU, None, {"MNIST images": 1})
    return train_rows(run, batches_from(maker, 0), list(islice(maker.block(9), 1)), interrupt, folder)


def test_another_recipe_or_other_data_cannot_be_resumed_with_but_more_steps_can(
    maker: StringMaker, tmp_path: Path
) -> None:
    train(maker, TINY, tmp_path)
    with pytest.raises(DigitPadError, match="--lr"):
        begin(replace(TINY, lr=0.1), CPU, tmp_path, {"MNIST images": 1})
    with pytest.raises(DigitPadError, match="other MNIST images"):
        begin(TINY, CPU, tmp_path, {"MNIST images": 2})
    with pytest.raises(DigitPadError, match="does not exist"):
        begin(TINY, CPU, tmp_path / "none", {})
    assert begin(replace(TINY, steps=9), CPU, tmp_path, {"MNIST images": 1}).done == 6


def test_a_tiny_training_learns_to_read_what_it_is_shown() -> None:
    config = RowConfig(steps=220, batch_size=16, lr=6e-3, averaging=0.9, pen_share=1.0, seed=1)
    batch = _plain_strings(config)
    run = RowRun(config, CPU)
    losses = [run.step(batch) for _ in range(config.steps)]
    exact, errors = score_rows(run.average, [batch])
    assert np.mean(losses[-10:]) < 0.2 * np.mean(losses[:10]) and exact > 0.7 and errors < 0.1


def _plain_strings(config: RowConfig) -> RowBatch:
    """16 short strings in black on white."""
    from digitpad.learning.rows.layout import layout_of
    from digitpad.learning.rows.pens import draw

    random, strings = np.random.default_rng(4), []
    while len(strings) < config.batch_size:
        layout = layout_of(form_sources(), 1.0, random)
        if 1 <= len(layout.text) <= 4:
            strings.append((strip_of(255 - draw(layout, random)), layout.text))
    return batch_of(strings)


def test_strings_without_digits_and_strips_too_short_for_their_text_do_no_harm() -> None:
    empty = np.zeros((HEIGHT, 33), np.float32)
    run = RowRun(TINY, CPU)
    loss = run.step(batch_of([(empty, ""), (empty, "1234567"), (np.ones((HEIGHT, 90), np.float32), "12")]))
    assert np.isfinite(loss)
    assert all(bool(torch.isfinite(parameter).all()) for parameter in run.net.parameters())


def test_a_loss_that_is_no_number_ends_the_training_with_what_there_was(maker: StringMaker, tmp_path: Path) -> None:
    run = RowRun(TINY, CPU)
    with torch.no_grad():
        run.net.c1.weight.fill_(float("nan"))
    with pytest.raises(RowsDiverged, match="smaller --lr"):
        train_rows(run, batches_from(maker, 0), [], quiet, tmp_path)


def test_the_folder_of_a_run_holds_weights_that_are_read_without_torch(maker: StringMaker, tmp_path: Path) -> None:
    outcome = train(maker, TINY, None)
    write_row_run(tmp_path, outcome, TINY, {"mnist_images": 1})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["history.csv", "rows.json", "rows.safetensors"]
    for name, array in load_row_weights(tmp_path / "rows.safetensors").items():
        assert np.array_equal(array, folded_weights(outcome.net)[name])
    assert (tmp_path / "history.csv").read_text().splitlines()[0] == "step,loss,exact,errors,lr"


def test_weights_that_are_missing_cut_or_of_another_network_are_refused(maker: StringMaker, tmp_path: Path) -> None:
    write_row_run(tmp_path, train(maker, TINY, None), TINY, {})
    path = tmp_path / "rows.safetensors"
    with pytest.raises(DigitPadError, match="does not exist"):
        load_row_weights(tmp_path / "gone.safetensors")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DigitPadError, match="not a whole safetensors file"):
        load_row_weights(path)
    from safetensors.numpy import save_file

    save_file({"c1.weight": np.zeros((6, 1, 5, 5), np.float32)}, path)
    with pytest.raises(DigitPadError, match="another network"):
        load_row_weights(path)


def test_scores_count_digits_to_change() -> None:
    assert collapsed([0, 3, 3, 0, 3, 1, 1, 0]) == "220"
    assert (edit_distance("1234", "1234"), edit_distance("1234", "134"), edit_distance("", "12")) == (0, 1, 2)
