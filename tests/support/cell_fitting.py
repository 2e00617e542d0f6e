"""The network that says of each cell of ink which sign's it is, fitted on pictures of drawings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from digitpad.vision.marks.cells import ADDING_FROM, DILATIONS, ink_grid
from digitpad.vision.marks.model import KINDS
from digitpad.vision.marks.parameters import CELLS
from digitpad.vision.picture.light import normalize
from digitpad.vision.picture.threshold import patches_of
from digitpad.vision.segmentation.components import segments_of
from digitpad.vision.segmentation.picture_marks import page_of, specks_of
from digitpad.vision.segmentation.rows import typical_height
from tests.support import mark_drawings
from tests.support.mark_drawings import Drawn, Random
from tests.support.mark_fitting import DIRTY, TEXTS, Drawings, Texts, draw_dirt, kind_of_signs, with_strays
from tests.support.mark_pictures import shot_of

Grid = tuple[NDArray[np.uint8], NDArray[np.uint8]]  # ink (H, W), and the kind of each cell, PAPER where there is none

CELL_TEXTS: tuple[tuple[Texts, float], ...] = (
    (mark_drawings.without, 0.2),
    (TEXTS[1][0], 0.08),  # strokes like marks
    (lambda random: mark_drawings.with_one(str(random.choice(list("..,,-//::"))), random), 0.36),
    (mark_drawings.with_several, 0.16),
    (mark_drawings.with_sign, 0.2),
)
CHANNELS, EPOCHS, BATCH, RATE, DECAY = 16, 7, 16, 4e-3, 1e-3
WEIGHTS = (1.0, 3.0, 2.0, 1.5, 1.5, 3.0, 1.5)  # of the kinds' cells: a dot has few
SIZES = 0.15  # by which the digits' height is taken larger or smaller than it is
PAPER = 255
LATE = 0.05  # of the drawings are kept away from fitting, to say how good it is
RIM = 2  # cells of paper around a batch
CHUNK = 1000  # drawings


class CellNet(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        inputs = [1, *[CHANNELS] * (len(DILATIONS) - 1)]
        self.ways = [
            torch.nn.Conv2d(count, CHANNELS, 3, padding=apart, dilation=apart)
            for count, apart in zip(inputs, DILATIONS, strict=True)
        ]
        self.layers = torch.nn.ModuleList(self.ways)
        self.last = torch.nn.Conv2d(CHANNELS, len(KINDS), 1)
        for layer in self.ways:
            torch.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            layer.bias = torch.nn.Parameter(torch.zeros(CHANNELS))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return scores (N, kinds, H, W) of grids (N, 1, H, W)."""
        for place, layer in enumerate(self.ways):
            found = torch.relu(layer(x))
            x = found + x if place >= ADDING_FROM else found
        scores: torch.Tensor = self.last(x)
        return scores


def fit_cells(drawings: Drawings, count: int, seed: int, path: Path) -> None:
    """Write the network that `count` drawings give, the last ones kept apart to say how good it is."""
    grids: list[Grid] = []
    for chunk in range(max(1, count // CHUNK)):
        grids += grids_of(drawings, seed, chunk)
        print(f"{(chunk + 1) * CHUNK} drawings", flush=True)
    late = max(1, int(LATE * len(grids)))
    write(trained(grids[:-late], grids[-late:], seed), path)


def grids_of(drawings: Drawings, seed: int, chunk: int, count: int = CHUNK) -> Iterator[Grid]:
    """Yield the grids of `count` drawings, the same for the same seed and chunk."""
    random = np.random.default_rng((seed, chunk))
    sources, shares = [drawings(texts, random) for texts, _ in CELL_TEXTS], [share for _, share in CELL_TEXTS]
    for _ in range(count):
        grid = grid_of(with_strays(next(sources[int(random.choice(len(sources), p=shares))]), random), random)
        if grid is not None:
            yield grid


def grid_of(drawn: Drawn, random: Random) -> Grid | None:
    """Return the cells of a picture of a drawing and whose they are; None where nothing is found in it."""
    shot = shot_of(drawn, random)
    if random.random() < DIRTY:
        draw_dirt(shot.rgb, random)
    patches = patches_of(normalize(shot.rgb))
    segments = segments_of(patches)
    if not segments:
        return None
    typical = typical_height([segment.box for segment in segments]) * random.uniform(1 - SIZES, 1 + SIZES)
    lines = [*segments, *(speck.segment for speck in specks_of(segments, patches))]
    page, around = page_of(lines, rim=0)
    strokes = cv2.resize(shot.strokes, patches.shape[::-1], interpolation=cv2.INTER_NEAREST)
    margin = max(page.shape)
    own = np.pad(strokes, margin, constant_values=-1)[around.moved(margin, margin).part]
    kinds = np.array([*(kind_of_signs({sign}) for sign in drawn.signs), 0])[own]
    grid = ink_grid(page, typical)
    shares = [ink_grid(np.asarray(((kinds == k) & (own >= 0)) * 255, np.uint8), typical) for k in range(len(KINDS))]
    labels = np.stack(shares).argmax(axis=0).astype(np.uint8)
    labels[grid < CELLS.least_ink] = PAPER
    return np.asarray(grid * 255, np.uint8), labels


def trained(grids: Sequence[Grid], late: Sequence[Grid], seed: int) -> CellNet:
    """Return the network after EPOCHS over the grids, by AdamW with a cosine."""
    torch.manual_seed(seed)
    random, net = np.random.default_rng(seed), CellNet()
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(grids) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.03)
    for epoch in range(EPOCHS):
        for batch in _batches(grids, random):
            optimizer.zero_grad()
            _loss(net, batch).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch + 1}: {_report(net, late)}", flush=True)
    return net


