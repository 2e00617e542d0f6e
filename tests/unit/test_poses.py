"""Pictures held another way: boxes come back to where they lie, and the course of rows tells the way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from digitpad.records import Box, Reading, Rgb
from digitpad.vision.pipeline.detection import find_rows
from digitpad.vision.pipeline.parameters import POSE
from digitpad.vision.pipeline.poses import Pose, course_of_rows
from tests.support.readers import digit
from tests.support.scenes import written

PLACE = Box(40, 30, 24, 12)  # px of the picture below
POSES = [
    Pose(90),
    Pose(180),
    Pose(270),
    Pose(tilt=40),
    Pose(tilt=-17),
    Pose(margin=25, paper=(255, 255, 255)),
    Pose(part=Box(30, 20, 60, 50)),
    Pose(270, part=Box(30, 20, 60, 50)),
]


def paper(width: int, height: int) -> Rgb:
    return np.full((height, width, 3), 255, np.uint8)


def marked() -> Rgb:
    picture = paper(160, 90)
    picture[PLACE.part] = 0
    return picture


def box_of_ink(picture: Rgb) -> Box:
    ys, xs = np.nonzero(picture.min(axis=2) < 128)
    return Box(int(xs.min()), int(ys.min()), int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1)


@pytest.mark.parametrize("pose", POSES, ids=str)
def test_a_box_comes_back_to_where_its_ink_lies(pose):
    one = replace(digit(1, 0.9, ()), box=box_of_ink(pose.apply(marked())))
    back = pose.back(Reading(((one,),)), 160, 90).digits[0].box
    middle = back.left + back.width / 2, back.top + back.height / 2
    assert middle == pytest.approx((PLACE.left + PLACE.width / 2, PLACE.top + PLACE.height / 2), abs=1.5)
    if not pose.tilt:
        assert back == PLACE


@pytest.mark.parametrize("pose", POSES, ids=str)
def test_all_ink_stays_in_view(pose):
    dark = np.count_nonzero(pose.apply(marked()).min(axis=2) < 128)
    assert dark == pytest.approx(PLACE.width * PLACE.height, rel=0.1)


@pytest.mark.parametrize(("tilt", "course"), [(0, 0), (30, 30), (-45, -45)])
def test_the_course_of_a_row_is_the_way_its_digits_go(tilt, course):
    row = written(paper(600, 200), "27423", left=80, top=60, height=70)
    assert course_of_rows(find_rows(Pose(tilt=tilt).apply(row)), POSE) == pytest.approx(course, abs=6)


def test_a_page_on_its_side_shows_a_steep_course():
    row = written(paper(600, 200), "27423", left=80, top=60, height=70)
    assert abs(course_of_rows(find_rows(Pose(90).apply(row)), POSE)) > POSE.most_tilt


def test_a_lone_digit_shows_no_course():
    assert course_of_rows(find_rows(written(paper(300, 300), "2", left=90, top=60, height=150)), POSE) == 0
