"""Weights on disk: a safetensors file with a JSON card beside it. Nothing is ever unpickled, nor torch needed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from digitpad.errors import DigitPadError
from digitpad.inference.lenet import NORM_COUNTER, NORM_EPSILON, NORMS, Variant, shapes
from digitpad.languages import _
from digitpad.paths import replace_file, replace_text

FORMAT = 2  # of the file; a later one may need what this program does not know
FORMAT_ALONE = 1  # of a file without a row reader's weights, which older programs read too
ROWS = "rows."  # that names of a row reader's tensors begin with, in a file of both readers
TEACHER = "teacher"  # the variant of a network that only helps to train

Card = dict[str, Any]
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Weights:
    """The tensors of a network by name, as torch's state_dict names them."""

    variant: str  # modern or classic; teacher
    tensors: Arrays
    rows: Arrays = field(default_factory=dict)  # of the row reader, folded; empty: it reads with the shipped ones

    def folded(self) -> Arrays:
        """Return weight and bias of each layer, with the batch norm behind it folded in, float32."""
        arrays = {name: array for name, array in self.tensors.items() if not name.startswith("n")}
        if self.variant == "modern":
            for layer, norm in NORMS.items():
                arrays |= self._fold(layer, norm)
        return {name: np.ascontiguousarray(array, np.float32) for name, array in arrays.items()}

    def _fold(self, layer: str, norm: str) -> Arrays:
        weight, bias = (self.tensors[f"{layer}.{part}"].astype(np.float64) for part in ("weight", "bias"))
        gain, shift, mean, variance = (
            self.tensors[f"{norm}.{part}"].astype(np.float64)
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        factor = gain / np.sqrt(variance + NORM_EPSILON)
        scaled = weight * factor.reshape(-1, *([1] * (weight.ndim - 1)))
        return {f"{layer}.weight": scaled, f"{layer}.bias": (bias - mean) * factor + shift}


def save_weights(path: Path, weights: Weights, card: Mapping[str, Any]) -> None:
    """Write the card as .json beside `path`, then the weights to it, each replaced whole: no weights without a card."""
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    replace_text(path.with_suffix(".json"), text)
    rows = {f"{ROWS}{name}": array for name, array in weights.rows.items()}
    metadata = {"variant": weights.variant, "format": str(FORMAT if rows else FORMAT_ALONE)}
    save_arrays(path, weights.tensors | rows, metadata)


def load_weights(path: Path) -> Weights:
    """Return the weights of the LeNet-5 that `path` holds.

    Raises DigitPadError naming the file where it is missing, damaged, or not LeNet-5's.
    """
    metadata, arrays = read_metadata(path), read_arrays(path)
    tensors = {name: array for name, array in arrays.items() if not name.startswith(ROWS)}
    if metadata.get("variant") == TEACHER:
        raise DigitPadError(
            _("{path} holds a teacher, which only helps to train; choose the weights of a LeNet-5.").format(path=path)
        )
    variant: Variant = "modern" if _is_modern(tensors, metadata.get("variant")) else "classic"
    needs = shapes(variant)
    has = {name: array.shape for name, array in tensors.items() if not name.endswith(NORM_COUNTER)}
    if has != needs or not all(np.issubdtype(tensors[name].dtype, np.floating) for name in needs):
        raise DigitPadError(
            _("{path} holds the weights of another network; choose weights made by DigitPad.").format(path=path)
        )
    check_finite(path, arrays)
    return Weights(variant, tensors, row_arrays(arrays))


def row_arrays(arrays: Arrays) -> Arrays:
    """Return the row reader's tensors among those of a file, by their own names; none where it has none."""
    return {name.removeprefix(ROWS): array for name, array in arrays.items() if name.startswith(ROWS)}


def check_finite(path: Path, tensors: Arrays) -> None:
    """Raise DigitPadError naming the file where a number is not finite, or a variance is negative."""
    fine = all(bool(np.isfinite(array).all()) for array in tensors.values())
    if not fine or any(bool((array < 0).any()) for name, array in tensors.items() if name.endswith("running_var")):
        raise DigitPadError(_("{path} holds weights that are not numbers; choose another file.").format(path=path))


def _check_format(path: Path, metadata: Mapping[str, str]) -> None:
    number = metadata.get("format", str(FORMAT))
    if not number.isdecimal() or int(number) > FORMAT:
        raise DigitPadError(
            _("{path} was made by a newer DigitPad (format {number}); update this one.").format(
                path=path, number=number[:20]
            )
        )


def _is_modern(tensors: Arrays, variant: str | None) -> bool:
    return variant == "modern" or (variant != "classic" and "n1.weight" in tensors)


def save_arrays(path: Path, tensors: Arrays, metadata: dict[str, str]) -> None:
    """Write a safetensors file whole. Raises DigitPadError, with an older file untouched, where the disk refuses."""
    replace_file(path, lambda part: _serialize(part, tensors, metadata))


def read_arrays(path: Path) -> Arrays:
    """Return all tensors of a safetensors file.

    Raises DigitPadError naming it where it is missing, damaged, or made by a newer program.
    """
    with _opened(path) as file:
        _check_format(path, file.metadata() or {})
        return {name: file.get_tensor(name) for name in list(file.keys())}


def read_metadata(path: Path) -> dict[str, str]:
    """Return the metadata of a safetensors file. Raises DigitPadError where it is missing or damaged."""
    with _opened(path) as file:
        return file.metadata() or {}


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        with safe_open(path, framework="np") as file:
            yield file
    except FileNotFoundError as error:
        raise DigitPadError(_("{path} does not exist; choose a .safetensors file.").format(path=path)) from error
    except (SafetensorError, OSError, ValueError, TypeError, AttributeError) as error:  # also of unknown number types
        raise DigitPadError(
            _("{path} is not a whole safetensors file; choose another or copy it again.").format(path=path)
        ) from error


def _serialize(path: Path, tensors: Arrays, metadata: dict[str, str]) -> None:
    try:
        save_file({name: np.asarray(array, order="C") for name, array in tensors.items()}, path, metadata=metadata)
    except SafetensorError as error:  # what the disk refused comes as this
        raise OSError(str(error)) from error


def load_card(path: Path) -> Card:
    """Return the card beside the weights `path`, empty where there is none that can be read."""
    try:
        card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return card if isinstance(card, dict) else {}
