"""The one place in the window that knows the stored samples: what is changed there is remembered at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.background import Done
from digitpad.clerk import Clerk
from digitpad.records import Digit, Origin, Rgb, Sample, Stroke
from digitpad.ui.session import Session

if TYPE_CHECKING:
    from digitpad.store.samples import Change, SampleStore

STOP_S = 10.0
Work = Callable[["SampleStore"], "Change"]
OnFailed = Callable[[str], None]


def opened_in(folder: Path) -> SampleStore:
    """The store of the user's folder; for the clerk's thread. Raises DigitPadError where it cannot be opened."""
    from digitpad.store.samples import FILE_NAME, SampleStore

    return SampleStore(folder / FILE_NAME)


class Kept:
    """Corrections that are kept together, and can be taken back and kept again; the clerk's thread alone does it."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._samples = tuple(samples)
        self._change: Change | None = None
        self._there = False

    def settle(self, store: SampleStore, wanted: bool) -> Change | None:
        """See that the samples are in the store, or as they were before; None where they are so already."""
        if wanted == self._there:
            return None
        self._change = store.add(self._samples) if self._change is None else store.revert(self._change)
        self._there = wanted
        return self._change


class SampleDesk:
    """Everything that the window writes to or reads from the store goes through here, off the Tk thread.

    After each change the reader is told to remember what is stored (unless learning at once is switched off), what
    lies on the pad is read again, and the listeners hear of it; only then is `on_done` called. Failures are shown
    across the top unless `on_failed` takes the sentence; nothing was changed then, and it can be tried again.
    """

    def __init__(self, session: Session, open_store: Callable[[], SampleStore], *, learns: bool) -> None:
        """`open_store`: called in the clerk's thread; `learns`: whether stored samples count at once."""
        self._session, self._clerk = session, Clerk(open_store)
        self._learns = learns
        self._samples: dict[int, Sample] = {}  # as stored, without strokes and crops; oldest first
        self._remembering = False  # the reader holds a memory
        self._listeners: list[Callable[[], None]] = []

    def start(self) -> None:
        """Open the store in the background, and remember what is in it."""
        self._clerk.start()
        self.refresh(notice=True)

    def stop(self) -> None:
        """Do what was asked for, and end the thread."""
        self._clerk.stop(STOP_S)

    @property
    def samples(self) -> dict[int, Sample]:
        """Those stored now by id, without strokes and crops; not to be changed."""
        return self._samples

    @property
    def learns(self) -> bool:
        return self._learns

    def learn(self, on: bool) -> None:
        """Whether stored samples count at once."""
        self._learns = on
        if not on:
            self._session.tell(lambda engine: engine.forget(), lambda done: None)
        self._remember()
        self._tell_listeners()

    def on_changed(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every change to the stored samples."""
        self._listeners.append(listener)

    def accept(self, digits: Sequence[Digit]) -> None:
        """The user saw these digits and left them as they were: until the window closes they count as his hand."""
        if self._learns and digits:
            self._session.tell(lambda engine: engine.accept(digits), lambda done: None)

    def correct(
        self,
        digit: Digit,
        label: int | None,
        origin: Origin,
        *,
        strokes: tuple[Stroke, ...] = (),
        crop: Rgb | None = None,
        on_saved: Callable[[], None] | None = None,
        on_failed: OnFailed | None = None,
    ) -> Kept:
        """Store that what was read as `digit` is `label` (None: not a digit). `settle` takes it back."""
        sample = self.sample_of(digit, label, origin, strokes=strokes, crop=crop)
        return self.keep([sample], on_saved=on_saved, on_failed=on_failed)

    def sample_of(
        self,
        digit: Digit,
        label: int | None,
        origin: Origin,
        *,
        strokes: tuple[Stroke, ...] = (),
        crop: Rgb | None = None,
    ) -> Sample:
        return Sample(
            glyph=digit.glyph,
            label=label,
            source=origin,
            predicted=None if digit.refused else digit.label,
            confidence=digit.confidence,
            probabilities=digit.probabilities,
            strokes=strokes,
            crop=crop,
            model=self._session.model,
        )

    def keep(
        self,
        samples: Sequence[Sample],
        *,
        on_saved: Callable[[], None] | None = None,
        on_failed: OnFailed | None = None,
    ) -> Kept:
        """Store samples in one transaction. "Saved" is said in the status line once they are on the disk."""
        kept = Kept(samples)
        self.settle(kept, True, on_saved=on_saved or (lambda: self._session.news("Saved")), on_failed=on_failed)
        return kept

    def settle(
        self,
        kept: Kept,
        wanted: bool,
        *,
        on_saved: Callable[[], None] | None = None,
        on_failed: OnFailed | None = None,
    ) -> None:
        """Keep samples (again), or take them back; also where the first attempt failed or has not ended yet."""
        self.settle_all([(kept, wanted)], on_saved=on_saved, on_failed=on_failed)

    def settle_all(
        self,
        wanted: Sequence[tuple[Kept, bool]],
        *,
        on_saved: Callable[[], None] | None = None,
        on_failed: OnFailed | None = None,
    ) -> None:
        """The same for several, in this order."""
        on_done = on_saved or (lambda: None)
        self._change(partial(_settled, wanted), lambda changes: on_done(), on_failed)

    def change(
        self, work: Work, on_done: Callable[[Change], None] | None = None, on_failed: OnFailed | None = None
    ) -> None:
        """Have `work` change the store in the clerk's thread; `on_done` gets its Change, which `revert` takes back."""
        self._change(lambda store: [work(store)], lambda changes: on_done(changes[0]) if on_done else None, on_failed)

    def revert(
        self, change: Change, on_done: Callable[[Change], None] | None = None, on_failed: OnFailed | None = None
    ) -> None:
        self.change(lambda store: store.revert(change), on_done, on_failed)

    def look(
        self, question: Callable[[SampleStore], Any], on_done: Callable[[Any], None], on_failed: OnFailed | None = None
    ) -> None:
        """Ask the store, in the clerk's thread, after all earlier changes; `on_done` gets what `question` returned."""
        self._clerk.ask(question, self._session.awaiting(lambda done: on_done(done.result), on_failed))

    def refresh(self, *, notice: bool = False) -> None:
        """Look at what is stored: another DigitPad may have changed it. `notice`: say what happened on opening."""
        self.look(_everything, lambda found: self._found(*found, notice=notice))

    def _change(
        self,
        work: Callable[[SampleStore], list[Change]],
        on_done: Callable[[list[Change]], None],
        on_failed: OnFailed | None,
    ) -> None:
        def changed(done: Done) -> None:
            changes, now = done.result
            self._update({id for change in changes for id in change.before}, now)
            on_done(changes)

        self._clerk.ask(partial(_changed, work), self._session.awaiting(changed, on_failed))

    def _update(self, touched: set[int], now: Sequence[Sample]) -> None:
        """`now`: those of the touched samples that are stored now."""
        if touched:
            self._samples = {id: sample for id, sample in self._samples.items() if id not in touched}
            self._samples |= {sample.id: sample for sample in now if sample.id is not None}
            self._remember()
            self._tell_listeners()

    def _found(self, samples: Sequence[Sample], told: str, *, notice: bool) -> None:
        if told and notice:
            self._session.failed(told)
        found = {sample.id: sample for sample in samples if sample.id is not None}
        if _labels(found) != _labels(self._samples):
            self._samples = found
            self._remember()
            self._tell_listeners()

    def _remember(self) -> None:
        """Have the reader know the stored samples from its next reading on, and read what is on the pad again."""
        remembered = tuple(self._samples.values()) if self._learns else ()
        if remembered or self._remembering:
            self._remembering = bool(remembered)
            self._session.tell(lambda engine: engine.remember(remembered), lambda done: None)
            self._session.read_again()

    def _tell_listeners(self) -> None:
        for listener in self._listeners:
            listener()


def _settled(wanted: Sequence[tuple[Kept, bool]], store: SampleStore) -> list[Change]:
    changes = (kept.settle(store, there) for kept, there in wanted)
    return [change for change in changes if change is not None]


def _changed(work: Callable[[SampleStore], list[Change]], store: SampleStore) -> tuple[list[Change], list[Sample]]:
    changes = work(store)
    touched = dict.fromkeys(id for change in changes for id in change.before)
    return changes, store.several(list(touched))


def _everything(store: SampleStore) -> tuple[list[Sample], str]:
    return store.all(), store.notice


def _labels(samples: dict[int, Sample]) -> dict[int, int | None]:
    return {id: sample.label for id, sample in samples.items()}
