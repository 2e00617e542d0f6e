"""Trains LeNet-5 on MNIST and pen strokes, all on the device in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.optim import lr_scheduler
from torch.optim.swa_utils import AveragedModel

from digitpad.errors import DigitPadError
from digitpad.learning.augment import STRENGTHS, Strength, deform, draw, glue
from digitpad.learning.checkpoint import resume, save_checkpoint
from digitpad.learning.datasets import HELD_OUT_IMAGES, Images, PenDigit, split_by_writer
from digitpad.learning.lenet import NOT_A_DIGIT, LeNet5, Variant
from digitpad.learning.nondigits import FORMS, non_digits
from digitpad.learning.penbank import PenBank
from digitpad.learning.spoil import spoil
from digitpad.learning.variants import variants
from digitpad.records import Labels

PEN_SHARE = 0.30  # of each batch: digits drawn from strokes
REFUSED_SHARE = 0.16  # of each batch: letters, fragments, pairs, scribbles, drawn from strokes
GLUED_SHARE = 0.04  # of each batch: pairs of MNIST digits as one glyph, no digits either
TAUGHT = 0.7  # share of the loss that is the teacher's
TEMPERATURE = 2.0  # of the probabilities that a teacher shows (Hinton, Vinyals, Dean 2015)
AVERAGING = 0.999  # a step's decay in the average of the weights
EVALUATED = 1000  # glyphs classified at once


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what a training run does."""

    variant: Variant = "modern"
    optimizer: Literal["adamw", "adam", "rmsprop", "sgd"] = "adamw"
    schedule: Literal["onecycle", "plateau", "cosine"] = "onecycle"
    augment: Literal["none", "light", "full"] = "full"
    epochs: int = 30
    batch_size: int = 256
    lr: float = 4e-3
    weight_decay: float = 1e-2
    dropout: float = 0.0
    smoothing: float = 0.0
    width: int = 1  # 1 is LeNet-5; more makes a teacher
    patience: int = 0  # epochs without improvement before it stops early; 0: never
    seed: int = 1
    device: str = "auto"
    amp: bool = False


@dataclass(frozen=True, eq=False)
class TrainingData:
    """MNIST's training images (the last ones are held out) and pen strokes (a fifth of the writers is held out)."""

    images: Images  # (N, 28, 28)
    labels: Labels  # (N,)
    pen: list[PenDigit] = field(default_factory=list)  # digits and letters of any writer
    held_out: int = HELD_OUT_IMAGES


@dataclass(frozen=True)
class Epoch:
    """What is reported while training runs."""

    number: int  # 1 ..
    epochs: int
    step: int  # 1 .. steps, within the epoch
    steps: int
    loss: float  # mean over the epoch so far
    images: int  # trained on in the epoch so far
    mnist: float | None = None  # accuracy on the held-out images, 0..1; at the end of an epoch
    pen: float | None = None  # accuracy on the held-out writers' digits, 0..1
    lr: float = 0.0


Report = Callable[[Epoch], None]


@dataclass(frozen=True, eq=False)
class Outcome:
    net: LeNet5  # the best averaged network by held-out accuracy, on the CPU
    history: list[Epoch]  # an entry an epoch
    ended: Literal["done", "early", "interrupted", "diverged"]


class Diverged(DigitPadError):
    """The loss is no longer a number."""


def train(
    recipe: Recipe,
    data: TrainingData,
    device: torch.device,
    report: Report,
    *,
    teacher: LeNet5 | None = None,
    checkpoints: Path | None = None,
    resumed: bool = False,
) -> Outcome:
    """Train by the recipe, after a teacher where there is one, with a checkpoint an epoch in the folder `checkpoints`.

    `resumed`: begin where the checkpoint there left off. Ctrl+C and a loss that is no longer a number end it with the
    best network so far. Raises DigitPadError where there is none yet, and where a checkpoint cannot be read or written.
    """
    run = Run(recipe, data, device, teacher)
    if checkpoints and resumed:
        resume(checkpoints, run)
    ended: Literal["done", "early", "interrupted", "diverged"] = "done"
    try:
        while run.done < recipe.epochs and not run.stalled:
            run.epoch(run.done + 1, report)
            if checkpoints:
                save_checkpoint(checkpoints, run)
        ended = "early" if run.stalled else "done"
    except (KeyboardInterrupt, Diverged) as stop:
        if not run.history:
            raise
        ended = "diverged" if isinstance(stop, Diverged) else "interrupted"
    return Outcome(run.best_network(), run.history, ended)


