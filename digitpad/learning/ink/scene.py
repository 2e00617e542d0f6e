"""One made scene: a picture with handwriting on a cluttered paper, the exact mask, and the height of the writing."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitpad.learning.ink.clutter import draw_clutter
from digitpad.learning.ink.dice import Dice
from digitpad.learning.ink.form_lines import KINDS, FormLines
from digitpad.learning.ink.handwriting import HandwritingBank
from digitpad.learning.ink.optics import choose_exposure, restlessness, take, visible
from digitpad.learning.ink.papers import Colour, Picture, choose_colour, choose_paper, light_up, make_paper
from digitpad.learning.ink.pens import InkLayer, Layer, choose_pen
from digitpad.learning.ink.writing import SMALLEST, TALLEST, Placed, Writer, choose_style
from digitpad.records import Rgb

SIDE = 160  # px of a scene
STEP = 4  # px of a scene in one value of the heights
HEIGHT_UNIT = 32.0  # px: a height is the logarithm to base 2 of how often this fits
CONTRASTS = (14.0, 25.0, 60.0)  # of 255, least difference between ink and paper
LEAST_SEEN = 11.0  # of 255: what opacity leaves of that at least
EMPTY, SPARSE = 0.12, 0.4  # shares of scenes without writing, with one row
CUT = 0.3  # share of scenes in which the picture ends


@dataclass(frozen=True, eq=False)
class Scene:
    picture: Rgb  # (160, 160, 3)
    mask: Layer  # (160, 160), 255 where all of a pixel is handwriting
    heights: NDArray[np.float32]  # (40, 40) log2 of the digits' height / 32 px, where there is writing
    kind: str  # of its lines, one of form_lines.KINDS


@dataclass(frozen=True)
class Preparation:
    """Two functions of pictures that reading and training share; passed in, for they lie in another room."""

    normalize: Callable[[Rgb], NDArray[np.float32]]  # (H, W, 3) -> (3, H, W)
    continue_paper: Callable[[Rgb, int, int, int, int], Rgb]  # picture, px at top, bottom, left, right


@dataclass(frozen=True, eq=False)
class Colours:
    paper: Colour
    ink: Colour

    @property
    def contrast(self) -> float:
        """The difference of ink and paper, of 255, in the channel where it is largest."""
        return float(np.abs(self.ink - self.paper).max())


def make_scene(bank: HandwritingBank, preparation: Preparation, dice: Dice, kind: str = "") -> Scene:
    """Return a scene; `kind` of lines by chance where it is not given."""
    height = dice.scale(SMALLEST, TALLEST)
    colours = _choose_colours(dice)
    ink = InkLayer(SIDE, choose_pen(dice, height, LEAST_SEEN / colours.contrast), dice)
    placed = _write(bank, ink, height, dice)
    kind = kind or dice.weighted(KINDS)
    lines = FormLines(SIDE, height, dice)
    lines.draw(kind, placed)
    ground = _make_ground(bank, lines, height, colours, dice)
    picture, mask = _photograph(ground, ink, height, colours, dice)
    scene = Scene(picture, mask, heights_of(placed, height), kind)
    return _cut(scene, preparation, dice) if dice.chance(CUT) else scene


def _choose_colours(dice: Dice) -> Colours:
    paper = choose_paper(dice)
    contrast = dice.pick(CONTRASTS)
    return Colours(paper, choose_colour(dice, paper, contrast))


def _write(bank: HandwritingBank, ink: InkLayer, height: float, dice: Dice) -> Sequence[Placed]:
    """Write rows, or nothing, into the ink; return the places of all that was written."""
    writer = Writer(bank, ink, choose_style(dice, height), dice)
    if not dice.chance(EMPTY):
        writer.write_rows(SIDE, sparse=dice.chance(SPARSE))
    return writer.placed


def _make_ground(bank: HandwritingBank, lines: FormLines, height: float, colours: Colours, dice: Dice) -> Picture:
    """Return the paper (S, S, 3) with print, stamps and the form's lines on it."""
    ground = make_paper(dice, SIDE, colours.paper)
    other = draw_clutter(dice, SIDE, height, bank.fonts)
    _cover(ground, (other / 255).astype(np.float32), _other_colour(dice, colours, 0.5))
    printed = lines.layer.astype(np.float32) * (dice.between(0.4, 1) / 255)
    _cover(ground, printed, _other_colour(dice, colours, 0.4))
    return ground


def _photograph(ground: Picture, ink: InkLayer, height: float, colours: Colours, dice: Dice) -> tuple[Rgb, Layer]:
    """Return the ink on its ground as a camera takes it, and the mask of the ink that can be seen."""
    coverage = ink.coverage()
    exposure = choose_exposure(dice, height, colours.contrast)
    difference = exposure.blurred(np.abs(colours.ink - ground).max(axis=2) * coverage)
    mask = visible(ink.mask(), difference, restlessness(exposure, ground))
    _cover(ground, coverage, colours.ink)
    light_up(dice, ground)
    return take(dice, exposure, ground), mask


def heights_of(placed: Sequence[Placed], height: float) -> NDArray[np.float32]:
    """Return (40, 40): around each thing written the logarithm of its digits' height, elsewhere the scene's."""
    heights = np.full((SIDE // STEP, SIDE // STEP), math.log2(height / HEIGHT_UNIT), np.float32)
    for one in placed:
        left, top = max(0, int(one.x / STEP) - 1), max(0, int(one.y / STEP) - 1)
        right, bottom = int((one.x + one.width) / STEP) + 2, int((one.y + one.height) / STEP) + 2
        if right > 0 and bottom > 0:
            heights[top:bottom, left:right] = math.log2(one.height / HEIGHT_UNIT)
    return heights


def _other_colour(dice: Dice, colours: Colours, same: float) -> Colour:
    """Return the ink's colour in a share `same` of scenes, else another."""
    return colours.ink if dice.chance(same) else choose_colour(dice, colours.paper, 20)


def _cover(picture: Picture, coverage: NDArray[np.float32], colour: Colour) -> None:
    if coverage.any():
        picture += (colour - picture) * coverage[..., None]


def _cut(scene: Scene, preparation: Preparation, dice: Dice) -> Scene:
    """Let the picture end at one or two of its edges and go on as reading continues it."""
    top, bottom, left, right = (dice.count(1, SIDE // 3) if dice.chance(0.4) else 0 for _ in range(4))
    inside = slice(top, SIDE - bottom), slice(left, SIDE - right)
    mask = np.zeros_like(scene.mask)
    mask[inside] = scene.mask[inside]
    picture = preparation.continue_paper(scene.picture[inside], top, bottom, left, right)
    return Scene(picture, mask, scene.heights, scene.kind)
