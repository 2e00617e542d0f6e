"""A copy of the network that learns while another shows it how the digits were read before."""

from __future__ import annotations

from copy import deepcopy

import torch
from torch import Tensor
from torch.nn import functional

from digitpad.errors import DigitPadError
from digitpad.learning.adam import Adam
from digitpad.learning.lenet import LeNet5

TEMPERATURE = 2.0  # of the probabilities that the network before shows (Hinton, Vinyals, Dean 2015)
GUARD = 0.7  # share of replay's loss that is "read it as before"
AVERAGING = 0.98  # a step's decay in the average of the weights
WAY = 0.75  # from the old weights to the new ones: the rest of it teaches little and forgets much (Wortsman 2022)


class Pupil:
    """What counts is not its last weights but their average, three quarters of the way from the parent's."""

    def __init__(self, parent: LeNet5, places: Tensor) -> None:
        self.places = places  # of the user's samples that it may see
        self.parent, self.net, self.average = parent, deepcopy(parent), deepcopy(parent)
        self.optimizer = Adam(self.net.parameters())
        self.taken = 0

    def step(self, glyphs: Tensor, labels: Tensor, shown: Tensor, lr: float) -> float:
        """Learn from glyphs (N, 28, 28) and labels (N,); the first of them are to be read as was `shown`. The loss.

        Batch norm keeps the averages that it was trained with: a few samples would shift them for all digits.
        """
        logits, replayed = self.net(glyphs), len(shown)
        learnt = functional.log_softmax(logits[:replayed] / TEMPERATURE, dim=1)
        guard = functional.kl_div(learnt, shown, reduction="none", log_target=True).sum(1) * TEMPERATURE**2
        told = functional.cross_entropy(logits, labels, reduction="none")
        loss = torch.cat([GUARD * guard + (1 - GUARD) * told[:replayed], told[replayed:]]).mean()
        value = loss.item()
        if not value < float("inf"):
            raise DigitPadError(
                f"The loss became {value}, so nothing was changed; retrain with a smaller learning rate."
            )
        self.net.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step(lr)
        self._average()
        return value

    @torch.no_grad()
    def result(self) -> LeNet5:
        """What it has learnt so far, on its device."""
        net = deepcopy(self.parent)
        for parameter, learnt in zip(net.parameters(), self.average.parameters(), strict=True):
            parameter.lerp_(learnt, WAY)
        return net.eval()

    @torch.no_grad()
    def _average(self) -> None:
        self.taken += 1
        decay = min(AVERAGING, (1 + self.taken) / (10 + self.taken))
        for average, now in zip(self.average.parameters(), self.net.parameters(), strict=True):
            average.lerp_(now, 1 - decay)


@torch.inference_mode()
def as_shown(net: LeNet5, glyphs: Tensor) -> Tensor:
    """Log-probabilities (N, 11), softened, of glyphs (N, 28, 28): what a pupil is to keep."""
    return functional.log_softmax(net(glyphs) / TEMPERATURE, dim=1)
