"""Segments -> groups -> the best path."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digitpad.records import Box
from digitpad.vision.lattice.groups import best_path, groups_of, scores_of
from digitpad.vision.lattice.parameters import PATH
from digitpad.vision.segmentation.segments import Segment


def segment(left, top, width, height, piece_of=None):
    return Segment(Box(left, top, width, height), np.full((height, width), 255, np.uint8), piece_of=piece_of)


def test_overlapping_strokes_may_be_one_digit_and_distant_ones_not():
    groups = groups_of([segment(0, 0, 50, 80), segment(20, 40, 50, 20), segment(200, 0, 50, 80)])
    assert (0, 1) in groups
    assert not any(2 in group and len(group) > 1 for group in groups)


def test_strokes_of_one_digit_need_not_be_neighbours():
    groups = groups_of([segment(0, 0, 60, 10), segment(10, 0, 30, 80), segment(40, 0, 12, 80)])
    assert (0, 2) in groups


def test_pieces_of_one_component_are_joined_only_side_by_side():
    groups = groups_of([segment(40 * i, 0, 40, 60, piece_of=0) for i in range(3)])
    assert (0, 1) in groups
    assert (0, 2) not in groups


def test_a_scribble_of_two_hundred_strokes_is_not_too_much():
    groups = groups_of([segment(i, i % 7, 30, 80) for i in range(200)])
    assert len(groups) <= PATH.most_groups
    assert {(i,) for i in range(200)} <= set(groups)


def test_in_a_scribble_the_tightest_groups_are_kept():
    groups = groups_of([segment(10 * i, 0, 60, 80) for i in range(60)])
    assert len(groups) <= PATH.most_groups
    assert (0, 1) in groups
    assert (0, 5) not in groups


def test_other_parameters_make_other_groups():
    apart = [segment(0, 0, 50, 80), segment(60, 0, 50, 80)]
    assert (0, 1) in groups_of(apart)
    assert (0, 1) not in groups_of(apart, replace(PATH, widest_gap=0.05))


def test_more_strokes_than_candidates_are_each_taken_alone():
    count = PATH.most_groups + 1
    assert groups_of([segment(i, 0, 30, 80) for i in range(count)]) == [(i,) for i in range(count)]


def test_the_path_prefers_the_likelier_reading():
    groups = [(0,), (1,), (2,), (0, 1), (1, 2)]
    assert best_path(3, groups, [-2.0, -2.0, -0.1, -0.2, -3.0]) == [3, 2]


def test_atoms_may_cross_over():
    groups = [(0,), (1,), (2,), (3,), (0, 2), (1, 3)]
    assert best_path(4, groups, [-5, -5, -5, -5, -0.1, -0.1]) == [4, 5]


@given(st.integers(1, 9), st.randoms(use_true_random=False))
def test_a_path_covers_every_atom_once(count, random):
    groups = [(i,) for i in range(count)] + [(i, i + 1) for i in range(count - 1)]
    path = best_path(count, groups, [random.random() for _ in groups])
    assert sorted(i for index in path for i in groups[index]) == list(range(count))


def test_a_tight_group_scores_above_a_loose_one():
    segments = [segment(0, 0, 40, 80), segment(20, 0, 40, 80), segment(75, 0, 40, 80)]
    tight, loose = scores_of([(0, 1), (1, 2)], segments, np.full((2, 11), 0.5, np.float32))
    assert tight > loose
