"""Waits of a training: while it is paused, and while the pen moves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from digitpad.learning.finetune.progress import FinetuneProgress
from digitpad.learning.finetune.progress import Report as ReportProgress
from digitpad.ui.core.pen_clock import PenClock
from digitpad.ui.retrain.job import Job, Retrained

PAUSE_S = 0.1  # so often a paused task looks whether it is to go on, or to end
YIELD_S, YIELD_STEP_S = 0.3, 0.02  # so long after the pen moved the processor is left to the reader
MOST_YIELDED_S = 2.0  # at one report, however long somebody draws
Report = Callable[[Any], None]


class Holdups:
    """Holds training up while it is paused, and while the pen moves and its reading is awaited."""

    def __init__(self, pen_clock: PenClock) -> None:
        self.going = threading.Event()
        self._pen_clock = pen_clock

    def train(self, tune: Callable[[Job, ReportProgress], Retrained], job: Job, report: Report) -> Retrained:
        """Train, waiting at each report; the wait ends where the task is cancelled, for then `report` raises."""

        def report_and_wait(progress: FinetuneProgress) -> None:
            report(progress)
            same = replace(progress, loss=None, mnist=None, yours=None)
            while not self.going.wait(PAUSE_S):
                report(same)
            end = time.monotonic() + MOST_YIELDED_S
            while self._pen_clock.rested_s < YIELD_S and time.monotonic() < end:
                time.sleep(YIELD_STEP_S)
                report(same)

        return tune(job, report_and_wait)
