"""Learns which strokes of the pad are one digit, on writers of the training set: python -m tests.bench.stroke_joins

Numbers of 1 to 6 digits of one writer each, with gaps from half a height to an overlap of a quarter; of some, each
stroke in pieces, as a pen leaves it that skips. The weights are those with which the right path is expected to win most
often (the smoothed error of Juang and Katagiri 1992); paths that become likely are added, and the weights fitted again.
Printed are the weights, as `JoinParams` holds them, and the share of rows taken apart rightly, with none of them and
with all, of these writers and of those that no network was trained on; then without each single one.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from digitpad.inference.network import Network
from digitpad.learning.data.datasets import PenDigit, is_held_out, pen_digits
from digitpad.paths import bundled, data_folder
from digitpad.recognizer import SHIPPED
from digitpad.records import Stroke
from digitpad.vision.lattice.candidates import Candidates
from digitpad.vision.lattice.groups import Group, best_path, join_measures_of
from digitpad.vision.lattice.joins import MEASURES
from digitpad.vision.lattice.likely_paths import likely_paths
from digitpad.vision.lattice.parameters import PATH, JoinParams, OtherPathParams
from digitpad.vision.segmentation.stroke_rows import SegmentRow, stroke_rows
from tests.bench.numbers import FILES, by_writer, set_side_by_side
from tests.support.situation_drawings import skipping

GAPS = (0.5, 1 / 12, -0.06, -0.15, -0.25)  # heights between two digits
USUAL = 6.0  # weight of a number whose digits stand apart, for most do
SKIPPING = 0.15  # share of the numbers whose pen skips
ROUNDS = 3  # of paths that have become likely
PRIOR = 1e-7  # weight of the squares of all weights
SHARPNESS = 2.0  # of the first smoothed error: it is learned, too
KEPT = OtherPathParams(least_score=30.0)  # paths that are weighed against the right one
NONE = JoinParams(**dict.fromkeys(MEASURES, 0.0))
Weights = NDArray[np.float64]


@dataclass(eq=False)
class Row:
    """One row of a drawn number: its candidates, and the path that is right."""

    kind: tuple[str, float]  # file, gap
    count: int  # segments
    groups: list[Group]
    right: tuple[int, ...]
    scores: Weights  # (N,) of each group without its joins
    measures: NDArray[np.float64]  # (N, 8)
    paths: set[tuple[int, ...]] = field(default_factory=set)

    def best(self, weights: Weights) -> tuple[int, ...]:
        return tuple(sorted(best_path(self.count, self.groups, list(self.scores + self.measures @ weights))))

    def add_likely_paths(self, weights: Weights) -> None:
        scores = list(self.scores + self.measures @ weights)
        likely = likely_paths(self.count, self.groups, scores, KEPT)
        self.paths |= {self.right, self.best(weights), *(tuple(sorted(path)) for _, path in likely)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=250, help="numbers of each file and gap")
    arguments = parser.parse_args()
    network = Network.load(bundled("models", SHIPPED), "cpu")
    known, unseen = (list(rows_of(network, arguments.count, held_out)) for held_out in (False, True))
    weights = fitted(known)
    print(", ".join(f"{name}={value:.2f}" for name, value in zip(MEASURES, weights, strict=True)))
    for words, each in (("training writers", known), ("held-out writers", unseen)):
        print(f"{words}: {len(each)} rows; by file and gap {sorted({row.kind for row in each}, reverse=True)}")
        for name, used in (("none", np.zeros(len(MEASURES))), ("all", weights)):
            print(f"  {name:12} {right_by_kind(each, used)}")
    for place, name in enumerate(MEASURES):
        left = np.arange(len(MEASURES)) != place
        print(f"  no {name:12} {right_by_kind(unseen, fitted(known, left))}", flush=True)


def rows_of(network: Network, count: int, held_out: bool) -> Iterator[Row]:
    """Yield the rows of numbers that are all of one writer, as far as a right path is among their candidates."""
    for file in FILES:
        digits = [digit for digit in pen_digits(data_folder() / file) if digit.label.isdigit()]
        writers = by_writer(digit for digit in digits if is_held_out(digit.writer) == held_out)
        names = sorted(name for name, own in writers.items() if len(own) >= 20)
        for gap in GAPS:
            random = np.random.default_rng(31)
            for _ in range(count):
                own = writers[names[int(random.integers(len(names)))]]
                chosen = [own[int(i)] for i in random.integers(len(own), size=int(random.integers(1, 7)))]
                yield from _rows(network, chosen, (Path(file).stem, round(gap, 2)), gap, random)


def _rows(
    network: Network, digits: Sequence[PenDigit], kind: tuple[str, float], gap: float, random: np.random.Generator
) -> Iterator[Row]:
    strokes = set_side_by_side(digits, gap, random)
    counts = [len(digit.strokes) for digit in digits]
    if random.random() < SKIPPING:
        pieces = [skipping(random, False, [stroke.points]) for stroke in strokes]
        ends = np.cumsum([0, *counts])
        counts = [sum(map(len, pieces[start:end])) for start, end in pairwise(ends)]
        strokes = [Stroke.of(piece) for each in pieces for piece in each]
    for row in stroke_rows(strokes):
        made = _row(network, row, kind, counts)
        if made is not None:
            yield made


def _row(network: Network, drawn: SegmentRow, kind: tuple[str, float], counts: Sequence[int]) -> Row | None:
    candidates = Candidates(drawn, PATH)
    groups = candidates.groups
    right = _right_path(drawn, groups, counts)
    if right is None:
        return None
    probabilities = network.classify(np.stack(candidates.glyphs))
    scores = np.array(Candidates(drawn, replace(PATH, joins=NONE)).scores(probabilities))
    found = join_measures_of(groups, drawn.segments)
    measures = np.array([found.get(group, np.zeros(len(MEASURES))) for group in groups])
    return Row(kind, len(drawn.segments), groups, right, scores, measures)


def _right_path(drawn: SegmentRow, groups: Sequence[Group], counts: Sequence[int]) -> tuple[int, ...] | None:
    """Return the groups that are the digits of this row; None where one of them is no candidate."""
    ends, path = np.cumsum([0, *counts]), []
    for start, end in pairwise(ends):
        own = tuple(i for i, segment in enumerate(drawn.segments) if set(segment.strokes) & set(range(start, end)))
        if own and (own not in groups or any(set(drawn.segments[i].strokes) - set(range(start, end)) for i in own)):
            return None
        path += [groups.index(own)] if own else []
    return tuple(sorted(path)) or None


def fitted(rows: Sequence[Row], used: NDArray[np.bool_] | None = None) -> Weights:
    """Return the weights of the MEASURES, nats, for a scale at which the network's word has the weight 1."""
    mask = np.ones(len(MEASURES) + 1)
    mask[1:] = 1 if used is None else used
    weights = np.array([SHARPNESS, *np.zeros(len(MEASURES))])
    for row in rows:
        row.paths = set()
    for _ in range(ROUNDS):
        for row in rows:
            row.add_likely_paths(weights[1:] / weights[0])
        weights = _refitted(rows, weights, mask)
    result: Weights = weights[1:] / weights[0]
    return result


