"""Finds the cameras, and the source that is wanted, in a thread: asking the system can take seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitpad.errors import DigitPadError
from digitpad.tasks import Failed, Finished, Task
from digitpad.ui.core.bridge import Bridge
from digitpad.vision.capture.sources import Source, source_of

STOP_S = 10.0


@dataclass(frozen=True)
class SurveyResult:
    cameras: tuple[Source, ...]
    choice: Source | None  # to be shown: what is wanted, else the first camera; None: it is not there
    sentence: str = ""  # why it is not there


class Survey:
    """Searches for sources; gives `on_found` the result of the newest search only.

    `wanted`: the first source, what `source_of` understands; "": any camera.
    """

    def __init__(
        self,
        bridge: Bridge,
        *,
        wanted: str,
        list_cameras: Callable[[], Sequence[Source]],
        on_found: Callable[[SurveyResult], None],
    ) -> None:
        self._wanted, self._list_cameras, self._on_found = wanted, list_cameras, on_found
        self._notices = bridge.notices
        self.answered = False  # once at least
        self._deliver = bridge.listen("survey", self._heard)
        self._tasks: list[Task] = []

    def begin(self) -> None:
        """List the cameras, and find the first source."""
        self._search(self._wanted)

    def list_again(self) -> None:
        """List the cameras; the first source is not sought any more."""
        self._search("")

    def _search(self, wanted: str) -> None:
        list_cameras, deliver, any_will_do = self._list_cameras, self._deliver, not self._wanted
        self._tasks = [task for task in self._tasks if task.running]
        task = Task(
            lambda report: _survey(list_cameras(), wanted, any_will_do=any_will_do),
            deliver=lambda event: deliver((task, event)),
            name="survey",
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
            self.answered = True
            self._on_found(outcome.result)
        elif isinstance(outcome, Failed):
            self.answered = True
            self._notices.failed(outcome.sentence, outcome.traceback)
            self._on_found(SurveyResult((), None, outcome.sentence))


def _survey(cameras: Sequence[Source], wanted: str, *, any_will_do: bool) -> SurveyResult:
    if not wanted:
        return SurveyResult(tuple(cameras), cameras[0] if cameras and any_will_do else None)
    matches = [camera for camera in cameras if camera.key == wanted]
    try:
        return SurveyResult(tuple(cameras), matches[0] if matches else source_of(wanted))
    except DigitPadError as error:
        return SurveyResult(tuple(cameras), None, str(error))
