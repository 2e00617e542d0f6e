"""The network that tells marks from parts of digits, and its answers; `python -m tests.bench.marks --fit` makes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.paths import bundled
from digitpad.vision.marks.features import features_of, possible_marks, typical_height
from digitpad.vision.marks.shapes import LineShape, LineShapes

Floats = NDArray[np.float64]

PART, SIGN = "", "?"  # a part of a digit, or nothing; a sign that is none of the marks
KINDS = (PART, ".", ",", "-", "/", ":", SIGN)  # ":" is one of a colon's two dots
SHIPPED = "marks.json"
LEAST_SIGN = 0.1  # probability: a line that may be part of a sign
FLAT = 0.4  # of its width: so low a line is level
SIGN_ACROSS, SIGN_DOWN = 0.06, 0.4  # typical heights between the lines of one sign, from side to side, and down
MOST = 400  # lines that may be marks: of more none is looked at, for time


@dataclass(frozen=True, eq=False)
class MarkModel:
    """Two layers over standardised features."""

    mean: Floats  # (F,)
    spread: Floats  # (F,)
    first: Floats  # (F + 1, H), the last row is added
    second: Floats  # (H + 1, kinds)

    @staticmethod
    def load(path: Path) -> MarkModel:
        """Raises DigitPadError where the file is missing or is no such model."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            arrays = [np.array(values[name], np.float64) for name in ("mean", "spread", "first", "second")]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DigitPadError(f"{path} is not a model of marks; install DigitPad again.") from error
        return MarkModel(*arrays)

    def predict(self, features: Floats) -> Floats:
        """Return (N, kinds) probabilities of (N, F) features."""
        hidden = np.maximum(_with_one((features - self.mean) / self.spread) @ self.first, 0)
        scores = _with_one(hidden) @ self.second
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(likely / likely.sum(axis=1, keepdims=True), np.float64)


@cache
def shipped_model() -> MarkModel:
    return MarkModel.load(bundled("models", SHIPPED))


def kinds_of(lines: Sequence[LineShape], model: MarkModel | None = None) -> Floats:
    """Return (N, kinds): how likely each of the lines is a mark of each kind, where it stands."""
    likely = np.zeros((len(lines), len(KINDS)))
    likely[:, 0] = 1.0
    if len(lines) < 2:
        return likely
    shapes = LineShapes.of(lines)
    possible = possible_marks(shapes)
    found = [(place, features_of(shapes, int(place))) for place in possible if len(possible) <= MOST]
    known = [(place, features) for place, features in found if features is not None]
    if known:
        likely[[place for place, _ in known]] = (model or shipped_model()).predict(np.stack([f for _, f in known]))
    return _without_lone_bars(likely, shapes)


def _without_lone_bars(likely: Floats, shapes: LineShapes) -> Floats:
    """Return the same, where a level line that no other line of a sign is near is no sign."""
    sign = likely[:, KINDS.index(SIGN)]
    typical = typical_height(shapes)
    for place in np.flatnonzero((sign >= LEAST_SIGN) & (shapes.height < FLAT * shapes.width)):
        others = np.flatnonzero((sign >= LEAST_SIGN) & (np.arange(len(sign)) != place))
        across = np.maximum(shapes.left[others], shapes.left[place]) - np.minimum(
            shapes.right[others], shapes.right[place]
        )
        down = np.maximum(shapes.top[others], shapes.top[place]) - np.minimum(
            shapes.bottom[others], shapes.bottom[place]
        )
        if not ((across < SIGN_ACROSS * typical) & (down < SIGN_DOWN * typical)).any():
            likely[place, KINDS.index(SIGN)] = 0
            likely[place] /= likely[place].sum()
    return likely


def _with_one(rows: Floats) -> Floats:
    return np.hstack([rows, np.ones((len(rows), 1))])
