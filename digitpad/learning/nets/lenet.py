"""LeNet-5 as a module of torch, to be trained."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval, fuse_linear_bn_eval

from digitpad.inference.lenet import CLASSES, FEATURES, MNIST_MEAN, MNIST_STD, Variant


class LeNet5(nn.Module):
    """C1 6@5x5, S2, C3 16@5x5, S4, C5 120@5x5, F6 84, output; input 28x28 padded by 2.

    `modern`: ReLU, batch norm, max pooling, dropout before the output. `classic`: tanh, average pooling.
    """

    def __init__(self, variant: Variant = "modern", dropout: float = 0.0) -> None:
        super().__init__()
        if variant not in ("modern", "classic"):
            raise ValueError(f"no such variant of LeNet-5: {variant}")
        modern = variant == "modern"
        self.variant: Variant = variant
        self.c1, self.n1 = nn.Conv2d(1, 6, 5), nn.BatchNorm2d(6) if modern else nn.Identity()
        self.c3, self.n3 = nn.Conv2d(6, 16, 5), nn.BatchNorm2d(16) if modern else nn.Identity()
        self.c5, self.n5 = nn.Conv2d(16, 120, 5), nn.BatchNorm2d(120) if modern else nn.Identity()
        self.f6, self.n6 = nn.Linear(120, FEATURES), nn.BatchNorm1d(FEATURES) if modern else nn.Identity()
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(FEATURES, CLASSES)

    def forward(self, glyphs: Tensor) -> Tensor:
        """Return logits (N, 11) of glyphs (N, 28, 28): uint8 0..255 or float 0..1, white ink on black."""
        return self.decide(self.features(glyphs))

    def decide(self, features: Tensor) -> Tensor:
        """Return logits (N, 11) of F6 activations (N, 84)."""
        logits: Tensor = self.output(self.dropout(features))
        return logits

    def features(self, glyphs: Tensor) -> Tensor:
        """Return F6 activations (N, 84) of glyphs (N, 28, 28)."""
        x = glyphs.float() / 255 if glyphs.dtype == torch.uint8 else glyphs
        x = functional.pad((x.unsqueeze(1) - MNIST_MEAN) / MNIST_STD, (2, 2, 2, 2), value=-MNIST_MEAN / MNIST_STD)
        x = self._subsample(self.n1(self.c1(x)))  # (N, 6, 14, 14)
        x = self._subsample(self.n3(self.c3(x)))  # (N, 16, 5, 5)
        x = self._squash(self.n5(self.c5(x))).flatten(1)  # (N, 120)
        return self._squash(self.n6(self.f6(x)))  # (N, 84)

    def _squash(self, x: Tensor) -> Tensor:
        return torch.relu(x) if self.variant == "modern" else torch.tanh(x)

    def _subsample(self, x: Tensor) -> Tensor:
        if self.variant == "modern":
            return torch.relu(_largest(x))  # the same as the other order, on a quarter of the values
        return functional.avg_pool2d(torch.tanh(x), 2)


def folded(net: LeNet5) -> LeNet5:
    """Return a copy for reading, with each batch norm folded into the layer before it."""
    copy = deepcopy(net).eval()
    for layer, norm in (("c1", "n1"), ("c3", "n3"), ("c5", "n5")):
        _fold(copy, layer, norm, fuse_conv_bn_eval)
    _fold(copy, "f6", "n6", fuse_linear_bn_eval)
    return copy


def _fold(net: LeNet5, layer: str, norm: str, fused: Callable[..., nn.Module]) -> None:
    if isinstance(getattr(net, norm), nn.Identity):
        return
    setattr(net, layer, fused(getattr(net, layer), getattr(net, norm)))
    setattr(net, norm, nn.Identity())


def _largest(x: Tensor) -> Tensor:
    """Return the largest of each 2x2; without gradients by slices, in a tenth of max_pool2d's time on a CPU."""
    if torch.is_grad_enabled():
        return functional.max_pool2d(x, 2)
    rows = torch.maximum(x[:, :, ::2], x[:, :, 1::2])
    return torch.maximum(rows[..., ::2], rows[..., 1::2])
