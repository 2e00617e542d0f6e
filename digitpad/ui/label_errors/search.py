"""Searches the samples for wrong labels, in a task: after a change, once some time has passed without another."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

import numpy as np

from digitpad.records import Sample
from digitpad.tasks import Failed, Finished, Task

WAIT_MS = 400
STOP_S = 10.0
EVERY = 2  # of blurred glyphs every second px says as much, in a quarter of the time


class LabelErrorSearch:
    """`on_found` gets the ids, each with the label that its neighbours have; `on_failed` sentence and traceback."""

    def __init__(
        self,
        widget: tk.Misc,
        *,
        samples: Callable[[], dict[int, Sample]],
        listen: Callable[[str, Callable[[Any], None]], Callable[[Any], None]],
        on_found: Callable[[dict[int, int]], None],
        on_failed: Callable[[str, str], None],
    ) -> None:
        self._widget, self._samples, self._on_found, self._on_failed = widget, samples, on_found, on_failed
        self._deliver = listen("label errors", self._heard)
        self._task: Task | None = None
        self._timer: str | None = None
        self._searched: object = {}  # what was searched last

    def look(self) -> None:
        """Search soon, unless nothing has changed since."""
        if self._timer is not None:
            self._widget.after_cancel(self._timer)
        self._timer = self._widget.after(WAIT_MS, self._begin)

    def put_off(self) -> None:
        """The processor is needed for something else: where it waits to begin, it waits anew."""
        if self._timer is not None:
            self.look()

    def stop(self) -> None:
        """Do not begin any more, and wait for what runs."""
        if self._timer is not None:
            self._widget.after_cancel(self._timer)
            self._timer = None
        if self._task is not None:
            self._task.join(STOP_S)

    def _begin(self) -> None:
        self._timer = None
        samples = self._samples()
        known = {id: (sample.label, sample.confirmed) for id, sample in samples.items()}
        if self._task is not None or known == self._searched:
            return
        self._searched = known
        all_samples = tuple(samples.values())
        self._task = Task(lambda report: label_errors_among(all_samples), deliver=self._deliver, name="label errors")
        self._task.start()

    def _heard(self, event: object) -> None:
        self._task = None
        if isinstance(event, Finished):
            self._on_found(event.result)
        elif isinstance(event, Failed):
            self._on_failed(event.sentence, event.traceback)
        self.look()  # something may have changed meanwhile


def label_errors_among(samples: tuple[Sample, ...]) -> dict[int, int]:
    """The ids of samples whose label disagrees with all that look like them, and the label of most of those.

    Confirmed samples are left out.
    """
    from digitpad.store.label_errors import NOT_SUSPECTED, blurred, suspected_label_errors

    if not samples:
        return {}
    vectors = blurred(np.stack([sample.glyph for sample in samples]), EVERY)
    suspected = suspected_label_errors(vectors, [sample.label for sample in samples])
    return {
        sample.id: int(label)
        for sample, label in zip(samples, suspected, strict=True)
        if label != NOT_SUSPECTED and sample.id is not None and not sample.confirmed
    }
