"""Training: it learns, it repeats with its seed, it keeps the best, it stops in words."""

import os
from dataclasses import replace

import numpy as np
import pytest
import torch

from digitpad.errors import DigitPadError
from digitpad.inference.weights import read_metadata
from digitpad.learning.data.datasets import PenDigit, is_held_out
from digitpad.learning.data.examples import TrainingData, accuracy
from digitpad.learning.nets.lenet import LeNet5
from digitpad.learning.nets.storage import read_tensors, save_tensors
from digitpad.learning.training.distillation import FreshBatches
from digitpad.learning.training.train_config import TrainConfig, config_of, recipe_of
from digitpad.learning.training.training import examples_of, run_epoch, train
from digitpad.learning.training.training_run import Diverged, TrainingRun
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Stroke
from tests.support.drawings import DIGITS

CPU = torch.device("cpu")


def little_data(copies=160, pen=()):
    """Ten drawn digits over and over."""
    glyphs = np.stack([stroke_glyph([Stroke.of(stroke) for stroke in DIGITS[label]]) for label in DIGITS])
    labels = np.array(list(DIGITS))
    return TrainingData(np.tile(glyphs, (copies, 1, 1)), np.tile(labels, copies), list(pen), held_out=20)


def config(**changes):
    return TrainConfig(**{"augment": "none", "epochs": 3, "batch_size": 16, "lr": 1e-2, **changes})


@pytest.mark.parametrize("variant", ["modern", "classic"])
@pytest.mark.parametrize("schedule", ["cosine", "onecycle"])
@pytest.mark.parametrize("optimizer", ["adamw", "adam", "rmsprop", "sgd"])
def test_a_few_samples_are_learned_by_heart(variant, optimizer, schedule):
    data = little_data()
    lr = {"sgd": 0.05}.get(optimizer, 2e-3)
    run = config(variant=variant, optimizer=optimizer, schedule=schedule, epochs=12, lr=lr, weight_decay=0.0)
    outcome = train(run, data, CPU, lambda _: None)
    images, labels = torch.from_numpy(data.images[:10]), torch.from_numpy(data.labels[:10])
    assert accuracy(outcome.net, images, labels) == 1.0
    assert outcome.history[-1].loss < outcome.history[0].loss


@pytest.mark.parametrize("changes", [{"amp": True}, {"dropout": 0.3}, {"smoothing": 0.1}, {"weight_decay": 0.5}])
def test_each_option_changes_what_is_learned_and_still_learns(changes):
    data, given = little_data(), config(epochs=12, lr=2e-3)
    plain, other = (train(one, data, CPU, lambda _: None).net for one in (given, replace(given, **changes)))
    assert not torch.equal(plain.f6.weight, other.f6.weight)
    assert accuracy(other, torch.from_numpy(data.images[:10]), torch.from_numpy(data.labels[:10])) == 1.0


@pytest.mark.parametrize("schedule", ["onecycle", "plateau", "cosine"])
def test_a_schedule_moves_the_learning_rate(schedule):
    history = train(config(schedule=schedule, epochs=9), little_data(16), CPU, lambda _: None).history
    assert history[-1].lr < history[0].lr


def test_the_same_seed_gives_the_same_weights():
    first, second, other = (
        train(config(augment="full", seed=seed), little_data(16), CPU, lambda _: None).net.state_dict()
        for seed in (4, 4, 5)
    )
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not torch.equal(first["c1.weight"], other["c1.weight"])


def test_pen_strokes_are_mixed_in_and_held_out_writers_judge():
    writers = [str(number) for number in range(12)]
    assert any(map(is_held_out, writers))
    pen = [
        PenDigit(str(label), writer, tuple(np.float32(stroke) for stroke in DIGITS[label]))
        for label in DIGITS
        for writer in writers
    ]
    run = config(augment="full", batch_size=32)
    assert train(run, little_data(16), CPU, lambda _: None).history[-1].pen is None
    history = train(run, little_data(16, pen), CPU, lambda _: None).history
    assert 0 <= history[-1].pen <= 1
    assert history[-1].images > 160


def test_strokes_of_one_kind_of_digit_are_enough_and_letters_alone_are_not():
    zero = tuple(np.float32(stroke) for stroke in DIGITS[0])
    writer = next(str(number) for number in range(12) if not is_held_out(str(number)))
    run = config(augment="full", batch_size=32, epochs=1)
    assert train(run, little_data(16, [PenDigit("0", writer, zero)]), CPU, lambda _: None).history
    with pytest.raises(DigitPadError, match="no digit to train on"):
        train(run, little_data(16, [PenDigit("Q", writer, zero)]), CPU, lambda _: None)


