"""Ink of a picture -> atoms: connected patches that could be writing; wide ones cut where digits may touch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Floats, Ink
from digitpad.vision.atoms import Atom, joined
from digitpad.vision.cutting import cut_up, may_be_one, may_be_several
from digitpad.vision.glyph import glyph_of
from digitpad.vision.patches import Patches

LOWEST = 0.015  # of the picture's shorter side: what is smaller both ways is a speck
SMALLEST = 0.03  # of the picture's shorter side: lower writing cannot be read
MOST_PATCHES = 400  # the largest are kept
LONGEST = 0.9  # of the picture's side: what is longer is an edge or a line
BLOB = 0.34  # stroke width of the longer side: what is thicker is a blot; a disc has 0.39
NEAR_BORDER = 0.006  # of the width: what begins nearer than this begins at the border
DISC = 0.72  # of its box: what is so filled and about as wide as high is a dot, a hole, a blot
SOLID = 0.55  # of its box: what reaches in from the border so filled is a finger
HELD, HELD_LEAST, HELD_MOST = 2, 0.04, 0.9  # a frame holds so many patches, of its height
ROUND, FEATURE = 1.5, 0.3  # times as long as wide; of its height: eyes and mouth of a round frame, which is a face
SLIVER = 0.3  # of its height: what is narrower and at the left or right border is a paper's edge
SMALL = 0.35  # of the typical height: a fragment, a dot, a dash
LOOSE = 0.5  # of the typical height: a fragment farther than this from any digit is dirt
BROKEN_OFF = 0.07  # of the typical height: a fragment nearer than this was broken off by the threshold
ODD_STROKE = 2.6  # times thicker or thinner than the typical stroke is no stroke of the same pen
TALL = 2.2  # typical heights: at the border what is taller is the paper's edge
THINNEST = 0.09  # of the typical height: strokes are thickened to this

SURELY_ONE = 0.95  # confidence at which a wide patch is taken for one digit

Judge = Callable[[NDArray[np.uint8]], Floats]  # glyphs (N, 28, 28) -> probabilities (N, 11)


@dataclass(frozen=True, eq=False)
class _Patch:
    atom: Atom
    stroke: float  # its mean stroke width, px
    filled: float  # 0..1 of its box
    at_border: int  # how many of the picture's borders it touches

    @property
    def height(self) -> int:
        return self.atom.box.height

    @property
    def longer(self) -> int:
        return max(self.atom.box.width, self.atom.box.height)


def picture_atoms(ink: Ink) -> list[Atom]:
    """As atoms_of, of ink (height, width)."""
    return atoms_of(Patches.of(ink))


def atoms_of(patches: Patches, judge: Judge | None = None) -> list[Atom]:
    """The pieces of writing, boxes in the patches' px: a clean digit is one atom, dirt is none.

    With `judge`, wide patches that are surely one digit are not cut; it spares most of the candidates.
    """
    larger = _larger(patches)
    could_be = [patch for patch in _without_frames(larger) if _could_be_writing(patch, patches.shape)]
    if not could_be:
        return []
    typical = _typical(could_be)
    if typical.height < SMALLEST * min(patches.shape):
        return []
    settled = _fragments_settled([patch for patch in could_be if _fits(patch, typical)], typical.height)
    wide = [
        place
        for place, patch in enumerate(settled)
        if patch.filled < SOLID and may_be_several(patch.atom.box, typical.height)
    ]
    cut = set(wide) - _surely_one(settled, wide, typical, judge)
    pieces = [
        cut_up(patch.atom, patch.stroke, place) if place in cut else [patch.atom] for place, patch in enumerate(settled)
    ]
    return [_thickened(atom, typical) for atoms in pieces for atom in atoms]


def _surely_one(patches: Sequence[_Patch], places: Sequence[int], typical: _Typical, judge: Judge | None) -> set[int]:
    """Those of the places whose patch is one digit by the network's judgement."""
    asked = [place for place in places if may_be_one(patches[place].atom.box)]
    if judge is None or not asked:
        return set()
    glyphs = np.stack([glyph_of(_thickened(patches[place].atom, typical).ink) for place in asked])
    confidences = judge(glyphs)[:, :10].max(axis=1)
    return {place for place, confidence in zip(asked, confidences, strict=True) if confidence >= SURELY_ONE}


def _larger(patches: Patches) -> list[_Patch]:
    """Those that are no specks, the largest first."""
    longer = patches.boxes[:, 2:].max(axis=1, initial=0)
    numbers = np.flatnonzero(longer >= max(3.0, LOWEST * min(patches.shape)))
    areas = patches.boxes[numbers, 2] * patches.boxes[numbers, 3]
    return [_patch(patches, int(number)) for number in numbers[np.argsort(-areas, kind="stable")[:MOST_PATCHES]]]


