"""Memories made of samples as they come; the network sees each glyph once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitpad.inference.lenet import NOT_A_DIGIT
from digitpad.inference.memory import KEYS, Flags, Ids, Memory
from digitpad.inference.network import Network
from digitpad.inference.parameters import MEMORY, MemoryParams
from digitpad.records import Floats, Glyph

NO_ID = -1


@dataclass(frozen=True, eq=False)
class LabelledGlyph:
    """A glyph and its label."""

    glyph: Glyph
    label: int | None  # None: not a digit
    id: int | None = None  # of the stored sample
    accepted: bool = False  # the user left it as it was read
    against: float = 0.0  # nats by which the network preferred another digit when it was corrected


class MemoryBuilder:
    """Keys of glyphs by one network; each is computed once, as long as memories are made of the glyph."""

    def __init__(self, network: Network, params: MemoryParams = MEMORY) -> None:
        self._network, self._params = network, params
        self._rows: dict[bytes, int] = {}
        self._keys: Floats = np.zeros((0, KEYS), np.float32)
        self._logits: Floats = np.zeros((0, NOT_A_DIGIT + 1), np.float32)

    def __len__(self) -> int:
        """Return the number of glyphs whose keys are stored."""
        return len(self._rows)

    def memory(self, glyphs: Sequence[LabelledGlyph]) -> Memory:
        """Return the memory of glyphs, the oldest first; of very many, that of the newest of each kind."""
        if not glyphs:
            return Memory.empty()
        self._embed_new(glyphs)
        self._drop_stale(glyphs)
        rows = np.array([self._rows[_content(one.glyph)] for one in glyphs])
        labels = np.array([NOT_A_DIGIT if one.label is None else one.label for one in glyphs])
        misread = self._logits[: len(self._rows)].argmax(axis=1)[rows] != labels
        corrections = np.flatnonzero(misread)[-self._params.most_corrections :]
        confirmations = np.flatnonzero(~misread)[-self._params.most_known :]
        places = np.concatenate([corrections, confirmations])
        accepted = np.array([one.accepted for one in glyphs])
        doubtful = self._taken_back(rows[places], labels[places], accepted[places])
        doubtful |= self._single(rows[places], labels[places], accepted[places])
        places = places[~doubtful]
        keys, logits = self._keys[rows[places]], self._logits[rows[places]]
        ids = [_id(glyphs[i]) for i in places]
        against = np.array([glyphs[i].against for i in places], np.float32)
        return Memory.of_keys(keys, logits, labels[places], ids, accepted[places], against, self._params)

    def _taken_back(self, rows: Ids, labels: Ids, accepted: Flags) -> Flags:
        """Return True for accepted samples (N,) that look like one which was corrected to another label."""
        taken_back = np.zeros(len(rows), np.bool_)
        if accepted.any():
            alike = self._keys[rows[accepted]] @ self._keys[rows[~accepted]].T > self._params.alike
            contradicted = alike & (labels[accepted][:, None] != labels[~accepted][None])
            taken_back[accepted] = contradicted.any(axis=1)
        return taken_back

    def _single(self, rows: Ids, labels: Ids, accepted: Flags) -> Flags:
        """Return True for accepted samples (N,) that look like too few others accepted under their label."""
        keys = self._keys[rows[accepted]]
        alike = (keys @ keys.T > self._params.alike) & (labels[accepted][:, None] == labels[accepted][None])
        single = np.zeros(len(rows), np.bool_)
        single[accepted] = alike.sum(axis=1) < self._params.least_alike  # each is like itself
        return single

    def _embed_new(self, glyphs: Sequence[LabelledGlyph]) -> None:
        new = {content: one.glyph for one in glyphs if (content := _content(one.glyph)) not in self._rows}
        if new:
            keys, logits = self._network.embed(np.stack(list(new.values())))
            start, end = len(self._rows), len(self._rows) + len(new)
            self._rows |= {content: start + place for place, content in enumerate(new)}
            if end > len(self._keys):
                self._keys, self._logits = _longer(self._keys[:start], end), _longer(self._logits[:start], end)
            self._keys[start:end], self._logits[start:end] = keys, logits

    def _drop_stale(self, glyphs: Sequence[LabelledGlyph]) -> None:
        """Drop the keys of glyphs that are no longer given, once these are many."""
        if len(self._rows) > len(glyphs) + self._params.most_stale:
            contents = list(dict.fromkeys(_content(one.glyph) for one in glyphs))
            rows = [self._rows[content] for content in contents]
            self._rows = {content: place for place, content in enumerate(contents)}
            self._keys, self._logits = self._keys[rows], self._logits[rows]


def _content(glyph: Glyph) -> bytes:
    """Return the pixels of a glyph; of one from the store its own bytes, so that they are not in memory twice."""
    whole = glyph.base
    while isinstance(whole, np.ndarray):
        whole = whole.base
    shared = isinstance(whole, bytes) and len(whole) == glyph.nbytes and glyph.flags.c_contiguous
    return whole if shared and isinstance(whole, bytes) else glyph.tobytes()


def _longer(rows: Floats, least: int) -> Floats:
    """Return the rows in an array of at least `least`, and of twice as many: else each new row would copy them all."""
    longer = np.zeros((max(least, 2 * len(rows)), rows.shape[1]), np.float32)
    longer[: len(rows)] = rows
    return longer


def _id(one: LabelledGlyph) -> int:
    return NO_ID if one.id is None else one.id
