"""The numbers by which a camera's pictures are watched: each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MotionParams:
    """The paper's way since a frame was read."""

    width: int = 160  # px of the small pictures that are compared
    around: float = 0.15  # of the digits' box: what lies beside it moves with it
    least: int = 12  # small px; less cannot be compared
    certain: float = 0.25  # of the correlation lies in its peak
    farthest: float = 0.35  # of the compared part; longer ways are mistakes


MOTION = MotionParams()


@dataclass(frozen=True)
class WatchParams:
    """Live pictures that are no longer alive."""

    frozen_s: float = 3.0  # the noise of a true sensor never stands still for so long
    frozen_frames: int = 6  # and so many, for slow sources
    black_s: float = 1.5  # cameras begin black, while they set their exposure
    black_mean: float = 10.0  # of 255: the noise of a covered lens stays below
    black_peak: float = 40.0  # of 255: the same, of its lightest px
    peak: float = 99.0  # percentile of the px that is the lightest
    every: int = 8  # px: every eighth pixel tells enough, or that a closer look is needed


WATCH = WatchParams()
