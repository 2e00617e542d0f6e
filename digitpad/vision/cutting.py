"""Digits that touch: a patch is cut, from top to bottom, wherever few strokes are in the way."""

from __future__ import annotations

import numpy as np

from digitpad.records import Box, Ink
from digitpad.vision.atoms import Atom

WIDE = 0.7  # of its own height: a patch that is wider may be several digits
LOW = 0.5  # of the typical height: what is lower is a bar and no row of digits
MEDIUM = 0.8  # of the typical height: a lower patch must be as wide as if it were so high
CUT_APART = 0.22  # of the height: the least distance between two cuts
THROUGH = 4.0  # stroke widths of ink: a cut goes through no more
CUTS = 4.0  # times its width in heights: so many cuts of one patch
ASLANT = 0.5  # of the height: a cut wanders no more from side to side
SLANT_COST = 30.0  # of 255: what a step aslant adds to a cut
BROAD = 1.4  # of its height: a wider patch is several digits, whatever it looks like as one


def may_be_several(box: Box, typical: float) -> bool:
    """Whether a patch is so wide, beside a typical height, that it may be digits that touch."""
    return box.height >= LOW * typical and box.width > WIDE * max(box.height, MEDIUM * typical)


def may_be_one(box: Box) -> bool:
    return box.width < BROAD * box.height


def cut_up(atom: Atom, stroke: float, number: int) -> list[Atom]:
    """The pieces of patch `number`, from left to right, cut where little ink is in the way; itself where there is none.

    `stroke`: its stroke width, px.
    """
    box, ink = atom.box, atom.ink
    seams = _seams(ink, stroke)
    if not seams:
        return [atom]
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
