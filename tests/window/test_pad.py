"""The pad of the real window under a pointer that is faster than the window."""

from __future__ import annotations

import os

import numpy as np

from digitpad.records import Stroke
from digitpad.ui.draw.geometry import line_distance, strokes_across
from digitpad.vision.render.sheet import smooth
from tests.bench.motion import drawn, path_on
from tests.support.hand import RIGHT_BUTTON
from tests.support.readers import Counting

FAST_EVENTS = 400


def way(*places: tuple[float, float]) -> np.ndarray:
    return np.array(places, np.float32)


def test_the_distance_of_two_lines_is_that_of_their_nearest_points_and_none_where_they_cross():
    upright = way((50, 0), (50, 100))
    assert line_distance(upright, way((0, 50), (200, 50))) == 0
    assert line_distance(upright, way((60, 50), (200, 50))) == 10
    assert line_distance(upright, way((53, 104))) == 5
    assert line_distance(way((10, 10)), way((10, 10))) == 0
    assert line_distance(upright, way((0, 50), (0, 120), (90, 120), (90, 50), (45, 50))) == 0


def test_lines_that_lie_on_each_other_touch():
    assert line_distance(way((0, 0), (100, 0)), way((50, 0), (150, 0))) == 0


def test_a_way_takes_every_stroke_it_crosses_and_those_that_its_edge_touches():
    crossed, touched, spared = (Stroke.of([(x, 10), (x, 90)], 10) for x in (50, 112, 120))
    assert strokes_across((crossed, touched, spared), way((0, 50), (100, 50)), 8, 10) == (crossed, touched)


def test_two_motions_far_apart_erase_what_lies_between_them(opens):
    hand = opens((Counting,))
    hand.draw([[(150, 100), (150, 300)], [(200, 100), (200, 300)], [(320, 100), (320, 300)]])
    hand.wait_for_number("012")
    hand.stroke([(70, 200), (270, 200)], button=RIGHT_BUTTON)
    hand.wait_for_number("0")
    assert [stroke.points[0].tolist() for stroke in hand.pad.strokes] == [[320, 100]]
    hand.key("<Control-z>")
    hand.wait_for_number("012")


def test_the_eraser_takes_nothing_beside_its_way(opens):
    hand = opens((Counting,))
    hand.draw([[(150, 100), (150, 300)]])
    hand.stroke([(70, 60), (270, 60), (270, 340), (70, 340)], button=RIGHT_BUTTON)
    hand.wait_for_number("0")


def test_points_that_come_while_the_window_is_busy_are_all_drawn(opens):
    hand = opens((Counting,))
    line = [(20 + 5 * step, 100 + 40 * (step % 2)) for step in range(60)]
    hand.pad.event_generate("<ButtonPress-1>", x=line[0][0], y=line[0][1])
    for x, y in line[1:]:
        hand.pad.event_generate("<B1-Motion>", x=x, y=y)
    hand.pad.event_generate("<ButtonRelease-1>", x=line[-1][0], y=line[-1][1])
    hand.wait_for_number("0")
    assert hand.pad.strokes[0].points.tolist() == [list(place) for place in line]


def test_a_mouse_that_moves_a_thousand_times_a_second_loses_no_points(opens):
    hand = opens((Counting,))
    path = path_on(hand.pad, FAST_EVENTS)
    points, _ = drawn(hand, os.environ["DISPLAY"], path)
    assert len(points) >= 0.95 * FAST_EVENTS
    assert np.hypot(*np.diff(points, axis=0).T).max() < 40


def test_points_that_lie_far_apart_are_joined_by_a_curve_and_not_by_corners():
    turns = np.linspace(0, 2 * np.pi, 9)
    octagon = np.stack([200 + 100 * np.cos(turns), 200 + 100 * np.sin(turns)], 1).astype(np.float32)
    curve = smooth(octagon)
    middle = curve[len(curve) // 4 : -len(curve) // 4]  # the two ends have a neighbour on one side only
    assert all(np.hypot(*(curve - corner).T).min() < 0.01 for corner in octagon)
    assert abs(np.hypot(*(middle - 200).T) - 100).max() < 1, "the octagon's own edges lie 7.6 px inside"
