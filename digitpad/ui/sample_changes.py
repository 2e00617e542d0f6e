"""What was done to the samples on their page, told in words, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitpad.records import Sample
from digitpad.ui.sample_desk import SampleDesk

if TYPE_CHECKING:
    from digitpad.store.samples import Change

MOST = 200  # steps back


@dataclass(frozen=True)
class Done:
    words: str
    change: Change


class SampleChanges:
    """`on_done` gets the words for what was just done; `undo` takes the newest back. Failures go to the banner.

    `on_undone` gets the words for what was taken back, `on_nothing` those for what changed nothing.
    """

    def __init__(
        self,
        desk: SampleDesk,
        *,
        on_done: Callable[[str], None],
        on_undone: Callable[[str], None],
        on_nothing: Callable[[str], None],
    ) -> None:
        self._desk, self._on_done, self._on_undone, self._on_nothing = desk, on_done, on_undone, on_nothing
        self._done: list[Done] = []
        self._undone: list[Done] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def relabel(self, ids: Sequence[int], label: int | None) -> None:
        name = "not a digit" if label is None else str(label)
        held = list(ids)

        def words(change: Change) -> str:
            count = len(change.before)
            return f"{counted(count)} {'is' if count == 1 else 'are'} now {name}"

        self._desk.change(lambda store: store.relabel(held, label), lambda change: self._keep(words(change), change))

    def delete(self, ids: Sequence[int]) -> None:
        held = list(ids)
        self._desk.change(
            lambda store: store.delete(held),
            lambda change: self._keep(f"{counted(len(change.before))} deleted", change),
        )

    def add(self, samples: Sequence[Sample]) -> None:
        """What was read from a file."""
        self._desk.change(
            lambda store: store.add(samples), lambda change: self._keep(_added(change, len(samples)), change)
        )

    def undo(self) -> None:
        if self._done:
            self._turn(self._done, self._undone, "Undone")

    def redo(self) -> None:
        if self._undone:
            self._turn(self._undone, self._done, "Done again")

    def _turn(self, source: list[Done], target: list[Done], said: str) -> None:
        """Take the newest of `source` back; its own way back is put on `target`."""
        step = source.pop()

        def turned(change: Change) -> None:
            target.append(Done(step.words, change))
            self._on_undone(f"{said}: {step.words}")

        self._desk.revert(step.change, turned)

    def _keep(self, words: str, change: Change) -> None:
        if change.before:
            self._done = [*self._done, Done(words, change)][-MOST:]
            self._undone.clear()
            self._on_done(words)
        elif len(change.ids):
            self._on_nothing("Nothing changed: they are so already")


def counted(count: int) -> str:
    """ "1,204 samples"."""
    return f"{count:,} sample{'s' * (count != 1)}"


def _added(change: Change, given: int) -> str:
    new, corrected = len(change.added), len(change.relabelled)
    words = f"{counted(new)} imported"
    if corrected:
        words += f", {corrected:,} relabelled"
    if known := given - new - corrected:
        words += f", {known:,} here already"
    return words
