"""The ink network as an ONNX model: local contrast in, a map of handwriting and a map of its height out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.inference.ink.ink_layers import LAYERS, fits
from digitpad.inference.onnx_graph import FLOAT, Graph
from digitpad.languages import _

CONTRAST, INK, HEIGHTS = "contrast", "ink", "heights"
TWICE = np.array([1, 1, 2, 2], np.float32)  # how far Resize enlarges each dimension
# Each value repeated: said so, ONNX Runtime need not reorder its channels for it.
REPEATING = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}


def ink_onnx(weights: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the model of folded weights, opset 17.

    In: `contrast` (N, 3, H, W) float, H and W multiples of 8. Out: `ink` (N, 1, H, W), the share of each pixel that is
    handwriting; `heights` (N, 1, H/4, W/4), octaves of 32 px. Raises DigitPadError where the weights are another's.
    """
    if not fits(weights):
        raise DigitPadError(_("These are not the weights of an ink network; choose those of digitpad train --ink."))
    net = _Net(weights)
    half = net.relu("half_1", net.graph.input(CONTRAST, FLOAT, ["N", 3, "H", "W"]))
    quarter = net.relu("quarter_2", net.relu("quarter_1", half))
    eighth = net.relu("eighth_2", net.relu("eighth_1", quarter))
    wide = net.relu("wide_8", net.relu("wide_4", net.relu("wide_2", eighth)))
    quarter = net.relu("quarter_3", net.merged("quarter", net.graph.add("Add", [eighth, wide]), quarter))
    net.conv("height_2", net.relu("height_1", quarter), output=HEIGHTS)
    half = net.relu("half_2", net.merged("half", quarter, half))
    shares = net.graph.add("Sigmoid", [net.conv("ink", half)])
    net.graph.add("DepthToSpace", [shares], output=INK, blocksize=2)
    return net.graph.model({INK: ["N", 1, "H", "W"], HEIGHTS: ["N", 1, "H/4", "W/4"]})


class _Net:
    """A graph to which the layers of the network are added by name."""

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self.graph, self._weights = Graph("ink"), weights
        self._twice = self.graph.constant("twice", TWICE)

    def conv(self, name: str, x: str, output: str = "") -> str:
        shape = LAYERS[name]
        constants = [
            self.graph.constant(f"{name}.{part}", np.ascontiguousarray(self._weights[f"{name}.{part}"], np.float32))
            for part in ("weight", "bias")
        ]
        return self.graph.add(
            "Conv",
            [x, *constants],
            output,
            kernel_shape=[shape.kernel] * 2,
            strides=[shape.stride] * 2,
            dilations=[shape.dilation] * 2,
            pads=[shape.padding] * 4,
        )

    def relu(self, name: str, x: str) -> str:
        return self.graph.add("Relu", [self.conv(name, x)])

    def merged(self, level: str, coarse: str, fine: str) -> str:
        """Join a level with the next coarser one, whose values are repeated."""
        down = self.graph.add("Resize", [self.conv(f"down_{level}", coarse), "", self._twice], "", **REPEATING)
        return self.graph.add("Relu", [self.graph.add("Add", [down, self.conv(f"over_{level}", fine)])])
