"""Groups of the segments of a row: every likely group is a candidate for a digit, the best path is the reading.

LeCun et al. 1998, section VI: over-segment, score every candidate with the network, take the best path (Viterbi).
Strokes of one digit need not follow one another from left to right: a path covers all segments and is no chain of cuts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Floats
from digitpad.vision.lattice.joins import join_measures, join_score
from digitpad.vision.lattice.parameters import PATH, PathParams
from digitpad.vision.segmentation.rows import typical_height
from digitpad.vision.segmentation.segments import Segment

Group = tuple[int, ...]  # segments of one candidate, ascending
State = TypeVar("State")
Gaps = dict[tuple[int, int], int]  # px between two segments that may be in one group
Sides = tuple[int, int, int, int]  # left, right, top, bottom, px


def groups_of(segments: Sequence[Segment], params: PathParams = PATH) -> list[Group]:
    """Return the candidates of a row of segments from left to right: each segment alone, and near ones together.

    Where too many lie on one another, as in a scribble, each segment begins only so many groups: the tightest.
    """
    if not segments or len(segments) >= params.most_groups:
        return [(alone,) for alone in range(len(segments))]
    typical, gaps = typical_height([segment.box for segment in segments]), _gaps_of(segments, params)
    beginning = [_groups_from(first, segments, gaps, typical, params) for first in range(len(segments))]
    most = max(len(groups) for groups in beginning)
    while most > 1 and sum(min(len(groups), most) for groups in beginning) > params.most_groups:
        most -= 1
    return [group for groups in beginning for group in groups[:most]]


def best_path(count: int, groups: Sequence[Group], scores: Sequence[float]) -> list[int]:
    """Return the groups, by index, that together have each of `count` segments once, with the highest sum of scores."""
    starting: list[list[int]] = [[] for _ in range(count)]
    for index, group in enumerate(groups):
        starting[group[0]].append(index)
    masks = [sum(1 << i for i in group) for group in groups]
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}  # covered segments -> score and path
    for segment in range(count):
        reached: dict[int, tuple[float, list[int]]] = {}
        for covered, (score, path) in best.items():
            if covered >> segment & 1:
                _improve(reached, covered, score, path)
                continue
            for index in starting[segment]:
                if not covered & masks[index]:
                    _improve(reached, covered | masks[index], score + scores[index], [*path, index])
        best = reached
    return best[(1 << count) - 1][1]


def path_spelling(count: int, groups: Sequence[Group], scores: Sequence[Sequence[float]]) -> list[int] | None:
    """Return the groups, by index, that together have each of `count` segments once, one for each sign of a text.

    `scores`: for each sign, in order, the score of every group as that sign; their sum is as high as can be.

    None where there is no such path.
    """
    starting: list[list[int]] = [[] for _ in range(count)]
    for index, group in enumerate(groups):
        starting[group[0]].append(index)
    masks = [sum(1 << i for i in group) for group in groups]
    best: dict[tuple[int, int], tuple[float, list[int]]] = {
        (0, 0): (0.0, [])
    }  # covered segments, length -> score, path
    for segment in range(count):
        reached: dict[tuple[int, int], tuple[float, list[int]]] = {}
        for (covered, length), (score, path) in best.items():
            if covered >> segment & 1:
                _improve(reached, (covered, length), score, path)
            elif length < len(scores):
                for index in starting[segment]:
                    if not covered & masks[index]:
                        state = (covered | masks[index], length + 1)
                        _improve(reached, state, score + scores[length][index], [*path, index])
        best = reached
    return best.get(((1 << count) - 1, len(scores)), (0.0, None))[1]


def scores_of(
    groups: Sequence[Group],
    segments: Sequence[Segment],
    probabilities: Floats,
    params: PathParams = PATH,
    *,
    drawn: bool = False,
) -> list[float]:
    """Return the score of each candidate on a path: the log-probability of a digit (N, 11), less looseness and cuts.

    `drawn`: the segments are strokes of the pad, whose looseness is learned.
    """
    typical, gaps = typical_height([segment.box for segment in segments]), _gaps_of(segments, params)
    pieces = Counter(segment.piece_of for segment in segments)
    likeliest = np.log(np.maximum(probabilities[:, :10].max(axis=1), params.least_probability))
    rejected = np.log(np.maximum(probabilities[:, 10], params.least_probability)) - params.reject
    whole = [_may_be_sign(group, segments, pieces, typical, params) for group in groups]
    measures = join_measures_of(groups, segments, params) if drawn else {}
    joins = {group: join_score(values, params.joins) for group, values in measures.items()}
    likeliest = np.where(whole, np.maximum(likeliest, rejected), likeliest)
    return [
        float(likelihood)
        + (joins.get(group, 0.0) if drawn else -_looseness(group, segments, gaps, typical))
        - _lowness(group, segments, typical, params)
        - params.cut * _cuts([segments[i] for i in group], pieces)
        for group, likelihood in zip(groups, likeliest, strict=True)
    ]


def join_measures_of(
    groups: Sequence[Group], segments: Sequence[Segment], params: PathParams = PATH
) -> dict[Group, NDArray[np.float64]]:
    """Return the measures by which each group of several drawn strokes is one digit."""
    typical, gaps = typical_height([segment.box for segment in segments]), _gaps_of(segments, params)
    several = [group for group in groups if len(group) > 1]
    return {group: join_measures([segments[i] for i in group], _spread(group, gaps), typical) for group in several}


def _may_be_sign(
    group: Group, segments: Sequence[Segment], pieces: Counter[int | None], typical: float, params: PathParams
) -> bool:
    """True for one segment or one whole patch as high as a letter and no wider: it may be left out as no digit.

    A bar or another part of a digit is lower: it must find its digit.
    """
    patch = segments[group[0]].piece_of
    one = len(group) == 1 if patch is None else len(group) == pieces[patch]
    if not one or any(segments[i].piece_of != patch for i in group):
        return False
    around = Box.around(segments[i].box for i in group)
    return around.width <= params.sign * typical and around.height >= params.sign_height * typical


def _lowness(group: Group, segments: Sequence[Segment], typical: float, params: PathParams) -> float:
    """Return the cost, nats, of a digit much lower than most: the first stroke of an open 4 looks like a small 6."""
    height = Box.around(segments[i].box for i in group).height
    return params.low_cost * max(0.0, params.lowest - height / typical)


def _looseness(group: Group, segments: Sequence[Segment], gaps: Gaps, typical: float) -> float:
    """Return the widest gap, typical heights, between segments of one digit; below 0 where all overlap, 0 for one."""
    patch = segments[group[0]].piece_of
    if len(group) == 1 or (patch is not None and all(segments[i].piece_of == patch for i in group)):
        return 0.0
    return _spread(group, gaps) / typical


def _cuts(segments: Sequence[Segment], pieces: Counter[int | None]) -> int:
    """Return the number of patches of which a group has only some of the `pieces`."""
    own = Counter(segment.piece_of for segment in segments if segment.piece_of is not None)
    return sum(count < pieces[patch] for patch, count in own.items())


def _groups_from(
    first: int, segments: Sequence[Segment], gaps: Gaps, typical: float, params: PathParams
) -> list[Group]:
    """Return a segment alone, then the groups that begin with it, tightest first."""
    if segments[first].whole:
        return [(first,)]
    row = Box.around(segment.box for segment in segments)
    widest = params.widest * max(typical, params.high * row.height)
    farthest = segments[first].box.left + widest
    window = range(first + 1, min(first + 1 + params.window, len(segments)))
    near = [other for other in window if not segments[other].whole and segments[other].box.right <= farthest]
    groups = [(first, *others) for size in range(1, params.most_segments) for others in combinations(near, size)]
    groups = list(
        dict.fromkeys([*groups, *_runs_from(first, segments, params), *_patches_from(first, segments, params)])
    )
    likely = [
        group
        for group in groups
        if _is_whole_patch(group, segments, params) or _belong_together(group, segments, gaps, typical, params)
    ]
    return [(first,), *sorted(likely, key=lambda group: _looseness(group, segments, gaps, typical))]


def _runs_from(first: int, segments: Sequence[Segment], params: PathParams) -> list[Group]:
    """Return the first pieces of one patch, from two on, as groups: a patch may be cut finely."""
    patch = segments[first].piece_of
    if patch is None:
        return []
    pieces = [i for i in range(first, min(first + params.farthest, len(segments))) if segments[i].piece_of == patch]
    return [tuple(pieces[:count]) for count in range(2, min(len(pieces), params.most_pieces) + 1)]


def _patches_from(first: int, segments: Sequence[Segment], params: PathParams) -> list[Group]:
    """Return groups of whole patches near each other, as if they were not cut; the first begins with that segment."""
    patches: dict[int, list[int]] = {}
    for i in range(max(0, first - params.farthest), min(first + params.farthest, len(segments))):
        patch = segments[i].piece_of
        patches.setdefault(-1 - i if patch is None else patch, []).append(i)
    later = [pieces for pieces in patches.values() if pieces[0] >= first and not segments[pieces[0]].whole]
    if not later or later[0][0] != first or all(len(pieces) == 1 for pieces in later[: params.window + 1]):
        return []
    near = later[1 : params.window + 1]
    some = (others for size in range(params.most_segments) for others in combinations(near, size))
    groups = (tuple(sorted(i for pieces in (later[0], *others) for i in pieces)) for others in some)
    return [group for group in groups if len(group) > 1]


def _is_whole_patch(group: Group, segments: Sequence[Segment], params: PathParams) -> bool:
    """True for all pieces of one patch that is no broader than a broad 0."""
    patch = segments[group[0]].piece_of
    if patch is None or any(segments[i].piece_of != patch for i in group):
        return False
    around = Box.around(segments[i].box for i in group)
    return around.width <= params.broadest * around.height and len(group) == sum(
        segment.piece_of == patch for segment in segments
    )


def _belong_together(group: Group, segments: Sequence[Segment], gaps: Gaps, typical: float, params: PathParams) -> bool:
    """True for two or more segments that may be one digit."""
    if _spread(group, gaps) > params.widest_gap * typical:
        return False
    members = [segments[i] for i in group]
    around = Box.around(segment.box for segment in members)
    return around.width <= params.widest * max(typical, params.high * around.height) and _pieces_are_neighbours(members)


def _pieces_are_neighbours(segments: Sequence[Segment]) -> bool:
    """True where the pieces of one patch that are taken together touch one another."""
    pieces = [segment for segment in segments if segment.piece_of is not None]
    return all(b.box.left - a.box.right <= 1 for a, b in pairwise(pieces) if a.piece_of == b.piece_of)


def _spread(group: Group, gaps: Gaps) -> int:
    """Return the widest gap, px, that must be bridged to join all (at least two); negative where all overlap."""
    near, others, bridges = [group[0]], list(group[1:]), []
    while others:
        gap, nearest = min((gaps[i, j], j) for i in near for j in others)
        bridges.append(gap)
        near.append(nearest)
        others.remove(nearest)
    return max(bridges)


def _gaps_of(segments: Sequence[Segment], params: PathParams) -> Gaps:
    sides = [(box.left, box.right, box.top, box.bottom) for box in (segment.box for segment in segments)]
    gaps: Gaps = {}
    for i, one in enumerate(sides):
        for j in range(i + 1, min(i + 2 * params.farthest, len(sides))):
            gaps[i, j] = gaps[j, i] = _gap(one, sides[j])
    return gaps


def _gap(a: Sides, b: Sides) -> int:
    """Return the horizontal gap, px, negative where they overlap; the vertical one where that is wider and above 0."""
    across = max(a[0], b[0]) - min(a[1], b[1])
    down = max(a[2], b[2]) - min(a[3], b[3])
    return max(across, down) if down > 0 else across


def _improve(best: dict[State, tuple[float, list[int]]], state: State, score: float, path: list[int]) -> None:
    if state not in best or score > best[state][0]:
        best[state] = (score, path)
