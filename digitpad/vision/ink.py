"""Strokes into ink: each row of strokes drawn at one working scale, with a pen as thick as the network knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Ink, Stroke
from digitpad.vision.atoms import Atom, Numbers, with_wholes
from digitpad.vision.rows import rows_of, typical_height

Points = NDArray[np.float64]  # (n, 2) x, y

WORKING_HEIGHT = 100  # px, a row's typical digit
THINNEST, THICKEST, USUAL = 8, 14, 11  # working px, the pen's width
COARSE = 4000  # units, the whole drawing's longer side while rows are sought
FRACTION_BITS = 4  # cv2 takes points in sixteenths of a px


@dataclass(frozen=True, eq=False)
class AtomRow:
    """Atoms of one row from left to right, in working px."""

    atoms: tuple[Atom, ...]
    scale: float  # working px per source px
    height: float  # working px, a typical digit
    origin: tuple[float, float] = (0.0, 0.0)  # source px of the working origin

    def source_box(self, box: Box) -> Box:
        """A working box in whole source px."""
        scaled = box.scaled(1 / self.scale)
        return Box(scaled.left + round(self.origin[0]), scaled.top + round(self.origin[1]), scaled.width, scaled.height)


def stroke_rows(strokes: Sequence[Stroke], whole: Sequence[Numbers] = ()) -> list[AtomRow]:
    """The strokes that have points, as rows of atoms: a stroke an atom, or the strokes that are a `whole` digit."""
    numbers = [number for number, stroke in enumerate(strokes) if len(stroke.points)]
    if not numbers:
        return []
    points = [strokes[number].points.astype(np.float64) for number in numbers]
    together = np.concatenate(points)
    origin = together.min(axis=0)
    coarse = COARSE / max(float(np.ptp(together, axis=0).max()), 1e-9)
    boxes = {n: _box((stroke - origin) * coarse, margin=0) for n, stroke in zip(numbers, points, strict=True)}
    units = _units(numbers, whole)
    around = [Box.around(boxes[number] for number in unit) for unit in units]
    rows = [([n for i in row for n in units[i]], _size([around[i] for i in row]) / coarse) for row in rows_of(around)]
    made = (_atom_row([strokes[number] for number in row], row, size) for row, size in rows)
    return [replace(row, atoms=tuple(with_wholes(row.atoms, whole))) for row in made]


def _units(numbers: Sequence[int], whole: Sequence[Numbers]) -> list[Numbers]:
    """Strokes that are one digit together, the others alone."""
    unit_of: dict[int, Numbers] = {number: (number,) for number in numbers}
    for unit in whole:
        if all(number in unit_of for number in unit):
            unit_of |= dict.fromkeys(unit, unit)
    return list(dict.fromkeys(unit_of.values()))


def single_row(strokes: Sequence[Stroke]) -> AtomRow:
    """All strokes, at least one with points, as one row: for ink that is known to be one digit."""
    held = [stroke for stroke in strokes if len(stroke.points)]
    size = np.ptp(np.concatenate([stroke.points for stroke in held]), axis=0).max()
    return _atom_row(held, range(len(held)), max(float(size), 1e-9))


def _atom_row(strokes: Sequence[Stroke], numbers: Sequence[int], size: float) -> AtomRow:
    """Strokes whose typical digit is `size` pad px high."""
    size = max(size, *(2 * (stroke.width or 0) for stroke in strokes))
    scale = WORKING_HEIGHT / size
    origin = np.concatenate([stroke.points for stroke in strokes]).min(axis=0).astype(np.float64)
    atoms = []
    for stroke, number in zip(strokes, numbers, strict=True):
        pen = USUAL if stroke.width is None else round(min(max(stroke.width * scale, THINNEST), THICKEST))
        box, ink = _drawn((stroke.points - origin) * scale, pen)
        atoms.append(Atom(box, ink, (number,)))
    return AtomRow(tuple(atoms), scale, WORKING_HEIGHT, (float(origin[0]), float(origin[1])))


def _drawn(points: Points, pen: int) -> tuple[Box, Ink]:
    box = _box(points, margin=pen // 2 + 2)
    ink = np.zeros((box.height, box.width), np.uint8)
    drawn = points if len(points) > 1 else np.repeat(points, 2, axis=0)  # of a single point polylines draws nothing
    fine = ((drawn - (box.left, box.top)) * (1 << FRACTION_BITS)).round().astype(np.int32)
    cv2.polylines(ink, [fine], False, 255, pen, cv2.LINE_AA, FRACTION_BITS)
    return box, ink


def _size(boxes: Sequence[Box]) -> float:
    """The typical height, and no less than half of the widest: dashes alone are not enlarged without end."""
    return max(typical_height(boxes), 0.5 * max(box.width for box in boxes))


def _box(points: Points, margin: int) -> Box:
    left, top = np.floor(points.min(axis=0)).astype(int) - margin
    right, bottom = np.ceil(points.max(axis=0)).astype(int) + margin + 1
    return Box(int(left), int(top), int(right - left), int(bottom - top))
