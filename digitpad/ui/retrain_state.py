"""What the retraining sheet shows, as values: one record for each state it can be in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digitpad.records import Glyph
from digitpad.ui.curves import Point


@dataclass(frozen=True)
class Options:
    """What can be chosen under "Advanced"."""

    epochs: int
    lr: float
    share: float  # of each batch that is the user's samples, 0..1
    device: str  # auto, cpu, cuda, mps
    seed: int


@dataclass(frozen=True)
class Looking:
    """Something is looked for or timed; nothing can be chosen yet."""

    words: str


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
class Fetching:
    done: int  # bytes
    total: int


@dataclass(frozen=True)
class Offer:
    """All is known; it begins when the user says so."""

    samples: int
    fewest: int  # samples of which some can be held out
    mnist: bool  # whether it practises on MNIST too
    device: str  # in words
    model: str  # that it starts from
    seconds: float  # that it will take, timed on this computer
    options: Options


@dataclass(frozen=True)
class Running:
    at: float  # 0..1
    phase: str  # what it does now, in words; "" while it trains
    seconds_left: float | None
    points: Sequence[Point]
    paused: bool


@dataclass(frozen=True, eq=False)
class Changed:
    """A digit that the two networks read differently."""

    glyph: Glyph
    label: int | None  # what it is; None: not a digit
    before: int | None  # what it was read as
    after: int | None


@dataclass(frozen=True)
class Figure:
    """How a set of digits was read before and is read after."""

    name: str
    before: float | None  # share read right, 0..1; None: `after` says it all
    after: float
    remark: str
    decimals: int = 1  # of the shares in per cent
    better: bool = False  # shown in green


@dataclass(frozen=True, eq=False)
class Compared:
    """A retraining has ended: what it brought, and whether it may be kept."""

    figures: Sequence[Figure]
    righted: Sequence[Changed]
    spoiled: Sequence[Changed]
    verdict: str
    offered: bool
    points: Sequence[Point]


State = Looking | Refused | MnistMissing | Fetching | Offer | Running | Compared