def write(net: CellNet, path: Path) -> None:
    layers = [[_rounded(layer.weight.permute(2, 3, 1, 0)), _rounded(_bias(layer))] for layer in net.ways]
    last = [_rounded(net.last.weight[:, :, 0, 0].T), _rounded(_bias(net.last))]
    path.write_text(json.dumps({"layers": layers, "last": last, "kinds": KINDS}) + "\n")


def _batches(grids: Sequence[Grid], random: Random) -> Iterator[list[Grid]]:
    """Yield all grids in batches of about one width, in any order."""
    order = random.permutation(len(grids))
    batches = []
    for start in range(0, len(order), 20 * BATCH):
        part = sorted(order[start : start + 20 * BATCH], key=lambda place: grids[place][0].shape[1])
        batches += [part[first : first + BATCH] for first in range(0, len(part), BATCH)]
    for place in random.permutation(len(batches)):
        yield [grids[i] for i in batches[place]]


def _tensors(batch: Sequence[Grid]) -> tuple[torch.Tensor, torch.Tensor]:
    height, width = (max(grid.shape[axis] for grid, _ in batch) + 2 * RIM for axis in (0, 1))
    ink = np.zeros((len(batch), 1, height, width), np.float32)
    kinds = np.full((len(batch), height, width), PAPER, np.int64)
    for place, (grid, labels) in enumerate(batch):
        part = slice(RIM, RIM + grid.shape[0]), slice(RIM, RIM + grid.shape[1])
        ink[place, 0][part], kinds[place][part] = grid / 255, labels
    return torch.from_numpy(ink), torch.from_numpy(kinds)


def _loss(net: CellNet, batch: Sequence[Grid]) -> torch.Tensor:
    ink, kinds = _tensors(batch)
    return torch.nn.functional.cross_entropy(net(ink), kinds, torch.tensor(WEIGHTS), ignore_index=PAPER)


def _report(net: CellNet, late: Sequence[Grid]) -> str:
    counts = np.zeros((len(KINDS), len(KINDS)), np.int64)
    with torch.no_grad():
        for grid in late:
            ink, kinds = _tensors([grid])
            there = (kinds != PAPER).numpy()
            np.add.at(counts, (kinds.numpy()[there], net(ink).argmax(dim=1).numpy()[there]), 1)
    found = counts.diagonal() / np.maximum(counts.sum(axis=1), 1)
    right = counts.diagonal() / np.maximum(counts.sum(axis=0), 1)
    words = [f"{kind or 'part'} {100 * a:.0f}/{100 * b:.0f}" for kind, a, b in zip(KINDS, found, right, strict=True)]
    return f"{100 * counts.trace() / counts.sum():.2f} % of the cells right; found and right, %: {', '.join(words)}"


def _bias(layer: torch.nn.Conv2d) -> torch.Tensor:
    return torch.zeros(layer.out_channels) if layer.bias is None else layer.bias


def _rounded(values: torch.Tensor) -> list[object]:
    return list(np.round(values.detach().numpy().astype(float), 4).tolist())
