"""Made scenes: the same for a seed, with masks that are exact, by writers of one side of the split only."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.learning.data.datasets import HELD_OUT_IMAGES, PenDigit, is_held_out
from digitpad.learning.ink import form_lines
from digitpad.learning.ink.dice import Dice
from digitpad.learning.ink.form_lines import FormLines
from digitpad.learning.ink.handwriting import bank_of
from digitpad.learning.ink.optics import Exposure, restlessness, visible
from digitpad.learning.ink.papers import choose_colour, choose_paper
from digitpad.learning.ink.pens import InkLayer, Pen
from digitpad.learning.ink.scene import HEIGHT_UNIT, SIDE, STEP, Preparation, Scene, heights_of, make_scene
from digitpad.learning.ink.writing import MARKS, Placed, mark_strokes
from tests.support.made_handwriting import PREPARATION, made_bank, made_digits

BANK = made_bank()
INK = 128  # of 255


def scenes(count: int, kind: str = "") -> list[Scene]:
    return [make_scene(BANK, PREPARATION, Dice(5, number), kind) for number in range(count)]


def whole_scenes(count: int, kind: str) -> dict[int, Scene]:
    """Those whose picture ends nowhere, by number."""
    made: dict[int, Scene] = {}
    for number in range(count):
        cuts: list[int] = []
        scene = make_scene(BANK, noting_cuts(cuts), Dice(5, number), kind)
        if not cuts:
            made[number] = scene
    return made


def noting_cuts(cuts: list[Any]) -> Preparation:
    def continue_paper(picture: np.ndarray, *margins: int) -> np.ndarray:
        cuts.append(margins)
        return PREPARATION.continue_paper(picture, *margins)

    return Preparation(PREPARATION.normalize, continue_paper)


def test_a_seed_gives_the_same_scene_and_another_seed_another() -> None:
    once, again, other = (make_scene(BANK, PREPARATION, Dice(*seeds)) for seeds in ((1, 2, 3), (1, 2, 3), (1, 2, 4)))
    assert np.array_equal(once.picture, again.picture) and np.array_equal(once.mask, again.mask)
    assert np.array_equal(once.heights, again.heights) and once.kind == again.kind
    assert not np.array_equal(once.picture, other.picture)


def test_scenes_have_all_kinds_of_lines_and_some_have_no_writing() -> None:
    made = scenes(150)
    assert {scene.kind for scene in made} >= set(form_lines.KINDS) - {"strike"}
    empty = sum(not scene.mask.any() for scene in made)
    assert 5 < empty < 60
    assert all(scene.picture.shape == (SIDE, SIDE, 3) and scene.picture.dtype == np.uint8 for scene in made)


def test_the_mask_is_the_stroke_and_nothing_else() -> None:
    layer = InkLayer(SIDE, Pen(width=6, opacity=1), Dice(1))
    layer.draw([np.array([[20, 40], [120, 40]], np.float32)])
    rows, columns = np.nonzero(layer.mask() > INK)
    assert abs(rows.min() - 37) <= 1 and abs(rows.max() - 43) <= 1
    assert abs(columns.min() - 20) <= 4 and abs(columns.max() - 120) <= 4
    assert np.allclose(layer.coverage() * 255, layer.mask(), atol=1)


def test_a_hairline_is_thin_in_the_picture_and_in_one_piece_in_the_mask() -> None:
    layer = InkLayer(SIDE, Pen(width=0.5, opacity=1), Dice(1))
    layer.draw([np.array([[20, 30], [120, 90]], np.float32)])
    assert layer.coverage().sum() < 90
    assert (layer.mask()[:, 22:118].max(axis=0) >= INK).all()


def test_lines_of_forms_are_never_in_the_mask() -> None:
    """The same writing under unlike lines has the same mask, but for what a line hides."""
    kinds = {kind: whole_scenes(14, kind) for kind in form_lines.KINDS}
    stray = inked = 0
    for kind, made in kinds.items():
        for number, scene in made.items():
            others = [its[number].mask for name, its in kinds.items() if name != kind and number in its]
            if others:
                stray += int(((scene.mask > 0) & (np.max(others, axis=0) == 0)).sum())
                inked += int((scene.mask > 0).sum())
    assert inked > 20_000 and stray < 0.01 * inked


@pytest.mark.parametrize("kind", sorted(set(form_lines.KINDS) - {"none"}))
def test_each_kind_of_lines_draws_something(kind: str) -> None:
    placed = [Placed(40.0 + 30 * number, 60.0, 20.0, 40.0) for number in range(3)]
    lines = FormLines(SIDE, 40.0, Dice(2))
    lines.draw(kind, placed)
    assert (lines.layer > INK).sum() > 40


def test_boxes_stand_around_each_digit_and_not_on_it() -> None:
    placed = [Placed(30.0, 60.0, 20.0, 40.0), Placed(80.0, 60.0, 20.0, 40.0)]
    for number in range(20):
        lines = FormLines(SIDE, 40.0, Dice(3, number))
        lines.draw("cells", placed)
        assert not (lines.layer[66:94, 36:44] > INK).any() and not (lines.layer[66:94, 86:94] > INK).any()


def test_heights_are_octaves_of_32_px_around_each_digit() -> None:
    heights = heights_of([Placed(40.0, 40.0, 20.0, 64.0), Placed(100.0, 40.0, 20.0, 16.0)], HEIGHT_UNIT)
    assert heights.shape == (SIDE // STEP, SIDE // STEP)
    assert heights[60 // STEP, 50 // STEP] == 1 and heights[44 // STEP, 110 // STEP] == -1 and heights[0, 0] == 0


def test_a_picture_that_ends_has_no_ink_beyond_its_edge() -> None:
    cuts: list[tuple[int, int, int, int]] = []
    for number in range(60):
        before = len(cuts)
        scene = make_scene(BANK, noting_cuts(cuts), Dice(8, number))
        if len(cuts) > before:
            top, bottom, left, right = cuts[-1]
            inside = scene.mask[top : SIDE - bottom, left : SIDE - right]
            assert scene.mask.sum(dtype=np.int64) == inside.sum(dtype=np.int64)
    assert len(cuts) > 5


def test_ink_that_nobody_can_see_is_not_asked_for() -> None:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[40:44, 20:140] = 255
    faint, plain = (np.full((SIDE, SIDE), value, np.float32) for value in (3.0, 20.0))
    assert not visible(mask, faint, restless=0).any()
    assert np.array_equal(visible(mask, plain, restless=2), mask)
    assert not visible(mask, plain, restless=30).any()
    half = np.where(np.arange(SIDE) < SIDE / 2, plain, 0)
    assert visible(mask, half, 2)[:, :60].any() and not visible(mask, half, 2)[:, 100:].any()


def test_noise_and_texture_make_a_ground_restless_but_a_few_lines_do_not() -> None:
    blank = np.full((SIDE, SIDE, 3), 200, np.float32)
    lined, rough = blank.copy(), blank + Dice(1).normal(SIDE, SIDE, 1) * 10
    lined[::40] = 0
    assert restlessness(Exposure(0, 0), blank) == 0 and restlessness(Exposure(0, 5), blank) == 5
    assert restlessness(Exposure(0, 0), lined) < 3 and 1.4 < restlessness(Exposure(0, 0), rough) < 2.6


def test_ink_differs_from_its_paper() -> None:
    for number in range(200):
        dice = Dice(4, number)
        paper = choose_paper(dice)
        assert np.abs(choose_colour(dice, paper, 25) - paper).max() >= 25


def test_held_out_writers_and_images_are_never_in_what_is_trained_on() -> None:
    images = np.zeros((HELD_OUT_IMAGES + 10, 28, 28), np.uint8)
    digits = [PenDigit("1", f"writer {number}", made_digits(1)[0]) for number in range(40)]
    trained = sum(not is_held_out(digit.writer) for digit in digits)
    parts = [bank_of(images, digits, [], held_out=part) for part in (False, True)]
    assert [len(part.digits) for part in parts] == [trained, 40 - trained]
    assert [len(part.images) for part in parts] == [10, HELD_OUT_IMAGES]


def test_stroke_files_without_a_digit_to_train_on_are_refused() -> None:
    with pytest.raises(DigitPadError, match="--strokes"):
        bank_of(np.zeros((HELD_OUT_IMAGES + 1, 28, 28), np.uint8), [], [])


@pytest.mark.parametrize("name", MARKS)
def test_each_mark_lies_within_reach_of_its_digit(name: str) -> None:
    strokes, width = mark_strokes(name, Dice(1))
    points = np.concatenate(strokes)
    assert points.min() > -0.4 and points.max() < 1.5 and 0 < width < 0.6
