"""Memory: a corrected digit is read right at once, its like too, and others are left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from digitpad import Recognizer
from digitpad.inference.memory import KEYS, Memory
from digitpad.inference.memory_builder import LabelledGlyph, MemoryBuilder
from digitpad.inference.network import Network
from digitpad.inference.parameters import MEMORY
from digitpad.learning.data.datasets import HELD_OUT_IMAGES, mnist
from digitpad.paths import bundled
from digitpad.recognizer import SHIPPED
from digitpad.records import Box, Digit, Glyph, Sample, Stroke
from tests.support.data import DATA, needs_data
from tests.support.drawings import DIGITS
from tests.support.samples import number_strokes


@pytest.fixture(scope="module")
def plain() -> Recognizer:
    return Recognizer.load(device="cpu")


@pytest.fixture
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")


def drawn(label: int, shaken: float = 0.0, seed: int = 0, lean: float = 0.0) -> list[Stroke]:
    """A digit of the drawings, its points moved at random, px."""
    random = np.random.default_rng(seed)
    lines = [np.array(line, np.float32) for line in DIGITS[label]]
    moved = [line + random.normal(0, shaken, line.shape) if shaken else line for line in lines]
    return [Stroke.of(np.stack([line[:, 0] - lean * line[:, 1], line[:, 1]], axis=1)) for line in moved]


def only(recognizer: Recognizer, strokes: list[Stroke]) -> Digit:
    (digit,) = recognizer.read_strokes(strokes).digits
    return digit


def said(glyph: Glyph, label: int | None, id: int | None = 1) -> Sample:
    return Sample(glyph, label, "pad", id=id)


@pytest.mark.parametrize(("drawing", "label"), [(7, 1), (4, 9), (1, 7), (0, 6)])
def test_what_was_corrected_is_read_so_from_the_next_reading_on(recognizer, drawing, label):
    before = only(recognizer, drawn(drawing))
    assert (before.label, before.decided_by, before.reminded_by) == (drawing, "network", None)
    recognizer.remember([said(before.glyph, label, id=41)])
    after = only(recognizer, drawn(drawing))
    assert (after.label, after.decided_by, after.reminded_by) == (label, "memory", 41)
    assert after.sure


def test_other_digits_are_left_alone(recognizer, plain):
    recognizer.remember([said(only(plain, drawn(7)).glyph, 1)])
    for label in set(DIGITS) - {7}:
        assert only(recognizer, drawn(label)).label == label
        assert only(recognizer, drawn(label)).decided_by == "network"
    assert recognizer.read_strokes([Stroke.of(line) for line in number_strokes("2053")]).text == "2053"


def test_what_is_called_no_digit_is_refused(recognizer):
    recognizer.remember([said(only(recognizer, drawn(3)).glyph, None)])
    assert only(recognizer, drawn(3)).refused


def test_a_correction_that_is_taken_back_counts_no_more(recognizer):
    before = only(recognizer, drawn(7))
    recognizer.remember([said(before.glyph, 1)])
    recognizer.remember([])
    after = only(recognizer, drawn(7))
    assert (after.label, after.confidence, after.decided_by) == (7, before.confidence, "network")


def test_forgetting_reads_with_the_network_alone(recognizer):
    seven = only(recognizer, drawn(7))
    recognizer.remember([said(seven.glyph, 1)])
    recognizer.accept([only(recognizer, drawn(3))])
    recognizer.forget()
    assert only(recognizer, drawn(7)).confidence == seven.confidence
    assert recognizer.accepted == ()


def test_only_what_the_network_alone_is_sure_of_is_accepted(recognizer):
    sure = only(recognizer, drawn(7))
    unsure = replace(sure, label=1, confidence=0.99)  # by the memory's word, not the network's
    recognizer.accept([unsure, sure])
    assert recognizer.accepted == (sure,)


def test_what_was_accepted_can_be_listed_and_forgotten(recognizer):
    first, second, third = (only(recognizer, drawn(7, shaken=0.5, seed=seed)) for seed in range(3))
    recognizer.accept([first, second, third])
    assert recognizer.accepted == (first, second, third)
    recognizer.forget_accepted([second])
    assert recognizer.accepted == (first, third)
    recognizer.forget_accepted()
    assert recognizer.accepted == ()
    assert only(recognizer, drawn(7)).confidence == only(Recognizer.load(), drawn(7)).confidence


def borderline(recognizer: Recognizer, label: int, other: int) -> tuple[np.ndarray, np.ndarray]:
    """Glyphs from one digit to another, (201, 28, 28), and what the network alone believes of them, (201, 11)."""
    first, last = (only(recognizer, drawn(digit)).glyph.astype(np.float32) for digit in (label, other))
    blends = np.stack([(first + share * (last - first)).astype(np.uint8) for share in np.linspace(0, 1, 201)])
    return blends, recognizer.predict(blends)[2]


def as_read(recognizer: Recognizer, glyph: Glyph) -> Digit:
    labels, probabilities, confidences = recognizer.predict(glyph[None])
    return Digit(int(labels[0]), float(confidences[0]), probabilities[0], Box(0, 0, 1, 1), glyph)


def test_one_accepted_digit_does_not_count_and_two_alike_do(recognizer, plain):
    """Seen on a glyph that the network alone is in doubt of."""
    blends, confidences = borderline(plain, 7, 1)
    labels = plain.classify(blends)[0]
    doubtful = int(np.flatnonzero((labels == 7) & (confidences < 0.6))[0])
    sure = int(np.flatnonzero((labels == 7) & (confidences >= 0.95))[-1])
    recognizer.accept([as_read(plain, blends[sure])])
    assert recognizer.predict(blends[doubtful][None])[2] == pytest.approx(confidences[doubtful])
    recognizer.accept([as_read(plain, blends[sure - 1])])
    assert recognizer.predict(blends[doubtful][None])[2] > confidences[doubtful] + 0.1


@pytest.mark.parametrize("label", sorted(DIGITS))
def test_a_doubtful_drawing_that_was_cleared_does_not_teach_the_clear_ones(recognizer, plain, label):
    """Draw, doubtful, clear; ten times over, towards each other digit; then draw clearly."""
    for other in set(DIGITS) - {label}:
        blends, confidences = borderline(plain, label, other)
        misread = np.flatnonzero(plain.classify(blends)[0] != label)
        doubtful = misread[np.argsort(np.abs(confidences[misread] - 0.9))[:10]]
        recognizer.accept([as_read(recognizer, blends[i]) for i in doubtful])
    for seed in range(10):
        clear = drawn(label, shaken=0.0 if not seed else 1.0, seed=seed)
        expected, found = only(plain, clear), only(recognizer, clear)
        assert expected.sure and expected.label == label
        assert (found.label, found.decided_by) == (label, "network")
        assert found.confidence >= expected.confidence - 1e-4


def test_accepted_digits_never_outvote_a_network_that_is_sure(recognizer, plain):
    """Even where many that look alike were accepted under the wrong label, as by a reading that nobody minded."""
    blends, confidences = borderline(plain, 7, 1)
    labels = plain.classify(blends)[0]
    ones = np.flatnonzero((labels == 1) & (confidences >= 0.95))[:20]
    recognizer.accept([as_read(plain, blends[i]) for i in ones])
    assert len(recognizer.accepted) == 20
    sure = blends[(labels == 7) & (confidences >= 0.8)]
    assert len(sure) > 10
    assert (recognizer.classify(sure)[0] == 7).all()


def test_a_correction_outvotes_what_was_accepted_before(recognizer):
    """He left ten 7s as they were, then says that they are 1s."""
    recognizer.accept([only(recognizer, drawn(7, shaken=0.5, seed=seed)) for seed in range(10)])
    recognizer.remember([said(only(recognizer, drawn(7)).glyph, 1)])
    assert only(recognizer, drawn(7)).label == 1


def test_one_wrong_correction_among_right_ones_spoils_only_its_like(recognizer, plain):
    """One of the 4s is called 9 by a slip; confirmed 4s of the same hand keep the others."""
    fours = [only(plain, drawn(4, shaken=1.5, seed=seed)).glyph for seed in range(12)]
    label_error = said(fours[0], 9, id=1)
    recognizer.remember([label_error, *(said(glyph, 4, id=number) for number, glyph in enumerate(fours[1:6], 2))])
    labels, _ = recognizer.classify(np.stack(fours[6:]))
    assert (labels == 4).sum() >= 5


def test_the_newest_word_on_a_glyph_counts(recognizer):
    glyph = only(recognizer, drawn(7)).glyph
    for label in (1, 7, 2):
        recognizer.remember([said(glyph, label)])
        assert only(recognizer, drawn(7)).label == label


def test_other_weights_remember_the_same(recognizer, tmp_path):
    from digitpad.inference.weights import load_weights
    from digitpad.learning.registry.versions import Versions, shipped_weights

    recognizer.remember([said(only(recognizer, drawn(7)).glyph, 1)])
    kept = Versions(tmp_path).add(load_weights(shipped_weights()), {}, "The same again")
    recognizer.use(kept.path)
    assert recognizer.model == "The same again"
    assert only(recognizer, drawn(7)).label == 1


def test_ten_thousand_samples_are_remembered_and_the_misread_ones_stay(recognizer, plain):
    """The first correction is not crowded out by what came after it."""
    corrected = said(only(plain, drawn(7)).glyph, 1, id=7)
    random = np.random.default_rng(1)
    glyph = only(plain, drawn(0)).glyph
    many = []
    for number in range(10_000):
        other = glyph.copy()
        other[0, :3] = random.integers(0, 2, 3)
        other[1, 0], other[1, 1] = number % 256, number // 256
        many.append(said(other, 0, id=100 + number))
    recognizer.remember([corrected, *many])
    assert only(recognizer, drawn(7)).reminded_by == 7


@needs_data
def test_mnist_stays_as_good_with_many_corrections_of_pen_digits_in_memory(recognizer, plain):
    """200 digits of unseen writers, those misread and those that the network is least sure of."""
    from digitpad.learning.data.labelled import strokes
    from digitpad.recognition.strokes import stroke_glyph
    from tests.support.data import PENDIGITS

    pen = strokes([PENDIGITS], lambda lines: stroke_glyph([Stroke(points) for points in lines]), held_out=True)
    doubt = plain.predict(pen.glyphs)[2]
    chosen = np.argsort(doubt)[:200]
    recognizer.remember([said(pen.glyphs[i], int(pen.labels[i]), id=int(i)) for i in chosen])
    images, labels = (part[-HELD_OUT_IMAGES:] for part in mnist(DATA, train=True))
    before, after = ((one.classify(images)[0] == labels).mean() for one in (plain, recognizer))
    assert after >= before - 0.0005


def test_a_contradiction_stays_narrow_after_the_network_gave_way():
    """A retrained network hardly minds what it was sure against before: its word then counts, not only that of now."""
    random = np.random.default_rng(1)
    keys = random.normal(size=(1, KEYS)).astype(np.float32)
    keys /= np.linalg.norm(keys)
    near = keys + 0.02 * random.normal(size=(1, KEYS)).astype(np.float32)
    near /= np.linalg.norm(near)
    logits = np.zeros((1, 11), np.float32)
    logits[0, 1] = 1.0  # now hardly more of a 1 than of a 4
    votes = {
        against: Memory.of_keys(keys, logits, [4], [7], against=np.float32([against])).votes(near)[0][0, 4]
        for against in (0.0, 6.0)
    }
    assert votes[0.0] > 1 > 0.01 > votes[6.0]


def test_what_was_believed_when_it_was_corrected_counts_on(recognizer, plain):
    """Two samples of a glyph between a 1 and a 7 differ in what was read then: one contradicted a sure reading."""
    one, seven = (only(plain, drawn(label)).glyph.astype(np.float32) for label in (1, 7))
    blends = np.stack([(seven + share * (one - seven)).astype(np.uint8) for share in np.linspace(0, 1, 201)])
    last = int(np.flatnonzero(plain.classify(blends)[0] == 7).max())  # hardly more of a 7 than of a 1
    assert 10 < last < 200
    sure, unsure = np.full(10, 0.001, np.float32), np.full(10, 0.1, np.float32)
    sure[7] = 0.991
    reach = []
    for then in (sure, unsure):
        recognizer.remember([Sample(blends[last], 1, "pad", 7, float(then[7]), then, id=1)])
        assert recognizer.classify(blends[last][None])[0][0] == 1
        reach.append(int((recognizer.classify(blends[:last])[0] == 1).sum()))
    assert 0 < 2 * reach[0] < reach[1]


def test_glyphs_that_are_told_of_no_more_are_let_go_and_the_others_count_as_before():
    network = Network.load(bundled("models", SHIPPED), "cpu")
    random = np.random.default_rng(0)
    glyphs = random.integers(0, 256, (3 * MEMORY.most_stale, 28, 28)).astype(np.uint8)
    told = [LabelledGlyph(glyph, number % 10, number) for number, glyph in enumerate(glyphs)]
    builder = MemoryBuilder(network)
    for start in range(0, len(told), 100):
        last = told[start : start + 100]
        memory = builder.memory(last)
        assert len(builder) <= len(last) + MEMORY.most_stale
    alone = MemoryBuilder(network).memory(last)
    assert np.array_equal(memory.ids, alone.ids)
    assert np.allclose(memory.keys, alone.keys, atol=1e-5) and np.allclose(memory.strengths, alone.strengths, atol=1e-3)
