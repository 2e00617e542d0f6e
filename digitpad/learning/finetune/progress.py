"""The progress of a retraining; free of torch, for the window and the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Stage = Literal["preparing", "training", "comparing", "rows"]


@dataclass(frozen=True)
class FinetuneProgress:
    """One report, at least every few tenths of a second."""

    stage: Stage
    done: int  # of the stage
    of: int
    seconds_left: float | None = None  # None: not known yet
    loss: float | None = None  # of the newest step
    mnist: float | None = None  # accuracy 0..1 on the held-out images; None: not measured after this step
    yours: float | None = None  # accuracy 0..1 on the user's samples, each read by a network not trained on it
    span: tuple[float, float] = (0.0, 1.0)  # shares of all the work at which this network's stages begin and end


Report = Callable[[FinetuneProgress], None]
