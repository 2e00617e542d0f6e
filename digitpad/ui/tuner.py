"""The work of a retraining, called in a task's thread: the bridge from the sheet's values to `learning`."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.errors import CancelRequested, DigitPadError
from digitpad.paths import data_folder
from digitpad.ui.curves import Point
from digitpad.ui.retrain_state import Changed, Compared, Fetching, Figure, MnistMissing, Offer, Options
from digitpad.ui.retraining import Job, Result, Step

if TYPE_CHECKING:
    from digitpad.learning import finetune
    from digitpad.learning.comparison import Change, Comparison
    from digitpad.learning.fetching import Fetched

TIMED_STEPS = 8  # after which the time that is left is known well enough
COMPARING = 0.06  # share of the bar that is the comparison's
POINTS = 100  # in a curve
SMOOTHING = 0.08  # share of a step's own loss in what is shown


class Tuner:
    """`data`: where MNIST is looked for and put."""

    def __init__(self, data: Path | None = None) -> None:
        self._data = data or data_folder()

    def look(self, job: Job, report: Callable[[Step], None]) -> Offer | MnistMissing:
        """What can be done with these samples, and how long it takes: a few steps of it are taken and thrown away.

        Raises DigitPadError where there are no samples.
        """
        from digitpad.learning import comparison, finetune
        from digitpad.learning.fetching import has_mnist
        from digitpad.learning.network import device_name, device_of

        if not job.samples:
            raise DigitPadError(
                "There is nothing to learn from yet. Correct some digits that were misread, or import samples; five "
                "are the least that can be judged fairly."
            )
        if job.with_mnist and not has_mnist(self._data):
            return MnistMissing(len(job.samples))
        options = job.options or _options(finetune.Recipe())
        return Offer(
            samples=len(job.samples),
            fewest=comparison.FEWEST,
            mnist=job.with_mnist,
            device=device_name(device_of(options.device)),
            model=job.model,
            seconds=self._seconds(job, options, report),
            options=options,
        )

    def fetch(self, report: Callable[[Fetching], None]) -> None:
        from digitpad.learning.fetching import fetch_mnist

        fetch_mnist(self._data, _fetching(report))

    def take(self, folder: Path, report: Callable[[Fetching], None]) -> None:
        from digitpad.learning.fetching import take_mnist

        take_mnist(folder, self._data, _fetching(report))

    def tune(self, job: Job, report: Callable[[Step], None]) -> Result:
        from digitpad.learning import finetune

        told = _Told(report)
        recipe = _recipe(job.options or _options(finetune.Recipe()))
        tuned = finetune.finetune(job.weights, job.samples, recipe, told.hear, self._folder(job))
        return Result(_compared(tuned.comparison, tuned.better, tuned.verdict.replace("%", " %")), tuned)

    def _seconds(self, job: Job, options: Options, report: Callable[[Step], None]) -> float:
        """Timed on this computer: getting ready, then some steps."""
        from digitpad.learning import finetune

        begun = time.monotonic()
        timed = 0.0

        def stop_soon(step: finetune.Step) -> None:
            nonlocal timed
            report(Step(0.0))
            if step.stage == "training" and step.done >= TIMED_STEPS and step.seconds_left is not None:
                timed = time.monotonic() - begun + step.seconds_left
                raise _Enough

        try:
            finetune.finetune(job.weights, job.samples, _recipe(options), stop_soon, self._folder(job))
        except _Enough:
            return timed
        return time.monotonic() - begun

    def _folder(self, job: Job) -> Path | None:
        return self._data if job.with_mnist else None


class _Enough(CancelRequested):
    """Raised where enough steps were timed."""


class _Told:
    """Makes what `finetune` reports into what the sheet shows."""

    def __init__(self, report: Callable[[Step], None]) -> None:
        self._report = report
        self._loss: float | None = None  # smoothed
        self._shown = -1.0  # where the last point was

    def hear(self, step: finetune.Step) -> None:
        if step.stage == "preparing":
            self._report(Step(0.0, "getting ready"))
        elif step.stage == "comparing":
            done = 1 - COMPARING * (1 - step.done / max(1, step.of))
            self._report(Step(done, "comparing both models", step.seconds_left))
        else:
            at = (1 - COMPARING) * step.done / max(1, step.of)
            self._report(Step(at, "", step.seconds_left, self._point(at, step)))

    def _point(self, at: float, step: finetune.Step) -> Point | None:
        if step.loss is not None:
            self._loss = step.loss if self._loss is None else self._loss + SMOOTHING * (step.loss - self._loss)
        if at - self._shown < 1 / POINTS:
            return None
        self._shown = at
        return Point(at, self._loss, step.mnist, step.yours)


def _fetching(report: Callable[[Fetching], None]) -> Callable[[Fetched], None]:
    return lambda fetched: report(Fetching(fetched.done, fetched.total))


def _options(recipe: finetune.Recipe) -> Options:
    return Options(recipe.epochs, recipe.lr, recipe.share, recipe.device, recipe.seed)


def _recipe(options: Options) -> finetune.Recipe:
    from digitpad.learning import finetune

    return finetune.Recipe(options.epochs, options.lr, options.share, options.device, options.seed)


def _compared(comparison: Comparison, better: bool, verdict: str) -> Compared:
    mended, broken = _own_first(comparison.mended), _own_first(comparison.broken)
    return Compared(_figures(comparison), mended, broken, verdict, better, ())


def _figures(comparison: Comparison) -> tuple[Figure, ...]:
    count = max(1, comparison.samples)
    mine = "Your samples, held out in turn" if comparison.fair else "Your samples"
    remark = _moved(comparison, yours=True)
    if not comparison.fair:
        remark += "; trained on these very ones, which flatters"
    better = comparison.after < comparison.before
    figures = [Figure(mine, 1 - comparison.before / count, 1 - comparison.after / count, remark, better=better)]
    if comparison.mnist_images:
        name = f"MNIST, {comparison.mnist_images:,} digits held out"
        moved = _moved(comparison, yours=False)
        figures.append(Figure(name, comparison.mnist_before, comparison.mnist_after, moved, decimals=2))
    figures.append(Figure("Made-up digits", None, comparison.agreement, "read as before"))
    return tuple(figures)


def _moved(comparison: Comparison, *, yours: bool) -> str:
    righted = sum(change.yours == yours for change in comparison.mended)
    spoiled = sum(change.yours == yours for change in comparison.broken)
    return f"{righted:,} right that were wrong, {spoiled:,} wrong that were right"


def _own_first(changes: tuple[Change, ...]) -> tuple[Changed, ...]:
    ordered = sorted(changes, key=lambda change: not change.yours)
    return tuple(Changed(change.glyph, change.label, change.before, change.after) for change in ordered)
