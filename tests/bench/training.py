"""Speed of training from scratch on all cores, and on CUDA where there is one, beside the recipe of pytorch/examples.

python -m tests.bench.training [--seeds N]
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from statistics import median

import torch
from torch import Tensor, nn
from torch.nn import functional

from digitpad.errors import CancelRequested
from digitpad.learning.data.datasets import mnist, pen_digits
from digitpad.learning.data.examples import Examples, TrainingData
from digitpad.learning.training.distillation import FreshBatches
from digitpad.learning.training.train_config import TrainConfig
from digitpad.learning.training.training import examples_of, train
from digitpad.learning.training.training_run import Epoch, TrainingRun
from digitpad.paths import data_folder

GOAL = 0.994  # of the held-out images
FAST = {"epochs": 10, "batch_size": 256, "lr": 1e-2, "augment": "light", "amp": True}
STEPS = 60  # timed, of full augmentation
THEIR_EPOCHS, THEIR_BATCH = {"cpu": 2, "cuda": 14}, 64  # their 14 take a CPU half an hour

TARGETS = {"cpu: seconds to 99.4 % on MNIST validation": 60.0, "cuda: seconds to 99.4 % on MNIST validation": 5.0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="runs whose median is printed")
    for name, value in measured(parser.parse_args().seeds):
        print(f"{name:58} {value:10.2f}" + (f"   aim {TARGETS[name]:g}" if name in TARGETS else ""), flush=True)


def figures(seeds: int = 1) -> dict[str, float]:
    """Seconds, images a second and accuracies in per cent, for each device that is there."""
    return dict(measured(seeds))


def measured(seeds: int) -> Iterator[tuple[str, float]]:
    """The figures as they come."""
    torch.set_num_threads(os.cpu_count() or 1)
    data = TrainingData(*mnist(data_folder(), train=True))
    for name in ("cpu", "cuda") if torch.cuda.is_available() else ("cpu",):
        for words, value in _ours(data, torch.device(name), seeds):
            yield f"{name}: {words}", value
        for words, value in _theirs(data, torch.device(name)):
            yield f"{name}: {words}", value


def _ours(data: TrainingData, device: torch.device, seeds: int) -> Iterator[tuple[str, float]]:
    taken = [_time_to_goal(data, device, seed) for seed in range(1, seeds + 1)]
    yield "seconds to 99.4 % on MNIST validation", median(taken)
    strokes = data_folder() / "strokes" / "pendigits-train.jsonl"
    mixed = TrainingData(data.images, data.labels, list(pen_digits(strokes))[:1000])
    config = TrainConfig(device=device.type)
    run = TrainingRun(config, examples_of(config, mixed, device))
    yield "images/s, full augmentation, pen strokes, corruption", _speed(run)


def _time_to_goal(data: TrainingData, device: torch.device, seed: int) -> float:
    """Seconds from the first step to the first epoch whose averaged network reaches the goal; inf where none does."""
    begun, reached = time.perf_counter(), []

    def watch(epoch: Epoch) -> None:
        if epoch.mnist is not None and epoch.mnist >= GOAL:
            reached.append(time.perf_counter() - begun)
            raise CancelRequested

    try:
        train(TrainConfig(seed=seed, **FAST), data, device, watch)
    except CancelRequested:
        return reached[0]
    return float("inf")


def _speed(run: TrainingRun) -> float:
    batches = FreshBatches(run.examples).batches(run.random)
    run.net.train()
    run.step(next(batches))
    begun = time.perf_counter()
    for _ in range(STEPS):
        run.step(next(batches))
    return STEPS * run.config.batch_size / (time.perf_counter() - begun)


def _theirs(data: TrainingData, device: torch.device) -> Iterator[tuple[str, float]]:
    """The net and the recipe of github.com/pytorch/examples/mnist, on data that lies on the device as ours does."""
    torch.manual_seed(1)
    held = Examples(data, device, strength=None, batch_size=THEIR_BATCH, seed=1)
    net = TheirNet().to(device)
    optimizer = torch.optim.Adadelta(net.parameters(), lr=1.0)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 1, gamma=0.7)
    begun, best = time.perf_counter(), 0.0
    epochs = THEIR_EPOCHS[device.type]
    for _ in range(epochs):
        _their_epoch(net, held, optimizer)
        schedule.step()
        best = max(best, _accuracy(net.eval(), held.held_out_images, held.held_out_labels))
    taken = time.perf_counter() - begun
    yield "pytorch/examples: seconds an epoch, of its 14", taken / epochs
    yield "pytorch/examples: images/s", epochs * len(held.images) / taken
    yield f"pytorch/examples: best MNIST validation of {epochs} epochs, %", 100 * best


def _their_epoch(net: nn.Module, held: Examples, optimizer: torch.optim.Optimizer) -> None:
    net.train()
    for chosen in torch.randperm(len(held.images), device=held.images.device).split(THEIR_BATCH):
        loss = functional.nll_loss(net(held.images[chosen]), held.labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


@torch.inference_mode()
def _accuracy(net: Callable[[Tensor], Tensor], images: Tensor, labels: Tensor) -> float:
    read = torch.cat([net(chunk).argmax(1) for chunk in images.split(1000)])
    return float((read == labels).float().mean())


class TheirNet(nn.Module):
    """Two 3x3 convolutions of 32 and 64 maps, one pooling, dropout, a hidden layer of 128: 1.2 million parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            *(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25)),
            *(nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10), nn.LogSoftmax(1)),
        )

    def forward(self, images: Tensor) -> Tensor:
        """Log probabilities (N, 10) of images (N, 28, 28) uint8."""
        logits: Tensor = self.layers(((images.float() / 255 - 0.1307) / 0.3081).unsqueeze(1))
        return logits


if __name__ == "__main__":
    main()
