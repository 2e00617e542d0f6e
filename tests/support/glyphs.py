"""Glyphs that no hand would write."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

HOSTILE = 10_000


def hostile_glyphs(count: int = HOSTILE, seed: int = 7) -> NDArray[np.uint8]:
    """Return glyphs (count, 28, 28): dense and sparse noise, single pixels, grids, all black, all white."""
    random = np.random.default_rng(seed)
    quarter = count // 4
    noise = random.integers(0, 256, (quarter, 28, 28), np.uint8)
    sparse = ((random.random((quarter, 28, 28)) < 0.05) * random.integers(0, 256, (quarter, 28, 28))).astype(np.uint8)
    pixels = np.zeros((quarter, 28, 28), np.uint8)
    rows, columns = random.integers(0, 28, (2, quarter))
    pixels[np.arange(quarter), rows, columns] = random.integers(1, 256, quarter)
    rest = np.zeros((count - 3 * quarter, 28, 28), np.uint8)
    for number, glyph in enumerate(rest):
        glyph[:: 1 + number % 5, :: 1 + number % 3] = number % 256
    rest[0], rest[1] = 0, 255
    return np.concatenate([noise, sparse, pixels, rest])
