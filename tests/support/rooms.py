"""Scenes as rooms give them, made from handwriting and paper; what is varied stands in `Room` and `KINDS`."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Rgb
from tests.support import clutter, objects
from tests.support.papers import PAPERS, Picture, Random, clouds
from tests.support.shots import Pose, lying, shot
from tests.support.writers import Hand, Mask


@dataclass(frozen=True)
class Room:
    """Lengths are shares of the picture's height unless said otherwise; pairs are ranges, drawn evenly."""

    size: tuple[int, int] = (720, 1280)  # px
    paper: str = "blank"  # from GROUNDS
    style: str = "pen"  # pen, mnist, letters, drawn
    rows: tuple[int, int] = (1, 2)
    digits: tuple[int, int] = (4, 7)  # a row
    height: tuple[float, float] = (0.11, 0.2)  # of a digit
    pen: tuple[float, float] = (0.06, 0.1)  # width, in digit heights
    gap: tuple[float, float] = (0.2, 0.5)  # between digits, in digit heights; negative: they touch
    strength: tuple[float, float] = (0.75, 0.95)  # how much of the ink covers the paper
    unevenness: float = 0.0  # 0..1, of pencil and chalk
    wander: float = 0.06  # in digit heights, up and down
    bend: float = 0.0  # of the paper, up and down
    turn: float = 2.0  # degrees at most
    tilt: float = 0.02  # by how much a corner moves, seen aslant
    span: float = 1.3  # the paper's size; below 1 its edge and the desk are seen
    lamp: tuple[float, float] = (0.0, 0.35)  # share of the light lost at the far corner
    exposure: tuple[float, float] = (0.75, 1.05)
    shadow: tuple[float, float] = (0.0, 0.0)  # share of the light
    softness: float = 0.003  # of the shadow's edge
    focus: tuple[float, float] = (0.4, 1.2)  # px of blur
    motion: tuple[float, float] = (0.0, 2.0)  # px
    noise: tuple[float, float] = (1.0, 4.0)  # grey levels
    jpeg: tuple[int, int] = (60, 95)
    things: tuple[str, ...] = ()  # from THINGS, on or over the paper


@dataclass(frozen=True, eq=False)
class Scene:
    picture: Rgb
    rows: tuple[str, ...]  # the digits, top to bottom


