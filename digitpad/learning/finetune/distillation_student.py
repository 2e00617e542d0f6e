"""A copy of the network that learns while another shows it how the digits were read before."""

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
        """Learn from glyphs (N, 28, 28) and labels (N,), the first of them to be read as in `targets`. Return the loss.

        Batch norm keeps the averages that it was trained with: a few samples would shift them for all digits.
        """
        logits, replayed = self.net(glyphs), len(targets)
        guard = distillation_loss(logits[:replayed], targets)
        from_labels = functional.cross_entropy(logits, labels, reduction="none")
        mixed = GUARD * guard + (1 - GUARD) * from_labels[:replayed]
        loss = torch.cat([mixed, from_labels[replayed:]]).mean()
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
    """Return softened log-probabilities (N, 11) of glyphs (N, 28, 28): what a student is to keep."""
    return softened(net(glyphs))
