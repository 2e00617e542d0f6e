"""A training under way: one step, one epoch, and the best network so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import torch
from torch import Tensor
from torch.nn import functional
from torch.optim import lr_scheduler
from torch.optim.swa_utils import AveragedModel

from digitpad.errors import DigitPadError
from digitpad.learning.data.corruptions import corrupt
from digitpad.learning.data.examples import Examples
from digitpad.learning.training.distillation import DistillationBatch, distillation_loss
from digitpad.learning.training.train_config import Net, TrainConfig, network_of, optimizer_of, schedule_of

TEACHER_SHARE = 0.9  # share of the loss that is the teacher's
AVERAGING = 0.999  # a step's decay in the average of the weights


@dataclass(frozen=True)
class Epoch:
    """The progress of a training, reported after each step and each epoch."""

    number: int  # 1 ..; 0 while the cached examples are made
    epochs: int
    step: int  # 1 .. steps, within the epoch
    steps: int
    loss: float  # mean over the epoch so far
    images: int  # trained on in the epoch so far
    mnist: float | None = None  # accuracy on the held-out images, 0..1; at the end of an epoch
    pen: float | None = None  # accuracy on the held-out writers' digits, 0..1
    lr: float = 0.0


Ending = Literal["done", "early", "interrupted", "diverged"]
Report = Callable[[Epoch], None]


@dataclass(frozen=True, eq=False)
class Outcome:
    net: Net  # the best averaged network by held-out accuracy, on the CPU
    best_epoch: int  # that it comes from, 1 ..
    history: list[Epoch]  # an entry an epoch
    ending: Ending = "done"


SMALLER = "train again with a smaller --lr"


class Diverged(DigitPadError):
    """The loss is no longer a number."""


class TrainingRun:
    """A training under way: the live network, the average of its weights, and the best average so far."""

    def __init__(self, config: TrainConfig, examples: Examples, start: Net | None = None) -> None:
        torch.manual_seed(config.seed)
        self.config = config
        self.examples = examples
        self.device = examples.images.device
        self.random = torch.Generator(self.device).manual_seed(config.seed)
        self._corrupted = config.corrupted if config.augment == "full" else 0.0
        self.net = placed(_initial(config, start), self.device)
        self.average = AveragedModel(self.net, multi_avg_fn=_average, use_buffers=True)
        self.optimizer = optimizer_of(config, self.net)
        self.schedule = schedule_of(config, self.optimizer, config.epochs * self.examples.steps)
        self.history: list[Epoch] = []
        self.best: dict[str, Tensor] = {}
        self.best_score = -1.0
        self.first_best_epoch = self.best_epoch = 0  # of equally good ones the first, and the last, whose weights count

    @property
    def done(self) -> int:
        return len(self.history)

    @property
    def stalled(self) -> bool:
        return 0 < self.config.patience <= self.done - self.first_best_epoch

    def evaluate(self, loss: float, images: int) -> Epoch:
        """Score the average at the end of an epoch, whose loss was that mean over so many images; remember the best.

        Raises Diverged where its weights are no longer numbers.
        """
        if not all(bool(torch.isfinite(tensor).all()) for tensor in self._averaged().state_dict().values()):
            raise Diverged(f"The weights are no longer numbers after epoch {self.done + 1}; {SMALLER}.")
        mnist, pen = self.examples.score(self._averaged())
        steps = self.examples.steps
        entry = Epoch(self.done + 1, self.config.epochs, steps, steps, loss, images, mnist, pen, self.lr)
        self.history.append(entry)
        if isinstance(self.schedule, lr_scheduler.ReduceLROnPlateau):
            self.schedule.step(mnist)
        self._remember_best(entry.number, self.examples.pooled(mnist, pen))
        return entry

    def recall(self, history: list[dict[str, Any]]) -> None:
        """Take over the epochs of the run that is resumed."""
        self.history = [Epoch(**entry) for entry in history]

    def outcome(self) -> Outcome:
        """Return the best network so far; there is one after the first epoch."""
        net = network_of(self.config)
        net.load_state_dict(self.best)
        return Outcome(net.eval(), self.best_epoch, self.history)

    def step(self, batch: DistillationBatch) -> float:
        """Take one step of the optimiser on a batch; return the loss."""
        glyphs = corrupt(batch.glyphs, self._corrupted, self.random)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.amp):
            logits = self.net(glyphs)
        loss = self._loss(logits.float(), batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        if not isinstance(self.schedule, lr_scheduler.ReduceLROnPlateau):
            self.schedule.step()
        self.average.update_parameters(self.net)
        return loss.item()

    def _loss(self, logits: Tensor, batch: DistillationBatch) -> Tensor:
        from_labels = functional.cross_entropy(logits, batch.labels, label_smoothing=self.config.smoothing)
        if batch.targets is None:
            return from_labels
        from_teachers = distillation_loss(logits, batch.targets).mean()
        return TEACHER_SHARE * from_teachers + (1 - TEACHER_SHARE) * from_labels

    def _averaged(self) -> Net:
        return cast(Net, self.average.module.eval())

    def _remember_best(self, number: int, score: float) -> None:
        if score > self.best_score:
            self.best_score, self.first_best_epoch = score, number
        if score == self.best_score:  # of equals the later one, of a smaller learning rate
            self.best_epoch = number
            self.best = {name: tensor.detach().cpu().clone() for name, tensor in self._averaged().state_dict().items()}

    @property
    def lr(self) -> float:
        return float(self.optimizer.param_groups[0]["lr"])


def _average(averages: Sequence[Tensor], current: Sequence[Tensor], count: Tensor | int) -> None:
    """Update the exponential moving average in place, with a smaller decay in the first steps."""
    decay = min(AVERAGING, (1 + int(count)) / (10 + int(count)))
    for average, now in zip(averages, current, strict=True):
        if average.is_floating_point():
            average.lerp_(now, 1 - decay)
        else:
            average.copy_(now)


def _initial(config: TrainConfig, start: Net | None) -> Net:
    net = network_of(config)
    if start is not None:
        try:
            net.load_state_dict(start.state_dict())
        except RuntimeError as error:
            raise DigitPadError(
                f"The weights to start with are not those of a network of --variant {config.variant}; "
                "choose others, or another --variant."
            ) from error
    return net


def placed(net: Net, device: torch.device) -> Net:
    """Return the network on the device, its weights laid out as convolutions are fastest with."""
    return net.to(device).to(memory_format=torch.channels_last)