class Run:
    """A training under way: the live network, the average of its weights, and the best average so far."""

    def __init__(self, recipe: Recipe, data: TrainingData, device: torch.device, teacher: LeNet5 | None = None) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.teacher = _placed(teacher, device).eval() if teacher else None
        self.device = device
        self.random = torch.Generator(device).manual_seed(recipe.seed)
        self.examples = Examples(data, recipe, device)
        self.net = _placed(LeNet5(recipe.variant, recipe.dropout, recipe.width), device)
        self.average = AveragedModel(self.net, multi_avg_fn=_average, use_buffers=True)
        self.optimizer = _optimizer(recipe, self.net)
        self.schedule = _schedule(recipe, self.optimizer, recipe.epochs * self.examples.steps)
        self.history: list[Epoch] = []
        self.best: dict[str, Tensor] = {}
        self.best_score = -1.0
        self.best_epoch = 0

    @property
    def done(self) -> int:
        return len(self.history)

    @property
    def stalled(self) -> bool:
        return 0 < self.recipe.patience <= self.done - self.best_epoch

    def epoch(self, number: int, report: Report) -> None:
        """Train for one epoch, evaluate, remember the best."""
        self.net.train()
        total, seen, steps = 0.0, 0, self.examples.steps
        for step, (glyphs, labels) in enumerate(self.examples.batches(self.random), 1):
            loss = self._step(glyphs, labels)
            total, seen = total + loss * len(labels), seen + len(labels)
            if not np.isfinite(loss):
                raise Diverged(f"The loss became {loss} in epoch {number}; train again with a smaller --lr.")
            report(Epoch(number, self.recipe.epochs, step, steps, total / seen, seen, lr=self._lr()))
        mnist, pen = self.examples.score(self._averaged())
        entry = Epoch(number, self.recipe.epochs, steps, steps, total / seen, seen, mnist, pen, self._lr())
        self.history.append(entry)
        if isinstance(self.schedule, lr_scheduler.ReduceLROnPlateau):
            self.schedule.step(mnist)
        self._remember_best(number, mnist + (pen or 0.0))
        report(entry)

    def recall(self, history: list[dict[str, Any]]) -> None:
        """Take over the epochs of an earlier sitting."""
        self.history = [Epoch(**entry) for entry in history]

    def best_network(self) -> LeNet5:
        net = LeNet5(self.recipe.variant, self.recipe.dropout, self.recipe.width)
        net.load_state_dict(self.best)
        return net.eval()

    def _step(self, glyphs: Tensor, labels: Tensor) -> float:
        spoiled = spoil(glyphs, self.examples.spoiled, self.random)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.recipe.amp):
            logits = self.net(spoiled)
        loss = self._loss(glyphs, logits.float(), labels)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        if not isinstance(self.schedule, lr_scheduler.ReduceLROnPlateau):
            self.schedule.step()
        self.average.update_parameters(self.net)
        return loss.item()

    def _loss(self, glyphs: Tensor, logits: Tensor, labels: Tensor) -> Tensor:
        """The network saw the glyphs spoiled, the teacher sees them whole."""
        told = functional.cross_entropy(logits, labels, label_smoothing=self.recipe.smoothing)
        if self.teacher is None:
            return told
        with torch.inference_mode():
            shown = functional.log_softmax(self.teacher(glyphs) / TEMPERATURE, dim=1)
        learnt = functional.log_softmax(logits / TEMPERATURE, dim=1)
        taught = functional.kl_div(learnt, shown.clone(), reduction="batchmean", log_target=True) * TEMPERATURE**2
        return TAUGHT * taught + (1 - TAUGHT) * told

    def _averaged(self) -> LeNet5:
        return cast(LeNet5, self.average.module.eval())

    def _remember_best(self, number: int, score: float) -> None:
        if score > self.best_score:
            self.best_score, self.best_epoch = score, number
            self.best = {name: tensor.detach().cpu().clone() for name, tensor in self._averaged().state_dict().items()}

    def _lr(self) -> float:
        return float(self.optimizer.param_groups[0]["lr"])


