"""An explanation shows the network's own activations, and its evidence holds when the ink is changed."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from digitpad import Recognizer
from digitpad.errors import DigitPadError
from digitpad.inference.lenet import Variant
from digitpad.inference.lenet_layers import LenetLayers
from digitpad.inference.onnx_graph import lenet_model
from digitpad.learning.nets.lenet import LeNet5
from digitpad.learning.nets.storage import weights_of
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Explanation, Glyph, Stroke
from tests.support.drawings import DIGITS

ALIKE = 1e-4
MAPS = {"C1": (6, 28, 28), "S2": (6, 14, 14), "C3": (16, 10, 10), "S4": (16, 5, 5)}


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")


def glyph(digit: int) -> Glyph:
    return stroke_glyph([Stroke.of(stroke) for stroke in DIGITS[digit]])


def trained(variant: Variant) -> LeNet5:
    """A network whose norms have seen something."""
    torch.manual_seed(5)
    net = LeNet5(variant).train()
    with torch.no_grad():
        net(torch.rand(64, 28, 28))
    return net.eval()


@pytest.mark.parametrize("variant", ["modern", "classic"])
def test_activations_and_gradients_are_those_of_torch(variant: Variant) -> None:
    net = trained(variant)
    layers = LenetLayers.of_model(lenet_model(weights_of(net)))
    random = np.random.default_rng(2)
    glyphs, upstream = random.random((5, 28, 28), np.float32), random.normal(size=(5, 11)).astype(np.float32)
    pixels = torch.tensor(glyphs, requires_grad=True)
    logits = net(pixels)
    (logits * torch.tensor(upstream)).sum().backward()
    its = layers.forward(glyphs)
    assert pixels.grad is not None
    assert np.abs(its.logits - logits.detach().numpy()).max() < ALIKE
    assert np.abs(its.f6 - net.features(pixels).detach().numpy()).max() < ALIKE
    assert np.abs(layers.gradients(its, upstream) - pixels.grad.numpy()).max() < ALIKE


def test_the_maps_are_those_that_the_layers_are_made_of(recognizer: Recognizer) -> None:
    its = recognizer.explain(glyph(5))
    assert {name: maps.shape for name, maps in its.maps.items()} == MAPS
    for smaller, larger in (("S2", "C1"), ("S4", "C3")):
        maps = its.maps[larger]
        count, height, width = maps.shape
        largest = maps.reshape(count, height // 2, 2, width // 2, 2).max(axis=(2, 4))
        assert np.abs(largest - its.maps[smaller]).max() < ALIKE
    assert its.f6.shape == (84,) and its.c5.shape == (120,)


@pytest.mark.parametrize("digit", DIGITS)
def test_it_says_what_the_network_reads(recognizer: Recognizer, digit: int) -> None:
    its = recognizer.explain(glyph(digit))
    assert its.label == digit != its.wish
    assert its.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert int(np.argsort(its.probabilities[:10])[-2]) == its.wish
    assert float(its.probabilities.max()) == pytest.approx(recognizer.predict(glyph(digit)[None])[2][0], abs=1e-4)


def logits_of(recognizer: Recognizer, pixels: np.ndarray) -> np.ndarray:
    """(11,) up to a constant."""
    probabilities = recognizer.explain(pixels).probabilities
    return np.log(np.maximum(probabilities.astype(np.float64), 1e-30))


@pytest.mark.parametrize("digit", DIGITS)
def test_the_evidence_sums_up_to_the_difference_from_empty_paper(recognizer: Recognizer, digit: int) -> None:
    its = recognizer.explain(glyph(digit), (digit + 3) % 10)
    gained = logits_of(recognizer, glyph(digit)) - logits_of(recognizer, np.zeros((28, 28), np.uint8))
    why = gained[its.label] - np.delete(gained, its.label).mean()
    wished = gained[its.wish] - gained[its.label]
    assert its.why.sum() == pytest.approx(why, abs=1.5)
    assert its.wished.sum() == pytest.approx(wished, abs=1.5)


def odds(recognizer: Recognizer, pixels: np.ndarray, its: Explanation) -> float:
    logits = logits_of(recognizer, pixels)
    return float(logits[its.wish] - logits[its.label])


@pytest.mark.parametrize(("digit", "wish"), [(3, 8), (5, 6), (4, 9), (9, 4), (1, 7), (8, 3), (0, 6), (7, 9)])
def test_ink_where_it_is_missing_speaks_for_the_wish(recognizer: Recognizer, digit: int, wish: int) -> None:
    pixels = glyph(digit)
    its = recognizer.explain(pixels, wish)
    strongest = its.missing >= 0.5 * its.missing.max()
    inked = np.where(strongest, 255, pixels).astype(np.uint8)
    assert odds(recognizer, inked, its) > odds(recognizer, pixels, its)


@pytest.mark.parametrize("digit", DIGITS)
def test_without_the_ink_that_speaks_for_it_the_digit_is_less_likely(recognizer: Recognizer, digit: int) -> None:
    pixels = glyph(digit)
    its = recognizer.explain(pixels)
    strongest = its.why >= np.sort(its.why.ravel())[-20]
    erased = np.where(strongest, 0, pixels).astype(np.uint8)
    assert np.abs(its.why[pixels == 0]).max() == 0
    assert logits_of(recognizer, erased)[digit] < logits_of(recognizer, pixels)[digit]


def test_corrections_do_not_change_what_the_network_sees(recognizer: Recognizer) -> None:
    before = recognizer.explain(glyph(7))
    reading = recognizer.read_strokes(DIGITS[7])
    recognizer.accept(reading.digits)
    after = recognizer.explain(glyph(7))
    recognizer.forget()
    assert np.array_equal(before.probabilities, after.probabilities)


def test_a_wish_for_what_is_read_compares_with_the_next_likely(recognizer: Recognizer) -> None:
    its = recognizer.explain(glyph(3), 3)
    other = recognizer.explain(glyph(3)).wish
    assert np.allclose(its.wished, -recognizer.explain(glyph(3), other).wished, atol=1e-5)


def test_an_empty_glyph_has_no_evidence(recognizer: Recognizer) -> None:
    its = recognizer.explain(np.zeros((28, 28), np.uint8))
    assert not its.why.any() and not its.wished.any()


@pytest.mark.parametrize(
    ("pixels", "wish", "sentence"),
    [
        (np.zeros((20, 20), np.uint8), None, "A glyph is"),
        (np.zeros((28, 28), np.float32), None, "A glyph is"),
        (np.zeros((28, 28), np.uint8), 10, "not 10"),
    ],
)
def test_what_cannot_be_explained_is_refused(
    recognizer: Recognizer, pixels: np.ndarray, wish: int | None, sentence: str
) -> None:
    with pytest.raises(DigitPadError, match=sentence):
        recognizer.explain(pixels, wish)
