"""Makes a network better at the user's digits without forgetting the others: on copies that may be thrown away."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Literal

import torch

from digitpad.learning.comparison import PART, Comparison, Read, changes, joined, read_all
from digitpad.learning.lenet import LeNet5
from digitpad.learning.network import device_of
from digitpad.learning.own import Own, folds_of
from digitpad.learning.pupil import Pupil, as_shown
from digitpad.learning.replay import Replay
from digitpad.learning.spoil import spoil
from digitpad.learning.weights import Card, load_card, load_weights
from digitpad.records import Sample

if TYPE_CHECKING:
    from digitpad.learning.versions import Version, Versions

BATCH = 128  # glyphs in a step
STEPS = 50  # in an epoch
SPOILED = 0.25  # share of glyphs corrupted
WITHOUT_MNIST = 0.4  # times the learning rate, where nothing but made-up digits guards the network
GLANCE, GLANCES = 500, 10  # of MNIST's held-out images, and steps between two looks at them, for the curve
REMEMBERED = 30  # steps whose time tells how long the others will take
BREATH_S = 0.1  # so long without a report, at most, but for the work of one network

Stage = Literal["preparing", "training", "comparing"]


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what a retraining does."""

    epochs: int = 4  # of 50 steps
    lr: float = 5e-4
    share: float = 0.05  # of each batch that is the user's samples, 0..1; with more, more of MNIST is forgotten
    device: str = "auto"
    seed: int = 1


@dataclass(frozen=True)
class Step:
    """What is reported while it runs."""

    stage: Stage
    done: int  # of the stage
    of: int
    seconds_left: float | None = None  # None: not known yet
    loss: float | None = None  # of the newest step
    mnist: float | None = None  # accuracy 0..1 on held-out images, the newest
    yours: float | None = None  # accuracy 0..1 on the user's samples, each read by a network not trained on it


Report = Callable[[Step], None]


@dataclass(frozen=True, eq=False)
class Tuned:
    """A network that may take the place of its parent."""

    net: LeNet5  # on the CPU
    comparison: Comparison
    recipe: Recipe
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
        """What is kept beside the weights; without name and date."""
        compared = self.comparison
        figures = {
            "yours": compared.samples,
            "yours_misread_before": compared.before,
            "yours_misread_after": compared.after,
            "yours_held_out": compared.fair,
            "mnist_images": compared.mnist_images,
            "mnist_accuracy_before": compared.mnist_before if compared.mnist_images else None,
            "mnist_accuracy": compared.mnist_after if compared.mnist_images else None,
            "agreement": compared.agreement,
        }
        return {"parent": self.parent, "samples": self.samples, "recipe": asdict(self.recipe), "figures": figures}

    def keep(self, versions: Versions, name: str = "") -> Version:
        """Make it a version; it does not read yet. Raises DigitPadError, with nothing changed, where it cannot."""
        return versions.add(self.net, self.card, name)


def finetune(
    weights: Path, samples: Sequence[Sample], recipe: Recipe, report: Report, data: Path | None = None
) -> Tuned:
    """Teach a copy of the network in `weights` the samples, next to what it can already, and compare the two.

    `data`: the folder with MNIST/raw; without, the samples alone are learnt, and made-up digits read as before are the
    guard. With at least 5 samples, each is judged by a network that was trained, in the same steps, on the samples of
    the other folds only (cross-validation); with fewer the comparison says that it is not fair.
    `report` is called at least every few tenths of a second and may raise, which ends it without a trace.
    Raises DigitPadError where there are no samples, the weights or the device cannot be used, or the loss is no number.
    """
    begun = time.monotonic()
    report(Step("preparing", 0, 3))
    device = device_of(recipe.device)
    parent = load_weights(weights).to(device).to(memory_format=torch.channels_last)
    own = Own.of(samples, device)
    report(Step("preparing", 1, 3))
    replay = Replay.load(data, device, lambda: report(Step("preparing", 2, 3)))
    run = Run(parent, own, replay, recipe, report)
    run.train()
    comparison = run.compare()
    name = str(load_card(weights).get("name", weights.stem))
    return Tuned(run.result(), comparison, recipe, name, len(samples), time.monotonic() - begun)


