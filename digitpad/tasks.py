"""Work on a thread of its own that reports and can be cancelled, such as a training or a download.

Threads here never touch a window: they hand frozen records to a `deliver` function that only puts them into a queue.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from digitpad.errors import CancelRequested
from digitpad.faults import Fault, outcome_of

Deliver = Callable[[Any], None]


@dataclass(frozen=True)
class Progressed:
    value: Any


@dataclass(frozen=True)
class Finished:
    result: Any


@dataclass(frozen=True)
class Failed:
    sentence: str
    traceback: str = ""  # empty where the sentence says all


@dataclass(frozen=True)
class Cancelled:
    pass


class Task:
    """Work on a thread of its own: `deliver` gets Progressed…, then exactly one of Finished, Failed, Cancelled.

    `work` is called with `report`; reporting is where cancelling takes effect.
    """

    def __init__(self, work: Callable[[Callable[[Any], None]], Any], *, deliver: Deliver, name: str = "task") -> None:
        self._work, self._deliver = work, deliver
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> Task:
        self._thread.start()
        return self

    def cancel(self) -> None:
        self._cancelled.set()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; False where it still runs when the time is over."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self.running

    def _run(self) -> None:
        outcome = outcome_of(self._outcome)
        self._deliver(Failed(outcome.sentence, outcome.traceback) if isinstance(outcome, Fault) else outcome)

    def _outcome(self) -> Finished | Cancelled:
        try:
            return Finished(self._work(self._report))
        except CancelRequested:
            return Cancelled()

    def _report(self, value: Any) -> None:
        if self._cancelled.is_set():
            raise CancelRequested
        self._deliver(Progressed(value))
