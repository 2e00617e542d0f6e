"""A deeper network than LeNet-5, for LeNet-5 to learn from; never used to read."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

from digitpad.inference.lenet import CLASSES, MNIST_MEAN, MNIST_STD

MAPS = 48  # of its first layer; the others have two and four times as many


class Teacher(nn.Module):
    """48@5x5, halved, twice 96@3x3, halved, twice 192@3x3, mean over the map, output; 627,000 weights.

    Each convolution is followed by batch norm and ReLU, those that are halved by max pooling before them.
    """

    variant: Literal["teacher"] = "teacher"

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__()
        halve = nn.MaxPool2d(2)
        self.layers = nn.Sequential(
            *_layer(1, MAPS, 5, 2, halve),  # (N, 48, 14, 14)
            *_layer(MAPS, 2 * MAPS, 3, 1),
            *_layer(2 * MAPS, 2 * MAPS, 3, 1, halve),  # (N, 96, 7, 7)
            *_layer(2 * MAPS, 4 * MAPS, 3, 1),
            *_layer(4 * MAPS, 4 * MAPS, 3, 0),  # (N, 192, 5, 5)
            *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(dropout), nn.Linear(4 * MAPS, CLASSES)),
        )

    def forward(self, glyphs: Tensor) -> Tensor:
        """Return logits (N, 11) of glyphs (N, 28, 28): uint8 0..255 or float 0..1, white ink on black."""
        x = glyphs.float() / 255 if glyphs.dtype == torch.uint8 else glyphs
        logits: Tensor = self.layers((x.unsqueeze(1) - MNIST_MEAN) / MNIST_STD)
        return logits


def _layer(inputs: int, maps: int, side: int, padding: int, *pooling: nn.Module) -> list[nn.Module]:
    convolution = nn.Conv2d(inputs, maps, side, padding=padding, bias=False)
    return [convolution, *pooling, nn.BatchNorm2d(maps), nn.ReLU()]
