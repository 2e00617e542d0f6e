"""Corrections that count at once: samples as neighbours that vote for their label when something looks like them.

A cache model (Grave, Cissé and Joulin 2017; "Tip-Adapter", Zhang and others 2021) on F6 and on the picture itself: by
F6 alone many digits of other hands are neighbours, too. Every number was chosen on writers that a network misreads a
few hundred times because it was made to forget them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from digitpad.learning.lenet import CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digitpad.learning.lenet import LeNet5

KEYS = 84 + 49  # numbers that a glyph is compared by: F6, and its picture in 7x7 squares
SQUARE = 4  # px
KNOWN_STRENGTH, KNOWN_WIDTH = 4.0, 150.0  # of a sample that the network reads right by itself
ACCEPTED_STRENGTH, ACCEPTED_WIDTH = 20.0, 50.0  # of this sitting's: it is the same hand, most likely
LEAST_STRENGTH, LEAST_WIDTH = 4.0, 40.0  # of a correction; in logits, and per square of 1 - cosine
MARGIN = 2.0  # logits by which a correction outvotes what the network believed of it
SURPRISING, NARROWING = 3.0, 6000.0  # from so many logits on, a correction is believed of ever nearer neighbours only
BATCH = 1024  # glyphs looked at at once
Ids = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Memory:
    """M samples. Frozen: what is learnt makes a new one."""

    keys: Tensor  # (M, 133), each half of length sqrt(1/2), sorted by label
    labels: Tensor  # (M,) 0..10, ascending; 10 is "not a digit"
    strengths: Tensor  # (M,) logits that a sample adds to its label for its own like
    widths: Tensor  # (M,) how fast that fades with the square of 1 - cosine: hardly at first, then soon
    ids: Ids  # (M,) the samples' ids in the store; -1: none

    @classmethod
    def empty(cls, device: torch.device | None = None) -> Memory:
        none = torch.zeros(0, device=device)
        return cls(none.view(0, KEYS), none.long(), none, none, np.zeros(0, np.int64))

    @classmethod
    def of(
        cls,
        net: LeNet5,
        glyphs: np.ndarray,
        labels: Sequence[int],
        ids: Sequence[int],
        device: torch.device | None = None,
    ) -> Memory:
        """Of glyphs (M, 28, 28) uint8 with their labels 0..10 and ids, as `net`, which lies on `device`, sees them."""
        if not len(labels):
            return cls.empty(device)
        keys, logits = looked_at(net, torch.tensor(np.ascontiguousarray(glyphs), device=device))
        return cls.of_keys(keys, logits, labels, ids)

    @classmethod
    def of_keys(
        cls,
        keys: Tensor,
        logits: Tensor,
        labels: Sequence[int],
        ids: Sequence[int],
        accepted: Tensor | None = None,
        against: Tensor | None = None,
    ) -> Memory:
        """Of keys (M, 133) and logits (M, 11) that `looked_at` gave.

        `accepted` (M,): which were only left as read; `against` (M,): by how many nats another digit was believed
        when they were corrected, 0 where that is not known.
        """
        told = torch.tensor(labels, dtype=torch.long, device=keys.device)
        order = torch.argsort(told, stable=True)
        left = torch.zeros_like(told, dtype=torch.bool) if accepted is None else accepted.to(keys.device)
        then = torch.zeros(len(told), device=keys.device) if against is None else against.to(keys.device)
        keys, told = keys[order], told[order]
        strengths, widths = _weights(keys, logits[order], told, left[order], then[order])
        return cls(keys, told, strengths, widths, np.array(ids, np.int64)[order.cpu().numpy()])

    def __len__(self) -> int:
        return len(self.ids)

    def votes(self, keys: Tensor) -> tuple[Tensor, Tensor]:
        """For keys (N, 133): what is added to the logits (N, 11), and which sample's vote that is (N, 11), -1: none's.

        The nearest sample of a label alone votes for it: a hundred like samples count as one.
        """
        votes, places = keys.new_zeros(len(keys), CLASSES), keys.new_full((len(keys), CLASSES), -1, dtype=torch.long)
        if len(self) and len(keys):
            away = 1 - keys @ self.keys.T  # (N, M)
            each = self.strengths * torch.exp(-self.widths * away**2)
            start = 0
            for label, count in enumerate(torch.bincount(self.labels, minlength=CLASSES).tolist()):
                if count:
                    votes[:, label], places[:, label] = each[:, start : start + count].max(dim=1)
                    places[:, label] += start
                start += count
        return votes, places


def looked_at(net: LeNet5, glyphs: Tensor) -> tuple[Tensor, Tensor]:
    """Keys (N, 133) and logits (N, 11) of glyphs (N, 28, 28) uint8 on the network's device."""
    parts = [_looked_at(net, part) for part in glyphs.split(BATCH)]
    return torch.cat([keys for keys, _ in parts]), torch.cat([logits for _, logits in parts])


