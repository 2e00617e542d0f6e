"""Work behind the retraining sheet: look, fetch, time, train, keep; each in a task, one at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from digitpad.languages import _
from digitpad.learning.data.mnist_files import FetchProgress
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.learning.finetune.progress import FinetuneProgress
from digitpad.learning.finetune.progress import Report as ReportProgress
from digitpad.tasks import Cancelled, Failed, Finished, Progressed, Task
from digitpad.ui.core.pen_clock import PenClock
from digitpad.ui.retrain.holdups import Holdups
from digitpad.ui.retrain.job import Job, Retrained
from digitpad.ui.retrain.state import (
    Compared,
    Looking,
    MnistMissing,
    Offer,
    Refused,
    Running,
    State,
)
from digitpad.ui.retrain.training_curve import TrainingCurve, phase_words, share_done

if TYPE_CHECKING:
    pass

SHOW_S = 0.08  # no oftener is it drawn anew how far training has come
STOP_S = 10.0
PREPARING, TIMING = _("Preparing…"), _("Timing a few steps on this computer…")
Report = Callable[[Any], None]


class Tunes(Protocol):
    """The work itself; called in a task's thread, reports often, never sees a window."""

    @property
    def loaded(self) -> bool: ...
    def look(self, job: Job, report: ReportProgress) -> Offer | MnistMissing: ...
    def fetch(self, report: Callable[[FetchProgress], None]) -> None: ...
    def take(self, folder: Path, report: Callable[[FetchProgress], None]) -> None: ...
    def tune(self, job: Job, report: ReportProgress) -> Retrained: ...


class RetrainView(Protocol):
    """The sheet before the work."""

    def begin(self, ready: Callable[[Job], None]) -> None: ...  # give a job to `ready` once there is one
    def show(self, state: State) -> None: ...
    def keep(self, result: Retrained) -> None: ...  # make it the version that reads


