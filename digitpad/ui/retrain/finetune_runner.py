"""The work of a retraining, called in a task's thread; only here is torch loaded for it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.errors import CancelRequested, DigitPadError
from digitpad.inference.torch_libraries import load_torch_libraries
from digitpad.languages import _
from digitpad.learning.data.mnist_files import FetchProgress
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.learning.finetune.progress import FinetuneProgress, Report
from digitpad.paths import data_folder
from digitpad.ui.retrain.job import Job
from digitpad.ui.retrain.state import MnistMissing, Offer

if TYPE_CHECKING:
    from digitpad.learning.finetune.finetune import FinetuneResult

TIMED_STEPS = 8  # after which the time that is left is known well enough


class FinetuneRunner:
    """`data`: the folder in which MNIST is looked for and put."""

    def __init__(self, data: Path | None = None) -> None:
        self._data = data or data_folder()

    @property
    def loaded(self) -> bool:
        """Training can begin at once; else the first call loads torch, for some seconds."""
        return "torch" in sys.modules and "digitpad.learning.finetune.finetune" in sys.modules

    def look(self, job: Job, report: Report) -> Offer | MnistMissing:
        """Return the possible retraining and its time: a few steps of it are taken and thrown away.

        Raises DigitPadError where there are no samples.
        """
        load_torch_libraries()
        from digitpad.inference.torch_engine import device_name, device_of, use_one_core
        from digitpad.learning.data.mnist_files import has_mnist
        from digitpad.learning.finetune.before_after import FEWEST

        use_one_core()  # with two, Tk waits for its turn five times as long, and training is no faster
        if not job.chosen:
            raise DigitPadError(
                _(
                    "There is nothing to learn from yet. Correct some digits that were misread, or import samples; "
                    "five are the least that can be judged fairly."
                )
            )
        if job.with_mnist and not has_mnist(self._data):
            return MnistMissing(len(job.chosen))
        options = job.options or FinetuneConfig()
        return Offer(
            samples=len(job.chosen),
            fewest=FEWEST,
            mnist=job.with_mnist,
            device=device_name(device_of(options.device)),
            model=job.model,
            seconds=self._seconds(job, options, report),
            options=options,
            writers=job.writers,
        )

    def fetch(self, report: Callable[[FetchProgress], None]) -> None:
        from digitpad.learning.data.fetching import fetch_mnist

        fetch_mnist(self._data, report)

    def take(self, folder: Path, report: Callable[[FetchProgress], None]) -> None:
        from digitpad.learning.data.mnist_files import take_mnist

        take_mnist(folder, self._data, report)

    def tune(self, job: Job, report: Report) -> FinetuneResult:
        from digitpad.learning.finetune.finetune import finetune

        return finetune(job.weights, job.chosen, job.options or FinetuneConfig(), report, self._folder(job))

    def _seconds(self, job: Job, options: FinetuneConfig, report: Report) -> float:
        """Time the preparations and some steps on this computer; return the seconds of all steps."""
        from digitpad.learning.finetune.finetune import finetune

        start_s = time.monotonic()
        timed = 0.0

        def stop_soon(progress: FinetuneProgress) -> None:
            nonlocal timed
            report(progress)
            if progress.stage == "training" and progress.done >= TIMED_STEPS and progress.seconds_left is not None:
                timed = time.monotonic() - start_s + progress.seconds_left
                raise _Enough

        try:
            finetune(job.weights, job.chosen, options, stop_soon, self._folder(job))
        except _Enough:
            return timed
        return time.monotonic() - start_s

    def _folder(self, job: Job) -> Path | None:
        return self._data if job.with_mnist else None


class _Enough(CancelRequested):
    """Raised where enough steps were timed."""
