"""The stored samples for all of the window: each change is written by the store's thread and counts at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.background import Done
from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.records import Digit, Origin, Rgb, Sample, Stroke
from digitpad.store.worker import StoreWorker
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.pending_corrections import CorrectionQueue, PendingCorrection, StoreRequests

if TYPE_CHECKING:
    from digitpad.store.samples import Change, SampleStore

STOP_S = 10.0
DELETED_FOR = timedelta(days=30)  # then a deleted sample is gone for good
OWED = _("The correction is kept here meanwhile, and saved with the next one.")
Work = Callable[["SampleStore"], "Change"]
OnFailed = Callable[[str], None]


def opened_in(folder: Path) -> SampleStore:
    """Open the store of the user's folder, in the store's thread; an empty one where none can be begun.

    Each change tries again to begin it. Raises DigitPadError where there is one that cannot be opened.
    """
    from digitpad.store.samples import FILE_NAME, SampleStore

    path = folder / FILE_NAME
    try:
        return SampleStore(path)
    except DigitPadError as error:
        if path.exists():
            raise
        store = SampleStore.to_read(path)
        store.notice = str(error)
        return store


class SampleService:
    """Reads and writes the store for all of the window, off the Tk thread.

    After each change the reader is told to remember what is stored (unless learning at once is switched off), what
    lies on the pad is read again, and the listeners hear of it; only then is `on_done` called. Failures are shown
    across the top unless `on_failed` takes the sentence; nothing was changed then, and it can be tried again.
    Corrections that could not be stored stay owed: the next one tries them again, and so does closing the window.
    """

    def __init__(self, bridge: Bridge, open_store: Callable[[], SampleStore], *, learns: bool) -> None:
        """`open_store`: called in the store's thread; `learns`: stored samples count at once."""
        self._bridge, self._worker = bridge, StoreWorker(open_store)
        self._notices = bridge.notices
        self._learns = learns
        self._samples: dict[int, Sample] = {}  # as stored, without strokes and crops; oldest first
        self._version: int | None = None  # of the file when all of it was last read; None: it could not be
        self._looking = False  # an answer to that is awaited
        self._notice = ""  # shown last, about the file as it was opened
        self._queue = CorrectionQueue()
        self._remembering = False  # the reader holds a memory
        self._listeners: list[Callable[[], None]] = []

    def start(self) -> None:
        """Open the store in the background, remember what is in it, and let go of what was deleted long ago."""
        self._worker.start()
        self.refresh()
        self.look(lambda store: store.forget(DELETED_FOR), lambda count: None, on_failed=lambda sentence: None)

    def stop(self) -> None:
        """Do what was asked for, try once more what could not be done, and end the thread."""
        self._worker.ask(partial(_settled, dict(self._queue.requests)), lambda outcome: None)
        self._worker.stop(STOP_S)

    @property
    def samples(self) -> dict[int, Sample]:
        """The stored samples by id, without strokes and crops; not to be changed."""
        return self._samples

    @property
    def learns(self) -> bool:
        return self._learns

    def learn(self, on: bool) -> None:
        """Have stored samples count at once, or no longer."""
        self._learns = on
        if not on:
            self._bridge.tell(lambda engine: engine.forget(), lambda answer: None)
        self._remember()
        self._tell_listeners()

    def on_changed(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every change to the stored samples, and once digits were accepted."""
        self._listeners.append(listener)

    def accept(self, digits: Sequence[Digit]) -> None:
        """Count these digits, which the user saw and left as they were, as his hand until the window closes."""
        if self._learns and digits:
            self._bridge.tell(lambda engine: engine.accept(digits), lambda answer: self._tell_listeners())

    @property
    def owes(self) -> bool:
        """True while some corrections are not on the disk."""
        return bool(self._queue.requests)

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
            model=self._notices.model,
        )

    def settle(
        self,
        wanted: Sequence[tuple[PendingCorrection, bool]],
        on_saved: Callable[[], None],
        on_storing: Callable[[], None],
    ) -> None:
        """Store corrections (True) or remove them again (False), after all that could not be written before.

        `on_saved` hears that all of it is on the disk, `on_storing` that `storing` of some of it has changed.
        """
        late = self._queue.late or self._version is None
        requests = self._queue.add(wanted)

        def saved(changes: list[Change]) -> None:
            self._queue.done(requests)
            if late:
                self._notices.good_news()
            on_storing()
            if not self.owes:
                on_saved()

        def failed(sentence: str) -> None:
            self._queue.failed(requests)
            self._notices.failed_for_now(f"{sentence} {OWED}")
            on_storing()
            self._look_at_all(None)  # some of it may be there

        self._change(partial(_settled, requests), saved, failed)
        self._notices.end_news()  # "Saved" would stand beside "saving…"

    def change(
        self, work: Work, on_done: Callable[[Change], None] | None = None, on_failed: OnFailed | None = None
    ) -> None:
        """Have `work` change the store in the store's thread; `on_done` gets its Change, which `revert` undoes."""
        self._change(lambda store: [work(store)], lambda changes: on_done(changes[0]) if on_done else None, on_failed)

    def revert(
        self, change: Change, on_done: Callable[[Change], None] | None = None, on_failed: OnFailed | None = None
    ) -> None:
        self.change(lambda store: store.revert(change), on_done, on_failed)

    def look(
        self, question: Callable[[SampleStore], Any], on_done: Callable[[Any], None], on_failed: OnFailed | None = None
    ) -> None:
        """Ask the store, in its thread, after all earlier changes; `on_done` gets what `question` returned."""
        self._worker.ask(question, self._bridge.awaiting(lambda answer: on_done(answer.result), on_failed))

    def refresh(self, on_failed: OnFailed | None = None) -> None:
        """Look whether another DigitPad has changed what is stored; takes next to nothing where none has."""
        if not self._looking:  # else a slow answer would be asked for again and again
            self._look_at_all(self._version, on_failed)

    def _look_at_all(self, version: int | None, on_failed: OnFailed | None = lambda sentence: None) -> None:
        """Read all samples, unless the file still is of this version."""

        def failed(sentence: str) -> None:
            self._looking = False
            (on_failed or self._notices.failed)(sentence)

        self._looking = True
        self.look(partial(_everything, version), self._take_everything, failed)

    def _change(
        self,
        work: Callable[[SampleStore], list[Change]],
        on_done: Callable[[list[Change]], None],
        on_failed: OnFailed | None,
    ) -> None:
        def changed(answer: Done) -> None:
            changes, now = answer.result
            self._update({id for change in changes for id in change.before}, now)
            on_done(changes)
            if self._version is None:
                self._look_at_all(None)

        self._worker.ask(partial(_changed, work), self._bridge.awaiting(changed, on_failed))

    def _update(self, touched: set[int], now: Sequence[Sample]) -> None:
        """Replace the touched samples by those of them that are stored `now`."""
        if touched:
            self._samples = {id: sample for id, sample in self._samples.items() if id not in touched}
            self._samples |= {sample.id: sample for sample in now if sample.id is not None}
            self._remember()
            self._tell_listeners()

    def _take_everything(self, everything: tuple[int, str, Sequence[Sample]] | None) -> None:
        self._looking = False
        if everything is None:
            return
        self._version, notice, samples = everything
        if notice != self._notice:
            self._notice = notice
            self._notices.failed(notice)
        stored = {sample.id: sample for sample in samples if sample.id is not None}
        if _known(stored) != _known(self._samples):
            self._samples = stored
            self._remember()
            self._tell_listeners()

    def _remember(self) -> None:
        """Have the reader know the stored samples from its next reading on, and read what is on the pad again."""
        remembered = tuple(self._samples.values()) if self._learns else ()
        if remembered or self._remembering:
            self._remembering = bool(remembered)
            self._bridge.tell(lambda engine: engine.remember(remembered), lambda answer: None)
            self._bridge.reader_changed()

    def _tell_listeners(self) -> None:
        for listener in self._listeners:
            listener()


def _settled(requests: StoreRequests, store: SampleStore) -> list[Change]:
    changes = (correction.settle(store, request.stored) for correction, request in requests.items())
    return [change for change in changes if change is not None]


def _changed(work: Callable[[SampleStore], list[Change]], store: SampleStore) -> tuple[list[Change], list[Sample]]:
    changes = work(store)
    touched = dict.fromkeys(id for change in changes for id in change.before)
    return changes, store.several(list(touched))


def _everything(known: int | None, store: SampleStore) -> tuple[int, str, list[Sample]] | None:
    """Return the file's version, a notice about it, and all samples; None where it is of the version `known`."""
    version = store.version  # before the samples: what is written meanwhile is seen next time
    return None if version == known else (version, store.notice, store.all())


def _known(samples: dict[int, Sample]) -> dict[int, tuple[int | None, bool]]:
    """Return what can change of the samples."""
    return {id: (sample.label, sample.confirmed) for id, sample in samples.items()}
