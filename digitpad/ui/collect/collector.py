"""Digits that one writer gives: asked for one by one, read, and stored at once as samples of his."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from digitpad.background import Done
from digitpad.records import Digit, Sign, Stroke
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.pending_corrections import PendingCorrection
from digitpad.ui.core.sample_service import SampleService

Strokes = tuple[Stroke, ...]


class GivenDigit:
    """A digit that was written, on its way into the store."""

    def __init__(self, label: int, strokes: Strokes) -> None:
        self.label, self.strokes = label, strokes
        self.correction: PendingCorrection | None = None  # once it is read
        self.misread = False


class Collector:
    """`order`: the digits to ask for; `on_change` hears that something was given, taken back, read or stored."""

    def __init__(
        self,
        writer: str,
        order: Sequence[int],
        bridge: Bridge,
        service: SampleService,
        *,
        on_change: Callable[[], None],
    ) -> None:
        self.writer = writer
        self._bridge, self._service, self._on_change = bridge, service, on_change
        self._order = list(order)
        self._given: list[GivenDigit] = []

    @property
    def asked(self) -> int | None:
        """The digit to write now; None: all were given."""
        return self._order[0] if self._order else None

    @property
    def total(self) -> int:
        return len(self._given) + len(self._order)

    @property
    def given(self) -> int:
        return len(self._given)

    @property
    def counts(self) -> Counter[int]:
        """The number of digits given, by digit."""
        return Counter(digit.label for digit in self._given)

    @property
    def wanted(self) -> Counter[int]:
        """The number of digits asked for in all, by digit."""
        return self.counts + Counter(self._order)

    @property
    def misread(self) -> int:
        """The number of given digits that the network took for others."""
        return sum(digit.misread for digit in self._given)

    @property
    def unsaved(self) -> int:
        """The number of given digits that the disk has refused so far."""
        corrections = (digit.correction for digit in self._given)
        return sum(one is not None and one.storing == "unsaved" for one in corrections)

    def give(self, strokes: Strokes) -> None:
        """Take these strokes for the digit that is asked for."""
        digit = GivenDigit(self._order.pop(0), strokes)
        self._given.append(digit)
        whole = tuple(range(len(strokes)))
        self._bridge.tell(
            lambda engine: engine.read_strokes(strokes, (whole,)),
            partial(self._read, digit),
            partial(self._fail, digit),
        )
        self._on_change()

    def take_back(self) -> None:
        """Remove what was given last, and ask for it again."""
        if self._given:
            digit = self._given.pop()
            self._order.insert(0, digit.label)
            if digit.correction is not None:
                self._service.settle([(digit.correction, False)], lambda: None, self._on_change)
            self._on_change()

    def _read(self, digit: GivenDigit, answer: Done) -> None:
        signs: tuple[Sign, ...] = answer.result.sequence
        if digit not in self._given:
            return
        if not signs:
            self._ask_again(digit)
            return
        read = signs[0] if isinstance(signs[0], Digit) else signs[0].ink
        sample = self._service.sample_of(read, digit.label, "pad", strokes=digit.strokes)
        digit.misread = sample.misread
        digit.correction = PendingCorrection([replace(sample, writer=self.writer)])
        self._service.settle([(digit.correction, True)], self._on_change, self._on_change)

    def _fail(self, digit: GivenDigit, sentence: str) -> None:
        self._bridge.notices.failed(sentence)
        self._ask_again(digit)

    def _ask_again(self, digit: GivenDigit) -> None:
        """Ask once more, at the end, for a digit that could not be read."""
        if digit in self._given:
            self._given.remove(digit)
            self._order.append(digit.label)
            self._on_change()
