"""The parts of a stored sample that can change, and their changes."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from digitpad.records import Sample
from digitpad.store.filters import microseconds


@dataclass(frozen=True)
class State:
    """The parts of a stored sample that can change."""

    label: int | None
    labelled_at: int  # microseconds since 1970, UTC
    deleted_at: int | None  # the same; None: not deleted
    confirmed: bool = False  # the user said that the label is right
    writer: str = ""

    def relabelled(self, label: int | None) -> State:
        """Return the state with the label that the user gave it now."""
        return State(label, now_us(), None, writer=self.writer)


def corrected(state: State, sample: Sample) -> State:
    """Return a state after the same glyph was given again: the newer label wins."""
    said_at = microseconds(sample.created_at)
    if said_at < state.labelled_at:
        return replace(state, deleted_at=None)
    confirmed = state.confirmed and sample.label == state.label
    return replace(state, label=sample.label, labelled_at=said_at, deleted_at=None, confirmed=confirmed)


def earlier(before: State | None, now: State) -> State:
    """Return the state before a change: deleted, where the sample was not there."""
    return before or replace(now, deleted_at=now_us())


def now_us() -> int:
    """Return microseconds since 1970, UTC."""
    return time.time_ns() // 1000
