"""The columns of scores that the row reader gives: their number in a strip, and the place on the row of each."""

from __future__ import annotations

from digitpad.inference.rows.row_strip import END, HEIGHT

BLANK = 0  # class of a column without a digit; digit d is class d + 1
CLASSES = 11
STEP = 2  # px of a strip between two columns
SEEN = 32  # px of a strip that a column sees
MIDDLE = (SEEN - 1) / 2  # px from a column's first to its middle


def columns_of(width: int) -> int:
    """Return the number of columns of a strip of `width` px."""
    return max(0, (width - 4) // STEP - 13)


def column_at(column: float, height: float) -> float:
    """Return the x of the middle of a column's field of view, in px of a row that is `height` px high."""
    return (column * STEP + MIDDLE - END) * height / HEIGHT
