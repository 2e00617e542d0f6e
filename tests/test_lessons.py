"""Lessons: what teachers show, made anew, or kept and given again in another order."""

import numpy as np
import torch

from digitpad.learning.examples import Examples, TrainingData
from digitpad.learning.lenet import LeNet5
from digitpad.learning.lessons import TEMPERATURE, FreshLessons, KeptLessons
from digitpad.learning.teacher import Teacher

BATCH = 8


def examples():
    glyphs = np.random.default_rng(1).integers(0, 256, (40, 28, 28), np.uint8)
    data = TrainingData(glyphs, np.arange(40) % 10, held_out=8)
    return Examples(data, torch.device("cpu"), strength=None, batch_size=BATCH, seed=1)


def random(seed=1):
    return torch.Generator().manual_seed(seed)


def kept(teachers=(), epochs=2, report=lambda made, steps: None):
    return KeptLessons.make(FreshLessons(examples(), teachers), epochs, random(), report)


def test_several_teachers_show_the_mean_of_their_softened_probabilities():
    teachers = [LeNet5().eval(), Teacher().eval()]
    lesson = next(FreshLessons(examples(), teachers).batches(random()))
    with torch.no_grad():
        alone = [torch.softmax(teacher(lesson.glyphs) / TEMPERATURE, 1) for teacher in teachers]
    assert torch.allclose(lesson.shown.exp(), (alone[0] + alone[1]) / 2, atol=1e-6)
    assert not torch.allclose(lesson.shown.exp(), alone[0], atol=1e-3)


def test_without_teachers_nothing_is_shown():
    assert next(FreshLessons(examples()).batches(random())).shown is None
    assert next(kept().batches(random())).shown is None


def test_what_is_kept_is_what_was_made():
    teacher = Teacher().eval()
    lessons = kept([teacher])
    assert (lessons.glyphs.dtype, len(lessons.glyphs)) == (torch.uint8, 64)
    for lesson in lessons.batches(random()):
        with torch.no_grad():
            shown = torch.log_softmax(teacher(lesson.glyphs) / TEMPERATURE, 1)
        assert torch.allclose(lesson.shown, shown, atol=0.01)
        assert 0.9 < lesson.glyphs.max() <= 1


def test_an_epoch_of_what_is_kept_has_the_length_of_any_other_in_an_order_of_its_own():
    lessons, order = kept(), random()
    first, second = ([its.labels for its in lessons.batches(order)] for _ in range(2))
    assert [len(labels) for labels in first] == [BATCH] * examples().steps
    assert not torch.equal(torch.cat(first), torch.cat(second))


def test_making_them_is_reported():
    reported = []
    kept(epochs=3, report=lambda made, steps: reported.append((made, steps)))
    assert reported == [(number, 12) for number in range(1, 13)]
