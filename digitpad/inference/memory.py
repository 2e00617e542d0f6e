"""Corrections that count at once: samples as neighbours that vote for their label when something looks like them.

A cache model (Grave, Cissé and Joulin 2017; "Tip-Adapter", Zhang and others 2021) on F6 and on the picture itself: by
F6 alone many digits of other hands are neighbours, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitpad.inference.lenet import CLASSES, FEATURES
from digitpad.inference.parameters import MEMORY, MemoryParams
from digitpad.records import SIDE, Floats

SQUARE = 4  # px
SQUARES = SIDE // SQUARE  # in a row of a glyph
KEYS = FEATURES + SQUARES**2  # 133 numbers by which glyphs are compared: F6, and the picture in 7x7 squares
HALF = 0.5**0.5  # length of each half of a key, so that a key has length 1
TINY = 1e-12  # least length that something is divided by
Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Memory:
    """M samples as neighbours. Frozen: a further sample makes a new memory."""

    keys: Floats  # (M, 133), each half of length sqrt(1/2), sorted by label
    labels: Ids  # (M,) 0..10, ascending; 10 is "not a digit"
    strengths: Floats  # (M,) logits that a sample adds to its label for its own like
    widths: Floats  # (M,) how fast that fades with the square of 1 - cosine: hardly at first, then soon
    ids: Ids  # (M,) the samples' ids in the store; -1: none
    accepted: Flags  # (M,) left as they were read, not corrected: these never outvote a network that is sure by itself

    @classmethod
    def empty(cls) -> Memory:
        """Return a memory of nothing."""
        none = np.zeros(0, np.float32)
        whole = np.zeros(0, np.int64)
        return cls(none.reshape(0, KEYS), whole, none, none, whole, np.zeros(0, np.bool_))

    @classmethod
    def of_keys(
        cls,
        keys: Floats,
        logits: Floats,
        labels: Sequence[int] | Ids,
        ids: Sequence[int] | Ids,
        accepted: Flags | None = None,
        against: Floats | None = None,
        params: MemoryParams = MEMORY,
    ) -> Memory:
        """Return the memory of M glyphs, of which a network gave the keys (M, 133) and logits (M, 11).

        `labels`: 0..10; `accepted` (M,): left as they were read; `against` (M,): nats by which the network preferred
        another digit when they were corrected, 0 where that is not known.
        """
        numbers = np.asarray(labels, np.int64)
        order = np.argsort(numbers, kind="stable")
        is_accepted = np.zeros(len(numbers), np.bool_) if accepted is None else accepted
        preference = np.zeros(len(numbers), np.float32) if against is None else against
        keys, numbers = keys[order], numbers[order]
        strengths, widths = _weights(keys, logits[order], numbers, is_accepted[order], preference[order], params)
        return cls(keys, numbers, strengths, widths, np.asarray(ids, np.int64)[order], is_accepted[order])

    def __len__(self) -> int:
        return len(self.ids)

    def votes(self, keys: Floats, sure: Flags | None = None) -> tuple[Floats, Ids]:
        """Return what is added to the logits (N, 11) of keys (N, 133), and the sample that votes so (N, 11), -1: none.

        The nearest sample of a label alone votes for it: a hundred like samples count as one.
        `sure` (N,): True where the network is sure by itself; there, accepted samples have no vote.
        """
        votes, places = np.zeros((len(keys), CLASSES), np.float32), np.full((len(keys), CLASSES), -1, np.int64)
        if len(self) and len(keys):
            away = 1 - keys @ self.keys.T  # (N, M)
            each = self.strengths * np.exp(-self.widths * away**2)
            if sure is not None:
                each[np.ix_(sure, self.accepted)] = 0
            ends = np.cumsum(np.bincount(self.labels, minlength=CLASSES))
            for label, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
                if end > start:
                    places[:, label] = each[:, start:end].argmax(axis=1) + start
                    votes[:, label] = each[np.arange(len(keys)), places[:, label]]
        return votes, places


def keys_of(features: Floats, glyphs: NDArray[np.uint8]) -> Floats:
    """Return keys (N, 133) of F6 activations (N, 84) and of the glyphs (N, 28, 28) that gave them."""
    squares = glyphs.reshape(-1, SQUARES, SQUARE, SQUARES, SQUARE).astype(np.float32)
    picture = squares.mean(axis=(2, 4)).reshape(-1, SQUARES**2)
    halves = (features, picture - picture.mean(axis=1, keepdims=True))
    return np.concatenate([_unit(half) for half in halves], axis=1) * np.float32(HALF)


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(TINY))
    return unit


def _weights(
    keys: Floats, logits: Floats, labels: Ids, accepted: Flags, against_then: Floats, params: MemoryParams
) -> tuple[Floats, Floats]:
    """Return strengths and widths (M,) of samples of these keys (M, 133), logits (M, 11), labels (M,) ascending.

    A correction is as strong as it must be to be read right itself. One that contradicts what the network is sure of
    may be a mistake: it counts for its own like, hardly for what is merely near. So does one that a network
    was sure of before it was retrained on it, however little it believes now.
    """
    deficit = _deficit(logits, labels)
    strengths, widths = np.full_like(deficit, params.known_strength), np.full_like(deficit, params.known_width)
    strengths[accepted], widths[accepted] = params.accepted_strength, params.accepted_width
    wrong = (deficit > 0) & ~accepted
    if wrong.any():
        right = ~wrong
        nobody = np.full(int(right.sum()), -1, np.int64)
        others = Memory(keys[right], labels[right], strengths[right], widths[right], nobody, accepted[right])
        against = _deficit(logits[wrong] + others.votes(keys[wrong])[0], labels[wrong])
        strengths[wrong] = np.maximum(np.maximum(deficit[wrong], against) + params.margin, params.least_strength)
        surprise = np.maximum(deficit, against_then)[wrong] - params.surprising
        widths[wrong] = params.least_width + params.narrowing * np.maximum(surprise, 0) ** 2
    return strengths, widths


def _deficit(logits: Floats, labels: Ids) -> Floats:
    """Return (M,) by how much the label's logit is below the highest; 0 where it is the highest."""
    deficit: Floats = logits.max(axis=1) - logits[np.arange(len(labels)), labels]
    return deficit
