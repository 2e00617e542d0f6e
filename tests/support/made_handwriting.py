"""A small bank of handwriting made from nothing, for tests of the ink network that need no data."""

from __future__ import annotations

import numpy as np

from digitpad.learning.data.datasets import HELD_OUT_IMAGES, PenDigit
from digitpad.learning.data.synthetic_digits import Strokes, synthetic_digits
from digitpad.learning.ink.batches import BatchMaker
from digitpad.learning.ink.handwriting import HandwritingBank, bank_of
from digitpad.learning.ink.scene import Preparation
from digitpad.vision.picture.local_contrast import continue_paper, normalize_contrast

PREPARATION = Preparation(normalize_contrast, continue_paper)
TRAINED, HELD_OUT = "writer 0", "writer 7"  # by the checksum of their names


def made_digits(count: int) -> list[Strokes]:
    return synthetic_digits(count, np.random.default_rng(2))[0]


def made_bank(held_out: bool = False) -> HandwritingBank:
    """Return a bank of 60 digits by a writer and a ring as the only image."""
    y, x = np.mgrid[0:28, 0:28]
    ring = (np.abs(np.hypot(x - 14, y - 14) - 8) < 2).astype(np.uint8) * 255
    images = np.repeat(ring[None], HELD_OUT_IMAGES + 1, axis=0)
    digits = [PenDigit("1", HELD_OUT if held_out else TRAINED, strokes) for strokes in made_digits(60)]
    return bank_of(images, digits, digits[:5], held_out=held_out)


def made_maker(size: int = 2, held_out: bool = False) -> BatchMaker:
    return BatchMaker(made_bank(held_out), PREPARATION, 1, size)
