"""Ink of a picture -> atoms: connected patches that could be writing; wide ones cut where digits may touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from digitpad.records import Box, Ink
from digitpad.vision.atoms import Atom, joined
from digitpad.vision.patches import Patches

LOWEST = 0.015  # of the picture's shorter side: what is smaller both ways is a speck
SMALLEST = 0.03  # of the picture's shorter side: lower writing cannot be read
MOST_PATCHES = 400  # the largest are kept
LONGEST = 0.9  # of the picture's side: what is longer is an edge or a line
BLOB = 0.34  # stroke width of the longer side: what is thicker is a blot; a disc has 0.39
SLIVER = 0.3  # of its height: what is narrower and at the left or right border is a paper's edge
SMALL = 0.35  # of the typical height: a fragment, a dot, a dash
LOOSE = 0.5  # of the typical height: a fragment farther than this from any digit is dirt
BROKEN_OFF = 0.07  # of the typical height: a fragment nearer than this was broken off by the threshold
ODD_STROKE = 2.6  # times thicker or thinner than the typical stroke is no stroke of the same pen
TALL = 2.2  # typical heights: at the border what is taller is the paper's edge
THINNEST = 0.075  # of the typical height: strokes are thickened to this
WIDE = 0.7  # of its own height: a patch that is wider may be several digits
LOW = 0.5  # of the typical height: what is lower is a bar and no row of digits
MEDIUM = 0.8  # of the typical height: a lower patch must be as wide as if it were so high
CUT_APART = 0.22  # of the height: the least distance between two cuts
THROUGH = 4.0  # stroke widths of ink: a cut goes through no more
CUTS = 4.0  # times its width in heights: so many cuts of one patch
ASLANT = 0.5  # of the height: a cut wanders no more from side to side
SLANT_COST = 30.0  # of 255: what a step aslant adds to a cut


@dataclass(frozen=True, eq=False)
class _Patch:
    atom: Atom
    stroke: float  # its mean stroke width, px
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


def atoms_of(patches: Patches) -> list[Atom]:
    """The pieces of writing, boxes in the patches' px: a clean digit is one atom, dirt is none."""
    could_be = [patch for patch in _larger(patches) if _could_be_writing(patch, patches.shape)]
    if not could_be:
        return []
    typical = _typical(could_be)
    if typical.height < SMALLEST * min(patches.shape):
        return []
    settled = _fragments_settled([patch for patch in could_be if _fits(patch, typical)], typical.height)
    atoms = [piece for number, patch in enumerate(settled) for piece in _cut(patch, number, typical.height)]
    return [_thickened(atom, typical) for atom in atoms]


def _larger(patches: Patches) -> list[_Patch]:
    """Those that are no specks, the largest first."""
    longer = patches.boxes[:, 2:].max(axis=1, initial=0)
    numbers = np.flatnonzero(longer >= max(3.0, LOWEST * min(patches.shape)))
    areas = patches.boxes[numbers, 2] * patches.boxes[numbers, 3]
    return [_patch(patches, int(number)) for number in numbers[np.argsort(-areas, kind="stable")[:MOST_PATCHES]]]


def _patch(patches: Patches, number: int) -> _Patch:
    box, own = patches.box(number), patches.own(number)
    padded = cv2.copyMakeBorder(own, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    inside = cv2.erode(padded, np.ones((3, 3), np.uint8))
    area, inner = cv2.countNonZero(own), cv2.countNonZero(inside)
    height, width = patches.shape
    touched = (box.left == 0) + (box.top == 0) + (box.right == width) + (box.bottom == height)
    return _Patch(Atom(box, patches.strength[box.part] * own), 2 * area / max(area - inner, 1), touched)


def _could_be_writing(patch: _Patch, shape: tuple[int, ...]) -> bool:
    """Judged by itself: not across the whole picture, not a blot, not along the border."""
    box = patch.atom.box
    beside = box.left == 0 or box.right == shape[1]
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


def _cut(patch: _Patch, number: int, typical: float) -> list[Atom]:
    """A wide patch in pieces from left to right, cut where little ink is in the way; others whole."""
    box, ink = patch.atom.box, patch.atom.ink
    if box.height < LOW * typical or box.width <= WIDE * max(box.height, MEDIUM * typical):
        return [patch.atom]
    seams = _seams(ink, patch.stroke)
    if not seams:
        return [patch.atom]
    piece = np.zeros(ink.shape, np.uint8)
    for seam in seams:
        piece += np.arange(box.width)[None, :] >= seam[:, None]
    parts = [_cropped(box, ink * (piece == order), number) for order in range(len(seams) + 1)]
    return [part for part in parts if part is not None]


def _seams(ink: Ink, stroke: float) -> list[np.ndarray]:
    """Paths from top to bottom, a column for each row (height,), that cross little ink; from left to right."""
    down, up = _costs(ink), _costs(ink[::-1])[::-1]
    middle = ink.shape[0] // 2
    total = down[middle] + up[middle] - ink[middle]
    apart = max(2, int(CUT_APART * ink.shape[0]))
    total[:apart], total[-apart:] = np.inf, np.inf
    columns: list[int] = []
    most = round(CUTS * ink.shape[1] / ink.shape[0])
    while len(columns) < most and total.min() <= THROUGH * stroke * 255:
        column = int(total.argmin())
        columns.append(column)
        total[max(0, column - apart) : column + apart + 1] = np.inf
    seams = [_seam(down, up, middle, column) for column in sorted(columns)]
    return [seam for seam in seams if np.ptp(seam) <= ASLANT * ink.shape[0]]


def _costs(ink: Ink) -> np.ndarray:
    """The least ink (height, width) on a path from the top to each pixel, a step going down or down aslant."""
    costs = np.pad(ink.astype(np.float32), ((0, 0), (1, 1)), constant_values=np.inf)
    for row in range(1, len(costs)):
        above = costs[row - 1]
        costs[row, 1:-1] += np.minimum(above[1:-1], np.minimum(above[:-2], above[2:]) + SLANT_COST)
    return costs[:, 1:-1]


def _seam(down: np.ndarray, up: np.ndarray, middle: int, column: int) -> np.ndarray:
    seam = np.full(len(down), column)
    for row in range(middle - 1, -1, -1):
        seam[row] = _step(down[row], seam[row + 1])
    for row in range(middle + 1, len(up)):
        seam[row] = _step(up[row], seam[row - 1])
    return seam


def _step(costs: np.ndarray, column: int) -> int:
    best, least = column, float(costs[column])
    for other in (column - 1, column + 1):
        if 0 <= other < len(costs) and costs[other] + SLANT_COST < least:
            best, least = other, float(costs[other] + SLANT_COST)
    return best


def _cropped(box: Box, ink: Ink, number: int) -> Atom | None:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    return Atom(
        Box(box.left + left, box.top + top, right - left, bottom - top), ink[top:bottom, left:right], piece_of=number
    )


def _thickened(atom: Atom, typical: _Typical) -> Atom:
    """Strokes too thin for the network made as thick as it knows them."""
    grow = round((THINNEST * max(typical.height, atom.box.height / 1.5) - typical.stroke) / 2)
    if grow < 1:
        return atom
    box = Box(atom.box.left - grow, atom.box.top - grow, atom.box.width + 2 * grow, atom.box.height + 2 * grow)
    padded = cv2.copyMakeBorder(atom.ink, grow, grow, grow, grow, cv2.BORDER_CONSTANT, value=0)
    round_pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1, 2 * grow + 1))
    return replace(atom, box=box, ink=np.asarray(cv2.dilate(padded, round_pen), np.uint8))
