"""The moving average of a network's weights in training, and networks between the parent and that average."""

from __future__ import annotations

from copy import deepcopy
from typing import Generic, TypeVar

import torch
from torch import nn

Net = TypeVar("Net", bound=nn.Module)


class WeightAverage(Generic[Net]):
    """An average that begins at the parent's weights. `decay`, 0..1: its share that each step leaves; less at first."""

    def __init__(self, parent: Net, decay: float) -> None:
        self._parent, self._average, self._decay, self._steps = parent, deepcopy(parent), decay, 0

    @torch.no_grad()
    def add(self, net: Net) -> None:
        """Take in the weights of a network of the parent's shape."""
        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        for average, now in zip(self._average.parameters(), net.parameters(), strict=True):
            average.lerp_(now, 1 - decay)

    @torch.no_grad()
    def on_the_way(self, share: float) -> Net:
        """Return a network `share`, 0..1, of the way from the parent's weights to the average, on the same device.

        The rest of the way teaches little and forgets much (Wortsman 2022).
        """
        net = deepcopy(self._parent)
        for parameter, average in zip(net.parameters(), self._average.parameters(), strict=True):
            parameter.lerp_(average, share)
        return net.eval()
