"""Adam (Kingma, Ba 2015) without torch.optim, which loads torch's compiler: seconds that cannot be cancelled."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

FAST, SLOW = 0.9, 0.99  # decay of the gradient's mean and of its square's
LEAST = 1e-8


class Adam:
    """Moves parameters against their gradients, each by its own scale."""

    def __init__(self, parameters: Iterable[nn.Parameter]) -> None:
        self._parameters = list(parameters)
        self._means = [torch.zeros_like(parameter) for parameter in self._parameters]
        self._squares = [torch.zeros_like(parameter) for parameter in self._parameters]
        self._taken = 0

    @torch.no_grad()
    def step(self, lr: float) -> None:
        """Move all parameters that have a gradient."""
        self._taken += 1
        for parameter, mean, square in zip(self._parameters, self._means, self._squares, strict=True):
            if parameter.grad is not None:
                parameter.sub_(lr * self._direction(parameter.grad, mean, square))

    def _direction(self, gradient: Tensor, mean: Tensor, square: Tensor) -> Tensor:
        mean.lerp_(gradient, 1 - FAST)
        square.lerp_(gradient**2, 1 - SLOW)
        return (mean / (1 - FAST**self._taken)) / ((square / (1 - SLOW**self._taken)).sqrt() + LEAST)
