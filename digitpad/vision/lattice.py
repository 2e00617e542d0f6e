"""The atoms of a row grouped into digits: every likely group is a candidate, the best path is the reading.

LeCun et al. 1998, section VI: over-segment, score every candidate with the network, take the best path (Viterbi).
Strokes of one digit need not follow one another from left to right, so a path covers all atoms and is no chain of cuts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np

from digitpad.records import Box, Floats
from digitpad.vision.atoms import Atom
from digitpad.vision.rows import typical_height

Group = tuple[int, ...]  # atoms of one candidate, ascending

MOST_ATOMS = 4  # a digit is made of
WINDOW = 5  # atoms after a group's first among which the others are sought
MOST_GROUPS = 600  # candidates in a row
WIDEST = 1.7  # typical heights, a digit made of several atoms
WIDEST_GAP = 0.35  # typical heights, between atoms of one digit
DEEP = -0.12  # typical heights, the horizontal overlap from which parts count as one (tuned on held-out writers)
DEEPEST = -0.25  # typical heights, the overlap beyond which more says nothing
CUT = 0.5  # what it costs to take a part of a patch for a digit
LEAST = 1e-4  # a candidate's probability is taken to be at least this


def groups_of(atoms: Sequence[Atom]) -> list[Group]:
    """The candidates of a row of atoms ordered from left to right: each atom alone, and near ones together."""
    if not atoms:
        return []
    typical = typical_height([atom.box for atom in atoms])
    for window in range(WINDOW, -1, -1):
        groups = [group for first in range(len(atoms)) for group in _groups_from(first, window, atoms, typical)]
        if len(groups) <= MOST_GROUPS:
            break
    return groups


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


def scores_of(groups: Sequence[Group], atoms: Sequence[Atom], probabilities: Floats) -> list[float]:
    """What each candidate adds to a path: the log-probability (of (N, 11)) of a digit, less looseness and cuts."""
    typical = typical_height([atom.box for atom in atoms])
    pieces = Counter(atom.piece_of for atom in atoms)
    likeliest = np.log(np.maximum(probabilities[:, :10].max(axis=1), LEAST))
    members = [[atoms[i] for i in group] for group in groups]
    return [
        float(likelihood) - _looseness(held, typical) - CUT * _cuts(held, pieces)
        for held, likelihood in zip(members, likeliest, strict=True)
    ]


def _looseness(atoms: Sequence[Atom], typical: float) -> float:
    """0 for one atom or patch; above 0 where atoms barely touch or lie apart, below where they overlap."""
    if len(atoms) == 1 or (atoms[0].piece_of is not None and len({atom.piece_of for atom in atoms}) == 1):
        return 0.0
    return max(_spread([atom.box for atom in atoms]) / typical, DEEPEST) - DEEP


def _cuts(atoms: Sequence[Atom], pieces: Counter[int | None]) -> int:
    """How many patches, of which there are so many `pieces`, the group holds only a part of."""
    held = Counter(atom.piece_of for atom in atoms if atom.piece_of is not None)
    return sum(count < pieces[patch] for patch, count in held.items())


def _groups_from(first: int, window: int, atoms: Sequence[Atom], typical: float) -> list[Group]:
    near = range(first + 1, min(first + 1 + window, len(atoms)))
    return [
        (first, *others)
        for size in range(MOST_ATOMS)
        for others in combinations(near, size)
        if _belong_together([atoms[i] for i in (first, *others)], typical)
    ]


def _belong_together(atoms: Sequence[Atom], typical: float) -> bool:
    if len(atoms) == 1:
        return True
    boxes = [atom.box for atom in atoms]
    around = Box.around(boxes)
    if around.width > WIDEST * max(typical, around.height / 2) or not _pieces_are_neighbours(atoms):
        return False
    return _spread(boxes) <= WIDEST_GAP * typical


def _pieces_are_neighbours(atoms: Sequence[Atom]) -> bool:
    """Pieces of one component that are taken together touch one another."""
    pieces = [atom for atom in atoms if atom.piece_of is not None]
    return all(b.box.left - a.box.right <= 1 for a, b in pairwise(pieces) if a.piece_of == b.piece_of)


def _spread(boxes: Sequence[Box]) -> float:
    """The widest gap, px, that must be bridged to join all boxes (at least two); negative where all overlap."""
    held, left, gaps = [boxes[0]], list(boxes[1:]), []
    while left:
        gap, nearest = min((min(_gap(box, other) for other in held), i) for i, box in enumerate(left))
        gaps.append(gap)
        held.append(left.pop(nearest))
    return float(max(gaps))


def _gap(a: Box, b: Box) -> int:
    """The horizontal gap, negative by as much as they overlap; the vertical one where that is wider."""
    across = max(a.left, b.left) - min(a.right, b.right)
    down = max(a.top, b.top) - min(a.bottom, b.bottom)
    return max(across, down) if down > 0 else across


def _improve(best: dict[int, tuple[float, list[int]]], covered: int, score: float, path: list[int]) -> None:
    if covered not in best or score > best[covered][0]:
        best[covered] = (score, path)
