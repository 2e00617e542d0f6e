"""The model that tells upright digits from those on their heads: what it is fitted on, and the fit."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from digitpad.inference.network import Network
from digitpad.learning.data.datasets import HELD_OUT_IMAGES, PenDigit, is_held_out, mnist, pen_digits
from digitpad.paths import data_folder
from digitpad.recognition.uprightness import Glyphs, measures_of, shipped_network, turned_round
from digitpad.vision.render.glyph import glyph_of
from tests.support.situation_ink import draw, scaled

FILES = ("pendigits-train", "unipen-dev")
FOLDS = 6  # one training writer in so many, and as many of the images as are held out, are left for choosing
FITTING, CHOOSING, QUOTING = PARTS = ("fitting", "choosing", "quoting")
PLAIN, CHANGED = 1, 3  # drawings of each digit as it is, and slanted, turned, widened
SIDES, PENS, TURN, SLANT, WIDE = (60, 140), (0.03, 0.13), 10, 0.3, 0.25  # px, heights, degrees, shares either way
HIDDEN, EPOCHS, BATCH, RATE, DECAY, FLOOR = 32, 8, 256, 4e-3, 1e-2, 0.3  # FLOOR is added to each measure's spread

Random = np.random.Generator
Arrays = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class UprightGlyphs:
    """Digits that stand upright."""

    glyphs: Glyphs
    labels: NDArray[np.int64]  # (N,)
    writers: NDArray[np.str_]  # (N,) the images of MNIST, whose writers are not known, are all one's


def glyphs_of(part: str, seed: int) -> dict[str, UprightGlyphs]:
    """Return the digits of one of PARTS, by where they come from; those for fitting in several drawings each."""
    random, images = np.random.default_rng(seed), _images(part)
    return {"mnist": images} | {name: _drawn(_digits(name, part), part == FITTING, random) for name in FILES}


def fit(seed: int, path: Path) -> None:
    """Write the model that the digits for fitting give."""
    found = list(glyphs_of(FITTING, seed).values())
    values = trained(np.concatenate([each.glyphs for each in found]), seed)
    written = {name: np.round(value, 4).tolist() for name, value in values.items()}
    path.write_text(json.dumps({**written, "digits": sum(len(each.labels) for each in found), "seed": seed}) + "\n")


def trained(glyphs: Glyphs, seed: int) -> Arrays:
    """Two layers by AdamW, each glyph against itself turned round; the same arrays that UprightModel has."""
    network = Network.load(shipped_network(), "cpu")
    lying, turned = (measures_of(network, each) for each in (glyphs, turned_round(glyphs)))
    mean, spread = lying.mean(axis=0), lying.std(axis=0) + FLOOR
    one, other = (torch.from_numpy((each - mean) / spread).float() for each in (lying, turned))
    torch.manual_seed(seed)
    net = torch.nn.Sequential(
        torch.nn.Linear(one.shape[1], HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 1, bias=False)
    )
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    batches = len(one) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=EPOCHS * batches)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(one)).split(BATCH)[:batches]:
            optimizer.zero_grad()
            torch.nn.functional.softplus(net(other[batch]) - net(one[batch])).mean().backward()
            optimizer.step()
            schedule.step()
    first, second = (layer.weight.detach().numpy().T.astype(np.float64) for layer in (net[0], net[2]))
    added = net[0].bias.detach().numpy().astype(np.float64)
    return {"mean": mean, "spread": spread, "first": np.vstack([first, added]), "second": second[:, 0]}


def _images(part: str) -> UprightGlyphs:
    images, labels = mnist(data_folder(), train=True)
    last = len(labels) - HELD_OUT_IMAGES
    ends = {FITTING: (0, last - HELD_OUT_IMAGES), CHOOSING: (last - HELD_OUT_IMAGES, last), QUOTING: (last, None)}
    own = slice(*ends[part])
    return UprightGlyphs(images[own], labels[own], np.zeros(len(labels[own]), np.str_))


def _digits(name: str, part: str) -> list[PenDigit]:
    digits = pen_digits(data_folder() / "strokes" / f"{name}.jsonl")
    return [digit for digit in digits if digit.label.isdigit() and part_of(digit.writer) == part]


def part_of(writer: str) -> str:
    """Return which of PARTS a writer's digits are."""
    if is_held_out(writer):
        return QUOTING
    return CHOOSING if zlib.crc32(f"upright {writer}".encode()) % FOLDS == 0 else FITTING


def _drawn(digits: Sequence[PenDigit], several: bool, random: Random) -> UprightGlyphs:
    ways = [False] * PLAIN + [True] * CHANGED * several
    glyphs = [_glyph(digit, changed, random) for changed in ways for digit in digits]
    labels, writers = ([getattr(digit, name) for digit in digits] * len(ways) for name in ("label", "writer"))
    return UprightGlyphs(np.stack(glyphs), np.array(labels, np.int64), np.array(writers))


def _glyph(digit: PenDigit, changed: bool, random: Random) -> NDArray[np.uint8]:
    """Return a digit drawn with some pen at some size, as the program makes a glyph of its ink."""
    side = random.uniform(*SIDES)
    strokes, _ = scaled(digit, side)
    if changed:
        angle, lean, wide = (random.uniform(-most, most) for most in (np.radians(TURN), SLANT, WIDE))
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        strokes = [stroke @ (turn @ np.array([[1 + wide, lean], [0, 1]])).T for stroke in strokes]
    pen = max(1, round(side * random.uniform(*PENS)))
    low, high = (getattr(np.concatenate(strokes), end)(axis=0) for end in ("min", "max"))
    size = np.ceil(high - low).astype(int) + 4 * pen
    paper = np.zeros((size[1], size[0]), np.uint8)
    draw(paper, [stroke - low for stroke in strokes], (2 * pen, 2 * pen), pen, ink=255)
    return glyph_of(paper)
