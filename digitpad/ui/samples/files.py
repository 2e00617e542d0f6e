"""Samples to and from files, in a task of its own: its progress, its end, and how it is cancelled."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from digitpad.languages import _
from digitpad.records import Sample
from digitpad.tasks import Failed, Finished, Progressed, Task
from digitpad.ui.samples.changes import counted

if TYPE_CHECKING:
    from digitpad.store.exchange import Exported, Form
    from digitpad.store.samples import SampleStore

REPORT_S = 0.05  # so often progress is told, and cancelling looked for
STOP_S = 10.0


class FileProgress(NamedTuple):
    done: int
    of: int


class SampleFiles:
    """One import or export at a time. `on_step` gets words and a share (0..1); `on_end` hears of every end first."""

    def __init__(
        self,
        *,
        open_store: Callable[[], SampleStore],
        listen: Callable[[str, Callable[[Any], None]], Callable[[Any], None]],
        on_step: Callable[[str, float], None],
        on_end: Callable[[], None],
        on_failed: Callable[[str, str], None],
    ) -> None:
        """`open_store`: for the task's thread; `listen`: a thread-safe way back; `on_failed`: sentence, traceback."""
        self._open_store, self._on_step, self._on_end, self._on_failed = open_store, on_step, on_end, on_failed
        self._deliver = listen("sample files", self._heard)
        self._task: Task | None = None
        self._words = ""
        self._on_finished: Callable[[Any], None] = lambda result: None

    @property
    def busy(self) -> bool:
        return self._task is not None

    def bring(self, path: Path, on_read: Callable[[list[Sample]], None]) -> None:
        """Read the samples of a file or folder; `on_read` gets all of them or is not called."""

        def work(report: Callable[[FileProgress], None]) -> list[Sample]:
            from digitpad.glyph_import import MAKERS
            from digitpad.store.exchange import import_samples

            progress = _seldom(report)
            return import_samples(path, MAKERS, lambda done, of: progress(FileProgress(done, of)))

        self._begin(_("Reading {name}…").format(name=path.name), work, on_read)

    def export(self, ids: Sequence[int], path: Path, form: Form, on_written: Callable[[Exported], None]) -> None:
        """Write these samples to a file, whole or not at all."""
        open_store = self._open_store

        def work(report: Callable[[FileProgress], None]) -> Exported:
            from digitpad.store.exchange import export_samples

            with open_store() as store:
                samples = store.each(ids, whole=form == "jsonl")
                return export_samples(_counted(samples, len(ids), _seldom(report)), path, form)

        self._begin(_("Writing {name}…").format(name=path.name), work, on_written)

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def stop(self) -> None:
        """The window closes."""
        if self._task is not None:
            self._task.cancel()
            self._task.join(STOP_S)

    def _begin(self, words: str, work: Callable[[Callable[[Any], None]], Any], on_done: Callable[[Any], None]) -> None:
        if self._task is not None:
            return
        self._words, self._on_finished = words, on_done
        self._task = Task(work, deliver=self._deliver, name="sample files")
        self._on_step(words, 0.0)
        self._task.start()

    def _heard(self, event: object) -> None:
        if isinstance(event, Progressed):
            self._on_step(self._words, event.value.done / max(1, event.value.of))
            return
        self._task = None
        self._on_end()
        if isinstance(event, Finished):
            self._on_finished(event.result)
        elif isinstance(event, Failed):
            self._on_failed(event.sentence, event.traceback)


def _seldom(report: Callable[[FileProgress], None]) -> Callable[[FileProgress], None]:
    """At most every REPORT_S, for the window has other things to do."""
    last = -REPORT_S

    def report_seldom(step: FileProgress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= REPORT_S:
            last = now
            report(step)

    return report_seldom


def _counted(samples: Iterable[Sample], count: int, report: Callable[[FileProgress], None]) -> Iterator[Sample]:
    for number, sample in enumerate(samples, 1):
        report(FileProgress(number, count))
        yield sample


def exported_words(path: Path, exported: Exported) -> str:
    """Say how many samples a file got, and how many it could not hold."""
    left = (
        _("; {left_out:,} left out, which it cannot hold").format(left_out=exported.left_out)
        if exported.left_out
        else ""
    )
    return _("{samples} written to {name}").format(samples=counted(exported.written), name=path.name) + left
