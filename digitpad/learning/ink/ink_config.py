"""Everything that decides how an ink network is trained."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class InkConfig:
    steps: int = 20_000
    batch_size: int = 16  # scenes in a step
    lr: float = 4e-3
    warmup: int = 100  # steps in which the learning rate rises from 0
    weight_decay: float = 1e-4
    ink_weight: float = 3.0  # of a pixel with ink in the cross entropy: ink is rare
    height_weight: float = 0.2  # of the error in height (octaves) in the loss
    seed: int = 1
    amp: bool = False  # bfloat16 where it is safe


MAY_CHANGE = {"steps", "batch_size"}  # in the recipe of a resumed training
CHECKPOINT_STEPS = 500  # between two checkpoints, each with a measurement on held-out writers
HISTORY_STEPS = 100  # between two rows of the history
