"""A bank of pen strokes as distance fields on the device, so that each can be drawn anew at any width and slant."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Strokes = Sequence[NDArray[np.float32]]  # each (n, 2) x, y, y down

SEGMENTS = 64  # straight pieces a sample is made of
FIELD = 48  # px, side of a distance field
SPAN = 32.0  # field px, the sample's longer side; the rest is margin
REACH = 8.0  # field px, the largest distance stored
CHUNK = 256  # samples whose fields are computed at once


class StrokeBank:
    """N samples of strokes: their distance fields (N, 48, 48) uint8, segments (N, 64, 4) in field px, labels (N,)."""

    def __init__(self, samples: Sequence[Strokes], labels: Sequence[int], device: torch.device) -> None:
        segments = np.stack([segments_of(strokes) for strokes in samples])
        self.segments = torch.from_numpy(segments).to(device)
        self.labels = torch.tensor(labels, dtype=torch.int64, device=device)
        chunks = [_distances(part) for part in self.segments.split(CHUNK)]
        self.fields = torch.cat([(chunk * (255 / REACH)).round().to(torch.uint8) for chunk in chunks])

    def __len__(self) -> int:
        return len(self.labels)


def segments_of(strokes: Strokes) -> NDArray[np.float32]:
    """Return strokes as segments of equal length, (64, 4) x0, y0, x1, y1 in field px, centred in the field."""
    lengths = np.array([_length(stroke) for stroke in strokes]) + 1e-6
    counts = np.maximum(1, np.floor(lengths / lengths.sum() * (SEGMENTS - len(strokes)))).astype(int)
    pieces = [_cut(stroke, count) for stroke, count in zip(strokes, counts, strict=True)]
    points = np.concatenate(pieces)[:SEGMENTS]
    points = np.concatenate([points, np.repeat(points[-1:], SEGMENTS - len(points), axis=0)])
    points = points.reshape(-1, 2)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = SPAN / max(float((high - low).max()), 1e-6)
    points_in_field = (points - (low + high) / 2) * scale + FIELD / 2
    return np.asarray(points_in_field.reshape(SEGMENTS, 4), np.float32)


def _length(stroke: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(np.diff(stroke, axis=0), axis=1).sum())


def _cut(stroke: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    steps = np.linalg.norm(np.diff(stroke, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.linspace(0, along[-1], count + 1)
    points = np.stack([np.interp(at, along, stroke[:, axis]) for axis in (0, 1)], axis=1)
    return np.concatenate([points[:-1], points[1:]], axis=1).astype(np.float32)


def _distances(segments: Tensor) -> Tensor:
    """Return (N, 48, 48): the distance of each field px's centre to the nearest of (N, 64, 4) segments, up to REACH."""
    n = len(segments)
    axis = torch.arange(FIELD, device=segments.device) + 0.5
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    x, y = x.reshape(1, -1), y.reshape(1, -1)
    nearest = torch.full((n, FIELD * FIELD), REACH**2, device=segments.device)
    for x0, y0, x1, y1 in segments.permute(1, 2, 0).unsqueeze(-1):  # one segment of every sample at a time
        dx, dy = x1 - x0, y1 - y0
        along = (((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy + 1e-9)).clamp_(0, 1)
        nearest = torch.minimum(nearest, (x - x0 - along * dx).square_() + (y - y0 - along * dy).square_())
    return nearest.sqrt().reshape(n, FIELD, FIELD)
