"""The segments of a row that may be marks or other signs, as groups for the path beside the candidates for digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitpad.records import Box
from digitpad.vision.lattice.parameters import PATH, PathParams
from digitpad.vision.marks.model import KINDS, PART, SIGN
from digitpad.vision.segmentation.segments import Segment

POINT, COLON = ".", ":"
Group = tuple[int, ...]  # segments of one candidate, ascending


@dataclass(frozen=True)
class SignGroup:
    """Segments that may be one mark, or one sign that is none of the marks."""

    group: Group
    symbol: str  # of KINDS
    likely: float  # logarithm of its probability
    cost: float  # nats

    @property
    def score(self) -> float:
        """The score on a path, nats."""
        return self.likely - self.cost

    @property
    def confidence(self) -> float:
        return float(np.exp(self.likely / len(self.group)))


def sign_groups(
    segments: Sequence[Segment], height: float, params: PathParams = PATH, *, drawn: bool = True
) -> list[SignGroup]:
    """Return all likely marks and signs of a row whose typical digit is `height` high; `drawn`: on the pad."""
    lone_sign = params.lone_sign_cost if drawn else params.picture_sign_cost
    alone = [
        (symbol, place)
        for symbol in KINDS
        if symbol not in (PART, COLON)
        for place in _of_kind(symbol, segments, params)
    ]
    lone = [_group_alone(symbol, place, segments[place], lone_sign, params) for symbol, place in alone]
    return [*lone, *_colons(segments, height, params), *_clusters(segments, height, params)]


def _group_alone(symbol: str, place: int, segment: Segment, lone_sign: float, params: PathParams) -> SignGroup:
    cost = _cost(segment, symbol, lone_sign, params)
    return SignGroup((place,), symbol, _log(_alone(segment, symbol), params), cost)


def _alone(segment: Segment, symbol: str) -> float:
    """Return how likely a segment by itself is this mark: one of a colon's dots is a point then."""
    likely = segment.kinds[KINDS.index(symbol)]
    return likely + segment.kinds[KINDS.index(COLON)] if symbol == POINT else likely


def part_scores(groups: Sequence[Group], segments: Sequence[Segment], params: PathParams = PATH) -> list[float]:
    """Return what each group loses as a digit by what its segments look like as marks."""
    each = [_part_score(segment, params) if segment.kinds else 0.0 for segment in segments]
    return [sum(each[place] for place in group) for group in groups]


def _part_score(segment: Segment, params: PathParams) -> float:
    """Return what a segment loses as a part of a digit: little for looking like a sign, for a small 0 does, too."""
    looks_like_sign = segment.kinds[KINDS.index(SIGN)] >= params.likely_mark
    return _log(max(segment.kinds[0], params.least_part) if looks_like_sign else segment.kinds[0], params)


def _cost(segment: Segment, symbol: str, lone_sign: float, params: PathParams) -> float:
    cut = params.cut if segment.piece_of is not None else 0.0
    return cut + (lone_sign if symbol == SIGN else params.mark_cost)


def _colons(segments: Sequence[Segment], height: float, params: PathParams) -> list[SignGroup]:
    """Return pairs of dots, one above the other: where the upper one is a colon's, the lower one is, too."""
    lower = dict.fromkeys([*_of_kind(COLON, segments, params), *_of_kind(POINT, segments, params)])
    pairs = [(one, other) for one in _of_kind(COLON, segments, params) for other in lower if one != other]
    colons = []
    for one, other in pairs:
        kinds = segments[other].kinds
        if _is_above(segments[one].box, segments[other].box, height, params):
            likely = _log(segments[one].kinds[KINDS.index(COLON)], params)
            likely += _log(kinds[KINDS.index(COLON)] + kinds[KINDS.index(POINT)], params)
            colons.append(SignGroup((min(one, other), max(one, other)), COLON, likely, params.mark_cost))
    return colons


def _is_above(one: Box, other: Box, height: float, params: PathParams) -> bool:
    across = abs((one.left + one.right) - (other.left + other.right)) / 2
    down = ((other.top + other.bottom) - (one.top + one.bottom)) / 2
    return across <= params.colon_aslant * height and across < down <= height


def _clusters(segments: Sequence[Segment], height: float, params: PathParams) -> list[SignGroup]:
    """Return groups of near lines that are one sign together, such as the two of a plus; no long chain of them."""
    left = _of_kind(SIGN, segments, params)
    clusters: list[SignGroup] = []
    while left:
        cluster, edge = [], [left.pop(0)]
        while edge:
            cluster.append(edge.pop())
            near = [each for each in left if _are_near(segments[cluster[-1]].box, segments[each].box, height, params)]
            left = [each for each in left if each not in near]
            edge += near
        if len(cluster) > 1 and max(cluster) - min(cluster) <= params.farthest:
            likely = [_log(segments[place].kinds[KINDS.index(SIGN)], params) for place in cluster]
            clusters.append(SignGroup(tuple(sorted(cluster)), SIGN, sum(likely), params.mark_cost))
    return clusters


def _are_near(one: Box, other: Box, height: float, params: PathParams) -> bool:
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return across < params.signs.across * height and down < params.signs.down * height


def _of_kind(symbol: str, segments: Sequence[Segment], params: PathParams) -> list[int]:
    """Return the places of the segments that are rather a mark or sign than part of a digit, and may be this one."""
    likely = [place for place, each in enumerate(segments) if each.kinds and 1 - each.kinds[0] >= params.likely_mark]
    return [place for place in likely if _alone(segments[place], symbol) >= params.least_kind]


def _log(probability: float, params: PathParams) -> float:
    return float(np.log(max(probability, params.least_probability)))
