"""The layers of the ink network, a small fully convolutional one that marks handwriting and tells its height.

On disk (`models/ink.safetensors`) lie the folded network's convolutions alone, float32: NAME.weight (out, in, k, k) and
NAME.bias (out,) for each of LAYERS. Reading needs nothing but convolutions. Below, conv(NAME, x) is a convolution with
dilation * (k - 1) // 2 zeros around; up(x) repeats each value in both directions; and x (N, 3, H, W) comes from
vision.picture.local_contrast.normalize_contrast, H and W multiples of 8:

    half    = relu(conv("half_1", x))                                         # (N, 16, H/2, W/2), 6 x 6, stride 2
    quarter = relu(conv("quarter_1", half, stride=2))                         # (N, 24, H/4, W/4)
    quarter = relu(conv("quarter_2", quarter))
    eighth  = relu(conv("eighth_1", quarter, stride=2))                       # (N, 28, H/8, W/8)
    eighth  = relu(conv("eighth_2", eighth))
    wide    = relu(conv("wide_2", eighth, dilation=2))
    wide    = relu(conv("wide_4", wide, dilation=4))
    eighth  = eighth + relu(conv("wide_8", wide, dilation=8))
    quarter = relu(up(conv("down_quarter", eighth)) + conv("over_quarter", quarter))
    quarter = relu(conv("quarter_3", quarter))
    height  = conv("height_2", relu(conv("height_1", quarter)))               # (N, 1, H/4, W/4) log2(px / 32)
    half    = relu(up(conv("down_half", quarter)) + conv("over_half", half))
    half    = relu(conv("half_2", half))
    ink     = sigmoid(depth_to_space(conv("ink", half), 2))                   # (N, 1, H, W), 0..1

`ink` is the share of a pixel that is handwriting; `height` means something only where there is some.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MULTIPLE = 8  # px: height and width of what the network takes are multiples of it


@dataclass(frozen=True)
class Shape:
    """The shape of one convolution; kernel, stride and dilation in px of its input."""

    inputs: int
    outputs: int
    kernel: int = 3
    stride: int = 1
    dilation: int = 1
    normed: bool = True  # by batch norm while it is trained

    @property
    def padding(self) -> int:
        return self.dilation * (self.kernel - 1) // 2


LAYERS = {
    "half_1": Shape(3, 16, 6, 2),
    "quarter_1": Shape(16, 24, stride=2),
    "quarter_2": Shape(24, 24),
    "eighth_1": Shape(24, 28, stride=2),
    "eighth_2": Shape(28, 28),
    "wide_2": Shape(28, 28, dilation=2),
    "wide_4": Shape(28, 28, dilation=4),
    "wide_8": Shape(28, 28, dilation=8),
    "down_quarter": Shape(28, 24, 1),
    "over_quarter": Shape(24, 24, 1),
    "quarter_3": Shape(24, 24),
    "height_1": Shape(24, 12, 1),
    "height_2": Shape(12, 1, 1, normed=False),
    "down_half": Shape(24, 16, 1),
    "over_half": Shape(16, 16, 1),
    "half_2": Shape(16, 16),
    "ink": Shape(16, 4, 1, normed=False),
}


def fits(weights: Mapping[str, NDArray[Any]]) -> bool:
    """Return True where the arrays have the names and shapes of this network, and all numbers are finite."""
    shapes: dict[str, tuple[int, ...]] = {f"{name}.bias": (shape.outputs,) for name, shape in LAYERS.items()}
    for name, shape in LAYERS.items():
        shapes[f"{name}.weight"] = shape.outputs, shape.inputs, shape.kernel, shape.kernel
    return {name: array.shape for name, array in weights.items()} == shapes and all(
        bool(np.isfinite(array).all()) for array in weights.values()
    )
