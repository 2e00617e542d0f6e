"""Digits marked *not sure* and ink written "?", by level of confidence: python -m tests.bench.confidence_levels

Glyphs of held-out writers' digits and letters, and MNIST's held-out images, by `predict`. For each level from which a
digit is sure: the share of the right digits that are marked, and of the wrong ones. For each level below which ink is
no digit: the shares of right digits, wrong ones, and letters that are written "?".
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from digitpad import Recognizer
from digitpad.learning.data.datasets import HELD_OUT_IMAGES, is_held_out, mnist, pen_digits
from digitpad.paths import data_folder
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Stroke

STROKES = ("pendigits-train", "unipen-dev", "unipen-letters-dev")
SURE = (0.64, 0.7, 0.8, 0.9, 0.96)
REFUSED = (0.1, 0.2, 0.25, 0.3, 0.5)
HEIGHT = 120.0  # pad px


def main() -> None:
    recognizer = Recognizer.load(device="cpu")
    for name, glyphs, labels in sets():
        read, _, confidences = recognizer.predict(glyphs)
        right = read.astype(str) == labels
        print(f"{name}: {right.sum()} right, {(~right).sum()} wrong")
        for word, levels in (("not sure below", SURE), ("? below", REFUSED)):
            cells = [f"{level:g}: {_below(confidences, right, level)}" for level in levels]
            print(f"  {word} " + ", ".join(cells))


def sets() -> Iterator[tuple[str, NDArray[np.uint8], NDArray[np.str_]]]:
    """Yield name, glyphs (N, 28, 28) and what each is (N,)."""
    images, labels = mnist(data_folder(), train=True)
    yield "MNIST, held-out images", images[-HELD_OUT_IMAGES:], labels[-HELD_OUT_IMAGES:].astype(str)
    for name in STROKES:
        digits = [each for each in pen_digits(data_folder() / "strokes" / f"{name}.jsonl") if is_held_out(each.writer)]
        glyphs = np.stack([_glyph(each.strokes) for each in digits])
        yield f"{name}, held-out writers", glyphs, np.array([each.label for each in digits])


def _glyph(strokes: tuple[NDArray[np.float32], ...]) -> NDArray[np.uint8]:
    height = max(float(np.ptp(np.concatenate(strokes), axis=0).max()), 1.0)
    return stroke_glyph([Stroke.of(points * HEIGHT / height) for points in strokes])


def _below(confidences: NDArray[np.float32], right: NDArray[np.bool_], level: float) -> str:
    """Return the shares of right and of wrong ones, %, whose confidence is less."""
    low = confidences < level
    shares = [100 * float(low[some].mean()) if some.any() else 0.0 for some in (right, ~right)]
    return f"{shares[0]:.2f} of the right, {shares[1]:.0f} of the wrong"


if __name__ == "__main__":
    main()
