"""Batches with the teachers' probabilities, made anew, or cached and given again in another order."""

import numpy as np
import torch

from digitpad.learning.data.examples import Examples, TrainingData
from digitpad.learning.nets.lenet import LeNet5
from digitpad.learning.nets.teacher import Teacher
from digitpad.learning.training.distillation import TEMPERATURE, CachedBatches, FreshBatches

BATCH = 8


def examples():
    glyphs = np.random.default_rng(1).integers(0, 256, (40, 28, 28), np.uint8)
    data = TrainingData(glyphs, np.arange(40) % 10, held_out=8)
    return Examples(data, torch.device("cpu"), strength=None, batch_size=BATCH, seed=1)


def random(seed=1):
    return torch.Generator().manual_seed(seed)


def kept(teachers=(), epochs=2, report=lambda made, steps: None):
    return CachedBatches.make(FreshBatches(examples(), teachers), epochs, random(), report)


def test_several_teachers_show_the_mean_of_their_softened_probabilities():
    teachers = [LeNet5().eval(), Teacher().eval()]
    batch = next(FreshBatches(examples(), teachers).batches(random()))
    with torch.no_grad():
        alone = [torch.softmax(teacher(batch.glyphs) / TEMPERATURE, 1) for teacher in teachers]
    assert torch.allclose(batch.targets.exp(), (alone[0] + alone[1]) / 2, atol=1e-6)
    assert not torch.allclose(batch.targets.exp(), alone[0], atol=1e-3)


def test_without_teachers_nothing_is_shown():
    assert next(FreshBatches(examples()).batches(random())).targets is None
    assert next(kept().batches(random())).targets is None


def test_what_is_kept_is_what_was_made():
    teacher = Teacher().eval()
    batches = kept([teacher])
    assert (batches.glyphs.dtype, len(batches.glyphs)) == (torch.uint8, 64)
    for batch in batches.batches(random()):
        with torch.no_grad():
            shown = torch.log_softmax(teacher(batch.glyphs) / TEMPERATURE, 1)
        assert torch.allclose(batch.targets, shown, atol=0.01)
        assert 0.9 < batch.glyphs.max() <= 1


def test_an_epoch_of_what_is_kept_has_the_length_of_any_other_in_an_order_of_its_own():
    batches, order = kept(), random()
    first, second = ([its.labels for its in batches.batches(order)] for _ in range(2))
    assert [len(labels) for labels in first] == [BATCH] * examples().steps
    assert not torch.equal(torch.cat(first), torch.cat(second))


def test_making_them_is_reported():
    reported = []
    kept(epochs=3, report=lambda made, steps: reported.append((made, steps)))
    assert reported == [(number, 12) for number in range(1, 13)]
