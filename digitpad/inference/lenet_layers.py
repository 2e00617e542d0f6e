"""LeNet-5 layer by layer in NumPy: every activation, and gradients down to the pixels, without torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from digitpad.inference.lenet import MNIST_MEAN, MNIST_STD
from digitpad.inference.onnx_reader import read_model
from digitpad.inference.weights import Arrays
from digitpad.records import Floats

Array = NDArray[Any]  # float32
BORDER, KERNEL = 2, 5  # px of paper around a glyph; side of C1's and C3's filters


@dataclass(frozen=True, eq=False)
class Activations:
    """The values of all layers for N glyphs; `sums1` and `sums3` are those of C1 and C3 before their squashing."""

    sums1: Floats  # (N, 6, 28, 28) C1
    s2: Floats  # (N, 6, 14, 14)
    sums3: Floats  # (N, 16, 10, 10) C3
    s4: Floats  # (N, 16, 5, 5)
    c5: Floats  # (N, 120)
    f6: Floats  # (N, 84)
    logits: Floats  # (N, 11)


class LenetLayers:
    """LeNet-5. Modern: ReLU and max pooling, batch norm folded in; classic: tanh and average pooling."""

    def __init__(self, arrays: Arrays, *, modern: bool) -> None:
        """`arrays`: weight and bias of each layer, as `Weights.folded` gives them."""
        self._arrays, self._modern = arrays, modern

    @classmethod
    def of_model(cls, model: bytes) -> LenetLayers:
        """Take the layers out of an ONNX model that `lenet_model` wrote."""
        parts = read_model(model)
        return cls(parts.constants, modern=any(node.operator == "Relu" for node in parts.nodes))

    def forward(self, glyphs: Array) -> Activations:
        """Return the activations of glyphs (N, 28, 28), 0 paper .. 1 ink."""
        around = ((0, 0), (0, 0), (BORDER, BORDER), (BORDER, BORDER))
        x = (np.pad(glyphs[:, None], around) - MNIST_MEAN) / MNIST_STD  # (N, 1, 32, 32)
        sums1 = self._convolve("c1", x.astype(np.float32))
        s2 = self._subsample(sums1)
        sums3 = self._convolve("c3", s2)
        s4 = self._subsample(sums3)
        c5 = self.squash(self._dense("c5", s4))
        f6 = self.squash(self._dense("f6", c5))
        return Activations(sums1, s2, sums3, s4, c5, f6, self._dense("output", f6))

    def gradients(self, activations: Activations, upstream: Array) -> Array:
        """Return the gradients (N, 28, 28) by the glyphs' pixels of the logits weighted with `upstream` (N, 11)."""
        its = activations
        down = upstream @ self._matrix("output")
        down = self._unsquash(its.f6, down) @ self._matrix("f6")
        down = self._unsquash(its.c5, down) @ self._matrix("c5")
        down = self._correlate("c3", self._spread(its.sums3, its.s4, down.reshape(its.s4.shape)))
        down = self._correlate("c1", self._spread(its.sums1, its.s2, down))
        return down[:, 0, BORDER:-BORDER, BORDER:-BORDER] / np.float32(MNIST_STD)

    def squash(self, sums: Array) -> Array:
        """Apply ReLU, or tanh where it is classic."""
        return np.maximum(sums, 0) if self._modern else np.tanh(sums)

    def _matrix(self, layer: str) -> Array:
        weight = self._arrays[f"{layer}.weight"]
        return weight.reshape(len(weight), -1)

    def _dense(self, layer: str, x: Array) -> Array:
        sums: Array = x.reshape(len(x), -1) @ self._matrix(layer).T + self._arrays[f"{layer}.bias"]
        return sums

    def _convolve(self, layer: str, x: Array) -> Array:
        """Convolve without padding: (N, C, H, W) -> (N, M, H - 4, W - 4)."""
        count, _, height, width = x.shape
        high, wide = height - KERNEL + 1, width - KERNEL + 1
        windows = sliding_window_view(x, (KERNEL, KERNEL), axis=(2, 3)).transpose(0, 1, 4, 5, 2, 3)
        sums = self._matrix(layer) @ windows.reshape(count, -1, high * wide)
        whole: Array = sums.reshape(count, -1, high, wide) + self._arrays[f"{layer}.bias"][:, None, None]
        return whole

    def _correlate(self, layer: str, down: Array) -> Array:
        """Return the gradients by a convolution's input: (N, M, H, W) -> (N, C, H + 4, W + 4)."""
        count, maps, height, width = down.shape
        spread = self._matrix(layer).T @ down.reshape(count, maps, height * width)
        parts = spread.reshape(count, -1, KERNEL, KERNEL, height, width)
        whole = np.zeros((count, parts.shape[1], height + KERNEL - 1, width + KERNEL - 1), np.float32)
        for y, x in np.ndindex(KERNEL, KERNEL):
            whole[:, :, y : y + height, x : x + width] += parts[:, :, y, x]
        return whole

    def _subsample(self, sums: Array) -> Array:
        """Squash and pool: (N, M, H, W) -> (N, M, H / 2, W / 2)."""
        if self._modern:
            largest: Array = np.maximum(_quarters(sums).max(axis=-1), 0)
            return largest
        means: Array = _quarters(np.tanh(sums)).mean(axis=-1)
        return means

    def _spread(self, sums: Array, subsampled: Array, down: Array) -> Array:
        """Return the gradients by `sums` (N, M, H, W), from those by what `_subsample` made of them."""
        if self._modern:
            first = _quarters(sums).argmax(axis=-1)[..., None] == np.arange(4)
            return _whole(np.where(first, (down * (subsampled > 0))[..., None], 0))
        spread: Array = _whole(np.repeat(down[..., None] / 4, 4, axis=-1)) * (1 - np.tanh(sums) ** 2)
        return spread

    def _unsquash(self, squashed: Array, down: Array) -> Array:
        gradients: Array = down * ((squashed > 0) if self._modern else 1 - squashed**2)
        return gradients


def _quarters(x: Array) -> Array:
    """Return the four values of each square of 2 x 2, row by row: (N, M, H, W) -> (N, M, H / 2, W / 2, 4)."""
    count, maps, height, width = x.shape
    squares = x.reshape(count, maps, height // 2, 2, width // 2, 2).transpose(0, 1, 2, 4, 3, 5)
    return squares.reshape(count, maps, height // 2, width // 2, 4)


def _whole(quarters: Array) -> Array:
    """Undo `_quarters`: (N, M, H / 2, W / 2, 4) -> (N, M, H, W)."""
    count, maps, high, wide, _ = quarters.shape
    squares = quarters.reshape(count, maps, high, wide, 2, 2).transpose(0, 1, 2, 4, 3, 5)
    return squares.reshape(count, maps, high * 2, wide * 2)
