"""Weights files as accidents leave them."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from digitpad.inference.weights import FORMAT


def copied(weights: Path, folder: Path) -> Path:
    """Return a copy of a weights file in another folder."""
    return Path(shutil.copy(weights, folder))


def missing(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def no_weights(path: Path) -> None:
    path.write_bytes(b"no weights")


def of_another_shape(path: Path) -> None:
    arrays = load_file(path)
    name = next(iter(arrays))
    save_file({**arrays, name: np.zeros((3, 5), np.float32)}, path)


def not_a_number(path: Path) -> None:
    arrays = load_file(path)
    next(iter(arrays.values())).flat[0] = np.nan
    save_file(arrays, path)


def newer(path: Path) -> None:
    save_file(load_file(path), path, {"format": str(FORMAT + 1)})


SPOILT = (missing, cut, no_weights, of_another_shape, not_a_number, newer)
