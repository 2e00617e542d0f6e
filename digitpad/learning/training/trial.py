"""One step of training on a copy of the network, to test that this installation can train."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from digitpad.learning.nets.storage import load_lenet
from digitpad.records import Labels

STEP = 1e-3


def one_step(weights: Path, glyphs: np.ndarray, labels: Labels) -> tuple[float, float]:
    """Return the loss before and after a forward, a backward and an optimiser step on glyphs (N, 28, 28) uint8.

    With torch's own optimiser, as `digitpad train` uses it: loading it loads most of torch.
    """
    net = load_lenet(weights).train()
    optimizer = torch.optim.AdamW(net.parameters(), lr=STEP)
    images, targets = torch.tensor(glyphs), torch.tensor(labels)
    before = functional.cross_entropy(net(images), targets)
    before.backward()
    optimizer.step()
    return before.item(), functional.cross_entropy(net(images), targets).item()
