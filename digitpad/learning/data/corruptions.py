"""Corruptions of glyphs by paper, lenses and screens, in batches on the device, for training."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from digitpad.records import SIDE

CENTRE = 13.5  # px, the middle of a glyph
CORNERS = 5  # of a line across a glyph


def corrupt(glyphs: Tensor, share: float, random: torch.Generator) -> Tensor:
    """Return glyphs (N, 28, 28) float 0..1, a random `share` of them corrupted in one of the ways below."""
    if share == 0:
        return glyphs
    corrupted = glyphs.clone()
    mask = torch.rand(len(glyphs), device=glyphs.device, generator=random) < share
    way = torch.randint(len(WAYS), (len(glyphs),), device=glyphs.device, generator=random)
    for number, corruption in enumerate(WAYS):
        these = (mask & (way == number)).nonzero().squeeze(1)
        if len(these):
            corrupted[these] = corruption(glyphs[these].unsqueeze(1), random).clamp(0, 1).squeeze(1)
    return corrupted


def grain(ink: Tensor, random: torch.Generator) -> Tensor:
    """Sensor noise, stronger where it is lighter."""
    return ink + _normal(ink.shape, ink, random) * _between(0.05, 0.35, ink, random) * (0.4 + ink.sqrt())


def pepper(ink: Tensor, random: torch.Generator) -> Tensor:
    """Single pixels black or white."""
    dice = _uniform(ink.shape, ink, random) / _between(0.02, 0.25, ink, random)
    return torch.where(dice < 0.5, 0.0, torch.where(dice < 1, 1.0, ink))


def blur(ink: Tensor, random: torch.Generator) -> Tensor:
    """Out of focus."""
    once = functional.avg_pool2d(ink, 3, 1, 1, count_include_pad=False)
    twice = functional.avg_pool2d(once, 3, 1, 1, count_include_pad=False)
    return torch.lerp(once, twice, _between(0, 1.6, ink, random))


def shake(ink: Tensor, random: torch.Generator) -> Tensor:
    """Blurred along a line: the mean of seven places on it."""
    angle, length = _between(0, 3.1416, ink, random), _between(1.0, 4.0, ink, random)
    steps = torch.linspace(-1, 1, 7, device=ink.device)
    move = torch.stack([angle.cos() * length, angle.sin() * length], -1).view(-1, 1, 1, 2) * 2 / SIDE
    grid = _grid(ink)
    moments = [functional.grid_sample(ink, grid + float(step) * move, align_corners=False) for step in steps]
    return torch.stack(moments).mean(0)


def frosted(ink: Tensor, random: torch.Generator) -> Tensor:
    """A view through structured glass: pixels change places with near ones."""
    jitter = (_uniform((len(ink), SIDE, SIDE, 2), ink, random) * 2 - 1) * _between(1.0, 2.5, ink, random) * 2 / SIDE
    moved = functional.grid_sample(ink, _grid(ink) + jitter, align_corners=False)
    return functional.avg_pool2d(moved, 3, 1, 1) * 0.6 + moved * 0.4


def tilted(ink: Tensor, random: torch.Generator) -> Tensor:
    """Turned, leaning, far away: by more than people write, by no more than paper is held."""
    turn, slant = _between(-0.65, 0.65, ink, random).view(-1), _between(-0.45, 0.45, ink, random).view(-1)
    size = _between(0.9, 1.6, ink, random).view(-1)
    cos, sin, zero = turn.cos() * size, turn.sin() * size, torch.zeros_like(turn)
    matrix = torch.stack([cos, slant * cos - sin, zero, sin, slant * sin + cos, zero], 1).view(-1, 2, 3)
    grid = functional.affine_grid(matrix, [len(ink), 1, SIDE, SIDE], align_corners=False)
    return functional.grid_sample(ink, grid, align_corners=False)


def fog(ink: Tensor, random: torch.Generator) -> Tensor:
    """A ground of soft clouds that takes contrast away."""
    soft, fine = (
        functional.interpolate(_uniform((len(ink), 1, side, side), ink, random), SIDE, mode="bicubic")
        for side in (4, 10)
    )
    strength = _between(0.1, 0.8, ink, random)
    return (ink + strength * torch.lerp(soft, fine, _between(0, 0.6, ink, random))) / (1 + 0.6 * strength)


def faint(ink: Tensor, random: torch.Generator) -> Tensor:
    """Less ink."""
    return ink * _between(0.3, 0.9, ink, random)


def ruled(ink: Tensor, random: torch.Generator) -> Tensor:
    """Faint lines of the paper."""
    at = torch.arange(SIDE, device=ink.device).view(1, 1, -1, 1)
    line = ((at + _between(0, 8, ink, random).floor()) % _between(5, 9, ink, random).floor()) < 1
    return torch.maximum(ink, line * _between(0.2, 0.6, ink, random))


def crossed_out(ink: Tensor, random: torch.Generator) -> Tensor:
    """A zigzag or dotted line from side to side."""
    n = len(ink)
    x = torch.linspace(-1, SIDE, CORNERS, device=ink.device).expand(n, -1)
    middle = _between(4, 24, ink, random).view(n, 1)
    y = middle + (_uniform((n, CORNERS), ink, random) * 2 - 1) * _between(0.5, 8, ink, random).view(n, 1)
    column = torch.arange(SIDE, device=ink.device, dtype=torch.float32)
    place = (column + 1) / (SIDE + 1) * (CORNERS - 1)
    left = place.floor().long().clamp(max=CORNERS - 2)
    level = y[:, left] + (y[:, left + 1] - y[:, left]) * (place - left)
    steep = ((y[:, left + 1] - y[:, left]).abs() * (CORNERS - 1) / (x[:, -1:] - x[:, :1])).unsqueeze(1)
    row = torch.arange(SIDE, device=ink.device, dtype=torch.float32).view(1, -1, 1)
    line = (1.1 + 0.5 * steep - (row - level.unsqueeze(1)).abs()).clamp(0, 1)
    dotted = (column % 4 < 2) | (_between(0, 1, ink, random).view(n, 1) < 0.5)
    return torch.maximum(ink, (line * dotted.unsqueeze(1)).unsqueeze(1))


def hatched(ink: Tensor, random: torch.Generator) -> Tensor:
    """A fine zigzag from side to side."""
    column = torch.arange(SIDE, device=ink.device, dtype=torch.float32).view(1, 1, 1, -1)
    row = column.transpose(2, 3)
    period, swing = _between(3, 7, ink, random), _between(1, 3, ink, random)
    phase = (column / period + _between(0, 1, ink, random)) % 1
    level = _between(0, SIDE, ink, random) + _between(-0.25, 0.25, ink, random) * (column - CENTRE)
    away = (row - level - swing * ((4 * phase - 2).abs() - 1)).abs() / (1 + (4 * swing / period) ** 2).sqrt()
    ends = (column >= _between(0, 6, ink, random)) & (column <= _between(21, SIDE, ink, random))
    return torch.maximum(ink, (_between(1.0, 1.7, ink, random) - away).clamp(0, 1) * ends)


def spattered(ink: Tensor, random: torch.Generator) -> Tensor:
    """Drops of ink or of water."""
    rough = functional.interpolate(_normal((len(ink), 1, 12, 12), ink, random), SIDE, mode="bilinear")
    drops = (rough > _between(1.1, 1.7, ink, random)).float()
    return torch.where(_between(0, 1, ink, random) < 0.7, torch.maximum(ink, drops), ink * (1 - drops))


def outlined(ink: Tensor, random: torch.Generator) -> Tensor:
    """Keep nothing but the edges of the strokes."""
    grown = functional.max_pool2d(ink, 3, 1, 1)
    return ((grown - ink) > _between(0.3, 0.6, ink, random)).float()


Way = Callable[[Tensor, torch.Generator], Tensor]
WAYS: tuple[Way, ...] = (
    grain,
    pepper,
    blur,
    shake,
    frosted,
    tilted,
    fog,
    faint,
    ruled,
    crossed_out,
    hatched,
    spattered,
    outlined,
)


def _grid(ink: Tensor) -> Tensor:
    """Return the place of each pixel, (1, 28, 28, 2), for grid_sample with align_corners=False."""
    axis = (torch.arange(SIDE, device=ink.device) + 0.5) * 2 / SIDE - 1
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    return torch.stack([x, y], -1).unsqueeze(0)


def _between(low: float, high: float, ink: Tensor, random: torch.Generator) -> Tensor:
    """Return one random number for each glyph, (N, 1, 1, 1)."""
    return low + (high - low) * _uniform((len(ink), 1, 1, 1), ink, random)


def _uniform(shape: tuple[int, ...], ink: Tensor, random: torch.Generator) -> Tensor:
    return torch.rand(shape, device=ink.device, generator=random)


def _normal(shape: tuple[int, ...], ink: Tensor, random: torch.Generator) -> Tensor:
    return torch.randn(shape, device=ink.device, generator=random)
