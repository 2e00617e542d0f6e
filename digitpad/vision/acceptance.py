"""Which of the digits read in a picture are digits: rows of text, texture and stains are left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digitpad.records import Digit
from digitpad.vision.atoms import Numbers

LEAST = 0.5  # confidence; what is less in a picture is taken for a stain, not for a digit
BELIEVED = 0.9  # confidence
LEAST_BELIEVED, LONG, LEAST_BELIEVED_LONG = 0.5, 6, 0.75  # share of a row of a picture that has it; less is text
FEW, LEAST_ALONE = 2, 0.6  # in so short a row the confidences' geometric mean decides
FLAT = 2.2  # times as wide as high: a line, a finger, no sign of text


def likely_rows(rows: Sequence[Sequence[Digit]], whole: Sequence[Numbers] = ()) -> list[list[Digit]]:
    """The rows that are numbers, without what is no digit in them; `whole` digits, of which the user spoke, stay."""
    if not whole:
        return [likely for likely in map(_likely, rows) if likely]
    likely = {id(digit) for row in rows for digit in _likely(row)}
    kept = ([digit for digit in row if id(digit) in likely or digit.strokes in whole] for row in rows)
    return [row for row in kept if row]


def _likely(digits: Sequence[Digit]) -> list[Digit]:
    """Those whose confidence is at least LEAST; none where most of the row's size is no digit: text, texture."""
    tall = max((digit.box.height for digit in digits if digit.confidence >= LEAST), default=0)
    alike = [digit for digit in digits if digit.box.height > tall / 2 and digit.box.width < FLAT * digit.box.height]
    if not _is_number([digit.confidence for digit in alike]):
        return []
    return [digit for digit in digits if digit.confidence >= LEAST]


def _is_number(confidences: Sequence[float]) -> bool:
    if len(confidences) <= FEW:
        return bool(confidences) and float(np.prod(confidences)) ** (1 / len(confidences)) >= LEAST_ALONE
    believed = float(np.mean(np.array(confidences) >= BELIEVED))
    return believed >= (LEAST_BELIEVED if len(confidences) <= LONG else LEAST_BELIEVED_LONG)