def test_every_step_is_reported():
    seen = []
    train(config(epochs=2), little_data(16), CPU, seen.append)
    steps = [(entry.number, entry.step) for entry in seen if entry.mnist is None]
    assert steps == [(number, step) for number in (1, 2) for step in range(1, seen[0].steps + 1)]


def test_it_stops_early_when_nothing_improves():
    outcome = train(config(epochs=12, lr=1e-9, patience=2), little_data(16), CPU, lambda _: None)
    assert outcome.ending == "early"
    assert len(outcome.history) < 12


def test_an_interrupt_keeps_the_best_so_far():
    def interrupt(entry):
        if entry.number == 3:
            raise KeyboardInterrupt

    outcome = train(config(epochs=9), little_data(16), CPU, interrupt)
    assert outcome.ending == "interrupted"
    assert len(outcome.history) == 2
    assert torch.isfinite(outcome.net(torch.zeros(1, 28, 28))).all()


def test_a_loss_that_is_no_number_is_said():
    with pytest.raises(DigitPadError, match="--lr"):
        train(config(optimizer="sgd", lr=1e12), little_data(), CPU, lambda _: None)


def test_a_teacher_is_followed():
    data = little_data()
    teacher = train(config(variant="teacher", epochs=2), data, CPU, lambda _: None).net
    taught = train(config(epochs=12), data, CPU, lambda _: None, teachers=[teacher]).net
    glyphs = torch.from_numpy(data.images[:10])
    assert accuracy(taught, glyphs, torch.from_numpy(data.labels[:10])) == 1.0
    assert sum(p.numel() for p in teacher.parameters()) > 9 * sum(p.numel() for p in taught.parameters())


