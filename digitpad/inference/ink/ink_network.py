"""The ink network, ready to be run: a picture's contrast in, a map of its handwriting out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.inference.engine import open_engine
from digitpad.inference.ink.ink_layers import fits
from digitpad.inference.ink.ink_onnx import HEIGHTS, INK, ink_onnx
from digitpad.inference.weights import read_arrays
from digitpad.languages import _
from digitpad.records import Floats

InkPredict = Callable[[NDArray[Any]], tuple[Floats, ...]]  # (1, 3, H, W) -> ink (1, 1, H, W), heights (1, 1, H/4, W/4)


def load_ink(path: Path) -> InkPredict:
    """Return a function that runs the network of the weights `path`, on the CPU.

    Raises DigitPadError where they are missing, damaged or another network's, or nothing can run it.
    """
    arrays = read_arrays(path)
    if not fits(arrays):
        raise DigitPadError(
            _("{path} holds no sound weights of an ink network; choose those of digitpad train --ink.").format(
                path=path
            )
        )
    return open_engine(ink_onnx(arrays), (INK, HEIGHTS)).predict


class LazyInk:
    """The ink network of a file, loaded when it is first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._predict: InkPredict | None = None
        self.fault = ""  # a sentence: why it cannot be used

    @property
    def predict(self) -> InkPredict | None:
        """The function that runs the network; None where it cannot be loaded: pictures are read by contrast alone."""
        if self._predict is None and not self.fault:
            try:
                self._predict = load_ink(self._path)
            except DigitPadError as error:
                self.fault = str(error)
        return self._predict
