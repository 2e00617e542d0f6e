"""Engines that run a network: ONNX Runtime on the CPU, torch on a GPU, or torch where ONNX Runtime cannot be loaded."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Sequence
from typing import Any, Protocol

from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.records import Floats

LARGE = 256  # inputs of one call from which a graphics card gains: copies and launches take it about a millisecond


class Engine(Protocol):
    """Runs one network. Used by one thread at a time."""

    @property
    def device(self) -> str:
        """cpu, cuda or mps."""

    @property
    def device_name(self) -> str:
        """The name for the user: "CPU", or that of the graphics card."""

    def predict(self, batch: NDArray[Any]) -> tuple[Floats, ...]:
        """Return the outputs (N, ...) that the engine was opened for, of a batch (N, ...): logits, features."""


def open_engine(model: bytes, outputs: Sequence[str], device: str = "cpu") -> Engine:
    """Return the engine for an ONNX model: `outputs` by name, on device cpu, cuda or mps.

    Raises DigitPadError where the device is not there, or nothing can run the model.
    """
    if device != "cpu":
        from digitpad.inference.torch_engine import TorchEngine

        return TorchEngine(model, outputs, device)
    try:
        from digitpad.inference.onnx_engine import OnnxEngine
    except (ImportError, OSError, RuntimeError) as error:  # the last one where it does not fit NumPy
        return _without_runtime(model, outputs, error)
    return OnnxEngine(model, outputs)


def import_runtime() -> None:
    """Import ONNX Runtime where it is there, which takes most of the time until the first engine is open."""
    with contextlib.suppress(ImportError, OSError, RuntimeError):
        importlib.import_module("digitpad.inference.onnx_engine")


def _without_runtime(model: bytes, outputs: Sequence[str], reason: Exception) -> Engine:
    try:
        from digitpad.inference.torch_engine import TorchEngine, use_one_core
    except (ImportError, OSError) as error:
        raise DigitPadError(
            _("Neither ONNX Runtime ({reason}) nor torch ({error}) can be loaded; install onnxruntime again.").format(
                reason=_first_line(reason), error=_first_line(error)
            )
        ) from error
    use_one_core()
    return TorchEngine(model, outputs, "cpu")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


class SplitEngine:
    """Small batches on the CPU, which answers sooner; large ones on the graphics card."""

    def __init__(self, cpu: Engine, gpu: Engine) -> None:
        self._cpu, self._gpu = cpu, gpu

    @property
    def device(self) -> str:
        return self._gpu.device

    @property
    def device_name(self) -> str:
        return self._gpu.device_name

    def predict(self, batch: NDArray[Any]) -> tuple[Floats, ...]:
        return (self._gpu if len(batch) >= LARGE else self._cpu).predict(batch)
