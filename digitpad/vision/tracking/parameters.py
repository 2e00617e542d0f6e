"""The numbers by which digits are followed from frame to frame: each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MatchParams:
    """The match of a frame's boxes to those of the frame before; a size is the larger side of two boxes."""

    reach: float = 0.75  # sizes: how far apart two boxes may lie, once the scene's shift is taken off
    farthest: float = 4.0  # sizes: the longest shift of a scene between two frames
    other_size: float = 1.4  # times as high: boxes so different are not the same digit, but a part of it
    likeness: float = 0.6  # 0..1, how much of a pair's closeness hangs on looking alike
    effort: int = 200_000  # comparisons at most; more shifts are not tried
    still: float = 0.02  # of closeness a size: of two shifts that fit, the shorter


MATCH = MatchParams()


@dataclass(frozen=True)
class TrackParams:
    """A steady reading from readings of single frames."""

    forget_s: float = 0.8  # after this time an observation counts 1/e
    present_s: float = 0.25  # the same for whether a digit was seen at all
    appears: float = 0.5  # presence, 0..1, at which a digit is shown
    leaves: float = 0.15  # presence at which it is gone: lower, so that none flickers
    agreeing: int = 2  # readings in a row that must give one label before it is shown
    evidence: float = 0.15  # by how much another label's share must be larger before the shown one changes
    glide_s: float = 0.12  # after this time a box has gone 63 % of a small way; large ways are gone faster
    hurry: float = 2.0  # share of a way that a box goes at once, for each of its sizes that the way is long
    rearrange_s: float = 0.3  # so long other rows must last before the shown ones change
    unseen_s: float = 1.0  # so long a number is held back that no frame was read as: more than labels take to change
    scene: int = 3  # digits that move together: boxes go with them, and glide only as far as they differ
    overlap: float = 0.4  # of the smaller box: two digits cannot lie in one place
    usual_s: float = 0.05  # between two readings, where it is not known
    longest_s: float = 0.5  # between two readings, the most that is counted
    match: MatchParams = MATCH


TRACK = TrackParams()
