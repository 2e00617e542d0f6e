"""Work for the results, in a task of its own: the newest alone is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from digitpad.tasks import Failed, Finished, Progressed, Task
from digitpad.ui.core.bridge import Bridge

STOP_S = 10.0
Report = Callable[[Any], None]


class BackgroundWork:
    """Runs one piece of work at a time; a newer one takes the place of the last. Failures are shown as all are."""

    def __init__(self, bridge: Bridge, name: str) -> None:
        """`name`: of the thread."""
        self._name, self._notices = name, bridge.notices
        self._deliver = bridge.listen(name, self._heard)
        self._task: Task | None = None
        self._on_step: Callable[[Any], None] = lambda value: None
        self._on_done: Callable[[Any], None] = lambda result: None
        self._on_failed: Callable[[], None] = lambda: None

    def begin(
        self,
        work: Callable[[Report], Any],
        *,
        on_done: Callable[[Any], None],
        on_step: Callable[[Any], None] = lambda value: None,
        on_failed: Callable[[], None] = lambda: None,
    ) -> None:
        """Do `work` in a thread: `on_step` gets what it reports, `on_done` what it returns."""
        self.cancel()
        self._on_done, self._on_step, self._on_failed = on_done, on_step, on_failed
        deliver = self._deliver
        task = Task(work, deliver=lambda event: deliver((task, event)), name=self._name)
        self._task = task.start()

    def cancel(self) -> None:
        """Forget what runs; nothing is said of it any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def stop(self) -> None:
        """End what runs, for the window closes."""
        if self._task is not None:
            self._task.cancel()
            self._task.join(STOP_S)

    def _heard(self, message: tuple[Task, object]) -> None:
        task, event = message
        if task is not self._task:
            return
        if isinstance(event, Progressed):
            self._on_step(event.value)
            return
        self._task = None
        if isinstance(event, Finished):
            self._on_done(event.result)
        elif isinstance(event, Failed):
            self._notices.failed(event.sentence, event.traceback)
            self._on_failed()
