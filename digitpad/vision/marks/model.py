"""The network that tells marks from parts of digits, and its answers; `python -m tests.bench.marks --fit` makes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitpad.formats.fitted_models import load_fitted, numbers, spreads
from digitpad.languages import _
from digitpad.paths import bundled
from digitpad.vision.marks.features import FEATURE_COUNT, features_of, possible_marks
from digitpad.vision.marks.line_rows import typical_height
from digitpad.vision.marks.parameters import MARK_LINES, MarkParams
from digitpad.vision.marks.shapes import LineShape, LineShapes

Floats = NDArray[np.float64]

PART, SIGN = "", "?"  # a part of a digit, or nothing; a sign that is none of the marks
KINDS = (PART, ".", ",", "-", "/", ":", SIGN)  # ":" is one of a colon's two dots
SHIPPED = "marks.json"


@dataclass(frozen=True, eq=False)
class MarkModel:
    """Two layers over standardised features, F = FEATURE_COUNT: H rectified units, then a softmax over the kinds."""

    mean: Floats  # (F,)
    spread: Floats  # (F,)
    first: Floats  # (F + 1, H), the last row is added
    second: Floats  # (H + 1, kinds)

    @staticmethod
    def load(path: Path) -> MarkModel:
        """Load fitted weights. Raises DigitPadError where the file is missing or damaged."""
        return load_fitted(path, MarkModel.of, _("{path} is not a model of marks; install DigitPad again."))

    @staticmethod
    def of(values: Any) -> MarkModel:
        """Raise one of DAMAGE where the values are of another shape, or not finite."""
        mean, spread = numbers(values["mean"], (FEATURE_COUNT,), np.float64), spreads(values["spread"], FEATURE_COUNT)
        first = numbers(values["first"], (FEATURE_COUNT + 1, None), np.float64)
        return MarkModel(mean, spread, first, numbers(values["second"], (first.shape[1] + 1, len(KINDS)), np.float64))

    def predict(self, features: Floats) -> Floats:
        """Return (N, kinds) probabilities of (N, F) features."""
        hidden = np.maximum(_with_one((features - self.mean) / self.spread) @ self.first, 0)
        scores = _with_one(hidden) @ self.second
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(likely / likely.sum(axis=1, keepdims=True), np.float64)


@cache
def shipped_model() -> MarkModel:
    """Return the model that came with the program. Raises DigitPadError where its file is missing or damaged."""
    return MarkModel.load(bundled("models", SHIPPED))


def kinds_of(lines: Sequence[LineShape], model: MarkModel | None = None, params: MarkParams = MARK_LINES) -> Floats:
    """Return the probabilities (N, kinds) that each of N lines, where it stands, is a mark of each kind."""
    likely = np.zeros((len(lines), len(KINDS)))
    likely[:, 0] = 1.0
    if len(lines) < 2:
        return likely
    shapes = LineShapes.of(lines)
    possible = possible_marks(shapes, params)
    candidates = [(place, features_of(shapes, int(place))) for place in possible if len(possible) <= params.most]
    with_digits = [(place, features) for place, features in candidates if features is not None]
    if with_digits:
        likely[[place for place, _ in with_digits]] = (model or shipped_model()).predict(
            np.stack([f for _, f in with_digits])
        )
    return _without_lone_bars(likely, shapes, params)


def _without_lone_bars(likely: Floats, shapes: LineShapes, params: MarkParams) -> Floats:
    """Return the probabilities with 0 for the sign of a level line that has no other line of a sign near it."""
    sign, typical = likely[:, KINDS.index(SIGN)], typical_height(shapes)
    for place in np.flatnonzero((sign >= params.least_sign) & (shapes.height < params.level * shapes.width)):
        others = np.flatnonzero((sign >= params.least_sign) & (np.arange(len(sign)) != place))
        left, right = shapes.left[others], shapes.right[others]
        top, bottom = shapes.top[others], shapes.bottom[others]
        across = np.maximum(left, shapes.left[place]) - np.minimum(right, shapes.right[place])
        down = np.maximum(top, shapes.top[place]) - np.minimum(bottom, shapes.bottom[place])
        if not ((across < params.signs.across * typical) & (down < params.signs.down * typical)).any():
            likely[place, KINDS.index(SIGN)] = 0
            likely[place] /= likely[place].sum()
    return likely


def _with_one(rows: Floats) -> Floats:
    return np.hstack([rows, np.ones((len(rows), 1))])
