"""Trains LeNet-5 on MNIST and pen strokes, all on the device in batches."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

import torch
from torch import Tensor
from torch.nn import functional
from torch.optim import lr_scheduler
from torch.optim.swa_utils import AveragedModel

from digitpad.errors import DigitPadError
from digitpad.learning.augment import STRENGTHS
from digitpad.learning.checkpoint import checksums, resume, save_checkpoint
from digitpad.learning.examples import Examples, TrainingData
from digitpad.learning.lessons import TEMPERATURE, FreshLessons, KeptLessons, Lesson, Lessons
from digitpad.learning.recipe import Net, Recipe, network_of, optimizer_of, schedule_of
from digitpad.learning.spoil import spoil

TAUGHT = 0.9  # share of the loss that is the teacher's
LEAST_BATCH = 2  # glyphs that batch norm needs
AVERAGING = 0.999  # a step's decay in the average of the weights


@dataclass(frozen=True)
class Epoch:
    """What is reported while training runs."""

    number: int  # 1 ..; 0 while the examples that are kept are made
    epochs: int
    step: int  # 1 .. steps, within the epoch
    steps: int
    loss: float  # mean over the epoch so far
    images: int  # trained on in the epoch so far
    mnist: float | None = None  # accuracy on the held-out images, 0..1; at the end of an epoch
    pen: float | None = None  # accuracy on the held-out writers' digits, 0..1
    lr: float = 0.0


Ended = Literal["done", "early", "interrupted", "diverged"]
Report = Callable[[Epoch], None]


@dataclass(frozen=True, eq=False)
class Outcome:
    net: Net  # the best averaged network by held-out accuracy, on the CPU
    kept: int  # the epoch that it comes from, 1 ..
    history: list[Epoch]  # an entry an epoch
    ended: Ended = "done"


SMALLER = "train again with a smaller --lr"


class Diverged(DigitPadError):
    """The loss is no longer a number."""


def train(
    recipe: Recipe,
    data: TrainingData,
    device: torch.device,
    report: Report,
    *,
    teachers: Sequence[Net] = (),
    start: Net | None = None,
    checkpoints: Path | None = None,
    resumed: bool = False,
) -> Outcome:
    """Train by the recipe, after teachers where there are any, with a checkpoint an epoch in the folder `checkpoints`.

    `start`: the network to begin with, of the recipe's variant; None: random weights.

    `resumed`: begin where the checkpoint there left off. Ctrl+C and a loss that is no longer a number end it with the
    best network so far. Raises DigitPadError where there is none yet, where a checkpoint cannot be read or written, and
    where the recipe does not fit the data.
    """
    with torch.backends.cudnn.flags(enabled=True, benchmark=False, deterministic=True):  # same seed, same weights
        run = Run(recipe, examples_of(recipe, data, device), start)
        sources = checksums(data, teachers) if checkpoints else {}
        if checkpoints and resumed:
            resume(checkpoints, run, sources)
        ended: Ended = "done"
        try:
            for _ in epochs_of(run, teachers, report):
                if checkpoints:
                    save_checkpoint(checkpoints, run, sources)
            ended = "early" if run.stalled else "done"
        except (KeyboardInterrupt, Diverged) as stop:
            if not run.best:
                raise
            ended = "diverged" if isinstance(stop, Diverged) else "interrupted"
        return replace(run.outcome(), ended=ended)


class Run:
    """A training under way: the live network, the average of its weights, and the best average so far."""

    def __init__(self, recipe: Recipe, examples: Examples, start: Net | None = None) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.examples = examples
        self.device = examples.images.device
        self.random = torch.Generator(self.device).manual_seed(recipe.seed)
        self._spoiled = recipe.spoiled if recipe.augment == "full" else 0.0
        self.net = _placed(_begun(recipe, start), self.device)
        self.average = AveragedModel(self.net, multi_avg_fn=_average, use_buffers=True)
        self.optimizer = optimizer_of(recipe, self.net)
        self.schedule = schedule_of(recipe, self.optimizer, recipe.epochs * self.examples.steps)
        self.history: list[Epoch] = []
        self.best: dict[str, Tensor] = {}
        self.best_score = -1.0
        self.best_epoch = self.kept = 0  # the first that was as good, and the last, whose weights are kept

    @property
    def done(self) -> int:
        return len(self.history)

    @property
    def stalled(self) -> bool:
        return 0 < self.recipe.patience <= self.done - self.best_epoch

    def evaluate(self, loss: float, images: int) -> Epoch:
        """Score the average at the end of an epoch, whose loss was that mean over so many images; remember the best.

        Raises Diverged where its weights are no longer numbers.
        """
        if not all(bool(torch.isfinite(tensor).all()) for tensor in self._averaged().state_dict().values()):
            raise Diverged(f"The weights are no longer numbers after epoch {self.done + 1}; {SMALLER}.")
        mnist, pen = self.examples.score(self._averaged())
        steps = self.examples.steps
        entry = Epoch(self.done + 1, self.recipe.epochs, steps, steps, loss, images, mnist, pen, self.lr)
        self.history.append(entry)
        if isinstance(self.schedule, lr_scheduler.ReduceLROnPlateau):
            self.schedule.step(mnist)
        self._remember_best(entry.number, self.examples.pooled(mnist, pen))
        return entry

    def recall(self, history: list[dict[str, Any]]) -> None:
        """Take over the epochs of an earlier sitting."""
        self.history = [Epoch(**entry) for entry in history]

    def outcome(self) -> Outcome:
        """The best network so far; there is one after the first epoch."""
        net = network_of(self.recipe)
        net.load_state_dict(self.best)
        return Outcome(net.eval(), self.kept, self.history)

    def step(self, lesson: Lesson) -> float:
        """One step of the optimiser on a batch; the loss."""
        spoiled = spoil(lesson.glyphs, self._spoiled, self.random)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.recipe.amp):
            logits = self.net(spoiled)
        loss = self._loss(logits.float(), lesson)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        if not isinstance(self.schedule, lr_scheduler.ReduceLROnPlateau):
            self.schedule.step()
        self.average.update_parameters(self.net)
        return loss.item()

    def _loss(self, logits: Tensor, lesson: Lesson) -> Tensor:
        told = functional.cross_entropy(logits, lesson.labels, label_smoothing=self.recipe.smoothing)
        if lesson.shown is None:
            return told
        learnt = functional.log_softmax(logits / TEMPERATURE, dim=1)
        taught = functional.kl_div(learnt, lesson.shown, reduction="batchmean", log_target=True) * TEMPERATURE**2
        return TAUGHT * taught + (1 - TAUGHT) * told

    def _averaged(self) -> Net:
        return cast(Net, self.average.module.eval())

    def _remember_best(self, number: int, score: float) -> None:
        if score > self.best_score:
            self.best_score, self.best_epoch = score, number
        if score == self.best_score:  # of equals the later one, of a smaller learning rate
            self.kept = number
            self.best = {name: tensor.detach().cpu().clone() for name, tensor in self._averaged().state_dict().items()}

    @property
    def lr(self) -> float:
        return float(self.optimizer.param_groups[0]["lr"])


def examples_of(recipe: Recipe, data: TrainingData, device: torch.device) -> Examples:
    """Raises DigitPadError where no batch of the recipe's size can be made of the data."""
    images = len(data.images) - data.held_out
    if not LEAST_BATCH <= recipe.batch_size <= images:
        raise DigitPadError(f"A batch of {recipe.batch_size:,} is none; choose a --batch-size of 2 to {images:,}.")
    strength = STRENGTHS[recipe.augment]
    return Examples(data, device, strength=strength, batch_size=recipe.batch_size, seed=recipe.seed)


