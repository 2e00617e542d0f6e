"""Training glyphs made anew in batches on the device: rasters deformed, pen strokes drawn at random width and slant."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from digitpad.learning.data.stroke_bank import FIELD, REACH, StrokeBank
from digitpad.records import SIDE

LONGER_SIDE = 20.0  # px of the ink in a glyph
UNTOUCHED = 0.2  # share of rasters that are not deformed
INKED = 0.2  # of full ink, what counts as ink
DOT_SCALE = LONGER_SIDE / REACH  # glyph px per field px: the whole of a dot's disc lies within the field's reach
CENTRE = 14.0  # index of the centre of mass


@dataclass(frozen=True)
class Strength:
    """Amounts of deformation of a glyph; each figure is the half-width of a uniform distribution."""

    turn: float  # rad
    slant: float  # shear
    stretch: float  # log of the ratio of height to width
    size: float  # log
    shift: float  # px
    elastic: float  # px, standard deviation (Simard 2003)
    thickness: float  # share of a one-pixel dilation or erosion


STILL = Strength(0, 0, 0, 0, 0, 0, 0)
STRENGTHS = {
    "none": None,
    "light": Strength(0.12, 0.12, 0.06, 0.06, 1.0, 0.0, 0.0),
    "full": Strength(0.21, 0.30, 0.14, 0.10, 1.5, 0.75, 0.5),
}


def deform(images: Tensor, strength: Strength, random: torch.Generator) -> Tensor:
    """Return rasters (N, 28, 28) float 0..1 as if the same digits were written differently, same shape.

    A part stays as it is, and what interpolation blurs is sharpened again: were MNIST always softer than drawn strokes,
    the network would learn two alphabets.
    """
    n, device = len(images), images.device
    back = torch.linalg.inv(_matrices(n, strength, device, random))
    grid = _pixel_grid(device).expand(n, -1, -1, -1) - CENTRE  # (N, 28, 28, 2) output px from the centre
    shift = _uniform((n, 1, 1, 2), strength.shift, device, random)
    source = torch.einsum("nij,nhwj->nhwi", back, grid - shift) + _elastic(n, strength.elastic, device, random)
    sampled = functional.grid_sample(
        images.unsqueeze(1), source * (2 / (SIDE - 1)) + (2 * CENTRE / (SIDE - 1) - 1), align_corners=True
    )
    ink = _sharpen(_thicken(sampled, strength.thickness, random), random)
    untouched = torch.rand((n, 1, 1, 1), device=device, generator=random) < UNTOUCHED
    return torch.where(untouched, images.unsqueeze(1), ink).squeeze(1)


def glue(left: Tensor, right: Tensor, random: torch.Generator) -> Tensor:
    """Return pairs of rasters (N, 28, 28) set side by side, near or touching, as if they were one glyph (N, 28, 28)."""
    n, device = len(left), left.device
    overlap = torch.randint(4, 11, (n, 1), device=device, generator=random)
    column = torch.arange(2 * SIDE, device=device).expand(n, -1)
    from_right = (column - SIDE + overlap).clamp(0, SIDE - 1)
    shifted = right.gather(2, from_right.unsqueeze(1).expand(-1, SIDE, -1))
    shifted = shifted * ((column >= SIDE - overlap) & (column < 2 * SIDE - overlap)).unsqueeze(1)
    return _normalised(torch.maximum(functional.pad(left, (0, SIDE)), shifted))


def draw(bank: StrokeBank, members: Tensor, strength: Strength | None, random: torch.Generator) -> Tensor:
    """Return the samples `members` (N,) of the bank drawn as glyphs (N, 28, 28) float 0..1, normalised as MNIST was.

    Without a strength every sample is drawn as it was written, with a pen a ninth of its size.
    """
    n, device = len(members), members.device
    plain, strength = strength is None, strength or STILL
    matrix = _matrices(n, strength, device, random)
    moved = torch.einsum("nij,npj->npi", matrix, bank.segments[members].reshape(n, -1, 2) - FIELD / 2)
    pen, scale = _pen_and_scale(moved, plain, random)
    shift = _uniform((n, 1, 1, 2), 0.5 + strength.shift / 3, device, random) if not plain else 0.0
    grid = _pixel_grid(device).expand(n, -1, -1, -1) - CENTRE - shift + _elastic(n, strength.elastic, device, random)
    places = grid / scale.view(n, 1, 1, 1) + _centre_of_mass(moved).view(n, 1, 1, 2)
    distance = _distances(bank, members, torch.einsum("nij,nhwj->nhwi", torch.linalg.inv(matrix), places))
    stretch = scale * torch.linalg.det(matrix).abs().sqrt().view(n, 1)  # output px per field px
    edge = (pen * LONGER_SIDE / 2).view(n, 1, 1, 1) - distance * stretch.view(n, 1, 1, 1)
    softness = 1.0 if plain else 0.8 + 1.6 * torch.rand((n, 1, 1, 1), device=device, generator=random)
    ink: Tensor = (edge / softness + 0.5).clamp(0, 1)
    return ink.squeeze(1)


def _pen_and_scale(points: Tensor, plain: bool, random: torch.Generator) -> tuple[Tensor, Tensor]:
    """Return the width of a pen as a share of the longer side, and glyph px per px of the points, (N, 1) each.

    `points` (N, 2 x segments, 2). A dot is filled by the pen.
    """
    n, device = len(points), points.device
    pen = torch.full((n, 1), 0.11, device=device)
    if not plain:
        pen = 0.07 + 0.09 * torch.rand((n, 1), device=device, generator=random)
    size = (points.amax(1) - points.amin(1)).amax(1, keepdim=True).clamp(min=1e-3)  # (N, 1)
    dot = size < 1
    pen = torch.where(dot, torch.ones_like(pen), pen)
    scale = torch.where(dot, torch.full_like(size, DOT_SCALE), (LONGER_SIDE * (1 - pen) / size).clamp(max=8.0))
    return pen, scale


def _distances(bank: StrokeBank, members: Tensor, places: Tensor) -> Tensor:
    """Return (N, 1, 28, 28) field px from `places` (N, 28, 28, 2), px from a field's middle, to the nearest stroke."""
    fields = bank.fields[members].unsqueeze(1).float() * (REACH / 255)
    return functional.grid_sample(fields, places * (2 / FIELD), padding_mode="border", align_corners=False)


