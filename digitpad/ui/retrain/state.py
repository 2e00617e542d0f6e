"""The states of the retraining sheet: one record for each; the progress of a download is one, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digitpad.learning.data.mnist_files import FetchProgress
from digitpad.learning.finetune.before_after import BeforeAfter
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.ui.retrain.curves import Point


@dataclass(frozen=True)
class Looking:
    """Samples are looked at or steps timed; nothing can be chosen yet."""

    words: str
    model: str = ""  # that it starts from
    counts: tuple[int, ...] = ()  # of the samples of each digit and of what is none, once they are known


@dataclass(frozen=True)
class Refused:
    """It cannot be done, or failed; nothing has changed."""

    sentence: str
    again: bool  # whether it may go better next time


@dataclass(frozen=True)
class MnistMissing:
    """MNIST is not on this computer: fetch it, point to it, or do without."""

    samples: int
    sentence: str = ""  # why the last attempt to get it failed


@dataclass(frozen=True)
class Offer:
    """All is known; it begins when the user says so."""

    samples: int
    fewest: int  # samples of which some can be held out
    mnist: bool  # whether it practises on MNIST too
    device: str  # in words
    model: str  # that it starts from
    seconds: float  # that it will take, timed on this computer
    options: FinetuneConfig
    writers: tuple[str, ...] = ()  # of whom one can be chosen, "": samples of nobody who was named; none: no choice


@dataclass(frozen=True)
class Running:
    at: float  # 0..1
    phase: str  # what it does now, in words; "" while it trains
    seconds_left: float | None
    points: Sequence[Point]
    paused: bool


@dataclass(frozen=True, eq=False)
class Compared:
    """A retraining has ended."""

    comparison: BeforeAfter
    points: Sequence[Point]

    @property
    def verdict(self) -> str:
        """The verdict in words."""
        return self.comparison.verdict.replace("%", " %")

    @property
    def offered(self) -> bool:
        """True where the new network may be kept."""
        return self.comparison.better

    @property
    def gained(self) -> bool:
        """True where keeping it is recommended: more of the user's digits, or of his numbers, are read right."""
        rows = self.comparison.rows
        more = self.comparison.digits_better and self.comparison.after < self.comparison.before
        return more or (rows is not None and rows.better and rows.after.wrong < rows.before.wrong)


State = Looking | Refused | MnistMissing | FetchProgress | Offer | Running | Compared
