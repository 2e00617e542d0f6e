"""Makes a network better at the user's digits without forgetting the others: on copies that may be thrown away."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import torch

from digitpad.inference.torch_engine import device_of
from digitpad.inference.weights import Arrays, Card, Weights, load_card, load_weights
from digitpad.learning.data.corruptions import corrupt
from digitpad.learning.finetune.before_after import BeforeAfter
from digitpad.learning.finetune.comparison import PART, Read, changes, joined, read_all
from digitpad.learning.finetune.distillation_student import DistillationStudent, targets_of
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.learning.finetune.progress import FinetuneProgress, Report
from digitpad.learning.finetune.replay import Replay
from digitpad.learning.finetune.row_tuning import before_rows, begin_rows
from digitpad.learning.finetune.user_samples import UserSamples, folds_of
from digitpad.learning.nets.lenet import LeNet5
from digitpad.learning.nets.storage import load_lenet, weights_of
from digitpad.records import Sample

if TYPE_CHECKING:
    from digitpad.learning.registry.version import Version
    from digitpad.learning.registry.versions import Versions

BATCH = 128  # glyphs in a step
STEPS = 50  # in an epoch
CORRUPTED = 0.25  # share of glyphs corrupted
WITHOUT_MNIST = 0.4  # times the learning rate, where only synthetic digits keep the network from forgetting
MEASURE_STEPS = 20  # between two readings of all held-out images and samples, for the curve
REMEMBERED = 30  # steps whose time tells how long the others will take
BREATH_S = 0.1  # at most between two reports, apart from the work of one network


@dataclass(frozen=True, eq=False)
class FinetuneResult:
    """Networks that may replace their parents."""

    net: LeNet5  # on the CPU
    rows: Arrays | None  # of the new row reader; None: no number was corrected
    before: Weights  # of the version that it started from
    comparison: BeforeAfter
    config: FinetuneConfig
    parent: str  # its name
    samples: int
    seconds: float

    @property
    def better(self) -> bool:
        return self.comparison.better

    @property
    def verdict(self) -> str:
        return self.comparison.verdict

    @property
    def card(self) -> Card:
        """Facts for the file beside the weights; without name and date."""
        comparison = self.comparison
        figures = {
            "yours": comparison.samples,
            "yours_misread_before": comparison.before,
            "yours_misread_after": comparison.after,
            "yours_held_out": comparison.fair,
            "mnist_images": comparison.mnist_images,
            "mnist_accuracy_before": comparison.mnist_before if comparison.mnist_images else None,
            "mnist_accuracy": comparison.mnist_after if comparison.mnist_images else None,
            "agreement": comparison.agreement,
        }
        rows = {} if comparison.rows is None else {"rows": asdict(comparison.rows) | {"kept": self._keeps_rows}}
        facts = {"parent": self.parent, "samples": self.samples, "recipe": asdict(self.config), "figures": figures}
        return facts | {"digits_kept": self._keeps_digits} | rows

    def keep(self, versions: Versions, name: str = "") -> Version:
        """Add a version of the better networks, of both where none is better; it does not read yet.

        Raises DigitPadError, with nothing changed, where it cannot.
        """
        digits = weights_of(self.net) if self._keeps_digits else self.before
        rows = self.rows if self._keeps_rows and self.rows is not None else self.before.rows
        return versions.add(Weights(digits.variant, digits.tensors, rows), self.card, name)

    @property
    def _keeps_digits(self) -> bool:
        return self.comparison.digits_better or not self.better

    @property
    def _keeps_rows(self) -> bool:
        return self.comparison.rows_better or not self.better


def finetune(
    weights: Path, samples: Sequence[Sample], config: FinetuneConfig, report: Report, data: Path | None = None
) -> FinetuneResult:
    """Train a copy of the network in `weights` on the samples and on replayed digits, and compare the two.

    `data`: the folder with MNIST/raw; without it only the samples are learned, and synthetic digits must be read as
    before. With at least 5 samples, each is judged by a network that was trained, in the same steps, on the samples of
    the other folds only (cross-validation); with fewer the comparison says that it is not fair.
    Where the row of a sample is known, the row reader learns from these numbers, too, and is compared likewise.
    `report` is called at least every few tenths of a second and may raise, which ends it without a trace.
    Raises DigitPadError where there are no samples, the weights or the device cannot be used, or the loss is no number.
    """
    start_s = time.monotonic()
    report(FinetuneProgress("preparing", 0, 3))
    rows = begin_rows(weights, samples, config, report, data)
    device = device_of(config.device)
    parent = load_lenet(weights).to(device).to(memory_format=torch.channels_last)
    own = UserSamples.of(samples, device)
    report(FinetuneProgress("preparing", 1, 3))
    replay = Replay.load(data, device, lambda: report(FinetuneProgress("preparing", 2, 3)))
    run = FinetuneRun(parent, own, replay, config, before_rows(report, rows))
    run.train()
    comparison = run.compare()
    if rows is not None:
        rows.train()
        comparison = replace(comparison, rows=rows.compare())
    name = str(load_card(weights).get("name", weights.stem))
    return FinetuneResult(
        net=run.result(),
        rows=None if rows is None else rows.result(),
        before=load_weights(weights),
        comparison=comparison,
        config=config,
        parent=name,
        samples=len(samples),
        seconds=time.monotonic() - start_s,
    )


@dataclass(frozen=True, eq=False)
class Measured:
    """Readings of all held-out digits after one step."""

    mnist: Read  # by the network that saw all samples
    yours: Read  # each sample by a network that did not see it


class FinetuneRun:
    """A retraining under way: students that see all of the user's samples but one fold, and one that sees all."""

    def __init__(
        self, parent: LeNet5, own: UserSamples, replay: Replay, config: FinetuneConfig, report: Report
    ) -> None:
        self.parent, self.own, self.replay, self.config, self.report = parent, own, replay, config, report
        device = own.labels.device
        self.random = torch.Generator(device).manual_seed(config.seed)
        folds = folds_of(own.labels, config.seed)
        everything = torch.arange(len(own.labels), device=device)
        self.folds = folds or [everything]
        training_parts = [everything[~torch.isin(everything, fold)] for fold in folds]
        self.students = [DistillationStudent(parent, places) for places in [*training_parts, everything]]
        self.steps = config.epochs * STEPS
        self.fair = bool(folds)
        self.lr = config.lr * (1.0 if len(replay.images) else WITHOUT_MNIST)
        self.now = FinetuneProgress("training", 0, self.steps)
        self.reported_at, self.waited = time.monotonic(), 0.0  # s in `report`, which may hold the work up
        self.measured: list[Measured] = []  # the parent first, the result last
        self.measuring_s = 0.0  # that the newest measurement took

    @property
    def final(self) -> DistillationStudent:
        return self.students[-1]

    def train(self) -> None:
        """Train all students side by side, each step on the same replay and on the samples that each may see."""
        step_times: deque[float] = deque(maxlen=REMEMBERED)
        self._measure()
        self._report()
        for step in range(1, self.steps + 1):
            start_s, waited = time.monotonic(), self.waited
            loss = self._step(1 - (step - 1) / self.steps)
            step_times.append(time.monotonic() - start_s - (self.waited - waited))
            seconds = median(step_times) * (self.steps - step) + self.measuring_s * self._measurements_after(step)
            self.now = replace(self.now, done=step, seconds_left=seconds, loss=loss, mnist=None, yours=None)
            if step % MEASURE_STEPS == 0 or step == self.steps:
                self._measure()
            self._report()

    def compare(self) -> BeforeAfter:
        """Compare the parent and the students on what was held out, as the curve's first and last points say."""
        self.now = replace(self.now, stage="comparing", done=0, of=2, mnist=None, yours=None)
        order = torch.cat(self.folds)
        yours = self.measured[0].yours, self.measured[-1].yours
        mnist = self.measured[0].mnist, self.measured[-1].mnist
        mine = changes(self.own.glyphs[order], *yours, True)
        theirs = changes(self.replay.held_out_images, *mnist, False)
        self._tell(1)
        agreement = self._agreement(self.final.result())
        self._tell(2)
        return BeforeAfter(
            samples=len(order),
            before=yours[0].misread,
            after=yours[1].misread,
            loss_before=yours[0].loss,
            loss_after=yours[1].loss,
            fair=self.fair,
            mnist_images=len(self.replay.held_out_labels),
            mnist_before=mnist[0].accuracy,
            mnist_after=mnist[1].accuracy,
            agreement=agreement,
            now_right=(*mine[0], *theirs[0]),
            now_wrong=(*mine[1], *theirs[1]),
        )

    def result(self) -> LeNet5:
        return self.final.result().cpu()

    def _step(self, remainder: float) -> float:
        """Take one step with every student; `remainder` 1..0 of the way, by which the learning rate shrinks."""
        from_own = max(1, round(BATCH * self.config.share))
        glyphs, labels = self.replay.batch(BATCH - from_own, self.random)
        targets = targets_of(self.parent, glyphs)
        loss = 0.0
        for student in self.students:
            mine, own_labels = self.own.batch(student.places, from_own, self.random)
            batch = corrupt(torch.cat([glyphs, mine]), CORRUPTED, self.random)
            loss = student.step(batch, torch.cat([labels, own_labels]), targets.clone(), self.lr * remainder)
            self._breathe()
        return loss

    def _measure(self) -> None:
        """Read all that was held out with the networks as they are now."""
        start_s, waited = time.monotonic(), self.waited
        measured = Measured(self._read_mnist(self.final.result()), self._cross_validated())
        self.measuring_s = time.monotonic() - start_s - (self.waited - waited)
        self.measured.append(measured)
        mnist = measured.mnist.accuracy if len(measured.mnist.labels) else None
        self.now = replace(self.now, mnist=mnist, yours=measured.yours.accuracy)

    def _cross_validated(self) -> Read:
        parts = [
            read_all(student.result(), self.own.glyphs[places], self.own.labels[places])
            for student, places in zip(self.students, self.folds, strict=False)
        ]
        return joined(parts)

    def _agreement(self, net: LeNet5) -> float:
        """Return the share 0..1 of digits drawn from strokes that the parent and `net` read alike."""
        probes = self.replay.probes()
        nothing = torch.zeros(len(probes), dtype=torch.long, device=probes.device)
        before, after = (read_all(of, probes, nothing).read for of in (self.parent, net))
        return float((before == after).float().mean())

    def _read_mnist(self, net: LeNet5) -> Read:
        images, labels = self.replay.held_out_images, self.replay.held_out_labels
        parts = []
        for place in range(0, max(1, len(images)), PART):
            parts.append(read_all(net, images[place : place + PART], labels[place : place + PART]))
            self._breathe()
        return joined(parts)

    def _measurements_after(self, step: int) -> int:
        return math.ceil((self.steps - step) / MEASURE_STEPS)

    def _tell(self, done: int) -> None:
        self.now = replace(self.now, done=done, seconds_left=0.0 if done == self.now.of else self.now.seconds_left)
        self._report()

    def _breathe(self) -> None:
        if time.monotonic() - self.reported_at > BREATH_S:
            self._report()

    def _report(self) -> None:
        start_s = time.monotonic()
        self.report(self.now)
        self.reported_at = time.monotonic()
        self.waited += self.reported_at - start_s
