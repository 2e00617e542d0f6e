"""The options of a retraining; free of torch, for the window and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digitpad.records import Sample


@dataclass(frozen=True)
class FinetuneConfig:
    """Everything that decides what a retraining does."""

    epochs: int = 4  # of 50 steps
    lr: float = 5e-4
    share: float = 0.05  # of each batch that is the user's samples, 0..1; with more, more of MNIST is forgotten
    device: str = "auto"  # auto, cpu, cuda, mps
    seed: int = 1
    writer: str | None = None  # whose samples alone are learned; "": those without a name, None: all


def samples_of(writer: str | None, samples: Sequence[Sample]) -> Sequence[Sample]:
    """Return the samples of one writer; None: of all."""
    return samples if writer is None else tuple(sample for sample in samples if sample.writer == writer)
