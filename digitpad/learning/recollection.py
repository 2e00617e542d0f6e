"""Samples made into a memory again and again as they come, each glyph looked at once by the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from digitpad.learning.lenet import NOT_A_DIGIT
from digitpad.learning.memory import KEYS, Ids, Memory
from digitpad.learning.network import Network
from digitpad.records import Glyph

MOST_CORRECTIONS, MOST_KNOWN = 600, 400  # of each kind the newest count
NO_ID = -1
ALIKE = 0.9  # cosine
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Told:
    """A glyph and what it is."""

    glyph: Glyph
    label: int | None  # None: not a digit
    id: int | None = None  # of the stored sample
    accepted: bool = False  # only read so, and left as it was
    against: float = 0.0  # nats by which another digit was believed when it was corrected


class Recollection:
    """What one network has seen of the glyphs that it was ever told of."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._rows: dict[bytes, int] = {}
        self._keys = torch.zeros((0, KEYS), device=network.device)
        self._logits = torch.zeros((0, NOT_A_DIGIT + 1), device=network.device)

    def memory(self, told: Sequence[Told]) -> Memory:
        """The memory of these, the oldest first; of very many those that the network misreads, and the newest."""
        if not told:
            return Memory.empty(self._network.device)
        self._look_at_new(told)
        rows = np.array([self._rows[one.glyph.tobytes()] for one in told])
        labels = np.array([NOT_A_DIGIT if one.label is None else one.label for one in told])
        misread = self._logits.argmax(dim=1).cpu().numpy()[rows] != labels
        corrections, known = np.flatnonzero(misread)[-MOST_CORRECTIONS:], np.flatnonzero(~misread)[-MOST_KNOWN:]
        kept = np.concatenate([corrections, known])
        accepted = np.array([one.accepted for one in told])
        kept = kept[~self._taken_back(rows[kept], labels[kept], accepted[kept])]
        chosen = torch.from_numpy(rows[kept]).to(self._keys.device)
        keys, logits = self._keys[chosen], self._logits[chosen]
        ids = [_id(told[i]) for i in kept]
        against = torch.tensor([told[i].against for i in kept], dtype=torch.float32)
        return Memory.of_keys(keys, logits, labels[kept].tolist(), ids, torch.from_numpy(accepted[kept]), against)

    def _taken_back(self, rows: Ids, labels: Ids, accepted: Flags) -> Flags:
        """Which were accepted (N,) although something that looks like them was told to be something else."""
        keys = self._keys[torch.from_numpy(rows).to(self._keys.device)]
        alike = (keys @ keys[torch.from_numpy(~accepted).to(keys.device)].T > ALIKE).cpu().numpy()
        contradicted: Flags = (alike & (labels[:, None] != labels[~accepted][None])).any(axis=1)
        return accepted & contradicted

    def _look_at_new(self, told: Sequence[Told]) -> None:
        new = {held: one.glyph for one in told if (held := one.glyph.tobytes()) not in self._rows}
        if new:
            keys, logits = self._network.look(np.stack(list(new.values())))
            self._rows |= {held: len(self._rows) + place for place, held in enumerate(new)}
            self._keys, self._logits = torch.cat([self._keys, keys]), torch.cat([self._logits, logits])


def _id(one: Told) -> int:
    return NO_ID if one.id is None else one.id
