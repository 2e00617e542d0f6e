"""The live network: loaded from a file, classifying batches of glyphs by its engine. Replaced whole, never edited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad.inference.engine import Engine, SplitEngine, open_engine
from digitpad.inference.explanation import explain
from digitpad.inference.gpu import find_device
from digitpad.inference.lenet import CLASSES
from digitpad.inference.lenet_layers import LenetLayers
from digitpad.inference.memory import Memory, keys_of
from digitpad.inference.onnx_graph import FEATURES_OUT, LOGITS, lenet_model
from digitpad.inference.weights import Card, load_card, load_weights
from digitpad.records import SURE, Explanation, Floats, Glyph

BATCH = 1024  # glyphs compared with the memory at once
UNCHANGED = -2  # memory did not change the likeliest class
OUTPUTS = (LOGITS, FEATURES_OUT)


@dataclass(frozen=True, eq=False)
class Prediction:
    """The likeliest classes of N glyphs by the network and its memory."""

    probabilities: Floats  # (N, 11) the ten digits, then "not a digit"
    reminded_by: NDArray[np.int64]  # (N,) id of the sample that changed the likeliest class, -1: it has none; UNCHANGED


@dataclass(frozen=True, eq=False)
class Network:
    """LeNet-5 on a device, with a memory of samples that may be empty."""

    model: bytes  # ONNX, to be run by another engine
    engine: Engine
    card: Card
    memory: Memory
    source: Path | None = None  # the file that it was loaded from

    @classmethod
    def load(cls, path: Path, device: str = "auto") -> Network:
        """Load weights; "auto" is the CPU, which needs no torch: `on` moves it.

        Raises DigitPadError where the file is not LeNet-5's weights or the device is not there.
        """
        place = "cpu" if device == "auto" else find_device(device)
        model = lenet_model(load_weights(path))
        return cls(model, open_engine(model, OUTPUTS, place), load_card(path), Memory.empty(), path)

    def engine_on(self, device: str) -> Engine:
        """Open another engine for this network, on cuda or mps. Raises DigitPadError where it cannot be used."""
        return open_engine(self.model, OUTPUTS, device)

    def with_card(self, card: Engine) -> Network:
        """Return the same network whose large batches are run by a graphics card's engine."""
        return replace(self, engine=SplitEngine(self.engine, card))

    def with_memory(self, memory: Memory) -> Network:
        """Return the same network with another memory."""
        return replace(self, memory=memory)

    def classify(self, glyphs: np.ndarray) -> Floats:
        """Return probabilities (N, 11) of glyphs (N, 28, 28) uint8: the ten digits, then "not a digit"."""
        return self.predict(glyphs).probabilities

    def predict(self, glyphs: np.ndarray) -> Prediction:
        """Predict glyphs (N, 28, 28) uint8."""
        if not len(glyphs):
            return Prediction(np.zeros((0, CLASSES), np.float32), np.zeros(0, np.int64))
        logits, features = self.engine.predict(glyphs)
        if not len(self.memory):
            return Prediction(softmax(logits), np.full(len(glyphs), UNCHANGED, np.int64))
        first = range(0, len(glyphs), BATCH)
        parts = [
            self._remind(logits[at : at + BATCH], features[at : at + BATCH], glyphs[at : at + BATCH]) for at in first
        ]
        final, reminded_by = (np.concatenate(each) for each in zip(*parts, strict=True))
        return Prediction(softmax(final), reminded_by)

    def embed(self, glyphs: np.ndarray) -> tuple[Floats, Floats]:
        """Return the memory keys (N, 133) and the logits (N, 11) of glyphs (N, 28, 28) uint8."""
        logits, features = self.engine.predict(glyphs)
        return keys_of(features, glyphs), logits

    def explain(self, glyph: Glyph, wish: int | None = None) -> Explanation:
        """Explain how the network without its memory reads a glyph (28, 28); `wish` as in `explanation.explain`."""
        return explain(self._layers, glyph, wish)

    @cached_property
    def _layers(self) -> LenetLayers:
        return LenetLayers.of_model(self.model)

    def _remind(self, logits: Floats, features: Floats, glyphs: np.ndarray) -> tuple[Floats, NDArray[np.int64]]:
        """Return the logits (N, 11) with the memory's votes, and `reminded_by` (N,) as in Prediction."""
        sure = softmax(logits).max(axis=1) >= SURE
        votes, places = self.memory.votes(keys_of(features, glyphs), sure)
        final = logits + votes
        first, last = logits.argmax(axis=1), final.argmax(axis=1)
        place = places[np.arange(len(last)), last]
        changed = (first != last) & (place >= 0)
        return final, np.where(changed, self.memory.ids[np.maximum(place, 0)], UNCHANGED)


def softmax(logits: Floats) -> Floats:
    """Return probabilities (N, K) of logits (N, K)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
