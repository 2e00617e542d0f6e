"""What happens behind the retraining sheet: look, fetch, time, train, keep; each in a task, one at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from digitpad.background import Cancelled, Failed, Finished, Progressed, Task
from digitpad.records import Sample
from digitpad.ui.curves import Point
from digitpad.ui.pen_clock import PenClock
from digitpad.ui.retrain_state import (
    Compared,
    Fetching,
    Looking,
    MnistMissing,
    Offer,
    Options,
    Refused,
    Running,
    State,
)

SHOW_S = 0.08  # no oftener is it drawn anew how far training has come
PAUSE_S = 0.1  # so often a paused task looks whether it is to go on, or to end
YIELD_S, YIELD_STEP_S = 0.3, 0.02  # so long after the pen moved the processor is left to the reader
MOST_YIELDED_S = 2.0  # at one report, however long somebody draws
STOP_S = 10.0
Report = Callable[[Any], None]


@dataclass(frozen=True, eq=False)
class Job:
    """What is to be trained from what; a copy, so that nothing else sees it change."""

    weights: Path  # of the version that it starts from
    model: str  # its name
    samples: Sequence[Sample]
    with_mnist: bool = True
    options: Options | None = None  # None: the usual ones


@dataclass(frozen=True)
class Step:
    """What training reports."""

    done: float  # 0..1 of all its work
    phase: str = ""  # in words; "" while it trains
    seconds_left: float | None = None  # None: not known yet
    point: Point | None = None  # something new for the curves


@dataclass(frozen=True, eq=False)
class Result:
    compared: Compared
    tuned: Any  # learning.finetune.Tuned


class Tunes(Protocol):
    """The work itself; called in a task's thread, reports often, never sees a window."""

    def look(self, job: Job, report: Report) -> Offer | MnistMissing: ...
    def fetch(self, report: Callable[[Fetching], None]) -> None: ...
    def take(self, folder: Path, report: Callable[[Fetching], None]) -> None: ...
    def tune(self, job: Job, report: Callable[[Step], None]) -> Result: ...


