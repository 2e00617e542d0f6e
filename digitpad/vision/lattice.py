"""The atoms of a row grouped into digits: every likely group is a candidate, the best path is the reading.

LeCun et al. 1998, section VI: over-segment, score every candidate with the network, take the best path (Viterbi).
Strokes of one digit need not follow one another from left to right, so a path covers all atoms and is no chain of cuts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import TypeVar

import numpy as np

from digitpad.records import Box, Floats
from digitpad.vision.atoms import Atom
from digitpad.vision.rows import typical_height

Group = tuple[int, ...]  # atoms of one candidate, ascending
State = TypeVar("State")
Gaps = dict[tuple[int, int], int]  # px between two atoms that may be in one group

MOST_ATOMS = 4  # a digit is made of
MOST_PIECES = 8  # of one cut patch, one beside the other, a digit is made of
FARTHEST = 12  # atoms after its first among which they lie
WINDOW = 5  # atoms after a group's first among which the others are sought
MOST_GROUPS = 300  # candidates in a row, and each atom alone
WIDEST = 1.7  # typical heights, a digit made of several atoms
BROADEST = 2.0  # times as wide as high, a digit made of all pieces of one patch
WIDEST_GAP = 0.35  # typical heights, between atoms of one digit
DEEP = -0.12  # typical heights, the horizontal overlap from which parts count as one (tuned on held-out writers)
DEEPEST = -0.25  # typical heights, the overlap beyond which more says nothing
CUT = 1.6  # what it costs to take a part of a patch for a digit
LOWEST, LOW = 0.7, 3.0  # typical heights below which it costs to be low; what each further one costs
LEAST = 1e-4  # a candidate's probability is taken to be at least this


def groups_of(atoms: Sequence[Atom]) -> list[Group]:
    """The candidates of a row of atoms ordered from left to right: each atom alone, and near ones together.

    Where too many lie on one another, as in a scribble, each atom begins only so many groups: the tightest.
    """
    if not atoms or len(atoms) >= MOST_GROUPS:
        return [(alone,) for alone in range(len(atoms))]
    typical, gaps = typical_height([atom.box for atom in atoms]), _gaps_of(atoms)
    beginning = [_groups_from(first, atoms, gaps, typical) for first in range(len(atoms))]
    most = max(len(groups) for groups in beginning)
    while most > 1 and sum(min(len(groups), most) for groups in beginning) > MOST_GROUPS:
        most -= 1
    return [group for groups in beginning for group in groups[:most]]


def best_path(count: int, groups: Sequence[Group], scores: Sequence[float]) -> list[int]:
    """The groups, by index, that together hold each of `count` atoms once with the highest sum of scores."""
    starting: list[list[int]] = [[] for _ in range(count)]
    for index, group in enumerate(groups):
        starting[group[0]].append(index)
    masks = [sum(1 << i for i in group) for group in groups]
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}  # covered atoms -> score and path
    for atom in range(count):
        reached: dict[int, tuple[float, list[int]]] = {}
        for covered, (score, path) in best.items():
            if covered >> atom & 1:
                _improve(reached, covered, score, path)
                continue
            for index in starting[atom]:
                if not covered & masks[index]:
                    _improve(reached, covered | masks[index], score + scores[index], [*path, index])
        best = reached
    return best[(1 << count) - 1][1]


def path_spelling(count: int, groups: Sequence[Group], wanted: Sequence[Sequence[float]]) -> list[int] | None:
    """As best_path, of exactly as many groups as `wanted` has, where wanted[k][i] is what group i scores as the kth.

    None where there is no such path.
    """
    starting: list[list[int]] = [[] for _ in range(count)]
    for index, group in enumerate(groups):
        starting[group[0]].append(index)
    masks = [sum(1 << i for i in group) for group in groups]
    best: dict[tuple[int, int], tuple[float, list[int]]] = {(0, 0): (0.0, [])}  # covered atoms, length -> score, path
    for atom in range(count):
        reached: dict[tuple[int, int], tuple[float, list[int]]] = {}
        for (covered, length), (score, path) in best.items():
            if covered >> atom & 1:
                _improve(reached, (covered, length), score, path)
            elif length < len(wanted):
                for index in starting[atom]:
                    if not covered & masks[index]:
                        state = (covered | masks[index], length + 1)
                        _improve(reached, state, score + wanted[length][index], [*path, index])
        best = reached
    return best.get(((1 << count) - 1, len(wanted)), (0.0, None))[1]


def scores_of(groups: Sequence[Group], atoms: Sequence[Atom], probabilities: Floats) -> list[float]:
    """What each candidate adds to a path: the log-probability (of (N, 11)) of a digit, less looseness and cuts."""
    typical, gaps = typical_height([atom.box for atom in atoms]), _gaps_of(atoms)
    pieces = Counter(atom.piece_of for atom in atoms)
    likeliest = np.log(np.maximum(probabilities[:, :10].max(axis=1), LEAST))
    return [
        float(likelihood)
        - _looseness(group, atoms, gaps, typical)
        - _lowness(group, atoms, typical)
        - CUT * _cuts([atoms[i] for i in group], pieces)
        for group, likelihood in zip(groups, likeliest, strict=True)
    ]


def _lowness(group: Group, atoms: Sequence[Atom], typical: float) -> float:
    """Above 0 where a digit would be much lower than most: the first stroke of an open 4 looks like a small 6."""
    height = Box.around(atoms[i].box for i in group).height
    return LOW * max(0.0, LOWEST - height / typical)


def _looseness(group: Group, atoms: Sequence[Atom], gaps: Gaps, typical: float) -> float:
    """0 for one atom or patch; above 0 where atoms barely touch or lie apart, below where they overlap."""
    patch = atoms[group[0]].piece_of
    if len(group) == 1 or (patch is not None and all(atoms[i].piece_of == patch for i in group)):
        return 0.0
    return max(_spread(group, gaps) / typical, DEEPEST) - DEEP


def _cuts(atoms: Sequence[Atom], pieces: Counter[int | None]) -> int:
    """How many patches, of which there are so many `pieces`, the group holds only a part of."""
    held = Counter(atom.piece_of for atom in atoms if atom.piece_of is not None)
    return sum(count < pieces[patch] for patch, count in held.items())


def _groups_from(first: int, atoms: Sequence[Atom], gaps: Gaps, typical: float) -> list[Group]:
    """The atom alone, then the groups that begin with it, tightest first."""
    if atoms[first].whole:
        return [(first,)]
    widest = WIDEST * max(typical, Box.around(atom.box for atom in atoms).height / 2)
    farthest = atoms[first].box.left + widest
    window = range(first + 1, min(first + 1 + WINDOW, len(atoms)))
    near = [other for other in window if not atoms[other].whole and atoms[other].box.right <= farthest]
    groups = [(first, *others) for size in range(1, MOST_ATOMS) for others in combinations(near, size)]
    groups = list(dict.fromkeys([*groups, *_runs_from(first, atoms), *_patches_from(first, atoms)]))
    held = [group for group in groups if _is_whole_patch(group, atoms) or _belong_together(group, atoms, gaps, typical)]
    return [(first,), *sorted(held, key=lambda group: _looseness(group, atoms, gaps, typical))]


def _runs_from(first: int, atoms: Sequence[Atom]) -> list[Group]:
    """The pieces of one patch that follow one another, from the first on: a patch may be cut finely."""
    patch = atoms[first].piece_of
    if patch is None:
        return []
    pieces = [i for i in range(first, min(first + FARTHEST, len(atoms))) if atoms[i].piece_of == patch]
    return [tuple(pieces[:count]) for count in range(2, min(len(pieces), MOST_PIECES) + 1)]


def _patches_from(first: int, atoms: Sequence[Atom]) -> list[Group]:
    """Whole patches that lie near each other, as if they were not cut, the first of them beginning with that atom."""
    patches: dict[int, list[int]] = {}
    for i in range(max(0, first - FARTHEST), min(first + FARTHEST, len(atoms))):
        patch = atoms[i].piece_of
        patches.setdefault(-1 - i if patch is None else patch, []).append(i)
    later = [pieces for pieces in patches.values() if pieces[0] >= first and not atoms[pieces[0]].whole]
    if not later or later[0][0] != first or all(len(pieces) == 1 for pieces in later[: WINDOW + 1]):
        return []
    near = later[1 : WINDOW + 1]
    some = (others for size in range(MOST_ATOMS) for others in combinations(near, size))
    groups = (tuple(sorted(i for pieces in (later[0], *others) for i in pieces)) for others in some)
    return [group for group in groups if len(group) > 1]


def _is_whole_patch(group: Group, atoms: Sequence[Atom]) -> bool:
    """All pieces of one patch, where it is no broader than a broad 0."""
    patch = atoms[group[0]].piece_of
    if patch is None or any(atoms[i].piece_of != patch for i in group):
        return False
    around = Box.around(atoms[i].box for i in group)
    return around.width <= BROADEST * around.height and len(group) == sum(atom.piece_of == patch for atom in atoms)


def _belong_together(group: Group, atoms: Sequence[Atom], gaps: Gaps, typical: float) -> bool:
    """Whether two or more atoms may be one digit."""
    if _spread(group, gaps) > WIDEST_GAP * typical:
        return False
    members = [atoms[i] for i in group]
    around = Box.around(atom.box for atom in members)
    return around.width <= WIDEST * max(typical, around.height / 2) and _pieces_are_neighbours(members)


def _pieces_are_neighbours(atoms: Sequence[Atom]) -> bool:
    """Pieces of one component that are taken together touch one another."""
    pieces = [atom for atom in atoms if atom.piece_of is not None]
    return all(b.box.left - a.box.right <= 1 for a, b in pairwise(pieces) if a.piece_of == b.piece_of)


def _spread(group: Group, gaps: Gaps) -> int:
    """The widest gap, px, that must be bridged to join all (at least two); negative where all overlap."""
    held, left, bridged = [group[0]], list(group[1:]), []
    while left:
        gap, nearest = min((gaps[i, j], j) for i in held for j in left)
        bridged.append(gap)
        held.append(nearest)
        left.remove(nearest)
    return max(bridged)


def _gaps_of(atoms: Sequence[Atom]) -> Gaps:
    pairs = [(i, j) for i in range(len(atoms)) for j in range(i + 1, min(i + 2 * FARTHEST, len(atoms)))]
    gaps = {(i, j): _gap(atoms[i].box, atoms[j].box) for i, j in pairs}
    return gaps | {(j, i): gap for (i, j), gap in gaps.items()}


def _gap(a: Box, b: Box) -> int:
    """The horizontal gap, negative by as much as they overlap; the vertical one where that is wider."""
    across = max(a.left, b.left) - min(a.right, b.right)
    down = max(a.top, b.top) - min(a.bottom, b.bottom)
    return max(across, down) if down > 0 else across


def _improve(best: dict[State, tuple[float, list[int]]], state: State, score: float, path: list[int]) -> None:
    if state not in best or score > best[state][0]:
        best[state] = (score, path)
