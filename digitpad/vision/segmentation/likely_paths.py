"""The likeliest ways to group the segments of a row, of every number of groups, for rules to choose from.

They need not be complete: where rules ask for a way that is not among them, none is found, and nothing is made up.
"""

from __future__ import annotations

from collections.abc import Sequence

from digitpad.vision.segmentation.lattice import Group

MOST_SEGMENTS = 60  # of a row; a longer one, mostly a scribble, has no other paths, for time
MOST_STATES = 150  # partial paths' ends that are followed: a bound of the time
MOST_ALIKE = 4  # paths to each of them
MOST_PATHS = 16  # of a row
LEAST_SCORE = 6.0  # nats below the best: what is less likely is below the floor of every rule
SHARPNESS = 24.0  # times that scores count between paths: they part few digits wrongly, yet by little; bench `rules`

Path = tuple[int, ...]  # groups, by index
State = tuple[int, int]  # the segments that are covered, as bits, and the number of groups
Scored = tuple[float, Path]


def likely_paths(count: int, groups: Sequence[Group], scores: Sequence[float]) -> list[Scored]:
    """Return paths that each have all of `count` segments once, with the sums of their scores, best first."""
    if not 0 < count <= MOST_SEGMENTS:
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
        best = _likeliest_states(reached)
    paths = sorted((way for ways in best.values() for way in ways), reverse=True)
    return [(score, path) for score, path in paths if score >= paths[0][0] - LEAST_SCORE][:MOST_PATHS]


def _likeliest_states(reached: dict[State, list[Scored]]) -> dict[State, list[Scored]]:
    ways = {state: sorted(some, reverse=True)[:MOST_ALIKE] for state, some in reached.items()}
    kept = sorted(ways, key=lambda state: ways[state][0], reverse=True)[:MOST_STATES]
    return {state: ways[state] for state in kept}
