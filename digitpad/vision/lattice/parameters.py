"""The numbers by which segments become digits: each with its unit and its reason; `tests.bench.tune` varies them."""

from __future__ import annotations

from dataclasses import dataclass

from digitpad.vision.marks.parameters import SIGNS, SignParams
from digitpad.vision.segmentation.parameters import LOOPS, LoopParams


@dataclass(frozen=True)
class OtherPathParams:
    """Other ways to take a row apart than the best, for rules to choose from."""

    most_segments: int = 60  # of a row; a longer one, mostly a scribble, has no other paths, for time
    most_states: int = 150  # partial paths' ends that are followed: a bound of the time
    most_alike: int = 4  # paths to each of them
    most_paths: int = 16  # of a row
    least_score: float = 6.0  # nats below the best: what is less likely is below the floor of every rule
    sharpness: float = 24.0  # times that scores count between paths: they part few digits wrongly, yet by little


OTHER_PATHS = OtherPathParams()


@dataclass(frozen=True)
class JoinParams:
    """Several strokes of the pad as one digit: nats for each unit of a measure (lengths in typical heights of the row).

    Learned, all at once: see `joins`.
    """

    several: float = 0.55  # for taking strokes together
    overlapping: float = -0.3  # their overlap between 0.12 and 0.25
    interwoven: float = 0.68  # their overlap beyond 0.25
    wide: float = -0.44  # their width beyond 0.8
    high: float = -1.01  # the height of the lowest: a bar is low, another digit is not
    within: float = 0.88  # 0..1: the share of a stroke's width that another one covers, of the least covered
    later: float = -0.75  # 1 where other strokes were drawn in between
    high_within: float = -0.46  # the product of the two


JOINS = JoinParams()


@dataclass(frozen=True)
class PathParams:
    """Segments that are one digit, and the score of a path (gaps in typical heights of the row)."""

    most_segments: int = 4  # a digit is made of
    most_pieces: int = 8  # of one cut patch, side by side, a digit is made of
    farthest: int = 12  # segments after its first among which the pieces of a digit lie
    window: int = 5  # segments after a group's first among which the others are sought
    most_groups: int = 300  # candidates in a row, besides each segment alone: a scribble has thousands
    widest: float = 1.7  # typical heights: a digit made of several segments
    high: float = 0.5  # of the segments' own height: it counts as the typical one where that is lower, as beside dashes
    broadest: float = 2.0  # times as wide as high: a digit made of all pieces of one patch
    widest_gap: float = 0.35  # between segments of one digit
    reject: float = 3.0  # nats: leaving out a segment, or a whole patch, as no digit
    sign: float = 0.8  # typical heights: what is wider may be digits that touch
    sign_height: float = 0.6  # typical heights: what is lower may be a part of a digit
    cut: float = 1.6  # nats: taking a part of a patch for a digit
    lowest: float = 0.7  # typical heights below which a low digit costs
    low_cost: float = 3.0  # nats for each further typical height
    least_probability: float = 1e-4  # a candidate's probability is taken to be at least this
    speck: float = 0.25  # typical heights: smaller ink is a dot, even if it looks like a digit when enlarged
    speck_share: float = 0.02  # of a dot's probabilities are left
    most_candidates: int = 6000  # of one picture: the network takes 30 ms for 1,000
    likely_mark: float = 0.5  # probability: what is less likely a mark or sign is a part of a digit
    least_kind: float = 0.05  # probability: of a mark, the kinds that are less likely are none
    mark_cost: float = 0.5  # nats: taking one segment for a mark, or several for a whole sign
    lone_sign_cost: float = 2.0  # nats: taking one segment for a whole sign: a small 0 is a ring, too
    picture_sign_cost: float = 1.0  # nats: the same in a picture, where the look of its ink says so
    least_part: float = 0.3  # probability: a segment that looks like a sign is part of a digit at least so likely
    colon_aslant: float = 0.3  # typical heights from side to side between a colon's dots
    loop: LoopParams = LOOPS
    signs: SignParams = SIGNS
    joins: JoinParams = JOINS
    others: OtherPathParams = OTHER_PATHS


PATH = PathParams()