def _looked_at(net: LeNet5, glyphs: Tensor) -> tuple[Tensor, Tensor]:
    features = net.features(glyphs)
    picture = functional.avg_pool2d(glyphs.float().unsqueeze(1), SQUARE).flatten(1)
    halves = (features - typical(net), picture - picture.mean(dim=1, keepdim=True))
    return torch.cat([functional.normalize(half) for half in halves], dim=1) * 0.5**0.5, net.decide(features)


def typical(net: LeNet5) -> Tensor:
    """F6 activations (84,) to be expected: the mean of ReLU over the normal distribution that batch norm gives.

    Angles between digits are measured from here; from zero, where none of them lies, they would all look alike.
    """
    if not isinstance(net.n6, nn.BatchNorm1d):
        return net.f6.bias.new_zeros(net.f6.out_features)
    spread, middle = net.n6.weight.abs() + 1e-6, net.n6.bias
    place = middle / spread
    density = torch.exp(-(place**2) / 2) / (2 * torch.pi) ** 0.5
    expected: Tensor = spread * density + middle * torch.special.ndtr(place)
    return expected


def _weights(
    keys: Tensor, logits: Tensor, labels: Tensor, accepted: Tensor, against_then: Tensor
) -> tuple[Tensor, Tensor]:
    """Strengths and widths (M,) of samples of these keys (M, 133), logits (M, 11) and labels (M,) in ascending order.

    A correction is as strong as it must be to be read right itself. One that contradicts what the network is sure of
    may be a slip of the hand: it counts for its own like, hardly for what is merely near. So does one that a network
    was sure of before it was retrained on it, however little it believes now.
    """
    deficit = _deficit(logits, labels)
    strengths, widths = torch.full_like(deficit, KNOWN_STRENGTH), torch.full_like(deficit, KNOWN_WIDTH)
    strengths[accepted], widths[accepted] = ACCEPTED_STRENGTH, ACCEPTED_WIDTH
    wrong = (deficit > 0) & ~accepted
    if wrong.any():
        right = ~wrong
        others = Memory(
            keys[right], labels[right], strengths[right], widths[right], np.zeros(int(right.sum()), np.int64)
        )
        against = _deficit(logits[wrong] + others.votes(keys[wrong])[0], labels[wrong])
        strengths[wrong] = (torch.maximum(deficit[wrong], against) + MARGIN).clamp(min=LEAST_STRENGTH)
        surprise = torch.maximum(deficit, against_then)[wrong] - SURPRISING
        widths[wrong] = LEAST_WIDTH + NARROWING * surprise.clamp(min=0) ** 2
    return strengths, widths


def _deficit(logits: Tensor, labels: Tensor) -> Tensor:
    """(M,) by how much the label's logit is below the highest; 0 where it is the highest."""
    return logits.max(dim=1).values - logits.gather(1, labels.unsqueeze(1)).squeeze(1)
