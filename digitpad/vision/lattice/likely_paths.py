"""The likeliest ways to group the segments of a row, of every number of groups, for rules to choose from.

They need not be complete: where a rule asks for a path that is not among them, no number obeys it.
"""

from __future__ import annotations

from collections.abc import Sequence

from digitpad.vision.lattice.groups import Group
from digitpad.vision.lattice.parameters import OTHER_PATHS, OtherPathParams

Path = tuple[int, ...]  # groups, by index
State = tuple[int, int]  # the segments that are covered, as bits, and the number of groups
Scored = tuple[float, Path]


def likely_paths(
    count: int, groups: Sequence[Group], scores: Sequence[float], params: OtherPathParams = OTHER_PATHS
) -> list[Scored]:
    """Return paths that each have all of `count` segments once, with the sums of their scores, best first."""
    if not 0 < count <= params.most_segments:
        return []
    starting: list[list[int]] = [[] for _ in range(count)]
    for index, group in enumerate(groups):
        starting[group[0]].append(index)
    masks = [sum(1 << i for i in group) for group in groups]
    best: dict[State, list[Scored]] = {(0, 0): [(0.0, ())]}
    for segment in range(count):
        reached: dict[State, list[Scored]] = {}
        for (covered, length), ways in best.items():
            if covered >> segment & 1:
                reached.setdefault((covered, length), []).extend(ways)
                continue
            for index in starting[segment]:
                if not covered & masks[index]:
                    longer = [(score + scores[index], (*path, index)) for score, path in ways]
                    reached.setdefault((covered | masks[index], length + 1), []).extend(longer)
        best = _likeliest_states(reached, params)
    paths = sorted((way for ways in best.values() for way in ways), reverse=True)
    return [(score, path) for score, path in paths if score >= paths[0][0] - params.least_score][: params.most_paths]


def _likeliest_states(reached: dict[State, list[Scored]], params: OtherPathParams) -> dict[State, list[Scored]]:
    ways = {state: sorted(some, reverse=True)[: params.most_alike] for state, some in reached.items()}
    likeliest = sorted(ways, key=lambda state: ways[state][0], reverse=True)[: params.most_states]
    return {state: ways[state] for state in likeliest}
