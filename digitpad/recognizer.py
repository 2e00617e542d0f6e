"""Strokes or a picture in, a Reading out: the only place where vision meets the network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from digitpad.records import Floats, Glyph, Labels, Reading, Rgb, Stroke

if TYPE_CHECKING:
    from PIL import Image


class Recognizer:
    """Reads handwritten digits. Safe to use from one thread at a time."""

    device: str  # "cpu", "cuda", "mps"
    device_name: str  # in words: "CPU", "NVIDIA H200"
    model: str  # in words: "DigitPad model 1"

    @classmethod
    def load(cls, weights: Path | str | None = None, device: str = "auto") -> Recognizer:
        raise NotImplementedError

    def read_image(self, image: Rgb | Image.Image) -> Reading:
        raise NotImplementedError

    def read_strokes(self, strokes: Iterable[Stroke | Sequence[Sequence[float]]]) -> Reading:
        raise NotImplementedError

    def classify(self, batch: np.ndarray) -> tuple[Labels, Floats]:
        raise NotImplementedError
