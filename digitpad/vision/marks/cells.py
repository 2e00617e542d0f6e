"""Ink as a grid of cells, a sixteenth of a digit's height wide, and the network that tells each cell's kind of sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.formats.fitted_models import load_fitted, numbers
from digitpad.languages import _
from digitpad.paths import bundled
from digitpad.vision.marks.model import KINDS
from digitpad.vision.marks.parameters import CELLS, CellParams

Ink = NDArray[np.uint8]
Floats = NDArray[np.float32]
SHIPPED_CELLS = "mark_cells.json"
DILATIONS = (1, 1, 2, 4, 8, 1)  # of the layers: a cell sees one digit's height on each side
ADDING_FROM = 2  # the first layer, by number, that adds


@dataclass(frozen=True, eq=False)
class CellModel:
    """Convolutions of 3x3 over a grid of ink; from ADDING_FROM on, each adds to what comes in (residual)."""

    kernels: tuple[Floats, ...]  # (3, 3, in, out) each
    biases: tuple[Floats, ...]  # (out,)
    last: Floats  # (in, kinds)
    last_bias: Floats  # (kinds,)

    @staticmethod
    def load(path: Path) -> CellModel:
        """Load fitted weights. Raises DigitPadError where the file is missing or damaged."""
        return load_fitted(path, CellModel.of, _("{path} is not a model of marks; install DigitPad again."))

    @staticmethod
    def of(values: Any) -> CellModel:
        """Raise one of DAMAGE where the values are of another shape, or not finite."""
        kernels, biases = zip(*_layers_of(values["layers"]), strict=True)
        last, last_bias = values["last"]
        outward = numbers(last, (kernels[-1].shape[3], len(KINDS)), np.float32)
        return CellModel(kernels, biases, outward, numbers(last_bias, (len(KINDS),), np.float32))

    def predict(self, grid: Floats) -> Floats:
        """Return (H, W, kinds) probabilities of a grid (H, W) of ink 0..1."""
        layer = grid[..., None]
        for place, (kernel, bias, apart) in enumerate(zip(self.kernels, self.biases, DILATIONS, strict=True)):
            more = np.maximum(_convolved(layer, kernel, apart) + bias, 0)
            layer = more + layer if place >= ADDING_FROM else more
        scores = layer @ self.last + self.last_bias
        likely = np.exp(scores - scores.max(axis=2, keepdims=True))
        return np.asarray(likely / likely.sum(axis=2, keepdims=True), np.float32)


def _layers_of(values: Any) -> Iterator[tuple[Floats, Floats]]:
    """Yield kernel and bias of each layer, which takes as many channels as the one before it gives."""
    channels = 1
    for place, (_apart, (kernel, bias)) in enumerate(zip(DILATIONS, values, strict=True)):
        checked = numbers(kernel, (3, 3, channels, channels if place >= ADDING_FROM else None), np.float32)
        channels = checked.shape[3]
        yield checked, numbers(bias, (channels,), np.float32)


def kinds_of_ink(ink: Ink, typical: float, model: CellModel | None = None, params: CellParams = CELLS) -> Floats | None:
    """Return the probabilities (h, w, kinds) that each px of a page of ink (h, w) belongs to a sign of each kind.

    `typical`: px, the height of its digits. None where the page is too large.
    """
    if ink.size * (params.fine / typical) ** 2 > params.most:
        return None
    grid = ink_grid(ink, typical, params)
    likely = (model or shipped_cells()).predict(grid)
    return _of_px(likely, np.asarray(np.where(grid >= params.least_ink, grid, 0), np.float32), ink.shape)


def ink_grid(ink: Ink, typical: float, params: CellParams = CELLS) -> Floats:
    """Return ink (h, w) as cells (H, W), 0..1, of which a digit `typical` px high has `fine`."""
    factor = params.fine / typical
    height, width = (max(1, round(side * factor)) for side in ink.shape)
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(ink, (width, height), interpolation=way) / 255, np.float32)


@cache
def shipped_cells() -> CellModel:
    """Return the network that came with the program. Raises DigitPadError where its file is missing or damaged."""
    return CellModel.load(bundled("models", SHIPPED_CELLS))


def _of_px(likely: Floats, weights: Floats, shape: tuple[int, ...]) -> Floats:
    """Return (h, w, kinds) of px, by the mean of the cells with ink around each; without any, of a PART."""
    weighted = np.dstack([likely * weights[..., None], weights])
    layers = [cv2.blur(weighted[..., layer], (3, 3)) for layer in range(weighted.shape[2])]
    layers[0] = np.where(layers[-1] > 1e-4, layers[0], np.maximum(layers[-1], 1e-6))
    shares = [layer / np.maximum(layers[-1], 1e-6) for layer in layers[:-1]]
    return np.asarray(np.dstack([cv2.resize(share, shape[1::-1]) for share in shares]), np.float32)


def _convolved(grid: Floats, kernel: Floats, apart: int) -> Floats:
    """Return (H, W, out) of (H, W, in), convolved with a kernel (3, 3, in, out) whose cells lie `apart` cells apart."""
    height, width = grid.shape[:2]
    padded = np.pad(grid, ((apart, apart), (apart, apart), (0, 0)))
    total = np.zeros((height, width, kernel.shape[3]), np.float32)
    for row, column in np.ndindex(3, 3):
        top, left = row * apart, column * apart
        total += padded[top : top + height, left : left + width] @ kernel[row, column]
    return total
