"""The recipe of a training run, and its network, optimiser and schedule."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

import torch
from torch.optim import lr_scheduler

from digitpad.inference.lenet import Variant
from digitpad.learning.nets.lenet import LeNet5
from digitpad.learning.nets.teacher import Teacher

Net = LeNet5 | Teacher
OPTIONS = {"corrupted": "spoiled", "cache_epochs": "kept"}  # fields with other names in files and options


@dataclass(frozen=True)
class TrainConfig:
    """Everything that decides what a training run does."""

    variant: Variant | Literal["teacher"] = "modern"
    optimizer: Literal["adamw", "adam", "rmsprop", "sgd"] = "adamw"
    schedule: Literal["onecycle", "plateau", "cosine"] = "onecycle"
    augment: Literal["none", "light", "full"] = "full"
    corrupted: float = 0.06  # share of glyphs corrupted by noise, blur, lines, where `augment` is full
    cache_epochs: int = 0  # epochs' worth of examples that are made once and repeated; 0: made anew for each epoch
    epochs: int = 30
    batch_size: int = 256
    lr: float = 4e-3
    weight_decay: float = 1e-2
    dropout: float = 0.0
    smoothing: float = 0.0
    patience: int = 0  # epochs without improvement before it stops early; 0: never
    seed: int = 1
    device: str = "auto"
    amp: bool = False


def recipe_of(config: TrainConfig) -> dict[str, Any]:
    """Return the fields by their names in the command's options, cards and checkpoints."""
    return {OPTIONS.get(name, name): value for name, value in asdict(config).items()}


def config_of(recipe: Mapping[str, Any]) -> TrainConfig:
    """Return the fields that a recipe names, by the names of the command's options; the others have their defaults."""
    names = {field.name: OPTIONS.get(field.name, field.name) for field in fields(TrainConfig)}
    return TrainConfig(**{field: recipe[name] for field, name in names.items() if name in recipe})


def network_of(config: TrainConfig) -> Net:
    """Return a network with random weights."""
    return Teacher(config.dropout) if config.variant == "teacher" else LeNet5(config.variant, config.dropout)


def optimizer_of(config: TrainConfig, net: Net) -> torch.optim.Optimizer:
    """Return the optimiser of a recipe."""
    decay, lr = config.weight_decay, config.lr
    if config.optimizer == "adamw":
        return torch.optim.AdamW(net.parameters(), lr, weight_decay=decay)
    if config.optimizer == "adam":
        return torch.optim.Adam(net.parameters(), lr, weight_decay=decay)
    if config.optimizer == "rmsprop":
        return torch.optim.RMSprop(net.parameters(), lr, weight_decay=decay)
    return torch.optim.SGD(net.parameters(), lr, momentum=0.9, nesterov=True, weight_decay=decay)


def schedule_of(config: TrainConfig, optimizer: torch.optim.Optimizer, steps: int) -> lr_scheduler.LRScheduler:
    """Return the schedule of the learning rate over `steps` steps; "plateau" is stepped once an epoch."""
    if config.schedule == "onecycle":
        has_momentum = config.optimizer != "rmsprop"  # it has none here, and must not be given any
        return lr_scheduler.OneCycleLR(
            optimizer, config.lr, total_steps=steps, pct_start=0.15, cycle_momentum=has_momentum
        )
    if config.schedule == "cosine":
        return lr_scheduler.LambdaLR(optimizer, lambda step: (1 + math.cos(math.pi * min(step / steps, 1))) / 2)
    return lr_scheduler.ReduceLROnPlateau(optimizer, mode="max", factor=0.5, patience=2)