def _matrices(n: int, strength: Strength, device: torch.device, random: torch.Generator) -> Tensor:
    """Return random matrices (N, 2, 2) that turn, slant, stretch and scale."""
    turn, slant, stretch, size = (
        _uniform((n,), width, device, random)
        for width in (strength.turn, strength.slant, strength.stretch, strength.size)
    )
    one, zero = torch.ones(n, device=device), torch.zeros(n, device=device)
    rotation = torch.stack([turn.cos(), -turn.sin(), turn.sin(), turn.cos()], 1).view(n, 2, 2)
    shear = torch.stack([one, slant, zero, one], 1).view(n, 2, 2)
    scaling = torch.diag_embed(torch.stack([(size - stretch).exp(), (size + stretch).exp()], 1))
    return rotation @ shear @ scaling


def _centre_of_mass(points: Tensor) -> Tensor:
    """Return the centre of mass (N, 2) of lines, from the ends of their segments (N, 2 x segments, 2)."""
    ends = points.view(len(points), -1, 2, 2)
    lengths = (ends[:, :, 1] - ends[:, :, 0]).norm(dim=-1, keepdim=True) + 1e-6
    mass: Tensor = (ends.mean(dim=2) * lengths).sum(1) / lengths.sum(1)
    return mass


def _elastic(n: int, deviation: float, device: torch.device, random: torch.Generator) -> Tensor | float:
    """Return a smooth random displacement (N, 28, 28, 2) px."""
    if deviation == 0:
        return 0.0
    coarse = torch.randn((n, 2, 6, 6), device=device, generator=random) * deviation
    return functional.interpolate(coarse, SIDE, mode="bilinear", align_corners=True).permute(0, 2, 3, 1)


def _thicken(ink: Tensor, most: float, random: torch.Generator) -> Tensor:
    """Return glyphs (N, 1, 28, 28) dilated or eroded by up to `most` px."""
    if most == 0:
        return ink
    share = _uniform((len(ink), 1, 1, 1), most, ink.device, random)
    thicker = functional.max_pool2d(ink, 3, 1, 1)
    thinner = -functional.max_pool2d(-ink, 3, 1, 1)
    return torch.where(share > 0, ink + share * (thicker - ink), ink + share * 0.8 * (ink - thinner)).clamp(0, 1)


def _pixel_grid(device: torch.device) -> Tensor:
    """Return the x and y index of each pixel, (28, 28, 2)."""
    axis = torch.arange(SIDE, device=device, dtype=torch.float32)
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    return torch.stack([x, y], -1)


def _sharpen(ink: Tensor, random: torch.Generator) -> Tensor:
    """Return glyphs with grey edges made steeper by a random factor of 1 to 2.2."""
    steepness = 1 + 1.2 * torch.rand((len(ink), 1, 1, 1), device=ink.device, generator=random)
    return ((ink - 0.4) * steepness + 0.4).clamp(0, 1)


def _normalised(paper: Tensor) -> Tensor:
    """Return ink on paper (N, H, W) as glyphs (N, 28, 28): longer side 20, centred by mass, averaged over 2x2."""
    n, height, width = paper.shape
    x, y = (torch.arange(size, device=paper.device, dtype=torch.float32) for size in (width, height))
    columns, rows = paper.amax(1) > INKED, paper.amax(2) > INKED
    span = torch.maximum(_span(columns), _span(rows)).clamp(min=1).view(n, 1, 1)  # paper px
    mass = paper.sum((1, 2)).clamp(min=1e-3)
    middle = torch.stack([(paper.sum(1) * x).sum(1) / mass, (paper.sum(2) * y).sum(1) / mass], 1)  # (N, 2)
    fine = (torch.arange(2 * SIDE, device=paper.device) + 0.5) / 2 - 0.5 - CENTRE  # glyph px from the centre
    source_x = fine.view(1, 1, -1) * span / LONGER_SIDE + middle[:, 0].view(n, 1, 1)
    source_y = fine.view(1, -1, 1) * span / LONGER_SIDE + middle[:, 1].view(n, 1, 1)
    across, down = source_x * 2 / (width - 1) - 1, source_y * 2 / (height - 1) - 1
    grid = torch.stack([across.expand(-1, 2 * SIDE, -1), down.expand(-1, -1, 2 * SIDE)], -1)
    sampled = functional.grid_sample(paper.unsqueeze(1), grid, align_corners=True)
    return functional.avg_pool2d(sampled, 2).squeeze(1)


def _span(inked: Tensor) -> Tensor:
    """Return the extent (N,) from the first to the last True of (N, W) places."""
    count = inked.shape[1]
    first = inked.float().argmax(1)
    last = count - 1 - inked.flip(1).float().argmax(1)
    return (last - first + 1).float()


def _uniform(shape: tuple[int, ...], half: float, device: torch.device, random: torch.Generator) -> Tensor:
    return (torch.rand(shape, device=device, generator=random) * 2 - 1) * half
