"""The network that reads: by itself, and with its memory of the user's hand."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

import numpy as np

from digitpad.inference.engine import Engine
from digitpad.inference.memory_builder import LabelledGlyph, MemoryBuilder
from digitpad.inference.network import Network
from digitpad.inference.parameters import MEMORY, MemoryParams
from digitpad.recognition.parameters import ACCEPTED, AcceptedParams
from digitpad.recognition.row_digits import LEAST_PROBABILITY
from digitpad.records import Digit, Sample


class LearnedNetwork:
    """A network, the user's samples, and the digits that he accepted since the last `forget`."""

    def __init__(
        self, network: Network, params: AcceptedParams = ACCEPTED, memory_params: MemoryParams = MEMORY
    ) -> None:
        self._params, self._memory_params = params, memory_params
        self._now = self._alone = network
        self._samples: tuple[Sample, ...] = ()
        self._accepted: deque[Digit] = deque(maxlen=params.most)
        self._memory_builder: MemoryBuilder | None = None

    @property
    def now(self) -> Network:
        """The network with its memory."""
        return self._now

    @property
    def alone(self) -> Network:
        """The network without its memory."""
        return self._alone

    @property
    def accepted(self) -> tuple[Digit, ...]:
        """Digits that were accepted since the last `forget`, the oldest first."""
        return tuple(self._accepted)

    def remember(self, samples: Sequence[Sample]) -> None:
        """Let these samples vote, the oldest first, in place of those given before."""
        self._samples = tuple(samples)
        self._recall()

    def accept(self, digits: Iterable[Digit]) -> None:
        """Count these digits as the user's hand, as far as the network alone is sure of them."""
        self._accepted.extend(self._sure_alone(tuple(digits)))
        self._recall()

    def forget_accepted(self, digits: Iterable[Digit] | None = None) -> None:
        """Read as if these digits had not been accepted; None: as if none had."""
        dropped = self.accepted if digits is None else tuple(digits)
        self._accepted = deque((digit for digit in self._accepted if digit not in dropped), self._params.most)
        self._recall()

    def forget(self) -> None:
        """Read with the network alone."""
        self._accepted.clear()
        self.remember(())

    def replace(self, network: Network) -> None:
        """Read with another network, remembering the same samples."""
        self._now = self._alone = network
        self._memory_builder = None
        self._accepted = deque(self._sure_alone(self.accepted), self._params.most)
        self._recall()

    def move(self, card: Engine) -> None:
        """Have large batches run by a graphics card's engine."""
        self._alone = self._alone.with_card(card)
        self._now = self._alone.with_memory(self._now.memory)

    def _sure_alone(self, digits: Sequence[Digit]) -> list[Digit]:
        """Return the digits that the network without its memory reads the same, and is sure of."""
        if not digits:
            return []
        alone = self._alone.classify(np.stack([digit.glyph for digit in digits]))
        return [digit for digit, each in zip(digits, alone, strict=True) if each[digit.label] >= self._params.least]

    def _recall(self) -> None:
        if self._memory_builder is None:
            self._memory_builder = MemoryBuilder(self._now, self._memory_params)
        corrections = {sample.glyph.tobytes() for sample in self._samples} if self._accepted else frozenset()
        glyphs = [
            LabelledGlyph(digit.glyph, digit.label, accepted=True)
            for digit in self._accepted
            if digit.glyph.tobytes() not in corrections
        ]
        glyphs += [LabelledGlyph(its.glyph, its.label, its.id, against=_against(its)) for its in self._samples]
        self._now = self._now.with_memory(self._memory_builder.memory(glyphs))


def _against(sample: Sample) -> float:
    """Return the nats by which another digit than the label was likelier when it was read; 0 where not known."""
    if sample.probabilities is None or sample.label is None:
        return 0.0
    logs = np.log(np.maximum(sample.probabilities, LEAST_PROBABILITY))
    return float(logs.max() - logs[sample.label])
