"""Corruptions for training: each leaves a glyph a glyph."""

import pytest
import torch

from digitpad.learning.data.corruptions import WAYS, corrupt


def seeded():
    return torch.Generator().manual_seed(3)


def rings(count=64):
    y, x = torch.meshgrid(torch.arange(28.0), torch.arange(28.0), indexing="ij")
    ring = (1.5 - (((x - 14) ** 2 + (y - 14) ** 2).sqrt() - 8).abs()).clamp(0, 1)
    return ring.expand(count, 28, 28)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_each_way_changes_a_glyph_and_leaves_its_shape(way):
    glyphs = rings().unsqueeze(1)
    corrupted = way(glyphs, seeded())
    assert corrupted.shape == glyphs.shape
    assert torch.isfinite(corrupted).all()
    changed = (corrupted.clamp(0, 1) - glyphs).abs().mean(dim=(1, 2, 3)) > 0.002
    assert changed.float().mean() > 0.8


def test_the_share_that_was_asked_for_is_corrupted():
    glyphs = rings(2000)
    changed = (corrupt(glyphs, 0.25, seeded()) != glyphs).any(dim=2).any(dim=1).float().mean()
    assert 0.2 < float(changed) < 0.3
    assert torch.equal(corrupt(glyphs, 0.0, seeded()), glyphs)


def test_corrupted_glyphs_stay_between_paper_and_ink():
    corrupted = corrupt(rings(400), 1.0, seeded())
    assert 0 <= float(corrupted.min()) <= float(corrupted.max()) <= 1