CLEAN = Room()
GROUNDS = PAPERS | {"cloth": clutter.cloth, "clouds": clutter.cloudy}
THINGS = objects.THINGS | {"objects": clutter.objects}
KINDS: dict[str, Room] = {
    "plain": CLEAN,
    "mnist": replace(CLEAN, style="mnist"),
    "lined": replace(CLEAN, paper="lined"),
    "lined, turned": replace(CLEAN, paper="lined", turn=18),
    "squared": replace(CLEAN, paper="squared"),
    "squared, turned": replace(CLEAN, paper="squared", turn=18),
    "yellow, lamp": replace(CLEAN, paper="yellow", lamp=(0.5, 0.75)),
    "crumpled": replace(CLEAN, paper="crumpled"),
    "cardboard, marker": replace(CLEAN, paper="cardboard", pen=(0.1, 0.16)),
    "chalkboard": replace(CLEAN, paper="chalkboard", unevenness=0.5, pen=(0.07, 0.12)),
    "whiteboard": replace(CLEAN, paper="whiteboard", pen=(0.07, 0.12)),
    "pencil": replace(CLEAN, pen=(0.025, 0.045), strength=(0.3, 0.5), unevenness=0.4),
    "marker": replace(CLEAN, pen=(0.13, 0.19), gap=(0.35, 0.6)),
    "hard shadow": replace(CLEAN, shadow=(0.35, 0.6)),
    "soft shadow": replace(CLEAN, shadow=(0.35, 0.6), softness=0.04),
    "seen aslant": replace(CLEAN, tilt=0.1, turn=6),
    "rows on a slope": replace(CLEAN, rows=(2, 4), height=(0.09, 0.13), turn=14),
    "curved": replace(CLEAN, bend=0.04, rows=(1, 3), height=(0.09, 0.14), digits=(6, 9)),
    "uneven hand": replace(CLEAN, wander=0.25, gap=(0.1, 0.7)),
    "close together": replace(CLEAN, gap=(0.02, 0.08)),
    "touching": replace(CLEAN, gap=(-0.14, 0.0)),
    "touching, mnist": replace(CLEAN, gap=(-0.14, 0.0), style="mnist"),
    "card in a hand": replace(CLEAN, span=0.6, height=(0.07, 0.11), digits=(4, 6), turn=8, things=("hand",)),
    "paper on a desk": replace(CLEAN, span=0.75, height=(0.07, 0.12), turn=12, tilt=0.04),
    "fingers": replace(CLEAN, things=("fingers",), height=(0.1, 0.15)),
    "rings": replace(CLEAN, paper="squared", things=("rings",)),
    "stains": replace(CLEAN, things=("stains", "show-through")),
    "moved": replace(CLEAN, motion=(5, 9)),
    "dim": replace(CLEAN, exposure=(0.2, 0.35), noise=(5, 8)),
    "far": replace(CLEAN, height=(0.045, 0.06), rows=(1, 3)),
    "close": replace(CLEAN, height=(0.4, 0.6), digits=(2, 3), rows=(1, 1)),
}
NOTHING = replace(CLEAN, rows=(0, 0))
EMPTY: dict[str, Room] = {
    "blank": replace(NOTHING, lamp=(0, 0.7)),
    "lined": replace(NOTHING, paper="lined"),
    "lined, turned": replace(NOTHING, paper="lined", turn=20),
    "squared": replace(NOTHING, paper="squared"),
    "squared, turned": replace(NOTHING, paper="squared", turn=20),
    "crumpled": replace(NOTHING, paper="crumpled"),
    "cardboard": replace(NOTHING, paper="cardboard"),
    "chalkboard": replace(NOTHING, paper="chalkboard"),
    "whiteboard": replace(NOTHING, paper="whiteboard"),
    "desk": replace(NOTHING, paper="desk"),
    "paper on a desk": replace(NOTHING, span=0.7, turn=12),
    "hand": replace(NOTHING, things=("hand",)),
    "card in a hand": replace(NOTHING, span=0.6, turn=8, things=("hand",)),
    "fingers": replace(NOTHING, things=("fingers",)),
    "rings": replace(NOTHING, paper="squared", things=("rings",)),
    "stains": replace(NOTHING, things=("stains", "show-through")),
    "shadow": replace(NOTHING, shadow=(0.3, 0.6)),
    "printed text": replace(NOTHING, things=("text",)),
    "large print": replace(NOTHING, things=("headline",)),
    "text on a desk": replace(NOTHING, span=0.75, turn=10, things=("text",)),
    "letters by hand": replace(CLEAN, style="letters"),
    "face": replace(NOTHING, paper="desk", things=("face",)),
    "shapes": replace(NOTHING, things=("shapes",)),
    "face by a wall": replace(NOTHING, things=("face",)),
    "objects on a desk": replace(NOTHING, paper="desk", things=("objects",)),
    "objects on paper": replace(NOTHING, things=("objects",)),
    "cloth": replace(NOTHING, paper="cloth"),
    "clouds": replace(NOTHING, paper="clouds"),
    "dim": replace(NOTHING, exposure=(0.05, 0.25), noise=(5, 8)),
}


def scene(kind: str, number: int) -> Scene:
    """The scene of that number of a kind of KINDS, always the same."""
    return made(KINDS[kind], np.random.default_rng([zlib.crc32(kind.encode()), number]))


def empty_scene(kind: str, number: int) -> Scene:
    """The scene without digits of that number of a kind of EMPTY, always the same."""
    return made(EMPTY[kind], np.random.default_rng([zlib.crc32(kind.encode()), 1, number]))


def made(room: Room, random: Random) -> Scene:
    sheet, rows = written_sheet(room, random)
    view = lying(sheet, PAPERS["desk"](room.size, random), Pose.of(room, random))
    for thing in room.things:
        if thing not in objects.ON_PAPER:
            THINGS[thing](view, random)
    return Scene(shot(view, room, random), () if room.style == "letters" else rows)


