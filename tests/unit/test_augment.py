"""Glyphs made anew for training look as the recogniser's own do."""

import numpy as np
import pytest
import torch

from digitpad.learning.data.augment import STRENGTHS, deform, draw
from digitpad.learning.data.nondigits import FORMS, non_digits
from digitpad.learning.data.stroke_bank import StrokeBank
from digitpad.learning.data.variants import variants
from digitpad.recognition.strokes import stroke_glyph
from digitpad.recognizer import Recognizer
from digitpad.records import Stroke

ZERO = (np.float32([(50 + 40 * np.cos(a), 80 + 70 * np.sin(a)) for a in np.linspace(0, 6.3, 40)]),)
ONE = (np.float32([(50, 0), (48, 60), (50, 150)]),)
TWO = (np.float32([(0, 30), (30, 0), (60, 20), (50, 60), (0, 110), (70, 110)]),)
SEVEN = (np.float32([(0, 0), (40, 0), (80, 0), (60, 40), (40, 80), (30, 120)]),)
CPU = torch.device("cpu")


def seeded(seed=1):
    return torch.Generator().manual_seed(seed)


def test_a_bank_draws_what_the_recogniser_sees():
    bank = StrokeBank([ZERO, ONE, SEVEN], [0, 1, 7], CPU)
    drawn = draw(bank, torch.arange(3), None, seeded()).numpy()
    for strokes, glyph in zip((ZERO, ONE, SEVEN), drawn, strict=True):
        seen = stroke_glyph([Stroke.of(stroke) for stroke in strokes]) / 255
        assert np.abs(glyph - seen).mean() < 0.05


@pytest.mark.parametrize("name", ["light", "full"])
def test_deformed_glyphs_stay_glyphs(name):
    images = torch.from_numpy(np.stack([stroke_glyph([Stroke.of(s) for s in ZERO])] * 64)).float() / 255
    made = deform(images, STRENGTHS[name], seeded())
    assert made.shape == images.shape
    assert 0 <= float(made.min()) <= float(made.max()) <= 1
    changed = (made - images).abs().mean(dim=(1, 2)) > 0.005
    assert 0.6 < float(changed.float().mean()) < 1  # a part stays as it is


def test_drawing_anew_differs_each_time_and_repeats_with_its_seed():
    bank = StrokeBank([ZERO, SEVEN], [0, 7], CPU)
    chosen = torch.tensor([0, 1, 0, 1])
    first, second = (draw(bank, chosen, STRENGTHS["full"], seeded(3)) for _ in range(2))
    assert torch.equal(first, second)
    assert not torch.equal(first[0], first[2])


@pytest.mark.parametrize(("label", "strokes"), [(0, ZERO), (7, SEVEN)])
def test_slashes_dots_and_bars_are_added_to_the_digit(label, strokes):
    made = list(variants(label, strokes, np.random.default_rng(2)))
    assert made
    assert all(len(variant) == len(strokes) + 1 for variant in made)


@pytest.mark.parametrize("label", range(10))
def test_every_variant_can_be_drawn_and_is_read_as_its_digit(label):
    random, written = np.random.default_rng(3), {0: ZERO, 1: ONE, 7: SEVEN}.get(label, TWO)
    made = [variant for _ in range(60) for variant in variants(label, written, random)]
    assert bool(made) == (label not in (5, 6, 8))
    if made:
        glyphs = draw(StrokeBank(made, [label] * len(made), CPU), torch.arange(len(made)), None, seeded())
        read, _ = Recognizer.load(device="cpu").classify((glyphs * 255).byte().numpy())
        assert (read == label).mean() >= 0.9


def test_every_form_of_non_digit_can_be_drawn():
    made = list(non_digits([ZERO, ONE, SEVEN], [ONE], 4 * FORMS, np.random.default_rng(5)))
    glyphs = draw(StrokeBank(made, [10] * len(made), CPU), torch.arange(len(made)), STRENGTHS["full"], seeded())
    assert torch.isfinite(glyphs).all()
    assert (glyphs.amax(dim=(1, 2)) > 0.3).all()


def test_a_dot_and_a_doubled_point_are_drawn_as_the_recogniser_sees_them():
    dots = [(np.float32([(5, 5)]),), (np.float32([(5, 5), (5, 5)]),)]
    drawn = draw(StrokeBank(dots, [10, 10], CPU), torch.arange(2), None, seeded()).numpy()
    for glyph in drawn:
        assert np.abs(glyph - stroke_glyph([Stroke.of([(5, 5)])]) / 255).mean() < 0.1
