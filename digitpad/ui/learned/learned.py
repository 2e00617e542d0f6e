"""All that the reader learned from the user: stored samples, and readings that he kept in this sitting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from digitpad.languages import _, plural
from digitpad.records import Digit, Sample
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.sample_service import SampleService

if TYPE_CHECKING:
    from digitpad.store.samples import Change

OFF, NOTHING = _("Corrections are not learned from at once"), _("Nothing learned yet")


class Learned:
    """Forgets what the user no longer wants to count; the last time can be taken back. For the Tk thread."""

    def __init__(self, bridge: Bridge, service: SampleService) -> None:
        self._bridge, self._service = bridge, service
        self.readings: tuple[Digit, ...] = ()  # the oldest first
        self._undo: Callable[[], None] | None = None
        self._listeners: list[Callable[[], None]] = []
        service.on_changed(self._ask)
        bridge.on_reader_changed(self._ask)

    @property
    def samples(self) -> Sequence[Sample]:
        """The stored samples that count, the newest first."""
        return tuple(reversed(self._service.samples.values())) if self._service.learns else ()

    @property
    def words(self) -> str:
        """ "Learned from 3 corrections and 12 readings you kept"."""
        if not self._service.learns:
            return OFF
        samples = self.samples
        corrections = sum(sample.source != "import" and not sample.writer for sample in samples)
        others, kept = len(samples) - corrections, len(self.readings)
        parts = (
            (corrections, plural("{count:,} correction", "{count:,} corrections", corrections)),
            (others, _others(others) if corrections else plural("{count:,} sample", "{count:,} samples", others)),
            (kept, plural("{count:,} reading you kept", "{count:,} readings you kept", kept)),
        )
        listed = [words.format(count=count) for count, words in parts if count]
        return _("Learned from {listed}").format(listed=_joined(listed)) if listed else NOTHING

    @property
    def can_undo(self) -> bool:
        return self._undo is not None

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever something was learned or forgotten."""
        self._listeners.append(listener)

    def forget_sample(self, id: int) -> None:
        """Delete a stored sample; it can be brought back for 30 days."""
        self._service.change(lambda store: store.delete([id]), self._deleted)

    def forget_readings(self, digits: Sequence[Digit]) -> None:
        self._undo = partial(self._accept_again, tuple(digits))
        self._bridge.tell(lambda engine: engine.forget_accepted(digits), lambda done: self._bridge.reader_changed())

    def undo(self) -> None:
        """Count again what was forgotten last."""
        if self._undo is not None:
            undo, self._undo = self._undo, None
            undo()

    def _deleted(self, change: Change) -> None:
        self._undo = partial(self._service.revert, change)
        self._tell()

    def _accept_again(self, digits: Sequence[Digit]) -> None:
        self._bridge.tell(lambda engine: engine.accept(digits), lambda done: self._bridge.reader_changed())

    def _ask(self) -> None:
        self._tell()
        self._bridge.tell(lambda engine: engine.accepted, lambda answer: self._take(tuple(answer.result)))

    def _take(self, readings: tuple[Digit, ...]) -> None:
        self.readings = readings
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


def _others(count: int) -> str:
    return plural("{count:,} other sample", "{count:,} other samples", count)


def _joined(parts: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return _(" and ").join(part for part in (_(", ").join(parts[:-1]), parts[-1]) if part)