def test_examples_that_are_kept_teach_as_well_and_the_same_again():
    data, reported = little_data(), []
    kept = config(cache_epochs=2, epochs=12, augment="light")
    first, second = (train(kept, data, CPU, reported.append).net for _ in range(2))
    assert accuracy(first, torch.from_numpy(data.images[:10]), torch.from_numpy(data.labels[:10])) == 1.0
    assert all(torch.equal(first.state_dict()[name], tensor) for name, tensor in second.state_dict().items())
    made = [entry.step for entry in reported if entry.number == 0]
    assert made[: len(made) // 2] == list(range(1, reported[0].steps + 1))


def test_a_run_begins_with_the_weights_it_is_given():
    first = train(config(), little_data(16), CPU, lambda _: None).net
    barely = config(epochs=1, lr=1e-6, weight_decay=0.0)
    begun = train(barely, little_data(16), CPU, lambda _: None, start=first).net
    assert torch.allclose(begun.f6.weight, first.f6.weight, atol=1e-3)
    with pytest.raises(DigitPadError, match="classic"):
        train(config(variant="classic"), little_data(16), CPU, lambda _: None, start=first)


@pytest.mark.parametrize(("optimizer", "schedule"), [("adamw", "onecycle"), ("rmsprop", "plateau"), ("sgd", "cosine")])
def test_a_resumed_run_ends_as_one_that_was_never_stopped(tmp_path, optimizer, schedule):
    run = config(augment="full", optimizer=optimizer, schedule=schedule, lr=1e-3, epochs=4)

    def interrupt(entry):
        if entry.number == 3:
            raise KeyboardInterrupt

    data = little_data(16)
    straight = train(run, data, CPU, lambda _: None)
    stopped = train(run, data, CPU, interrupt, checkpoints=tmp_path)
    assert (stopped.ending, len(stopped.history)) == ("interrupted", 2)
    resumed = train(run, data, CPU, lambda _: None, checkpoints=tmp_path, resumed=True)
    assert [entry.loss for entry in resumed.history] == [entry.loss for entry in straight.history]
    weights = straight.net.state_dict()
    assert all(torch.equal(weights[name], tensor) for name, tensor in resumed.net.state_dict().items())


def test_a_checkpoint_of_another_recipe_is_refused(tmp_path):
    train(config(epochs=1), little_data(16), CPU, lambda _: None, checkpoints=tmp_path)
    with pytest.raises(DigitPadError, match="--variant modern"):
        train(config(variant="classic"), little_data(16), CPU, lambda _: None, checkpoints=tmp_path, resumed=True)


def test_a_folder_without_a_checkpoint_is_refused(tmp_path):
    with pytest.raises(DigitPadError, match="does not exist"):
        train(config(), little_data(16), CPU, lambda _: None, checkpoints=tmp_path, resumed=True)


def test_a_full_disk_leaves_the_last_checkpoint_whole(tmp_path):
    in_the_way = tmp_path / f".checkpoint.safetensors.{os.getpid()}.part"

    def fill_the_disk(entry):
        if entry.number == 2 and entry.mnist is not None:
            in_the_way.mkdir()

    with pytest.raises(DigitPadError, match=r"checkpoint\.safetensors could not be written"):
        train(config(epochs=3), little_data(16), CPU, fill_the_disk, checkpoints=tmp_path)
    in_the_way.rmdir()
    resumed = train(config(epochs=3), little_data(16), CPU, lambda _: None, checkpoints=tmp_path, resumed=True)
    assert len(resumed.history) == 3


def test_a_resumed_run_may_be_longer_than_it_was_meant_to_be(tmp_path):
    data = little_data(16)
    for schedule in ("onecycle", "cosine", "plateau"):
        folder = tmp_path / schedule
        run = config(schedule=schedule, lr=1e-3)
        train(run, data, CPU, lambda _: None, checkpoints=folder)
        longer = train(replace(run, epochs=6), data, CPU, lambda _: None, checkpoints=folder, resumed=True)
        assert len(longer.history) == 6
        assert longer.history[-1].lr <= longer.history[-2].lr <= 1e-3


def test_a_resumed_run_asks_for_what_it_was_begun_with(tmp_path):
    data, given = little_data(16), config(epochs=1)
    teacher = LeNet5().eval()
    train(given, data, CPU, lambda _: None, checkpoints=tmp_path, teachers=[teacher])
    longer = replace(given, epochs=2)
    with pytest.raises(DigitPadError, match="other --teacher"):
        train(longer, data, CPU, lambda _: None, checkpoints=tmp_path, resumed=True)
    with pytest.raises(DigitPadError, match="other MNIST images"):
        train(longer, little_data(17), CPU, lambda _: None, teachers=[teacher], checkpoints=tmp_path, resumed=True)
    pen = [PenDigit("0", "anna", tuple(np.float32(stroke) for stroke in DIGITS[0]))]
    with pytest.raises(DigitPadError, match="other --strokes"):
        train(longer, little_data(16, pen), CPU, lambda _: None, teachers=[teacher], checkpoints=tmp_path, resumed=True)
    resumed = train(longer, data, CPU, lambda _: None, teachers=[teacher], checkpoints=tmp_path, resumed=True)
    assert len(resumed.history) == 2


def test_a_run_left_on_another_device_goes_on_here(tmp_path):
    given = config(augment="light", epochs=2)
    train(given, little_data(16), CPU, lambda _: None, checkpoints=tmp_path)
    path = tmp_path / "checkpoint.safetensors"
    tensors, about = read_tensors(path), read_metadata(path)
    save_tensors(path, tensors | {"random.device": torch.zeros(16, dtype=torch.uint8)}, about)
    longer = replace(given, epochs=3)
    assert len(train(longer, little_data(16), CPU, lambda _: None, checkpoints=tmp_path, resumed=True).history) == 3


@pytest.mark.parametrize("size", [1, 141])
def test_a_batch_that_cannot_be_is_refused(size):
    with pytest.raises(DigitPadError, match="--batch-size of 2 to 140"):
        train(config(batch_size=size), little_data(16), CPU, lambda _: None)


def test_weights_that_are_no_numbers_are_never_kept():
    run = TrainingRun(config(), examples_of(config(), little_data(16), CPU))
    run_epoch(run, FreshBatches(run.examples), lambda _: None)
    for tensor in run.average.module.parameters():
        tensor.data.fill_(float("nan"))
    with pytest.raises(Diverged, match="after epoch 2"):
        run_epoch(run, FreshBatches(run.examples), lambda _: None)
    assert all(torch.isfinite(tensor).all() for tensor in run.outcome().net.state_dict().values())


def test_checkpoints_and_cards_name_the_recipe_as_the_options_do():
    recipe = recipe_of(config(cache_epochs=2, corrupted=0.5))
    assert (recipe["kept"], recipe["spoiled"]) == (2, 0.5) and not {"cache_epochs", "corrupted"} & set(recipe)
    assert config_of({**recipe, "unknown": 1}) == config(cache_epochs=2, corrupted=0.5)
    assert config_of({"kept": 3}) == TrainConfig(cache_epochs=3)
