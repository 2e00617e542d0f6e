"""The progress of a retraining as its sheet shows it: share done, phase in words, points of the curves."""

from __future__ import annotations

from digitpad.languages import _
from digitpad.learning.finetune.progress import FinetuneProgress
from digitpad.ui.retrain.curves import Point

COMPARING = 0.03  # share of the bar that is the comparison's
POINTS = 100  # in a curve
SMOOTHING = 0.08  # share of a step's own loss in what is shown
PHASES = {
    "preparing": _("getting ready"),
    "training": "",
    "comparing": _("comparing both models"),
    "rows": _("learning your numbers as wholes"),
}


def share_done(progress: FinetuneProgress) -> float:
    """Return 0..1 of all the work."""
    stage = progress.done / max(1, progress.of)
    if progress.stage == "preparing":
        return 0.0
    begin, end = progress.span
    compares = progress.stage == "comparing"
    return begin + (end - begin) * (1 - COMPARING * (1 - stage) if compares else (1 - COMPARING) * stage)


def phase_words(progress: FinetuneProgress) -> str:
    """Return the phase in words; "" while it trains."""
    return PHASES[progress.stage]


class TrainingCurve:
    """Thins the steps out to so many points, smooths their loss, and keeps every measurement."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self._loss: float | None = None
        self._last = -1.0  # where the last point lies, 0..1 of the training

    def add(self, progress: FinetuneProgress) -> None:
        if progress.stage != "training":
            return
        if progress.loss is not None:
            before = progress.loss if self._loss is None else self._loss
            self._loss = before + SMOOTHING * (progress.loss - before)
        at = progress.done / max(1, progress.of)
        if at - self._last >= 1 / POINTS or progress.mnist is not None or progress.yours is not None:
            self._last = at
            self.points.append(Point(at, self._loss, progress.mnist, progress.yours))