class Retraining:
    """Works once `attach` has named its view. `listen` gives a thread-safe way back to a handler.

    `on_bug` gets sentence and traceback.
    """

    _view: RetrainView

    def __init__(
        self,
        *,
        runner: Tunes,
        listen: Callable[[str, Callable[[Any], None]], Callable[[Any], None]],
        on_bug: Callable[[str, str], None],
        pen_clock: PenClock,
    ) -> None:
        """Training gives way to the pen, by `pen_clock`."""
        self._runner, self._on_bug = runner, on_bug
        self._deliver = listen("retraining", self._heard)
        self._task: Task | None = None
        self._on_finished: Callable[[Any], None] = lambda result: None
        self._holdups = Holdups(pen_clock)
        self._job: Job | None = None
        self._offer: Offer | None = None
        self._result: Retrained | None = None
        self._curve = TrainingCurve()
        self._shown_at = 0.0  # s on the monotonic clock
        self._asked = 0

    def attach(self, view: RetrainView) -> None:
        self._view = view

    @property
    def busy(self) -> bool:
        """Something runs, or waits for a decision."""
        return self._task is not None or self._result is not None

    def open(self) -> None:
        """Look at what there is; where something runs or waits already, nothing happens."""
        if self.busy:
            return
        self._asked += 1
        serial = self._asked
        self._show(Looking(_("Looking at your samples…")))
        self._view.begin(lambda job: self._look(job) if serial == self._asked else None)

    def fetch(self) -> None:
        self._get(self._runner.fetch)

    def take(self, folder: Path) -> None:
        """Take MNIST from this folder."""
        self._get(partial(self._runner.take, folder))

    def without_mnist(self) -> None:
        if self._job is not None:
            self._look(replace(self._job, with_mnist=False))

    def time(self, options: FinetuneConfig) -> None:
        """Time it with these options."""
        if self._job is not None and not self.busy:
            self._look(replace(self._job, options=options))

    def start(self, options: FinetuneConfig) -> None:
        if self._job is None or self.busy:
            return
        self._job = replace(self._job, options=options)
        self._curve = TrainingCurve()
        self._holdups.going.set()
        self._show(Running(0.0, _("getting ready"), None, (), paused=False))
        self._begin(partial(self._holdups.train, self._runner.tune, self._job), self._compared)

    def pause(self) -> None:
        """Pause, or resume."""
        if not isinstance(self._state, Running):
            return
        if self._holdups.going.is_set():
            self._holdups.going.clear()
        else:
            self._holdups.going.set()
        self._show(replace(self._state, paused=not self._holdups.going.is_set()))

    def cancel(self) -> None:
        """End what runs; nothing has changed then."""
        if self._task is None:
            return
        self._task.cancel()
        if not isinstance(self._state, Running):  # it may wait for the network: its end is not waited for
            self._task = None
            self._back()

    def keep(self) -> None:
        if self._result is not None:
            result, self._result = self._result, None
            self._view.keep(result)

    def discard(self) -> Retrained | None:
        """Forget the result of training, and return it for `restore`."""
        result, self._result = self._result, None
        return result

    def restore(self, result: Retrained) -> None:
        """Show a discarded result again, unless something else runs or waits meanwhile."""
        if not self.busy:
            self._compared(result)

    @property
    def training(self) -> bool:
        """A retraining is under way, whose work would be lost."""
        return self._task is not None and isinstance(self._state, Running)

    def close(self) -> None:
        """Stop looking; what trains goes on."""
        self._asked += 1
        if self._task is not None and not isinstance(self._state, Running):
            self._task.cancel()
            self._task = None

    def stop(self) -> bool:
        """End the task, for the window closes; False where it still runs after STOP_S."""
        if self._task is None:
            return True
        self._task.cancel()
        return self._task.join(STOP_S)

    def _look(self, job: Job) -> None:
        self._job = job
        self._show(Looking(TIMING if self._runner.loaded else PREPARING))
        self._begin(partial(self._runner.look, job), self._show)

    def _get(self, work: Callable[[Report], None]) -> None:
        self._show(FetchProgress(0, 1))
        self._begin(work, lambda nothing: self._look(self._job) if self._job is not None else None)

    def _compared(self, result: Retrained) -> None:
        self._result = result
        self._show(Compared(result.comparison, tuple(self._curve.points)))

    def _back(self) -> None:
        """Return to the state in which it can be begun anew."""
        if self._offer is not None and isinstance(self._state, Running):
            offer = self._offer
            self._show(replace(offer, options=self._job.options) if self._job and self._job.options else offer)
        elif self._job is not None and isinstance(self._state, FetchProgress):
            self._show(MnistMissing(len(self._job.samples)))

    def _show(self, state: State) -> None:
        self._state = state
        if isinstance(state, Offer):
            self._offer = state
        self._view.show(state)

    def _begin(self, work: Callable[[Report], Any], on_finished: Callable[[Any], None]) -> None:
        deliver, self._on_finished = self._deliver, on_finished
        task = Task(work, deliver=lambda event: deliver((task, event)), name="retraining")
        self._task = task
        task.start()

    def _heard(self, message: tuple[Task, object]) -> None:
        """Take a message from the task; those of one that nobody waits for any more are dropped."""
        task, event = message
        if task is not self._task:
            return
        if isinstance(event, Progressed):
            self._progressed(event.value)
            return
        self._task = None
        if isinstance(event, Finished):
            self._on_finished(event.result)
        elif isinstance(event, Cancelled):
            self._back()
        elif isinstance(event, Failed):
            self._failed(event)

    def _progressed(self, value: object) -> None:
        if isinstance(value, FetchProgress):
            self._show(value)
        elif isinstance(value, FinetuneProgress) and isinstance(self._state, Running):
            self._trained(value, self._state)
        elif isinstance(self._state, Looking) and self._state.words == PREPARING:
            self._show(Looking(TIMING))

    def _trained(self, progress: FinetuneProgress, state: Running) -> None:
        self._curve.add(progress)
        if time.monotonic() - self._shown_at < SHOW_S:
            return
        self._shown_at = time.monotonic()
        paused = not self._holdups.going.is_set()
        left = state.seconds_left if paused else progress.seconds_left
        self._show(Running(share_done(progress), phase_words(progress), left, tuple(self._curve.points), paused))

    def _failed(self, failure: Failed) -> None:
        if failure.traceback:
            self._on_bug(failure.sentence, failure.traceback)
        if isinstance(self._state, FetchProgress) and self._job is not None:
            self._show(MnistMissing(len(self._job.samples), failure.sentence))
        else:
            self._show(Refused(failure.sentence, again=True))
