"""Strokes from anywhere as records that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.records import MOST_STROKES, Glyph, Stroke
from digitpad.vision.render.glyph import glyph_of
from digitpad.vision.segmentation.segments import joined
from digitpad.vision.segmentation.stroke_rows import single_row


def stroke_records(strokes: Iterable[Stroke | Sequence[Sequence[float]]]) -> list[Stroke]:
    """Return strokes or lists of (x, y) as records.

    Raises DigitPadError where one is not a list of pairs of finite numbers, or there are over MOST_STROKES.
    """
    records = [_stroke(stroke, number) for number, stroke in enumerate(strokes, 1)]
    if len(records) > MOST_STROKES:
        raise DigitPadError(
            _("A drawing of {count:,} strokes is too large; {most:,} can be read at once.").format(
                count=len(records), most=MOST_STROKES
            )
        )
    return records


def stroke_glyph(strokes: Sequence[Stroke]) -> Glyph:
    """Return strokes that are known to be one digit, at least one with points, as the glyph that the network sees."""
    return glyph_of(joined(single_row(strokes).segments).ink)


def _stroke(source: Stroke | Sequence[Sequence[float]], number: int) -> Stroke:
    try:
        stroke = source if isinstance(source, Stroke) else Stroke.of(source)
    except (ValueError, TypeError, OverflowError) as error:
        raise DigitPadError(
            _("Stroke {number} is not a list of (x, y) points; give pairs of numbers.").format(number=number)
        ) from error
    if stroke.points.ndim != 2 or stroke.points.shape[1] != 2:
        raise DigitPadError(
            _("Stroke {number} has points of the shape {shape}; give (n, 2) numbers.").format(
                number=number, shape=stroke.points.shape
            )
        )
    if stroke.width is not None and not np.isfinite(stroke.width):
        raise DigitPadError(
            _("Stroke {number} has a width that is not a finite number; give px, or None.").format(number=number)
        )
    if not np.isfinite(stroke.points).all():
        raise DigitPadError(
            _("Stroke {number} has a point that is not a finite number; remove it.").format(number=number)
        )
    return stroke