def epochs_of(run: Run, teachers: Sequence[Net], report: Report) -> Iterator[Epoch]:
    """Train until all epochs are done or nothing improves any more, as each epoch ends."""
    if run.done < run.recipe.epochs and not run.stalled:
        lessons = lessons_of(run.recipe, run.examples, teachers, report)
    while run.done < run.recipe.epochs and not run.stalled:
        yield run_epoch(run, lessons, report)


def lessons_of(recipe: Recipe, examples: Examples, teachers: Sequence[Net], report: Report) -> Lessons:
    """The examples with what the teachers show of them; where the recipe keeps some, these are made now."""
    device = examples.images.device
    fresh = FreshLessons(examples, [_placed(teacher, device).eval() for teacher in teachers], recipe.amp)
    if not recipe.kept:
        return fresh
    random = torch.Generator(device).manual_seed(recipe.seed)
    size = examples.batch_size
    return KeptLessons.make(
        fresh, recipe.kept, random, lambda made, steps: report(Epoch(0, recipe.epochs, made, steps, 0.0, made * size))
    )


def run_epoch(run: Run, lessons: Lessons, report: Report) -> Epoch:
    """Train for one epoch of the lessons. Raises Diverged where the loss is no longer a number."""
    total, seen, number, steps = 0.0, 0, run.done + 1, run.examples.steps
    run.net.train()
    for step, lesson in enumerate(lessons.batches(run.random), 1):
        loss, count = run.step(lesson), len(lesson.labels)
        if not math.isfinite(loss):
            raise Diverged(f"The loss became {loss} in epoch {number}; {SMALLER}.")
        total, seen = total + loss * count, seen + count
        report(Epoch(number, run.recipe.epochs, step, steps, total / seen, seen, lr=run.lr))
    entry = run.evaluate(total / seen, seen)
    report(entry)
    return entry


def _average(averages: Sequence[Tensor], current: Sequence[Tensor], taken: Tensor | int) -> None:
    """Exponential moving average, in place, that forgets the first steps sooner."""
    decay = min(AVERAGING, (1 + int(taken)) / (10 + int(taken)))
    for average, now in zip(averages, current, strict=True):
        if average.is_floating_point():
            average.lerp_(now, 1 - decay)
        else:
            average.copy_(now)


def _begun(recipe: Recipe, start: Net | None) -> Net:
    net = network_of(recipe)
    if start is not None:
        try:
            net.load_state_dict(start.state_dict())
        except RuntimeError as error:
            raise DigitPadError(
                f"The weights to start with are not those of a network of --variant {recipe.variant}; "
                "choose others, or another --variant."
            ) from error
    return net


def _placed(net: Net, device: torch.device) -> Net:
    """On the device, its weights laid out as convolutions like them best."""
    return net.to(device).to(memory_format=torch.channels_last)
