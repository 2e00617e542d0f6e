"""The reasons of a reading by LeNet-5: the activations of its layers, and the evidence of each pixel."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitpad.inference.lenet import CLASSES, NOT_A_DIGIT
from digitpad.inference.lenet_layers import Activations, LenetLayers
from digitpad.records import SIDE, Explanation, Floats, Glyph, locked

Array = NDArray[Any]
STEPS = 16  # of the path from empty paper to a glyph; the evidence then sums up within a tenth
ADDED = 0.5  # of the ink that the empty paper lacks, at the end of the path on which missing ink is sought
SPREAD = 1.0  # px, over which the evidence of neighbours is shared, for a pen never inks a pixel alone


def explain(layers: LenetLayers, glyph: Glyph, wish: int | None = None) -> Explanation:
    """Explain a glyph (28, 28); `wish`: the digit 0..9 that it might have been, None: the likeliest other one.

    `why` and `wished` are integrated gradients from empty paper (Sundararajan, Taly, Yan 2017, Axiomatic Attribution
    for Deep Networks): their sums are what the ink as a whole says. `missing` is the mean gradient on the way to more
    ink, as far as it speaks for the wish.
    """
    ink = glyph.astype(np.float32) / 255
    its = layers.forward(ink[None])
    probabilities = _softmax(its.logits)[0]
    label = int(probabilities.argmax())
    other = int(np.where(np.arange(CLASSES) == label, -1, probabilities)[:NOT_A_DIGIT].argmax())
    wish = other if wish is None else wish
    odds = _one(wish) - _one(other if wish == label else label)
    path = layers.forward(_steps()[:, None, None] * ink)
    above_others = (_one(label) * CLASSES - 1) / (CLASSES - 1)  # its logit less the mean of the others
    why, wished = (_shared(_mean_gradient(layers, path, up) * ink, ink) for up in (above_others, odds))
    arrays = (_missing(layers, ink, odds), its.c5[0], its.f6[0], probabilities, why, wished)
    missing, c5, f6, probabilities, why, wished = (locked(each) for each in arrays)
    return Explanation(glyph, _maps(layers, its), c5, f6, probabilities, label, why, wish, wished, missing)


def _maps(layers: LenetLayers, its: Activations) -> dict[str, Floats]:
    maps = {"C1": layers.squash(its.sums1), "S2": its.s2, "C3": layers.squash(its.sums3), "S4": its.s4}
    return {name: locked(each[0]) for name, each in maps.items()}


def _missing(layers: LenetLayers, ink: Array, odds: Array) -> Array:
    """Return the evidence (28, 28), >= 0, that more ink would add; `odds` (11,): weights of the logits."""
    path = layers.forward(ink + ADDED * _steps()[::2, None, None] * (1 - ink))
    gradient = _mean_gradient(layers, path, odds)
    missing: Array = np.maximum(_blur(gradient * (1 - ink)), 0) * (1 - ink)
    return missing


def _mean_gradient(layers: LenetLayers, path: Activations, upstream: Array) -> Array:
    """Return the mean (28, 28) over a path of the gradients of the logits weighted with `upstream` (11,)."""
    weights = np.broadcast_to(upstream, path.logits.shape)
    return _floats(layers.gradients(path, weights).mean(axis=0))


def _shared(evidence: Array, ink: Array) -> Array:
    """Spread the evidence (28, 28) of each pixel over the ink around it; its sum stays."""
    around = np.maximum(_blur(ink), np.float32(1e-6))
    return ink * _blur(evidence / around)


def _blur(pixels: Array) -> Array:
    return _floats(_BLUR @ pixels @ _BLUR)


def _steps() -> Array:
    """Return the middles (STEPS,) of equal parts of 0..1."""
    return _floats((np.arange(STEPS) + 0.5) / STEPS)


def _one(label: int) -> Array:
    return _floats(np.arange(CLASSES) == label)


def _softmax(logits: Array) -> Array:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return _floats(powers / powers.sum(axis=1, keepdims=True))


def _floats(values: Array) -> Floats:
    return np.asarray(values, np.float32)


def _gaussian() -> Array:
    """Return a symmetric matrix (28, 28) that blurs along one axis."""
    apart = np.subtract.outer(np.arange(SIDE), np.arange(SIDE)) / SPREAD
    weights = np.exp(-(apart**2) / 2) / (SPREAD * np.sqrt(2 * np.pi))
    return _floats(weights)


_BLUR = _gaussian()
