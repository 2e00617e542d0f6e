"""Local contrast: the same for a part and the whole, for any light and colour; and paper beyond the edges."""

from __future__ import annotations

import numpy as np

from digitpad.vision.picture.local_contrast import (
    continue_paper,
    estimate_noise,
    normalize_contrast,
    paper_of,
)
from digitpad.vision.picture.parameters import CONTRAST


def page(height: int = 200, width: int = 300, paper: int = 240, ink: int = 30) -> np.ndarray:
    picture = np.full((height, width, 3), paper, np.uint8)
    picture[80:120, 140:146] = ink
    return picture


def test_blank_paper_has_no_contrast_and_ink_has_much() -> None:
    contrast = normalize_contrast(page())
    assert contrast.shape == (3, 200, 300) and contrast.dtype == np.float32
    assert np.abs(contrast[:, :20]).max() < 0.01
    assert (contrast[:, 85:115, 142:144] < -1).all() and np.abs(contrast).max() <= CONTRAST.largest


def test_the_light_makes_little_difference() -> None:
    light = normalize_contrast(page())
    dark = normalize_contrast(page(paper=160, ink=20))
    assert np.abs(light - dark).max() < 0.25


def test_a_part_far_from_its_edges_looks_as_in_the_whole() -> None:
    random = np.random.default_rng(1)
    whole = np.clip(page(400, 400) + random.normal(0, 3, (400, 400, 3)), 0, 255).astype(np.uint8)
    part = whole[40:200, 60:220]  # even places, for the neighbourhood is measured at half size
    noise, margin = estimate_noise(whole), CONTRAST.window + 1
    expected = normalize_contrast(whole)[:, 40:200, 60:220]
    given = normalize_contrast(part, noise)
    inside = slice(margin, -margin)
    assert np.abs(given - expected)[:, inside, inside].max() < 0.02


def test_ink_of_the_same_grey_as_its_paper_is_seen_by_its_colour() -> None:
    picture = np.full((100, 100, 3), (60, 130, 60), np.uint8)
    picture[40:60, 48:52] = (200, 70, 30)
    contrast = normalize_contrast(picture)
    assert contrast[0, 45:55, 49:51].min() > 1 and contrast[1, 45:55, 49:51].max() < -0.3


def test_noise_is_estimated_and_damped() -> None:
    random = np.random.default_rng(2)
    grain = random.normal(0, 6, (200, 300, 1))
    noisy = np.clip(page().astype(float) + grain, 0, 255).astype(np.uint8)
    assert 4.5 < estimate_noise(noisy) < 7.5 and estimate_noise(page()) == 0
    assert np.abs(normalize_contrast(noisy)[:, :20]).mean() < 0.25


def test_odd_and_tiny_pictures_are_taken_too() -> None:
    for size in ((1, 1), (3, 70), (65, 33)):
        assert np.isfinite(normalize_contrast(np.full((*size, 3), 9, np.uint8))).all()


def test_paper_goes_on_beyond_an_edge_that_cuts_through_ink() -> None:
    picture = page()
    picture[:40, 100:106] = 30
    wide = continue_paper(picture, 16, 24, 32, 8)
    assert wide.shape == (200 + 40, 300 + 40, 3)
    assert np.array_equal(wide[16:216, 32:332], picture)
    margins = np.ones(wide.shape[:2], bool)
    margins[16:216, 32:332] = False
    assert (wide[margins] > 230).all()


def test_paper_keeps_its_light_and_colour() -> None:
    slope = np.linspace(120, 240, 300)[None, :, None] * np.array([1, 0.9, 0.7])
    picture = np.broadcast_to(slope, (200, 300, 3)).astype(np.uint8).copy()
    inked = picture.copy()
    inked[50:150, 100:108] = 0
    assert np.abs(paper_of(inked).astype(int) - picture)[:, 40:260].max() < 25
