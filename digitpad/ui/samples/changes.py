"""Changes of samples on their page, in words, with undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitpad.languages import _, plural
from digitpad.records import Sample
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.core.wording import count_samples

if TYPE_CHECKING:
    from digitpad.store.samples import Change

MOST = 200  # steps back


@dataclass(frozen=True)
class DoneChange:
    words: str
    change: Change


class SampleChanges:
    """`on_done` gets the words for what was just done; `undo` takes the newest back. Failures go to the banner.

    `on_undone` gets the words for what was taken back, `on_nothing` those for what changed nothing.
    """

    def __init__(
        self,
        service: SampleService,
        *,
        on_done: Callable[[str], None],
        on_undone: Callable[[str], None],
        on_nothing: Callable[[str], None],
    ) -> None:
        self._service, self._on_done, self._on_undone, self._on_nothing = service, on_done, on_undone, on_nothing
        self._done: list[DoneChange] = []
        self._undone: list[DoneChange] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def relabel(self, ids: Sequence[int], label: int | None) -> None:
        name = _("not a digit") if label is None else str(label)
        targets = list(ids)

        def words(change: Change) -> str:
            count = len(change.before)
            words = plural("{count:,} sample is now {label}", "{count:,} samples are now {label}", count)
            return words.format(count=count, label=name)

        self._service.change(
            lambda store: store.relabel(targets, label), lambda change: self._keep(words(change), change)
        )

    def confirm(self, ids: Sequence[int]) -> None:
        """Say that these are labelled right."""
        targets = list(ids)
        self._service.change(
            lambda store: store.confirm(targets),
            lambda change: self._keep(
                _("{samples} kept as labelled").format(samples=counted(len(change.before))), change
            ),
        )

    def delete(self, ids: Sequence[int]) -> None:
        targets = list(ids)
        self._service.change(
            lambda store: store.delete(targets),
            lambda change: self._keep(_("{samples} deleted").format(samples=counted(len(change.before))), change),
        )

    def add(self, samples: Sequence[Sample]) -> None:
        """Add samples that were read from a file."""
        self._service.change(
            lambda store: store.add(samples), lambda change: self._keep(_added(change, len(samples)), change)
        )

    def undo(self) -> None:
        if self._done:
            self._turn(self._done, self._undone, _("Undone"))

    def redo(self) -> None:
        if self._undone:
            self._turn(self._undone, self._done, _("Redone"))

    def _turn(self, source: list[DoneChange], target: list[DoneChange], words: str) -> None:
        """Take the newest of `source` back; its own way back is put on `target`."""
        step = source.pop()

        def turned(change: Change) -> None:
            target.append(DoneChange(step.words, change))
            self._on_undone(f"{words}: {step.words}")

        self._service.revert(step.change, turned)

    def _keep(self, words: str, change: Change) -> None:
        if change.before:
            self._done = [*self._done, DoneChange(words, change)][-MOST:]
            self._undone.clear()
            self._on_done(words)
        elif len(change.ids):
            self._on_nothing(_("Nothing changed: they are so already"))


def counted(count: int) -> str:
    """ "1,204 samples"."""
    return count_samples(count)


def _added(change: Change, total: int) -> str:
    new, corrected = len(change.added), len(change.relabelled)
    words = _("{samples} imported").format(samples=counted(new))
    if corrected:
        words += _(", {corrected:,} relabelled").format(corrected=corrected)
    if familiar := total - new - corrected:
        words += _(", {familiar:,} here already").format(familiar=familiar)
    return words
