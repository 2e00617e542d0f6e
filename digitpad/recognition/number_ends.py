"""The numbers in rows that hold letters, too: where a number ends is known by what both readers say of each sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from digitpad.inference.rows.number_span import NumberSpan, SpanDigit, shipped_span
from digitpad.inference.rows.row_columns import column_at
from digitpad.inference.rows.row_strip import HEIGHT
from digitpad.recognition.parameters import NUMBER_ENDS, NumberEndsParams
from digitpad.recognition.row_strips import segments_of
from digitpad.records import Box, Digit, Floats, Mark, Sign
from digitpad.vision.pipeline.detection import Detection
from digitpad.vision.pipeline.row_crops import RowCrop, drawn_crop
from digitpad.vision.segmentation.row_marks import digits_of
from digitpad.vision.segmentation.segments import Numbers

ReadColumns = Callable[[RowCrop], Floats]  # the row reader's log-probabilities (T, 11) of a strip


@dataclass(frozen=True, eq=False)
class RowParts:
    """The digits of a row, and what was read as digits beside them."""

    number: list[Digit]
    letters: tuple[Digit, ...] = ()


def without_letters(
    rows: Sequence[Sequence[Sign]],
    detection: Detection,
    read: ReadColumns,
    whole: Sequence[Numbers] = (),
    params: NumberEndsParams = NUMBER_ENDS,
) -> list[RowParts]:
    """Return each row parted into its number and the letters beside it. `whole`: digits that the user edited."""
    parts, room = [], float(params.most_width)
    for signs in rows:
        digits = digits_of(signs)
        crop = crop_of(digits, detection, params)
        room -= crop.box.width * HEIGHT / crop.box.height if crop else 0.0
        if crop is None or room < 0:
            parts.append(RowParts(digits))
            continue
        upright = [sign for sign in signs if isinstance(sign, Mark) or _is_upright_digit(sign, params)]
        span = shipped().find(span_digits(upright, detection, crop, read(crop))) if digits_of(upright) else (0, 0)
        parts.append(_parted(digits, digits_of(upright)[slice(*span)], digits_of(upright), whole))
    return parts


def _parted(
    digits: list[Digit], number: Sequence[Digit], upright: Sequence[Digit], whole: Sequence[Numbers]
) -> RowParts:
    """Return the digits of a row parted at the ends of its number, which is some or all of the `upright` ones.

    Digits beside it of which the user spoke stay with it.
    """
    if len(number) == len(upright):
        return RowParts(digits)
    own = {id(digit) for digit in number}
    places = [place for place, each in enumerate(digits) if id(each) in own or _is_taught(each, whole)]
    start, end = places[0], places[-1] + 1
    return RowParts(digits[start:end], (*digits[:start], *digits[end:]))


def _is_upright_digit(digit: Digit, params: NumberEndsParams) -> bool:
    return not digit.sign and digit.box.width < params.flat * digit.box.height


def _is_taught(digit: Digit, whole: Sequence[Numbers]) -> bool:
    return digit.strokes in whole or digit.decided_by != "network"


def span_digits(signs: Sequence[Sign], detection: Detection, crop: RowCrop, columns: Floats) -> list[SpanDigit]:
    """Return what both readers say of each digit of a row. `crop`: its ink, read as `columns` (T, 11)."""
    x = np.array([column_at(place, crop.box.height) for place in range(len(columns))]) + crop.box.left
    boxes = [detection.working(sign.box) for sign in signs]
    gaps = _gaps(boxes, [isinstance(sign, Digit) for sign in signs])
    answers: list[SpanDigit] = []
    for sign, box in zip(signs, boxes, strict=True):
        if isinstance(sign, Digit):
            row_log = _highest(columns[:, sign.label + 1], x, box)
            answers.append(SpanDigit(sign.label, sign.confidence, row_log, box.height, gaps[len(answers)]))
    return answers


def crop_of(digits: Sequence[Digit], detection: Detection, params: NumberEndsParams = NUMBER_ENDS) -> RowCrop | None:
    """Return the ink of a row's digits; None where one alone stands there."""
    segments = segments_of(digits, detection) if len(digits) > 1 else []
    return drawn_crop(segments, params.crop) if segments else None


def _highest(scores: Floats, x: Floats, box: Box) -> float:
    """Return the highest of the scores (T,) that look at a box, at `x` (T,), or of the one that looks nearest."""
    away = np.maximum(np.maximum(box.left - x, x - box.right), 0.0)
    return float(scores[away <= away.min()].max())


def _gaps(boxes: Sequence[Box], is_digit: Sequence[bool]) -> list[float]:
    """Return px of blank on the left of each digit: the widest since the digit before, for a mark may stand between."""
    gaps: list[float] = []
    reached, widest = float(boxes[0].left), -np.inf
    for box, digit in zip(boxes, is_digit, strict=True):
        widest, reached = max(widest, box.left - reached), max(reached, float(box.right))
        if digit:
            gaps.append(float(widest))
            widest = -np.inf
    return gaps


@cache
def shipped() -> NumberSpan:
    """Return the model that came with the program."""
    return NumberSpan.load(shipped_span())
