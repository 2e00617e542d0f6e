"""The row reader as an ONNX model: strips of any width in, log-probabilities of every column out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from digitpad.inference.onnx_graph import FLOAT, Attribute, Graph
from digitpad.inference.rows.row_columns import CLASSES
from digitpad.inference.rows.row_strip import HEIGHT

INPUT, COLUMNS = "strips", "columns"
RowWeights = Mapping[str, NDArray[np.float32]]


def rows_onnx(weights: RowWeights) -> bytes:
    """Return the model of folded weights: `strips` (N, 32, W) float in, `columns` (N, T, 11) float out."""
    graph = Graph("RowReader")
    x = graph.add(
        "Unsqueeze", [graph.input(INPUT, FLOAT, ["N", HEIGHT, "W"]), graph.constant("channel", np.array([1]))]
    )
    x = _convolved(graph, "c1", weights, x)
    x = graph.add("Relu", [graph.add("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2])])
    x = _convolved(graph, "c3", weights, x)
    x = graph.add("Relu", [graph.add("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 1])])
    x = graph.add("Relu", [_convolved(graph, "c5", weights, x, dilations=[1, 2])])
    x = graph.add("Relu", [_convolved(graph, "f6", weights, x)])
    maps, _, _, columns = weights["context.weight"].shape
    x = _convolved(graph, "context", weights, x, group=maps, pads=[0, columns // 2, 0, columns // 2])
    x = _convolved(graph, "output", weights, graph.add("Relu", [x]))
    x = graph.add("Squeeze", [x, graph.constant("height", np.array([2]))])
    x = graph.add("Transpose", [x], perm=[0, 2, 1])
    graph.add("LogSoftmax", [x], output=COLUMNS, axis=2)
    return graph.model({COLUMNS: ["N", "T", CLASSES]})


def _convolved(graph: Graph, layer: str, weights: RowWeights, x: str, **attributes: Attribute) -> str:
    names = [graph.constant(f"{layer}.{part}", weights[f"{layer}.{part}"]) for part in ("weight", "bias")]
    return graph.add("Conv", [x, *names], "", **attributes)