class Examples:
    """The data on the device, and the batches that an epoch is made of."""

    def __init__(self, data: TrainingData, recipe: Recipe, device: torch.device) -> None:
        images, labels = torch.from_numpy(data.images).to(device), torch.from_numpy(data.labels).to(device)
        self.images, self.held_images = images[: -data.held_out], images[-data.held_out :]
        self.labels, self.held_labels = labels[: -data.held_out], labels[-data.held_out :]
        self.strength: Strength | None = STRENGTHS[recipe.augment]
        self.bank, self.held_bank = _banks(data.pen, recipe.seed, device)
        self.spoiled = self.strength.spoiled if self.strength else 0.0
        self.batch_size = recipe.batch_size
        self.from_pen = round(recipe.batch_size * PEN_SHARE) if self.bank else 0
        self.refused = round(recipe.batch_size * REFUSED_SHARE) if self.bank else 0
        self.glued = round(recipe.batch_size * GLUED_SHARE) if self.bank else 0
        if self.bank:
            is_digit = self.bank.labels != NOT_A_DIGIT
            self.pen_digits, self.others = is_digit.nonzero().squeeze(1), (~is_digit).nonzero().squeeze(1)

    @property
    def steps(self) -> int:
        """Batches in an epoch: each MNIST image comes once."""
        return len(self.images) // self.from_mnist

    @property
    def from_mnist(self) -> int:
        return self.batch_size - self.from_pen - self.refused - self.glued

    def batches(self, random: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
        """Glyphs (N, 28, 28) float 0..1, whole and unspoiled, and labels (N,) 0..10, made anew."""
        device, size = self.images.device, self.from_mnist
        order = torch.randperm(len(self.images), generator=random, device=device)
        for chosen in order[: self.steps * size].view(self.steps, size):
            glyphs = self.images[chosen].float() / 255
            if self.strength:
                glyphs = deform(glyphs, self.strength, random)
            labels = self.labels[chosen]
            if self.bank:
                digits, others = ((self.pen_digits, self.from_pen), (self.others, self.refused))
                pen = torch.cat([_some(*digits, random), _some(*others, random)])
                pairs = glue(glyphs[: self.glued], glyphs[-self.glued :], random)
                glyphs = torch.cat([glyphs, draw(self.bank, pen, self.strength, random), pairs])
                labels = torch.cat([labels, self.bank.labels[pen], torch.full_like(labels[: self.glued], NOT_A_DIGIT)])
            yield glyphs, labels

    def score(self, net: LeNet5) -> tuple[float, float | None]:
        """Accuracy on the held-out MNIST images, and on the held-out writers' digits drawn plainly."""
        mnist = accuracy(net, self.held_images, self.held_labels)
        if not self.held_bank:
            return mnist, None
        random = torch.Generator(self.images.device).manual_seed(0)
        chosen = torch.arange(len(self.held_bank), device=self.images.device)
        return mnist, accuracy(net, draw(self.held_bank, chosen, None, random), self.held_bank.labels)


@torch.inference_mode()
def accuracy(net: LeNet5, glyphs: Tensor, labels: Tensor) -> float:
    """Share 0..1 of glyphs (N, 28, 28) whose likeliest digit is their label (N,)."""
    logits = torch.cat([net(chunk) for chunk in glyphs.split(EVALUATED)])
    return float((logits[:, :NOT_A_DIGIT].argmax(1) == labels).float().mean())


def _average(averages: Sequence[Tensor], current: Sequence[Tensor], taken: Tensor | int) -> None:
    """Exponential moving average, in place, that forgets the first steps sooner."""
    decay = min(AVERAGING, (1 + int(taken)) / (10 + int(taken)))
    for average, now in zip(averages, current, strict=True):
        if average.is_floating_point():
            average.lerp_(now, 1 - decay)
        else:
            average.copy_(now)


def _placed(net: LeNet5, device: torch.device) -> LeNet5:
    """On the device, its weights laid out as convolutions like them best."""
    return net.to(device).to(memory_format=torch.channels_last)


def recipe_card(recipe: Recipe) -> dict[str, object]:
    return asdict(recipe)


def _banks(pen: list[PenDigit], seed: int, device: torch.device) -> tuple[PenBank | None, PenBank | None]:
    """(to train on, held out): the strokes of the training writers with variants and non-digits; the others' digits."""
    if not pen:
        return None, None
    trained, held_out = split_by_writer(pen)
    random = np.random.default_rng(seed)
    samples, labels = [digit.strokes for digit in trained], [_class(digit) for digit in trained]
    digits = [(digit.strokes, label) for digit, label in zip(trained, labels, strict=True) if label != NOT_A_DIGIT]
    for strokes, label in digits:
        made = list(variants(label, strokes, random))
        samples += made
        labels += [label] * len(made)
    ones = [strokes for strokes, label in digits if label == 1]
    refused = list(non_digits([strokes for strokes, _ in digits], ones, FORMS * len(digits) // 4, random))
    held = [digit for digit in held_out if digit.label.isdigit()]
    return (
        PenBank(samples + refused, labels + [NOT_A_DIGIT] * len(refused), device),
        PenBank([digit.strokes for digit in held], [int(digit.label) for digit in held], device) if held else None,
    )


def _class(digit: PenDigit) -> int:
    return int(digit.label) if digit.label.isdigit() else NOT_A_DIGIT


def _some(indices: Tensor, count: int, random: torch.Generator) -> Tensor:
    return indices[torch.randint(len(indices), (count,), generator=random, device=indices.device)]


def _optimizer(recipe: Recipe, net: LeNet5) -> torch.optim.Optimizer:
    decay, lr = recipe.weight_decay, recipe.lr
    if recipe.optimizer == "adamw":
        return torch.optim.AdamW(net.parameters(), lr, weight_decay=decay)
    if recipe.optimizer == "adam":
        return torch.optim.Adam(net.parameters(), lr, weight_decay=decay)
    if recipe.optimizer == "rmsprop":
        return torch.optim.RMSprop(net.parameters(), lr, weight_decay=decay)
    return torch.optim.SGD(net.parameters(), lr, momentum=0.9, nesterov=True, weight_decay=decay)


def _schedule(recipe: Recipe, optimizer: torch.optim.Optimizer, steps: int) -> lr_scheduler.LRScheduler:
    if recipe.schedule == "onecycle":
        return lr_scheduler.OneCycleLR(optimizer, recipe.lr, total_steps=steps, pct_start=0.15)
    if recipe.schedule == "cosine":
        return lr_scheduler.CosineAnnealingLR(optimizer, steps)
    return lr_scheduler.ReduceLROnPlateau(optimizer, mode="max", factor=0.5, patience=2)
