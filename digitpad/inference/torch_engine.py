"""torch, where a GPU is used or ONNX Runtime cannot be loaded: the one file of this folder that imports it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from digitpad.errors import DigitPadError
from digitpad.inference.chunks import in_chunks
from digitpad.inference.onnx_reader import Node, read_model
from digitpad.languages import _
from digitpad.records import Floats
from digitpad.settings import DEVICES

CHUNK = 8192  # inputs at once

Attributes = dict[str, Any]
Operator = Callable[..., Tensor]


class TorchEngine:
    """Runs an ONNX model node by node on a device of torch."""

    def __init__(self, model: bytes, outputs: Sequence[str], device: str) -> None:
        """Raise DigitPadError where torch cannot use the device, or an operator of the model is not known here."""
        self._device = device_of(device)
        self._model, self._outputs = read_model(model), tuple(outputs)
        if unknown := {node.operator for node in self._model.nodes} - OPERATORS.keys():
            raise DigitPadError(
                _("This network needs {layers}; install onnxruntime again, which can do it.").format(
                    layers=", ".join(sorted(unknown))
                )
            )
        self._constants = {
            name: torch.tensor(array, device=self._device if array.dtype == np.float32 else "cpu")
            for name, array in self._model.constants.items()
        }

    @property
    def device(self) -> str:
        return self._device.type

    @property
    def device_name(self) -> str:
        return device_name(self._device)

    def predict(self, batch: NDArray[Any]) -> tuple[Floats, ...]:
        """Return the outputs (N, ...) of a batch (N, ...)."""
        return in_chunks(self._run, batch, CHUNK)

    @torch.inference_mode()
    def _run(self, batch: NDArray[Any]) -> list[Floats]:
        values = {**self._constants, self._model.input: torch.tensor(batch, device=self._device)}
        for node in self._model.nodes:
            values[node.output] = _result(node, [values[name] for name in node.inputs if name])
        return [values[name].cpu().numpy() for name in self._outputs]


def _result(node: Node, inputs: list[Tensor]) -> Tensor:
    return OPERATORS[node.operator](node.attributes, *inputs)


def _conv(attributes: Attributes, x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    x = functional.pad(x, _around(attributes.get("pads", [0, 0, 0, 0])))
    strides, dilations = attributes.get("strides", [1, 1]), attributes.get("dilations", [1, 1])
    return functional.conv2d(x, weight, bias, strides, 0, dilations, attributes.get("group", 1))


def _gemm(attributes: Attributes, a: Tensor, b: Tensor, c: Tensor) -> Tensor:
    return torch.addmm(c, a, b.T if attributes.get("transB") else b)


def _pad(attributes: Attributes, x: Tensor, pads: Tensor) -> Tensor:
    return functional.pad(x, _around(pads.tolist()))


def _resize(attributes: Attributes, x: Tensor, scales: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=scales[2:].tolist(), mode="nearest")


def _around(pads: list[int]) -> list[int]:
    """Return the begins and ends of each axis, as ONNX lists them, in torch's order: the last axis first."""
    half = len(pads) // 2
    return [value for axis in reversed(range(half)) for value in (pads[axis], pads[axis + half])]


OPERATORS: dict[str, Operator] = {  # each takes the node's attributes, then its inputs
    "Add": lambda attributes, a, b: a + b,
    "AveragePool": lambda attributes, x: functional.avg_pool2d(x, attributes["kernel_shape"], attributes["strides"]),
    "Cast": lambda attributes, x: x.float(),
    "Concat": lambda attributes, *parts: torch.cat(parts, attributes["axis"]),
    "Conv": _conv,
    "DepthToSpace": lambda attributes, x: functional.pixel_shuffle(x, attributes["blocksize"]),
    "Flatten": lambda attributes, x: x.flatten(1),
    "Gemm": _gemm,
    "LogSoftmax": lambda attributes, x: torch.log_softmax(x, attributes["axis"]),
    "MaxPool": lambda attributes, x: functional.max_pool2d(x, attributes["kernel_shape"], attributes["strides"]),
    "Mul": lambda attributes, a, b: a * b,
    "Pad": _pad,
    "Relu": lambda attributes, x: torch.relu(x),
    "Resize": _resize,
    "Sigmoid": lambda attributes, x: torch.sigmoid(x),
    "Softmax": lambda attributes, x: torch.softmax(x, attributes["axis"]),
    "Squeeze": lambda attributes, x, axes: x.squeeze(axes.tolist()),
    "Tanh": lambda attributes, x: torch.tanh(x),
    "Transpose": lambda attributes, x: x.permute(attributes["perm"]),
    "Unsqueeze": lambda attributes, x, axes: x.unsqueeze(int(axes)),
}


def device_of(name: str) -> torch.device:
    """Return the device called `name`; "auto" is the GPU where torch can use one.

    Raises DigitPadError where it is not there.
    """
    if name not in DEVICES:
        raise DigitPadError(
            _("There is no device called {name}; choose one of {names}.").format(name=name, names=", ".join(DEVICES))
        )
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        return torch.device(next((kind for kind in ("cuda", "mps") if there[kind]), "cpu"))
    if not there[name]:
        raise DigitPadError(
            _("This computer has no {device} device that torch can use; choose --device cpu.").format(
                device=name.upper()
            )
        )
    return torch.device(name)


def device_name(device: torch.device) -> str:
    """Return the name of a device for the user: "CPU", "Apple GPU", or that of the card."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return "Apple GPU" if device.type == "mps" else "CPU"


def use_one_core() -> None:
    """Let torch compute on one core: on a busy machine cores that share a small batch wait for each other."""
    torch.set_num_threads(1)