def written_sheet(room: Room, random: Random) -> tuple[Picture, tuple[str, ...]]:
    """The paper from above, as large as the picture, with what is written on it."""
    paper = GROUNDS[room.paper](room.size, random)
    for thing in room.things:
        if thing in objects.ON_PAPER:
            THINGS[thing](paper, random)
    mask, rows = written(room, random)
    colour = _ink_colour(room, random)
    if room.unevenness:
        mask = mask * np.clip(1 + room.unevenness * (0.6 * clouds(room.size, random, 2) - 0.3), 0.15, 1.1)
    if room.bend:
        mask = bent(mask, room.bend * room.size[0], random)
    share = np.clip(mask * random.uniform(*room.strength), 0, 1)[..., None]
    return np.asarray(paper * (1 - share) + colour * share, np.float32), rows


def written(room: Room, random: Random) -> tuple[Mask, tuple[str, ...]]:
    """The ink's mask (H, W) and the rows; as many as have room."""
    height, width = room.size
    mask: Mask = np.zeros(room.size, np.float32)
    span = min(room.span, 1.0) if room.span < 1 else 1 - 2 * (room.tilt + 0.04)
    if room.span >= 1:
        span -= 0.004 * room.turn
    low, high = height * (1 - span) / 2 * 1.08, height * (1 + span) / 2 * 0.96
    if room.span < 1:
        low, high = 0.05 * height, 0.95 * height
    margin = low * 1.2 + (0.12 * height if room.span >= 1 else 0)
    rows: list[str] = []
    wanted = int(random.integers(room.rows[0], room.rows[1] + 1))
    if not wanted:
        return mask, ()
    size = random.uniform(*room.height) * height / (min(room.span, 1) if room.span < 1 else 1)
    step = size * random.uniform(1.5, 1.9)
    wanted = max(1, min(wanted, int((high - low - size * 1.5) / step) + 1))
    top = random.uniform(low + 0.25 * size, max(low + 0.26 * size, high - 1.3 * size - (wanted - 1) * step))
    for row in range(wanted):
        rows.append(_write_row(mask, room, random, top + row * step, margin, width - margin, size))
    return mask, tuple(row for row in rows if row)


def _write_row(mask: Mask, room: Room, random: Random, top: float, left: float, right: float, size: float) -> str:
    hand = Hand(random, room.style)
    count, text = int(random.integers(room.digits[0], room.digits[1] + 1)), ""
    gap, pen = random.uniform(*room.gap), random.uniform(*room.pen)
    glyphs = []
    for _ in range(count):
        symbol = str(random.choice(hand.symbols()))
        glyphs.append((symbol, hand.write(symbol, size * random.uniform(0.9, 1.1), pen)))
    x = left + random.uniform(0, 0.3) * max(0.0, right - left - count * size)
    for symbol, glyph in glyphs:
        if x + glyph.shape[1] > right:
            break
        y = round(top + (size - glyph.shape[0]) / 2 + random.normal(0, room.wander / 2) * size)
        y = min(max(y, 2), mask.shape[0] - glyph.shape[0] - 2)
        part = mask[y : y + glyph.shape[0], round(x) : round(x) + glyph.shape[1]]
        np.maximum(part, glyph[:, : part.shape[1]], out=part)
        x += glyph.shape[1] + gap * size * random.uniform(0.8, 1.2)
        text += symbol
    return text


def _ink_colour(room: Room, random: Random) -> NDArray[np.float32]:
    inks = [(35, 35, 40), (30, 45, 130), (140, 35, 45), (25, 80, 50)]
    if room.paper == "chalkboard":
        inks = [(235, 235, 230), (240, 225, 150)]
    return np.array(inks[int(random.integers(len(inks)))], np.float32)


def bent(mask: Mask, depth: float, random: Random) -> Mask:
    y, x = np.mgrid[0 : mask.shape[0], 0 : mask.shape[1]].astype(np.float32)
    wave = depth * np.sin(2 * np.pi * (x / mask.shape[1] * random.uniform(0.5, 1.0) + random.uniform(0, 1)))
    return np.asarray(cv2.remap(mask, x, y + wave.astype(np.float32), cv2.INTER_LINEAR), np.float32)
