"""The cost of 200 corrections in memory: MNIST's held-out images read worse, and time for each reading."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import numpy as np

from digitpad import Recognizer
from digitpad.inference.memory_builder import LabelledGlyph, MemoryBuilder
from digitpad.inference.network import Network
from digitpad.learning.data.datasets import HELD_OUT_IMAGES, mnist
from digitpad.learning.data.labelled import strokes
from digitpad.learning.registry.versions import shipped_weights
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Sample, Stroke
from tests.support.data import DATA, PENDIGITS

CORRECTIONS = 200
WRONG = 20  # of them with a wrong label, as by a slip of the hand
GLYPHS = 32  # candidates of a number of four digits or so
TIMES = 200
TARGETS = {
    "MNIST with 200 corrections in memory, points": -0.02,
    "one glyph looked up among 200 samples, median ms": 1.0,
}


def figures() -> dict[str, float]:
    """Needs MNIST and strokes in DIGITPAD_DATA; nothing here is from MNIST's test set."""
    samples = doubtful_digits()
    label_errors = [
        Sample(one.glyph, ((one.label or 0) + 5) % 10, "pad", id=one.id) for one in samples[:: CORRECTIONS // WRONG]
    ]
    kept = {one.id: one for one in samples} | {one.id: one for one in label_errors}
    return {
        "MNIST with 200 corrections in memory, points": harm(samples),
        "the same with 20 of them wrongly labelled, points": harm(list(kept.values())),
        "one glyph looked up among 200 samples, median ms": lookup_ms(samples, 1),
        "32 glyphs looked up among 200 samples, median ms": lookup_ms(samples, GLYPHS),
    }


def doubtful_digits() -> list[Sample]:
    """Return the digits of unseen writers that the shipped network is least sure of, with their labels."""
    pen = strokes([PENDIGITS], lambda lines: stroke_glyph([Stroke(points) for points in lines]), held_out=True)
    doubt = Recognizer.load(device="cpu").predict(pen.glyphs)[2]
    return [Sample(pen.glyphs[i], int(pen.labels[i]), "pad", id=int(i)) for i in np.argsort(doubt)[:CORRECTIONS]]


def harm(samples: list[Sample]) -> float:
    """Points by which MNIST's held-out images are read better with these in memory; negative: worse."""
    plain, learned = Recognizer.load(device="cpu"), Recognizer.load(device="cpu")
    learned.remember(samples)
    images, labels = (part[-HELD_OUT_IMAGES:] for part in mnist(DATA, train=True))
    before, after = ((one.classify(images)[0] == labels).mean() for one in (plain, learned))
    return 100 * float(after - before)


def lookup_ms(samples: list[Sample], count: int) -> float:
    """Return the time that memory adds to a reading of `count` glyphs: keys compared, votes added."""
    network = Network.load(shipped_weights(), "cpu")
    memory = MemoryBuilder(network).memory([LabelledGlyph(one.glyph, one.label, one.id) for one in samples])
    keys, _ = network.embed(np.stack([one.glyph for one in samples[:count]]))
    return _median_ms(lambda: memory.votes(keys))


def _median_ms(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begun))
    return median(taken)