def _refitted(rows: Sequence[Row], weights: Weights, mask: Weights) -> Weights:
    sums, right, starts = [], [], [0]
    for row in rows:
        paths = sorted(row.paths)
        values = np.column_stack([row.scores, row.measures])
        sums.append(np.array([values[list(path)].sum(axis=0) for path in paths]))
        right.append(starts[-1] + paths.index(row.right))
        starts.append(starts[-1] + len(paths))
    usual = np.array([USUAL if row.kind[1] > 0 else 1.0 for row in rows])
    usual /= usual.sum()
    every, first, own = np.concatenate(sums) * mask, np.array(starts[:-1]), np.array(right)
    of_row = np.repeat(np.arange(len(rows)), np.diff(starts))

    def loss(tried: Weights) -> tuple[float, Weights]:
        scores = every @ tried
        shares = np.exp(scores - np.maximum.reduceat(scores, first)[of_row])
        shares /= np.add.reduceat(shares, first)[of_row]
        expected = np.add.reduceat(shares[:, None] * every, first)
        gradient = -((usual * shares[own])[:, None] * (every[own] - expected)).sum(axis=0)
        prior = np.r_[0.0, tried[1:]]
        return float(1 - usual @ shares[own] + PRIOR * prior @ prior), gradient + 2 * PRIOR * prior

    found: Weights = minimize(loss, weights * mask, jac=True, method="L-BFGS-B").x
    return found


def right_by_kind(rows: Sequence[Row], weights: Weights) -> str:
    """Return the shares of rows that are taken apart rightly, %, of each kind, and their mean."""
    by_kind: dict[tuple[str, float], list[bool]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row.best(weights) == row.right)
    shares = [100 * float(np.mean(by_kind[kind])) for kind in sorted(by_kind, reverse=True)]
    return " ".join(f"{share:5.1f}" for share in shares) + f"   mean {np.mean(shares):.2f}"


if __name__ == "__main__":
    main()
