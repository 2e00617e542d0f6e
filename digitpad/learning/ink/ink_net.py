"""The ink network as it is trained; digitpad.inference.ink.ink_layers describes it."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from digitpad.inference.ink.ink_layers import LAYERS, Shape

BN_EPSILON = 1e-5


class Layer(nn.Module):
    """A convolution, with batch norm while it is trained."""

    def __init__(self, shape: Shape, folded: bool) -> None:
        super().__init__()
        normed = shape.normed and not folded
        self.conv = nn.Conv2d(
            shape.inputs, shape.outputs, shape.kernel, shape.stride, shape.padding, shape.dilation, bias=not normed
        )
        self.norm = nn.BatchNorm2d(shape.outputs, eps=BN_EPSILON) if normed else None

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        return x if self.norm is None else self.norm(x)


class InkNet(nn.Module):
    """Takes local contrast (N, 3, H, W); returns logits of ink (N, 1, H, W) and heights (N, 1, H/4, W/4)."""

    def __init__(self, folded: bool = False) -> None:
        super().__init__()
        self.layers = nn.ModuleDict({name: Layer(shape, folded) for name, shape in LAYERS.items()})

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        half = self._relu("half_1", x)  # (N, 16, H/2, W/2)
        quarter = self._relu("quarter_2", self._relu("quarter_1", half))  # (N, 24, H/4, W/4)
        eighth = self._relu("eighth_2", self._relu("eighth_1", quarter))  # (N, 28, H/8, W/8)
        wide = self._relu("wide_4", self._relu("wide_2", eighth))
        eighth = eighth + self._relu("wide_8", wide)
        quarter = self._relu("quarter_3", self._merged("quarter", eighth, quarter))
        heights = self.layers["height_2"](self._relu("height_1", quarter))  # (N, 1, H/4, W/4)
        half = self._relu("half_2", self._merged("half", quarter, half))
        return functional.pixel_shuffle(self.layers["ink"](half), 2), heights

    def _relu(self, name: str, x: Tensor) -> Tensor:
        return functional.relu(self.layers[name](x))

    def _merged(self, level: str, coarse: Tensor, fine: Tensor) -> Tensor:
        """Join a level with the next coarser one."""
        down = functional.interpolate(self.layers[f"down_{level}"](coarse), scale_factor=2.0, mode="nearest")
        return functional.relu(down + self.layers[f"over_{level}"](fine))


def fold(net: InkNet) -> dict[str, Tensor]:
    """Return the weights of the same function without batch norm: NAME.weight and NAME.bias of each of LAYERS."""
    folded: dict[str, Tensor] = {}
    for name, layer in net.layers.items():
        assert isinstance(layer, Layer)
        folded[f"{name}.weight"], folded[f"{name}.bias"] = _folded(layer)
    return folded


def unfold(weights: Mapping[str, Tensor]) -> InkNet:
    """Return the network of folded weights, ready to be run. Raises RuntimeError where they are another's."""
    net = InkNet(folded=True)
    names = {f"{name}.{part}": f"layers.{name}.conv.{part}" for name in LAYERS for part in ("weight", "bias")}
    net.load_state_dict({names.get(name, name): tensor for name, tensor in weights.items()})
    return net.eval()


def parameter_count(weights: Mapping[str, Tensor]) -> int:
    return sum(tensor.numel() for tensor in weights.values())


@torch.no_grad()
def _folded(layer: Layer) -> tuple[Tensor, Tensor]:
    weight, norm = layer.conv.weight, layer.norm
    if norm is None:
        assert layer.conv.bias is not None
        return weight.clone(), layer.conv.bias.clone()
    assert norm.running_mean is not None and norm.running_var is not None
    gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return weight * gain[:, None, None, None], norm.bias - norm.running_mean * gain