class Retraining:
    """`show` gets each state. `listen` gives a thread-safe way back to a handler; `begin` asks for a job, for `ready`.

    `keep` gets what training gave, to be made the version that reads. `on_bug` gets sentence and traceback.
    """

    def __init__(
        self,
        *,
        tuner: Tunes,
        listen: Callable[[str, Callable[[Any], None]], Callable[[Any], None]],
        begin: Callable[[Callable[[Job], None]], None],
        show: Callable[[State], None],
        keep: Callable[[Result], None],
        on_bug: Callable[[str, str], None],
        pen_clock: PenClock,
    ) -> None:
        """Training gives way to the pen, by `pen_clock`."""
        self._tuner, self._begin_job, self._show_state = tuner, begin, show
        self._keep, self._on_bug = keep, on_bug
        self._deliver = listen("retraining", self._heard)
        self._task: Task | None = None
        self._on_finished: Callable[[Any], None] = lambda result: None
        self._manners = _Manners(pen_clock)
        self._job: Job | None = None
        self._offer: Offer | None = None
        self._result: Result | None = None
        self._points: list[Point] = []
        self._shown_at = 0.0  # s on the monotonic clock
        self._asked = 0

    @property
    def busy(self) -> bool:
        """Something runs, or waits for a decision."""
        return self._task is not None or self._result is not None

    def open(self) -> None:
        """Look at what there is; where something runs or waits already, nothing happens."""
        if self.busy:
            return
        self._asked += 1
        asked = self._asked
        self._show(Looking("Looking at your samples…"))
        self._begin_job(lambda job: self._look(job) if asked == self._asked else None)

    def fetch(self) -> None:
        self._get(self._tuner.fetch)

    def take(self, folder: Path) -> None:
        """Take MNIST from this folder."""
        self._get(partial(self._tuner.take, folder))

    def without_mnist(self) -> None:
        if self._job is not None:
            self._look(replace(self._job, with_mnist=False))

    def time(self, options: Options) -> None:
        """How long it takes with these."""
        if self._job is not None and not self.busy:
            self._look(replace(self._job, options=options))

    def start(self, options: Options) -> None:
        if self._job is None or self.busy:
            return
        self._job = replace(self._job, options=options)
        self._points = []
        self._manners.going.set()
        self._show(Running(0.0, "getting ready", None, (), paused=False))
        self._begin(partial(self._manners.train, self._tuner.tune, self._job), self._compared)

    def pause(self) -> None:
        """Or go on."""
        if not isinstance(self._state, Running):
            return
        if self._manners.going.is_set():
            self._manners.going.clear()
        else:
            self._manners.going.set()
        self._show(replace(self._state, paused=not self._manners.going.is_set()))

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
            self._keep(result)

    def discard(self) -> None:
        """Let go of what training gave."""
        self._result = None

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
        self._show(Looking("Timing a few steps on this computer…"))
        self._begin(partial(self._tuner.look, job), self._show)

    def _get(self, work: Callable[[Report], None]) -> None:
        self._show(Fetching(0, 1))
        self._begin(work, lambda nothing: self._look(self._job) if self._job is not None else None)

    def _compared(self, result: Result) -> None:
        self._result = result
        self._show(replace(result.compared, points=tuple(self._points)))

    def _back(self) -> None:
        """To where it can be begun anew."""
        if self._offer is not None and isinstance(self._state, Running):
            offer = self._offer
            self._show(replace(offer, options=self._job.options) if self._job and self._job.options else offer)
        elif self._job is not None and isinstance(self._state, Fetching):
            self._show(MnistMissing(len(self._job.samples)))

    def _show(self, state: State) -> None:
        self._state = state
        if isinstance(state, Offer):
            self._offer = state
        self._show_state(state)

    def _begin(self, work: Callable[[Report], Any], on_finished: Callable[[Any], None]) -> None:
        deliver, self._on_finished = self._deliver, on_finished
        task = Task(work, deliver=lambda event: deliver((task, event)), name="retraining")
        self._task = task
        task.start()

    def _heard(self, told: tuple[Task, object]) -> None:
        """From the task; of one that is not waited for any more nothing comes through."""
        task, event = told
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
        if isinstance(value, Fetching):
            self._show(value)
        elif isinstance(value, Step) and isinstance(self._state, Running):
            if value.point is not None:
                self._points.append(value.point)
            if time.monotonic() - self._shown_at < SHOW_S:
                return
            self._shown_at = time.monotonic()
            paused = not self._manners.going.is_set()
            left = self._state.seconds_left if paused else value.seconds_left
            self._show(Running(value.done, value.phase, left, tuple(self._points), paused))

    def _failed(self, failure: Failed) -> None:
        if failure.traceback:
            self._on_bug(failure.sentence, failure.traceback)
        if isinstance(self._state, Fetching) and self._job is not None:
            self._show(MnistMissing(len(self._job.samples), failure.sentence))
        else:
            self._show(Refused(failure.sentence, again=True))


class _Manners:
    """When training stands still: while it is paused, and while the pen moves and its reading is awaited."""

    def __init__(self, pen_clock: PenClock) -> None:
        self.going = threading.Event()
        self._pen_clock = pen_clock

    def train(self, tune: Callable[[Job, Report], Result], job: Job, report: Report) -> Result:
        """Train, waiting at each report; the wait ends where the task is cancelled, for then `report` raises."""

        def report_and_wait(step: Step) -> None:
            report(step)
            same = replace(step, point=None)
            while not self.going.wait(PAUSE_S):
                report(same)
            end = time.monotonic() + MOST_YIELDED_S
            while self._pen_clock.rested_s < YIELD_S and time.monotonic() < end:
                time.sleep(YIELD_STEP_S)
                report(same)

        return tune(job, report_and_wait)
