"""The bench of parameters measures with the parameters that it names."""

from __future__ import annotations

import numpy as np

from digitpad.records import Stroke
from digitpad.vision.pipeline.parameters import VISION
from tests.bench.extremes import Case, Shipped, change
from tests.bench.tune import Example, changed, figure, moved, name_of, parameters, watched
from tests.support.drawings import DIGITS
from tests.support.neutral_values import CEILINGS, OFF


def test_every_parameter_can_be_moved_and_none_but_it_is() -> None:
    for path, value in parameters(VISION):
        for step in (-0.2, 0.2):
            after = dict(parameters(changed(VISION, path, moved(value, step))))
            assert {each for each, before in parameters(VISION) if after[each] != before} == {path}


def test_a_record_that_stands_twice_is_changed_in_both_places_and_its_numbers_count_once() -> None:
    moved_ones = changed(VISION, ("vision", "acceptance", "few"), VISION.acceptance.few + 1)
    assert moved_ones.acceptance == moved_ones.verification.acceptance != VISION.acceptance
    numbers = [name_of(path) for path, _ in parameters(VISION)]
    assert len(numbers) == len(set(numbers))


def test_a_changed_parameter_reaches_the_reading() -> None:
    one, seven = (np.array(DIGITS[label][0], np.float32) for label in (1, 7))
    example = Example([Stroke.of(one), Stroke.of(np.add(seven, (150, 0)))], "17")
    all_is_one_line = changed(VISION, ("vision", "course", "on_line"), 50.0)
    assert figure(VISION, [example]) == 100
    assert figure(all_is_one_line, [example]) < 100


def test_a_changed_parameter_of_marks_reaches_the_reading() -> None:
    one, seven = (np.array(DIGITS[label][0], np.float32) for label in (1, 7))
    middle = (one.min(axis=0) + one.max(axis=0)) / 2
    minus = np.add(middle, [(x, 0) for x in range(45, 100, 5)]).astype(np.float32)
    example = Example([Stroke.of(one), Stroke.of(minus), Stroke.of(np.add(seven, (150, 0)))], "1-7")
    no_line_is_asked_about = changed(VISION, ("vision", "marks", "most"), 0)
    assert figure(VISION, [example]) == 100
    assert figure(no_line_is_asked_about, [example]) < 100


def test_every_rule_that_can_be_switched_off_hangs_on_a_parameter() -> None:
    known = {".".join(path[-2:]) for path, _ in parameters(VISION)}
    assert known.issuperset(OFF)
    assert known.issuperset(f"{stage}.{name}" for stage, names in CEILINGS.items() for name in names)


def test_a_rule_that_is_switched_off_changes_what_hangs_on_it() -> None:
    strokes = [Stroke.of(np.array(DIGITS[7][0], np.float32)), Stroke.of(np.full((1, 2), 900, np.float32))]
    with watched(VISION) as asked:
        assert figure(VISION, [Example(strokes, "7")]) == 100
    shipped = [Shipped(Case(Example(strokes, "7")), 1.0, frozenset(asked), 0.0)]
    dots, rings = (("vision", "course", name) for name in ("dot", "clearance"))
    assert change(shipped, changed(VISION, dots, OFF["course.dot"]), {name_of(dots)}, 1).worse == 1
    assert change(shipped, changed(VISION, rings, OFF["course.clearance"]), {name_of(rings)}, 1).worse == 0
