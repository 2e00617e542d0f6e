"""Finds the cameras, and the source that is wanted, in a thread: asking the system can take seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitpad.background import Failed, Finished, Task
from digitpad.errors import DigitPadError
from digitpad.ui.session import Session
from digitpad.vision.sources import Source, source_of

STOP_S = 10.0


@dataclass(frozen=True)
class Found:
    cameras: tuple[Source, ...]
    wanted: Source | None  # None: nothing was wanted, or it is not there
    sentence: str = ""  # why it is not there


class Survey:
    """`on_found` hears what `begin` looked for; of a search that was given up for a newer one nothing comes."""

    def __init__(
        self, session: Session, *, list_cameras: Callable[[], Sequence[Source]], on_found: Callable[[Found], None]
    ) -> None:
        self._session, self._list_cameras, self._on_found = session, list_cameras, on_found
        self._deliver = session.listen("survey", self._heard)
        self._tasks: list[Task] = []

    def begin(self, wanted: str = "") -> None:
        """List the cameras; `wanted`: what `source_of` understands, "" for none."""
        list_cameras, deliver = self._list_cameras, self._deliver
        self._tasks = [task for task in self._tasks if task.running]
        task = Task(
            lambda report: _found(list_cameras(), wanted), deliver=lambda event: deliver((task, event)), name="survey"
        )
        self._tasks.append(task)
        task.start()

    def stop(self) -> None:
        """Wait for the end of what was begun."""
        for task in self._tasks:
            task.join(STOP_S)

    def _heard(self, event: tuple[Task, object]) -> None:
        task, outcome = event
        if not self._tasks or task is not self._tasks[-1]:
            return
        if isinstance(outcome, Finished):
            self._on_found(outcome.result)
        elif isinstance(outcome, Failed):
            self._session.failed(outcome.sentence, outcome.traceback)
            self._on_found(Found((), None, outcome.sentence))


def _found(cameras: Sequence[Source], wanted: str) -> Found:
    if not wanted:
        return Found(tuple(cameras), None)
    known = [camera for camera in cameras if camera.key == wanted]
    try:
        return Found(tuple(cameras), known[0] if known else source_of(wanted))
    except DigitPadError as error:
        return Found(tuple(cameras), None, str(error))
