"""Small models that benches fit, as JSON in `models`: read and checked, so that any damage is one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError

Model = TypeVar("Model")
Number = TypeVar("Number", np.float32, np.float64)

DAMAGE = (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError)  # what odd values end in


def load_fitted(path: Path, make: Callable[[Any], Model], sentence: str) -> Model:
    """Return what `make` makes of the values in a file.

    Raises DigitPadError with `sentence`, in which {path} stands for the file, where that is missing or holds no JSON,
    or where `make` raises one of DAMAGE: the values are none of such a model.
    """
    try:
        return make(json.loads(path.read_text(encoding="utf-8")))
    except DAMAGE as error:
        raise DigitPadError(sentence.format(path=path)) from error


def numbers(values: Any, shape: tuple[int | None, ...], dtype: type[Number]) -> NDArray[Number]:
    """Return numbers as an array of a shape, None for any length.

    Raises ValueError, TypeError or OverflowError where they have another shape, are none, or are not finite.
    """
    with np.errstate(over="ignore"):
        array = np.array(values, dtype)
    fits = len(array.shape) == len(shape) and all(map(_may_be, shape, array.shape))
    if not fits or not array.size or not np.isfinite(array).all():
        raise ValueError(f"not {shape} finite numbers, but {array.shape}")
    return array


def spreads(values: Any, count: int) -> NDArray[np.float64]:
    """Return what measures are divided by, (count,). Raises as `numbers` does, and where one is not above 0."""
    array = numbers(values, (count,), np.float64)
    if (array <= 0).any():
        raise ValueError("a spread is not above 0")
    return array


def _may_be(wish: int | None, length: int) -> bool:
    return wish in (length, None)
