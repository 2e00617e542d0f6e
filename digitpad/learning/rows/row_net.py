"""LeNet-5 replicated over a row (SDNN): the layers of LeNet-5 as convolutions over a strip 32 px high.

LeCun et al. 1998, section VII. It sees 32 px at a time and gives one column of class scores every 2 px: the width is
not halved after C3, instead C5 looks at every second column, which is LeNet-5 run at twice as many places.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

from digitpad.inference.rows.row_columns import CLASSES
from digitpad.inference.rows.row_weights import CONTEXT

FOLDED = (("c1", "n1"), ("c3", "n3"), ("c5", "n5"), ("f6", "n6"), ("context", "n7"))  # layer, its batch norm


class RowNet(nn.Module):
    """Scores of (blank, 0, 1, … 9) in every column of a strip."""

    def __init__(self, *, folded: bool = False) -> None:
        """`folded`: without batch norms, as the weights on disk are."""
        super().__init__()

        def norm(maps: int) -> nn.Module:
            return nn.Identity() if folded else nn.BatchNorm2d(maps)

        self.c1, self.n1 = nn.Conv2d(1, 6, 5), norm(6)
        self.c3, self.n3 = nn.Conv2d(6, 16, 5), norm(16)
        self.c5, self.n5 = nn.Conv2d(16, 120, 5, dilation=(1, 2)), norm(120)
        self.f6, self.n6 = nn.Conv2d(120, 84, 1), norm(84)
        self.context = nn.Conv2d(84, 84, (1, CONTEXT), padding=(0, CONTEXT // 2), groups=84)
        self.n7 = norm(84)
        self.output = nn.Conv2d(84, CLASSES, 1)

    def forward(self, strips: Tensor) -> Tensor:
        """Return log-probabilities (T, N, 11) of strips (N, 32, W); T = columns_of(W)."""
        x = strips.unsqueeze(1)  # (N, 1, 32, W)
        x = torch.relu(functional.max_pool2d(self.n1(self.c1(x)), 2))  # (N, 6, 14, W / 2)
        x = torch.relu(functional.max_pool2d(self.n3(self.c3(x)), 2, stride=(2, 1)))  # (N, 16, 5, W / 2)
        x = torch.relu(self.n5(self.c5(x)))  # (N, 120, 1, T)
        x = torch.relu(self.n6(self.f6(x)))  # (N, 84, 1, T)
        x = torch.relu(self.n7(self.context(x)))  # (N, 84, 1, T)
        scores: Tensor = self.output(x).squeeze(2).permute(2, 0, 1)  # (T, N, 11)
        return scores.log_softmax(dim=2)


def folded_weights(net: RowNet) -> dict[str, NDArray[np.float32]]:
    """Return the arrays that a reader needs, with each batch norm folded into the layer before it."""
    copy = deepcopy(net).cpu().eval()
    for layer, norm in FOLDED:
        if isinstance(getattr(copy, norm), nn.BatchNorm2d):
            setattr(copy, layer, fuse_conv_bn_eval(getattr(copy, layer), getattr(copy, norm)))
        delattr(copy, norm)
    return {name: tensor.detach().contiguous().numpy() for name, tensor in copy.state_dict().items()}


def net_of(weights: Mapping[str, NDArray[np.float32]]) -> RowNet:
    """Return the network of folded weights, ready to read."""
    net = RowNet(folded=True)
    net.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    return net.eval()


def parameters_of(net: RowNet) -> int:
    return sum(parameter.numel() for parameter in net.parameters())
