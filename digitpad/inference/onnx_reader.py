"""ONNX models taken apart into nodes and constants, for an engine that runs them one by one.

Reads protobuf's wire format; field numbers are those of onnx.proto3. It knows what `onnx_graph` writes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

DTYPES = {1: np.float32, 2: np.uint8, 7: np.int64}  # by TensorProto.DataType
VARINT, BYTES, FIXED32 = 0, 2, 5  # wire types
Fields = list[tuple[int, Any]]


@dataclass(frozen=True)
class Node:
    operator: str
    inputs: tuple[str, ...]
    output: str
    attributes: dict[str, Any]  # int, float, str or list of int


@dataclass(frozen=True, eq=False)
class Model:
    nodes: tuple[Node, ...]
    constants: dict[str, NDArray[Any]]
    input: str
    outputs: tuple[str, ...]


def read_model(data: bytes) -> Model:
    """Return the parts of a ModelProto with one input. Raises ValueError where it is none."""
    try:
        graph = _fields(_only(_fields(data), 7))
        nodes = tuple(_node(_fields(value)) for field, value in graph if field == 1)
        constants = dict(_constant(_fields(value)) for field, value in graph if field == 5)
        inputs, outputs = (tuple(_text(_fields(value), 1) for field, value in graph if field == no) for no in (11, 12))
        return Model(nodes, constants, inputs[0], outputs)
    except (IndexError, KeyError, struct.error, UnicodeDecodeError) as error:
        raise ValueError("this is not an ONNX model that DigitPad can run") from error


def _node(fields: Fields) -> Node:
    names = tuple(value.decode() for field, value in fields if field == 1)
    attributes = dict(_attribute(_fields(value)) for field, value in fields if field == 5)
    return Node(_text(fields, 4), names, _text(fields, 2), attributes)


def _attribute(fields: Fields) -> tuple[str, Any]:
    kind = _only(fields, 20)
    integers = [_signed(value) for field, value in fields if field == 8]
    if kind == 7:
        return _text(fields, 1), integers
    value = _only(fields, {1: 2, 2: 3, 3: 4}[kind])
    return _text(fields, 1), value.decode() if kind == 3 else _signed(value) if kind == 2 else value


def _constant(fields: Fields) -> tuple[str, NDArray[Any]]:
    shape = [value for field, value in fields if field == 1]
    array = np.frombuffer(_only(fields, 9), DTYPES[_only(fields, 2)])
    return _text(fields, 8), array.reshape(shape)


def _text(fields: Fields, number: int) -> str:
    text: str = _only(fields, number).decode()
    return text


def _only(fields: Fields, number: int) -> Any:
    for field, value in fields:
        if field == number:
            return value
    raise KeyError(number)


def _fields(data: bytes) -> Fields:
    return list(_parse(data))


def _parse(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        wire = key & 7
        if wire == VARINT:
            value, at = _varint(data, at)
            yield key >> 3, value
        elif wire == BYTES:
            length, at = _varint(data, at)
            yield key >> 3, data[at : at + length]
            at += length
        elif wire == FIXED32:
            yield key >> 3, struct.unpack_from("<f", data, at)[0]
            at += 4
        else:
            raise ValueError(f"a field of wire type {wire} cannot be read")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if not data[at - 1] & 0x80:
            return value, at


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value
