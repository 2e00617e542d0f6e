"""A copy of the network that learns the user's samples, and by distillation to read other digits as before."""

from __future__ import annotations

from copy import deepcopy

import torch
from torch import Tensor
from torch.nn import functional

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.learning.finetune.weight_average import WeightAverage
from digitpad.learning.nets.lenet import LeNet5
from digitpad.learning.training.adam import Adam
from digitpad.learning.training.distillation import distillation_loss, softened

GUARD = 0.7  # share of replay's loss that is "read it as before"
AVERAGING = 0.98  # a step's decay in the average of the weights
WAY = 0.75  # from the old weights to the new ones


class DistillationStudent:
    """A copy that learns; its result is the average of its weights, three quarters of the way from the parent's."""

    def __init__(self, parent: LeNet5, places: Tensor) -> None:
        self.places = places  # of the user's samples that it may see
        self.net, self._average = deepcopy(parent), WeightAverage(parent, AVERAGING)
        self.optimizer = Adam(self.net.parameters())

    def step(self, glyphs: Tensor, labels: Tensor, targets: Tensor, lr: float) -> float:
        """Take one step on glyphs (N, 28, 28) with labels (N,), the first with distillation `targets`; return the loss.

        Batch norm keeps the averages that it was trained with: a few samples would shift them for all digits.
        """
        logits, count = self.net(glyphs), len(targets)
        guard = distillation_loss(logits[:count], targets)
        from_labels = functional.cross_entropy(logits, labels, reduction="none")
        replay_loss = GUARD * guard + (1 - GUARD) * from_labels[:count]
        loss = torch.cat([replay_loss, from_labels[count:]]).mean()
        value = loss.item()
        if not value < float("inf"):
            raise DigitPadError(
                _("The loss became {value}, so nothing was changed; retrain with a smaller learning rate.").format(
                    value=value
                )
            )
        self.net.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step(lr)
        self._average.add(self.net)
        return value

    def result(self) -> LeNet5:
        """Return the network as it is so far, on its device."""
        return self._average.on_the_way(WAY)


@torch.inference_mode()
def targets_of(net: LeNet5, glyphs: Tensor) -> Tensor:
    """Return softened log-probabilities (N, 11) of glyphs (N, 28, 28), the targets of a student (Hinton 2015)."""
    return softened(net(glyphs))
