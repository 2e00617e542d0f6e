"""Networks as ONNX models, written byte by byte in protobuf's wire format, so that no other package is needed.

Field numbers are those of onnx.proto3, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitpad import __version__
from digitpad.inference.lenet import CLASSES, FEATURES, MNIST_MEAN, MNIST_STD
from digitpad.inference.weights import Arrays, Weights
from digitpad.paths import replace_bytes

OPSET, IR_VERSION = 17, 8
INPUT, LOGITS, FEATURES_OUT, PROBABILITIES = "glyphs", "logits", "features", "probabilities"
FLOAT, UINT8, INT64 = 1, 2, 7  # TensorProto.DataType
KINDS = {np.dtype(np.float32): FLOAT, np.dtype(np.uint8): UINT8, np.dtype(np.int64): INT64}
AS_FLOAT, AS_INT, AS_TEXT, AS_INTS = 1, 2, 3, 7  # AttributeProto.AttributeType
Attribute = int | float | str | list[int]
Sizes = Sequence[int | str]  # of a tensor; a word stands for a size that differs from call to call


def write_onnx(path: Path, weights: Weights) -> None:
    """Write a model: `glyphs` (N, 28, 28) uint8 in, `logits` and `probabilities` (N, 11) float out, opset 17.

    Raises DigitPadError where the disk refuses.
    """
    replace_bytes(path, lenet_model(weights))


def lenet_model(weights: Weights) -> bytes:
    """Return the ONNX model of a LeNet-5, which also gives the activations of F6 as `features` (N, 84)."""
    graph, layers, modern = Graph("LeNet5"), weights.folded(), weights.variant == "modern"
    x = graph.add("Cast", [graph.input(INPUT, UINT8, ["N", 28, 28])], to=FLOAT)
    x = graph.add("Unsqueeze", [x, graph.constant("channel", np.array([1]))])
    x = graph.add("Pad", [x, graph.constant("border", np.array([0, 0, 2, 2, 0, 0, 2, 2]))])
    x = graph.add("Mul", [x, graph.constant("scale", np.array(1 / (255 * MNIST_STD), np.float32))])
    x = graph.add("Add", [x, graph.constant("shift", np.array(-MNIST_MEAN / MNIST_STD, np.float32))])
    for layer in ("c1", "c3"):
        x = _subsampled(graph, graph.add("Conv", [x, *_constants(graph, layer, layers)]), modern)
    squash = "Relu" if modern else "Tanh"
    x = graph.add(squash, [graph.add("Conv", [x, *_constants(graph, "c5", layers)])])
    x = graph.add("Gemm", [graph.add("Flatten", [x]), *_constants(graph, "f6", layers)], transB=1)
    graph.add(squash, [x], output=FEATURES_OUT)
    graph.add("Gemm", [FEATURES_OUT, *_constants(graph, "output", layers)], output=LOGITS, transB=1)
    graph.add("Softmax", [LOGITS], output=PROBABILITIES, axis=1)
    return graph.model({LOGITS: ["N", CLASSES], FEATURES_OUT: ["N", FEATURES], PROBABILITIES: ["N", CLASSES]})


class Graph:
    """A GraphProto under construction: inputs, nodes in order, constants by name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []
        self._inputs: list[bytes] = []

    def input(self, name: str, kind: int, sizes: Sizes) -> str:
        """Take an input of numbers of this `kind` (FLOAT, UINT8, INT64) and return its name."""
        self._inputs.append(_value(name, kind, sizes))
        return name

    def add(self, operator: str, inputs: list[str], output: str = "", **attributes: Attribute) -> str:
        """Append a node with one output and return that output's name."""
        output = output or f"{operator.lower()}{len(self._nodes)}"
        parts = [_bytes(1, name.encode()) for name in inputs]
        parts += [_bytes(2, output.encode()), _bytes(3, output.encode()), _bytes(4, operator.encode())]
        parts += [_bytes(5, _attribute(name, value)) for name, value in attributes.items()]
        self._nodes.append(b"".join(parts))
        return output

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Hold float32, int64 or uint8 numbers under a name and return it."""
        parts = [_number(1, size) for size in values.shape]
        parts += [_number(2, KINDS[values.dtype]), _bytes(8, name.encode()), _bytes(9, values.tobytes())]
        self._constants.append(b"".join(parts))
        return name

    def model(self, outputs: Mapping[str, Sizes]) -> bytes:
        """Return the whole ModelProto, which gives these float outputs."""
        parts = [_bytes(1, node) for node in self._nodes] + [_bytes(2, self._name.encode())]
        parts += [_bytes(5, constant) for constant in self._constants] + [_bytes(11, each) for each in self._inputs]
        parts += [_bytes(12, _value(name, FLOAT, sizes)) for name, sizes in outputs.items()]
        head = _number(1, IR_VERSION) + _bytes(2, b"DigitPad") + _bytes(3, __version__.encode())
        return head + _bytes(7, b"".join(parts)) + _bytes(8, _number(2, OPSET))


def _subsampled(graph: Graph, x: str, modern: bool) -> str:
    if modern:
        return graph.add("Relu", [graph.add("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2])])
    return graph.add("AveragePool", [graph.add("Tanh", [x])], kernel_shape=[2, 2], strides=[2, 2])


def _constants(graph: Graph, layer: str, layers: Arrays) -> list[str]:
    return [graph.constant(f"{layer}.{part}", layers[f"{layer}.{part}"]) for part in ("weight", "bias")]


def _attribute(name: str, value: Attribute) -> bytes:
    start = _bytes(1, name.encode())
    if isinstance(value, float):
        return start + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, AS_FLOAT)
    if isinstance(value, int):
        return start + _number(3, value) + _number(20, AS_INT)
    if isinstance(value, str):
        return start + _bytes(4, value.encode()) + _number(20, AS_TEXT)
    return start + b"".join(_number(8, each) for each in value) + _number(20, AS_INTS)


def _value(name: str, kind: int, sizes: Sizes) -> bytes:
    """Return a ValueInfoProto."""
    each = [_bytes(2, size.encode()) if isinstance(size, str) else _number(1, size) for size in sizes]
    dimensions = b"".join(_bytes(1, size) for size in each)
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, dimensions)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value & (1 << 64) - 1)  # negative numbers as two's complement


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*groups, value])
