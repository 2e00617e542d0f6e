"""LeNet-5 as an ONNX file, written byte by byte in protobuf's wire format, so that exporting needs no other package.

Field numbers are those of onnx.proto3, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from digitpad import __version__
from digitpad.learning.lenet import CLASSES, MNIST_MEAN, MNIST_STD, LeNet5
from digitpad.paths import replace_file

OPSET, IR_VERSION = 17, 8
INPUT, LOGITS, PROBABILITIES = "glyphs", "logits", "probabilities"
FLOAT, UINT8, INT64 = 1, 2, 7  # TensorProto.DataType
AS_FLOAT, AS_INT, AS_INTS = 1, 2, 7  # AttributeProto.AttributeType
Attribute = int | float | list[int]


def write_onnx(path: Path, net: LeNet5) -> None:
    """Write a model: `glyphs` (N, 28, 28) uint8 in, `logits` and `probabilities` (N, 11) float out, opset 17.

    Raises DigitPadError where the disk refuses.
    """
    data = model(net)
    replace_file(path, lambda part: _write(part, data))


def model(net: LeNet5) -> bytes:
    """The ModelProto of a network."""
    graph = Graph()
    x = graph.add("Cast", [INPUT], to=FLOAT)
    x = graph.add("Unsqueeze", [x, graph.constant("channel", np.array([1]))])
    x = graph.add("Pad", [x, graph.constant("border", np.array([0, 0, 2, 2, 0, 0, 2, 2]))])
    x = graph.add("Mul", [x, graph.constant("scale", np.array(1 / (255 * MNIST_STD), np.float32))])
    x = graph.add("Add", [x, graph.constant("shift", np.array(-MNIST_MEAN / MNIST_STD, np.float32))])
    x = _subsampled(graph, net, _layer(graph, "1", net.c1, net.n1, x))
    x = _subsampled(graph, net, _layer(graph, "3", net.c3, net.n3, x))
    x = graph.add("Flatten", [_squashed(graph, net, _layer(graph, "5", net.c5, net.n5, x))])
    x = _squashed(graph, net, _layer(graph, "6", net.f6, net.n6, x))
    graph.add("Gemm", [x, *_weights(graph, "output", net.output)], output=LOGITS, transB=1)
    graph.add("Softmax", [LOGITS], output=PROBABILITIES, axis=1)
    return b"".join(
        [
            _number(1, IR_VERSION),
            _bytes(2, b"DigitPad"),
            _bytes(3, __version__.encode()),
            _bytes(7, graph.encoded()),
            _bytes(8, _number(2, OPSET)),
        ]
    )


class Graph:
    """A GraphProto under construction: nodes in order, constants by name."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []

    def add(self, operator: str, inputs: list[str], output: str = "", **attributes: Attribute) -> str:
        """Append a node with one output and return that output's name."""
        output = output or f"{operator.lower()}{len(self._nodes)}"
        parts = [_bytes(1, name.encode()) for name in inputs]
        parts += [_bytes(2, output.encode()), _bytes(3, output.encode()), _bytes(4, operator.encode())]
        parts += [_bytes(5, _attribute(name, value)) for name, value in attributes.items()]
        self._nodes.append(b"".join(parts))
        return output

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        kind = FLOAT if values.dtype == np.float32 else INT64
        parts = [_number(1, size) for size in values.shape]
        parts += [_number(2, kind), _bytes(8, name.encode()), _bytes(9, values.tobytes())]
        self._constants.append(b"".join(parts))
        return name

    def encoded(self) -> bytes:
        parts = [_bytes(1, node) for node in self._nodes] + [_bytes(2, b"LeNet5")]
        parts += [_bytes(5, constant) for constant in self._constants]
        parts.append(_bytes(11, _value(INPUT, UINT8, [28, 28])))
        parts += [_bytes(12, _value(name, FLOAT, [CLASSES])) for name in (LOGITS, PROBABILITIES)]
        return b"".join(parts)


def _layer(graph: Graph, name: str, layer: nn.Module, norm: nn.Module, x: str) -> str:
    assert isinstance(layer, nn.Conv2d | nn.Linear)
    weights = _weights(graph, f"layer{name}", layer)
    x = graph.add("Conv", [x, *weights]) if isinstance(layer, nn.Conv2d) else graph.add("Gemm", [x, *weights], transB=1)
    if not isinstance(norm, nn.BatchNorm1d | nn.BatchNorm2d):
        return x
    assert norm.running_mean is not None and norm.running_var is not None
    tensors = {"gain": norm.weight, "bias": norm.bias, "mean": norm.running_mean, "variance": norm.running_var}
    names = [graph.constant(f"norm{name}.{part}", _array(tensor)) for part, tensor in tensors.items()]
    return graph.add("BatchNormalization", [x, *names], epsilon=float(norm.eps))


def _subsampled(graph: Graph, net: LeNet5, x: str) -> str:
    if net.variant == "modern":
        return graph.add("Relu", [graph.add("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2])])
    return graph.add("AveragePool", [graph.add("Tanh", [x])], kernel_shape=[2, 2], strides=[2, 2])


def _squashed(graph: Graph, net: LeNet5, x: str) -> str:
    return graph.add("Relu" if net.variant == "modern" else "Tanh", [x])


def _weights(graph: Graph, name: str, layer: nn.Conv2d | nn.Linear) -> list[str]:
    assert layer.bias is not None
    return [
        graph.constant(f"{name}.weight", _array(layer.weight)),
        graph.constant(f"{name}.bias", _array(layer.bias)),
    ]


def _array(tensor: Tensor) -> NDArray[np.float32]:
    return np.ascontiguousarray(tensor.detach().cpu().numpy().astype(np.float32))


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, float):
        return _bytes(1, name.encode()) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, AS_FLOAT)
    if isinstance(value, int):
        return _bytes(1, name.encode()) + _number(3, value) + _number(20, AS_INT)
    return _bytes(1, name.encode()) + b"".join(_number(8, each) for each in value) + _number(20, AS_INTS)


def _value(name: str, kind: int, sizes: list[int]) -> bytes:
    """A ValueInfoProto: a tensor of N rows."""
    dimensions = _bytes(1, _bytes(2, b"N")) + b"".join(_bytes(1, _number(1, size)) for size in sizes)
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, dimensions)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*groups, value])


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
