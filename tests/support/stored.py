"""Samples to keep: glyphs from a seed, each with strokes and a crop."""

import numpy as np

from digitpad.records import Sample, Stroke

PAD = Stroke(np.array([[1.5, 2.25], [30, 40], [31, 60.75]], np.float32), np.array([0, 0.01, 0.25], np.float32), 12.0)
CROP = np.random.default_rng(0).integers(0, 256, (30, 20, 3), np.uint8)


def glyph(seed: int) -> np.ndarray:
    """A blot of its own for each seed, white on black."""
    made = np.zeros((28, 28), np.uint8)
    made[6:22, 6:22] = np.random.default_rng(seed).integers(0, 256, (16, 16), np.uint8)
    return made


def sample(seed: int, label: int | None = 3, **known: object) -> Sample:
    """One that was read as a 7, and surer the greater the seed."""
    probabilities = np.full(10, 0.02, np.float32)
    probabilities[7] = 0.82
    held: dict[str, object] = {
        "predicted": 7,
        "confidence": min(seed / 1000, 1.0),
        "probabilities": probabilities,
        "strokes": (PAD,),
        "crop": CROP,
        "model": "LeNet-5",
        "source": "pad",
    }
    return Sample(glyph=glyph(seed), label=label, **(held | known))  # type: ignore[arg-type]