def _without_frames(patches: Sequence[_Patch]) -> list[_Patch]:
    """Without what holds others, as no digit does: a frame, a face's outline; and without what a face holds."""
    sides = np.array([(p.atom.box.left, p.atom.box.top, p.atom.box.right, p.atom.box.bottom) for p in patches])
    if not len(sides):
        return []
    left, top, right, bottom = sides.T
    held = np.less.outer(left, left) & np.less.outer(top, top)  # (N, N): the second box lies within the first
    held &= np.greater.outer(right, right) & np.greater.outer(bottom, bottom)
    heights, widths = bottom - top, right - left
    held &= np.greater.outer(HELD_MOST * heights, heights) & np.less.outer(HELD_LEAST * heights, heights)
    frames = held.sum(axis=1) >= HELD
    faces = frames & (np.maximum(widths, heights) < ROUND * np.minimum(widths, heights))
    small = held & np.greater.outer(FEATURE * heights, heights)
    dropped = frames | small[faces].any(axis=0)
    return [patch for patch, drop in zip(patches, dropped, strict=True) if not drop]


def _patch(patches: Patches, number: int) -> _Patch:
    box, own = patches.box(number), patches.own(number)
    padded = cv2.copyMakeBorder(own, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    inside = cv2.erode(padded, np.ones((3, 3), np.uint8))
    area, inner = cv2.countNonZero(own), cv2.countNonZero(inside)
    height, width = patches.shape
    touched = (box.left == 0) + (box.top == 0) + (box.right == width) + (box.bottom == height)
    return _Patch(
        Atom(box, patches.strength[box.part] * own), 2 * area / max(area - inner, 1), area / own.size, touched
    )


def _could_be_writing(patch: _Patch, shape: tuple[int, ...]) -> bool:
    """Judged by itself: not across the whole picture, not a blot, not along the border."""
    box = patch.atom.box
    beside = min(box.left, shape[1] - box.right) <= NEAR_BORDER * shape[1]
    if patch.filled > DISC and max(box.width, box.height) < ROUND * min(box.width, box.height):
        return False
    if patch.at_border and patch.filled > SOLID and box.width > box.height / 2:
        return False
    if box.width > LONGEST * shape[1] or patch.at_border > 1 or (beside and box.width < SLIVER * box.height):
        return False
    return patch.stroke < BLOB * patch.longer


@dataclass(frozen=True)
class _Typical:
    height: float
    stroke: float


def _typical(patches: Sequence[_Patch]) -> _Typical:
    """The height and stroke width of the patch in the middle when they are ordered and weighted by height."""
    inside = [patch for patch in patches if not patch.at_border] or list(patches)
    ordered = sorted(inside, key=lambda patch: patch.height)
    weights = np.cumsum([float(patch.height) for patch in ordered])
    middle = int(np.searchsorted(weights, weights[-1] / 2))
    height = float(ordered[middle].height)
    alike = [patch.stroke for patch in ordered if patch.height > height / 2]
    return _Typical(height, float(np.median(alike)))


def _fits(patch: _Patch, typical: _Typical) -> bool:
    """Judged among the others: a stroke of about the same pen, and no paper's edge."""
    if patch.at_border and not SMALL * typical.height < patch.height < TALL * typical.height:
        return False
    return typical.stroke / ODD_STROKE < patch.stroke < typical.stroke * ODD_STROKE


def _fragments_settled(patches: Sequence[_Patch], typical: float) -> list[_Patch]:
    """Small patches joined to the digit they broke off from, kept apart where that is unclear, dropped where alone."""
    large = [patch for patch in patches if patch.longer >= SMALL * typical]
    loose: list[_Patch] = []
    for fragment in (patch for patch in patches if patch.longer < SMALL * typical):
        near = sorted((_gap(fragment.atom.box, patch.atom.box), index) for index, patch in enumerate(large))
        if near and near[0][0] <= BROKEN_OFF * typical and (len(near) < 2 or near[1][0] > 2 * BROKEN_OFF * typical):
            whole = large[near[0][1]]
            large[near[0][1]] = replace(whole, atom=joined([whole.atom, fragment.atom]))
        elif near and near[0][0] <= LOOSE * typical:
            loose.append(fragment)
    return large + loose


def _gap(a: Box, b: Box) -> int:
    across = max(a.left, b.left) - min(a.right, b.right)
    return max(0, across, max(a.top, b.top) - min(a.bottom, b.bottom))


def _thickened(atom: Atom, typical: _Typical) -> Atom:
    """Strokes too thin for the network made as thick as it knows them."""
    grow = round((THINNEST * max(typical.height, atom.box.height / 1.5) - typical.stroke) / 2)
    if grow < 1:
        return atom
    box = Box(atom.box.left - grow, atom.box.top - grow, atom.box.width + 2 * grow, atom.box.height + 2 * grow)
    padded = cv2.copyMakeBorder(atom.ink, grow, grow, grow, grow, cv2.BORDER_CONSTANT, value=0)
    round_pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1, 2 * grow + 1))
    return replace(atom, box=box, ink=np.asarray(cv2.dilate(padded, round_pen), np.uint8))
