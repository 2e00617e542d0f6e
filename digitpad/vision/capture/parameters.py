"""The numbers by which sources are opened, read and watched: each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MotionParams:
    """The paper's motion since a frame was read."""

    width: int = 160  # px of the small pictures that are compared
    around: float = 0.15  # of the digits' box: what lies beside it moves with it
    least: int = 12  # small px; less cannot be compared
    certain: float = 0.25  # of the correlation lies in its peak
    farthest: float = 0.35  # of the compared part; longer ways are mistakes


MOTION = MotionParams()


@dataclass(frozen=True)
class WatchParams:
    """The detection of live pictures that have stopped or are black."""

    frozen_s: float = 3.0  # the noise of a true sensor never stands still for so long
    frozen_frames: int = 6  # and so many, for slow sources
    black_s: float = 1.5  # cameras begin black, while they set their exposure
    black_mean: float = 10.0  # of 255: the noise of a covered lens stays below
    black_peak: float = 40.0  # of 255: the same, of its lightest px
    peak: float = 99.0  # percentile of the px that is the lightest
    every: int = 8  # px: every eighth pixel tells enough, or that a closer look is needed


WATCH = WatchParams()


@dataclass(frozen=True)
class WaitParams:
    """Patience of the thread that owns a source."""

    answer_s: float = 5.0  # so long a source has to answer
    back_off_s: tuple[float, ...] = (0.2, 0.5, 1.0, 2.0, 4.0)  # between tries; the last one again and again
    steady_s: float = 2.0  # a source that ran so long is tried at once when it breaks off
    silent_s: float = 1.5  # without a frame before it is said
    tick_s: float = 0.2  # between two looks at whether it hangs
    screen_s: float = 1 / 30  # between two frames on the screen: the eye needs no more


WAITS = WaitParams()


@dataclass(frozen=True)
class DeviceParams:
    """Opening and reading of sources."""

    width: int = 1280  # px, asked of a camera
    height: int = 720  # px, the same
    open_ms: int = 4000  # FFmpeg gives up a stream after; asking why takes the rest of the five seconds
    read_ms: int = 3000  # the same of one frame
    stalled: float = 0.9  # of either: a failure that took so long was no end but a wait
    ask_s: float = 0.8  # for each step of asking a stream why it gives no picture
    most_head: int = 4096  # bytes of its answer that are looked at
    usual_fps: float = 25.0  # where a video does not tell its own
    fastest_fps: float = 240.0  # what a video tells beyond is a mistake
    late_s: float = 0.1  # a video behind its time by more leaves frames out
    longest_skip_s: float = 0.5  # for no longer
    paused_s: float = 0.3  # a reader that was away for longer has paused; its own work takes less
    all_read: float = 0.9  # of its frames: a video that breaks off before is damaged
    most_missing: int = 6  # frames that a video says it has and does not: so many are tried before the sought one
    passed_over: int = 12  # frames: so near ahead, reading those between is faster than a jump
    shown_s: float = 3.0  # each picture of a folder
    repeated_s: float = 0.1  # the same picture again, for readings grow steady over frames


DEVICE = DeviceParams()
