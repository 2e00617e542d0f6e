"""The options of a retraining; free of torch, for the window and the command line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FinetuneConfig:
    """Everything that decides what a retraining does."""

    epochs: int = 4  # of 50 steps
    lr: float = 5e-4
    share: float = 0.05  # of each batch that is the user's samples, 0..1; with more, more of MNIST is forgotten
    device: str = "auto"  # auto, cpu, cuda, mps
    seed: int = 1
