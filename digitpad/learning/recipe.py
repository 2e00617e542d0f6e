"""A recipe, which decides what a training run does, and what it makes: network, optimiser, schedule."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import torch
from torch.optim import lr_scheduler

from digitpad.learning.lenet import LeNet5, Variant
from digitpad.learning.teacher import Teacher

Net = LeNet5 | Teacher


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what a training run does."""

    variant: Variant | Literal["teacher"] = "modern"
    optimizer: Literal["adamw", "adam", "rmsprop", "sgd"] = "adamw"
    schedule: Literal["onecycle", "plateau", "cosine"] = "onecycle"
    augment: Literal["none", "light", "full"] = "full"
    spoiled: float = 0.06  # share of glyphs corrupted by noise, blur, lines, where `augment` is full
    kept: int = 0  # epochs' worth of examples that are made once and repeated; 0: made anew for each epoch
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


def network_of(recipe: Recipe) -> Net:
    return Teacher(recipe.dropout) if recipe.variant == "teacher" else LeNet5(recipe.variant, recipe.dropout)


def optimizer_of(recipe: Recipe, net: Net) -> torch.optim.Optimizer:
    decay, lr = recipe.weight_decay, recipe.lr
    if recipe.optimizer == "adamw":
        return torch.optim.AdamW(net.parameters(), lr, weight_decay=decay)
    if recipe.optimizer == "adam":
        return torch.optim.Adam(net.parameters(), lr, weight_decay=decay)
    if recipe.optimizer == "rmsprop":
        return torch.optim.RMSprop(net.parameters(), lr, weight_decay=decay)
    return torch.optim.SGD(net.parameters(), lr, momentum=0.9, nesterov=True, weight_decay=decay)


def schedule_of(recipe: Recipe, optimizer: torch.optim.Optimizer, steps: int) -> lr_scheduler.LRScheduler:
    if recipe.schedule == "onecycle":
        has_momentum = recipe.optimizer != "rmsprop"  # it has none here, and must not be given any
        return lr_scheduler.OneCycleLR(
            optimizer, recipe.lr, total_steps=steps, pct_start=0.15, cycle_momentum=has_momentum
        )
    if recipe.schedule == "cosine":
        return lr_scheduler.LambdaLR(optimizer, lambda step: (1 + math.cos(math.pi * min(step / steps, 1))) / 2)
    return lr_scheduler.ReduceLROnPlateau(optimizer, mode="max", factor=0.5, patience=2)
