"""Corruptions for training: each leaves a glyph a glyph."""

import pytest
import torch

from digitpad.learning.spoil import WAYS, spoil


def seeded():
    return torch.Generator().manual_seed(3)


def rings(count=64):
    y, x = torch.meshgrid(torch.arange(28.0), torch.arange(28.0), indexing="ij")
    ring = (1.5 - (((x - 14) ** 2 + (y - 14) ** 2).sqrt() - 8).abs()).clamp(0, 1)
    return ring.expand(count, 28, 28)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_each_way_changes_a_glyph_and_leaves_its_shape(way):
    glyphs = rings().unsqueeze(1)
    spoiled = way(glyphs, seeded())
    assert spoiled.shape == glyphs.shape
    assert torch.isfinite(spoiled).all()
    changed = (spoiled.clamp(0, 1) - glyphs).abs().mean(dim=(1, 2, 3)) > 0.002
    assert changed.float().mean() > 0.8


def test_the_share_that_was_asked_for_is_spoiled():
    glyphs = rings(2000)
    changed = (spoil(glyphs, 0.25, seeded()) != glyphs).any(dim=2).any(dim=1).float().mean()
    assert 0.2 < float(changed) < 0.3
    assert torch.equal(spoil(glyphs, 0.0, seeded()), glyphs)


def test_spoiled_glyphs_stay_between_paper_and_ink():
    spoiled = spoil(rings(400), 1.0, seeded())
    assert 0 <= float(spoiled.min()) <= float(spoiled.max()) <= 1
