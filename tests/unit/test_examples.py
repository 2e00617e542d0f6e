"""Examples: what is held out is in no batch, and every kind of glyph has its share."""

import numpy as np
import torch

from digitpad.inference.lenet import NOT_A_DIGIT
from digitpad.learning.data.datasets import PenDigit, is_held_out
from digitpad.learning.data.examples import Examples, TrainingData
from tests.support.drawings import DIGITS

CPU = torch.device("cpu")
WRITERS = [str(number) for number in range(12)]


def pen_of(writers):
    return [
        PenDigit(str(label), writer, tuple(np.float32(stroke) for stroke in DIGITS[label]))
        for label in DIGITS
        for writer in writers
    ]


def mnist_of(count=60, held_out=20):
    """Each image has one grey of its own, so that it can be told in a batch."""
    images = np.broadcast_to(np.arange(1, count + 1, dtype=np.uint8)[:, None, None], (count, 28, 28))
    return images.copy(), np.arange(count) % 10, held_out


def examples(pen=(), batch_size=8):
    images, labels, held_out = mnist_of()
    data = TrainingData(images, labels, list(pen), held_out=held_out)
    return Examples(data, CPU, strength=None, batch_size=batch_size, seed=1)


def test_the_last_images_are_in_no_batch():
    random, seen = torch.Generator().manual_seed(1), set()
    for _ in range(3):
        for glyphs, _labels in examples().batches(random):
            seen |= set((glyphs[:, 0, 0] * 255).round().int().tolist())
    assert seen == set(range(1, 41))


def test_no_stroke_of_a_held_out_writer_is_drawn_from():
    """With their writers left out beforehand, what is trained on is the same to the last bit."""
    assert 0 < sum(map(is_held_out, WRITERS)) < len(WRITERS)
    everyone = examples(pen_of(WRITERS))
    without = examples(pen_of([writer for writer in WRITERS if not is_held_out(writer)]))
    assert torch.equal(everyone.bank.fields, without.bank.fields)
    assert torch.equal(everyone.bank.labels, without.bank.labels)
    assert len(everyone.held_out_bank) == len(DIGITS) * sum(map(is_held_out, WRITERS))
    assert without.held_out_bank is None


def test_a_batch_has_digits_of_both_kinds_and_what_is_none():
    glyphs, labels = next(examples(pen_of(WRITERS), batch_size=32).batches(torch.Generator().manual_seed(1)))
    assert glyphs.shape == (32, 28, 28) and glyphs.min() >= 0 and glyphs.max() <= 1
    assert 5 <= (labels == NOT_A_DIGIT).sum() <= 9


def test_a_batch_too_small_for_pairs_has_none():
    glyphs, labels = next(examples(pen_of(WRITERS), batch_size=4).batches(torch.Generator().manual_seed(1)))
    assert len(glyphs) == len(labels) == 4
