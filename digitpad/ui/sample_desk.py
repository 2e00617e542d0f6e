"""The one place in the window that knows the stored samples: what is changed there is remembered at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.background import Done
from digitpad.clerk import Clerk
from digitpad.records import Digit, Origin, Rgb, Sample, Stroke
from digitpad.ui.kept import Kept, Owed, Wishes
from digitpad.ui.session import Session

if TYPE_CHECKING:
    from digitpad.store.samples import Change, SampleStore

STOP_S = 10.0
DELETED_FOR = timedelta(days=30)  # then a deleted sample is gone for good
OWED = "The correction is kept here meanwhile, and saved with the next one."
Work = Callable[["SampleStore"], "Change"]
OnFailed = Callable[[str], None]


def opened_in(folder: Path) -> SampleStore:
    """The store of the user's folder; for the clerk's thread. Raises DigitPadError where it cannot be opened."""
    from digitpad.store.samples import FILE_NAME, SampleStore

    return SampleStore(folder / FILE_NAME)


class SampleDesk:
    """Everything that the window writes to or reads from the store goes through here, off the Tk thread.

    After each change the reader is told to remember what is stored (unless learning at once is switched off), what
    lies on the pad is read again, and the listeners hear of it; only then is `on_done` called. Failures are shown
    across the top unless `on_failed` takes the sentence; nothing was changed then, and it can be tried again.
    Corrections that could not be stored stay owed: the next one tries them again, and so does closing the window.
    """

    def __init__(self, session: Session, open_store: Callable[[], SampleStore], *, learns: bool) -> None:
        """`open_store`: called in the clerk's thread; `learns`: whether stored samples count at once."""
        self._session, self._clerk = session, Clerk(open_store)
        self._learns = learns
        self._samples: dict[int, Sample] = {}  # as stored, without strokes and crops; oldest first
        self._version: int | None = None  # of the file when all of it was last read; None: it could not be
        self._looking = False  # an answer to that is awaited
        self._told = ""  # of what happened when it was opened
        self._owed = Owed()
        self._remembering = False  # the reader holds a memory
        self._listeners: list[Callable[[], None]] = []

    def start(self) -> None:
        """Open the store in the background, remember what is in it, and let go of what was deleted long ago."""
        self._clerk.start()
        self.refresh()
        self.look(lambda store: store.forget(DELETED_FOR), lambda count: None, on_failed=lambda sentence: None)

    def stop(self) -> None:
        """Do what was asked for, try once more what could not be done, and end the thread."""
        self._clerk.ask(partial(_settled, dict(self._owed.wishes)), lambda outcome: None)
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

    @property
    def owes(self) -> bool:
        """Some corrections are not on the disk yet."""
        return bool(self._owed.wishes)

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

    def settle(
        self, wanted: Sequence[tuple[Kept, bool]], on_saved: Callable[[], None], on_storing: Callable[[], None]
    ) -> None:
        """Keep corrections (True), or take them back (False), after all that is still owed.

        `on_saved` hears that all of it is on the disk, `on_storing` that `storing` of some of it has changed.
        """
        late = self._owed.late or self._version is None
        tried = self._owed.take_on(wanted)

        def saved(changes: list[Change]) -> None:
            self._owed.done(tried)
            if late:
                self._session.good_news()
            on_storing()
            on_saved()

        def failed(sentence: str) -> None:
            self._owed.failed(tried)
            self._session.failed(f"{sentence} {OWED}")
            on_storing()
            self._look_at_all(None)  # some of it may be there

        self._change(partial(_settled, tried), saved, failed)

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

    def refresh(self, on_failed: OnFailed | None = None) -> None:
        """Look whether another DigitPad has changed what is stored; takes next to nothing where none has."""
        if not self._looking:  # else a slow answer would be asked for again and again
            self._look_at_all(self._version, on_failed)

    def _look_at_all(self, version: int | None, on_failed: OnFailed | None = lambda sentence: None) -> None:
        """Read all samples, unless the file still is of this version."""

        def failed(sentence: str) -> None:
            self._looking = False
            (on_failed or self._session.failed)(sentence)

        self._looking = True
        self.look(partial(_everything, version), self._found, failed)

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
            if self._version is None:
                self._look_at_all(None)

        self._clerk.ask(partial(_changed, work), self._session.awaiting(changed, on_failed))

    def _update(self, touched: set[int], now: Sequence[Sample]) -> None:
        """`now`: those of the touched samples that are stored now."""
        if touched:
            self._samples = {id: sample for id, sample in self._samples.items() if id not in touched}
            self._samples |= {sample.id: sample for sample in now if sample.id is not None}
            self._remember()
            self._tell_listeners()

    def _found(self, all_of_it: tuple[int, str, Sequence[Sample]] | None) -> None:
        self._looking = False
        if all_of_it is None:
            return
        self._version, told, samples = all_of_it
        if told != self._told:
            self._told = told
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


def _settled(wishes: Wishes, store: SampleStore) -> list[Change]:
    changes = (kept.settle(store, wish.there) for kept, wish in wishes.items())
    return [change for change in changes if change is not None]


def _changed(work: Callable[[SampleStore], list[Change]], store: SampleStore) -> tuple[list[Change], list[Sample]]:
    changes = work(store)
    touched = dict.fromkeys(id for change in changes for id in change.before)
    return changes, store.several(list(touched))


def _everything(seen: int | None, store: SampleStore) -> tuple[int, str, list[Sample]] | None:
    """The file's version, what is to be told of it, and all samples; None where it is of the version `seen`."""
    version = store.version  # before the samples: what is written meanwhile is seen next time
    return None if version == seen else (version, store.notice, store.all())


def _labels(samples: dict[int, Sample]) -> dict[int, int | None]:
    return {id: sample.label for id, sample in samples.items()}
