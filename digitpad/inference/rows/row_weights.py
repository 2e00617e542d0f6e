"""The row reader's weights on disk: safetensors, batch norms folded, checked by name and shape, without torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.inference.rows.row_columns import CLASSES
from digitpad.inference.weights import check_finite, read_arrays, row_arrays
from digitpad.languages import _
from digitpad.paths import bundled

CONTEXT = 9  # columns that the last layer but one weighs
SHAPES = {
    "c1": (6, 1, 5, 5),
    "c3": (16, 6, 5, 5),
    "c5": (120, 16, 5, 5),
    "f6": (84, 120, 1, 1),
    "context": (84, 1, 1, CONTEXT),
    "output": (CLASSES, 84, 1, 1),
}  # of each layer's weight


def load_row_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """Return the arrays of a weights file. Raises DigitPadError where it is missing, cut, or of another network."""
    arrays = read_arrays(path)
    _check(path, arrays)
    return arrays


def row_weights_of(version: Path) -> dict[str, NDArray[np.float32]]:
    """Return the row reader's arrays in the file of a version; none where it has none, or none that can be used."""
    try:
        arrays = row_arrays(read_arrays(version))
        _check(version, arrays)
    except DigitPadError:
        return {}
    return arrays


def _check(path: Path, arrays: dict[str, NDArray[np.float32]]) -> None:
    shapes = {name: array.shape for name, array in arrays.items()}
    if shapes != _shapes() or any(array.dtype != np.float32 for array in arrays.values()):
        raise DigitPadError(
            _("{path} holds the weights of another network; choose those of a row reader.").format(path=path)
        )
    check_finite(path, arrays)


def shipped_row_weights() -> Path:
    """Return where the row reader's weights that came with the program lie."""
    return bundled("models", "rows.safetensors")


def _shapes() -> dict[str, tuple[int, ...]]:
    weights = {f"{layer}.weight": shape for layer, shape in SHAPES.items()}
    return weights | {f"{layer}.bias": shape[:1] for layer, shape in SHAPES.items()}