class Run:
    """A retraining under way: pupils that see all of the user's samples but one fold, and one that sees all."""

    def __init__(self, parent: LeNet5, own: Own, replay: Replay, recipe: Recipe, report: Report) -> None:
        self.parent, self.own, self.replay, self.recipe, self.report = parent, own, replay, recipe, report
        device = own.labels.device
        self.random = torch.Generator(device).manual_seed(recipe.seed)
        folds = folds_of(own.labels, recipe.seed)
        everything = torch.arange(len(own.labels), device=device)
        self.held = folds or [everything]
        seen = [everything[~torch.isin(everything, fold)] for fold in folds]
        self.pupils = [Pupil(parent, places) for places in [*seen, everything]]
        self.steps = recipe.epochs * STEPS
        self.fair = bool(folds)
        self.lr = recipe.lr * (1.0 if len(replay.images) else WITHOUT_MNIST)
        self.now = Step("training", 0, self.steps)
        self.reported_at, self.waited = time.monotonic(), 0.0  # s in `report`, which may hold the work up

    @property
    def final(self) -> Pupil:
        return self.pupils[-1]

    def train(self) -> None:
        """All pupils side by side, each step on the same replay and on the samples that each may see."""
        taken: deque[float] = deque(maxlen=REMEMBERED)
        self._glance()
        self._report()
        for step in range(1, self.steps + 1):
            begun, waited = time.monotonic(), self.waited
            loss = self._step(1 - (step - 1) / self.steps)
            if step % GLANCES == 0:
                self._glance()
            taken.append(time.monotonic() - begun - (self.waited - waited))
            left = median(taken) * (self.steps - step + self._steps_to_compare())
            self.now = replace(self.now, done=step, seconds_left=left, loss=loss)
            self._report()

    def compare(self) -> Comparison:
        """The parent and the pupils, on what was held out."""
        own, replay, net = self.own, self.replay, self.final.result()
        self.now = replace(self.now, stage="comparing", done=0, of=3)
        judged = torch.cat(self.held)
        glyphs = own.glyphs[judged]
        yours = read_all(self.parent, glyphs, own.labels[judged]), self._cross_validated()
        self._tell(1)
        mnist = self._read_mnist(self.parent), self._read_mnist(net)
        self._tell(2)
        mine, theirs = changes(glyphs, *yours, True), changes(replay.held_images, *mnist, False)
        agreement = self._agreement(net)
        self._tell(3)
        return Comparison(
            samples=len(judged),
            before=yours[0].misread,
            after=yours[1].misread,
            loss_before=yours[0].loss,
            loss_after=yours[1].loss,
            fair=self.fair,
            mnist_images=len(replay.held_labels),
            mnist_before=mnist[0].accuracy,
            mnist_after=mnist[1].accuracy,
            agreement=agreement,
            mended=(*mine[0], *theirs[0]),
            broken=(*mine[1], *theirs[1]),
        )

    def result(self) -> LeNet5:
        return self.final.result().cpu()

    def _step(self, left: float) -> float:
        """One step of every pupil; `left` 1..0 of the way, by which the learning rate shrinks."""
        from_own = max(1, round(BATCH * self.recipe.share))
        glyphs, labels = self.replay.batch(BATCH - from_own, self.random)
        shown = as_shown(self.parent, glyphs)
        loss = 0.0
        for pupil in self.pupils:
            mine, told = self.own.batch(pupil.places, from_own, self.random)
            seen = spoil(torch.cat([glyphs, mine]), SPOILED, self.random)
            loss = pupil.step(seen, torch.cat([labels, told]), shown.clone(), self.lr * left)
            self._breathe()
        return loss

    def _glance(self) -> None:
        """Newest figures for the curves."""
        every = max(1, len(self.replay.held_labels) // GLANCE)  # spread over all: the first 500 are the easy ones
        held = self.replay.held_images[::every], self.replay.held_labels[::every]
        mnist = read_all(self.final.result(), *held).accuracy if len(held[0]) else None
        self._breathe()
        self.now = replace(self.now, mnist=mnist, yours=self._cross_validated().accuracy)

    def _cross_validated(self) -> Read:
        parts = [
            read_all(pupil.result(), self.own.glyphs[places], self.own.labels[places])
            for pupil, places in zip(self.pupils, self.held, strict=False)
        ]
        return joined(parts)

    def _agreement(self, net: LeNet5) -> float:
        """Share 0..1 of digits drawn from strokes that the parent and `net` read alike."""
        probes = self.replay.probes()
        nothing = torch.zeros(len(probes), dtype=torch.long, device=probes.device)
        before, after = (read_all(of, probes, nothing).read for of in (self.parent, net))
        return float((before == after).float().mean())

    def _read_mnist(self, net: LeNet5) -> Read:
        images, labels = self.replay.held_images, self.replay.held_labels
        parts = []
        for place in range(0, max(1, len(images)), PART):
            parts.append(read_all(net, images[place : place + PART], labels[place : place + PART]))
            self._breathe()
        return joined(parts)

    def _steps_to_compare(self) -> int:
        """Reading all that was held out takes about as long as so many steps."""
        glyphs = 2 * len(self.replay.held_images) + len(self.own.labels)
        return max(1, round(glyphs / (3 * BATCH * len(self.pupils))))  # a step reads and goes back, which costs thrice

    def _tell(self, done: int) -> None:
        self.now = replace(self.now, done=done, seconds_left=0.0 if done == self.now.of else self.now.seconds_left)
        self._report()

    def _breathe(self) -> None:
        if time.monotonic() - self.reported_at > BREATH_S:
            self._report()

    def _report(self) -> None:
        begun = time.monotonic()
        self.report(self.now)
        self.reported_at = time.monotonic()
        self.waited += self.reported_at - begun
