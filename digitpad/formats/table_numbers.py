"""Lines of a table of pixels -> its columns and numbers; each fault is one sentence with its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.formats.table_text import PIXELS
from digitpad.languages import _
from digitpad.records import SIDE

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
NO_NUMBERS = {"nan", "inf", "-inf"}  # as others write what is no number
WHOLE = b'0123456789, \n"'  # bytes of lines that hold whole numbers alone
BRIGHTEST = 255


Numbers = NDArray[np.float32] | NDArray[np.uint8]  # whole numbers are read six times as fast


@dataclass(frozen=True, eq=False)
class Columns:
    width: int
    pixels: NDArray[np.intp]  # (784,) where each pixel stands in a row
    label: int | None
    named: bool  # the first line holds names

    @cached_property
    def used(self) -> list[int]:
        """Places of the columns that count, the label last; others may hold anything."""
        return [*self.pixels.tolist(), *([] if self.label is None else [self.label])]


def columns_of(first: str, name: str) -> Columns:
    """Return the columns that a first line tells of. Raises DigitPadError where they are not 784 pixels."""
    names = [field.strip().strip('"').lower() for field in first.strip().split(",")]
    if NUMBER.fullmatch(names[0]):
        return _columns_without_names(len(names), name)
    places = {field: place for place, field in enumerate(names)}
    pixels = [f"pixel{number}" for number in range(PIXELS)]
    if "1x1" in places:
        pixels = [f"{row}x{column}" for row in range(1, SIDE + 1) for column in range(1, SIDE + 1)]
    missing = [field for field in pixels if field not in places]
    if len(missing) == PIXELS:
        raise refusal(name, 1, "no column is called pixel0 to pixel783; this is no table of digits")
    if missing:
        others = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise refusal(name, 1, f"the column {missing[0]}{others} is missing")
    return Columns(len(names), np.array([places[field] for field in pixels]), places.get("label"), named=True)


def numbers_in(block: bytes, columns: Columns, name: str, line: int) -> Numbers:
    """Return what the used columns of whole lines hold, (n, 784 or 785), 0..255, the label last.

    Raises DigitPadError naming the line, counted from `line`, of the first row that is not like that.
    """
    lines = [text for text in block.decode("utf-8", "replace").split("\n") if text.strip()]
    if not lines:
        return np.zeros((0, len(columns.used)), np.uint8)
    try:
        table = _parsed(lines, columns, whole=not block.translate(None, WHOLE))
    except ValueError:
        table = None
    if table is not None and _is_sound(table, columns):
        return table
    return _row_by_row(block, columns, name, line)


def refusal(name: str, line: int, fault: str) -> DigitPadError:
    return DigitPadError(_("{name}, line {line}: {fault}.").format(name=name, line=line, fault=fault))


def _columns_without_names(width: int, name: str) -> Columns:
    if width not in (PIXELS, PIXELS + 1):
        raise refusal(name, 1, f"{width} numbers instead of {PIXELS} pixels, or a label and {PIXELS} pixels")
    has_labels = width == PIXELS + 1
    return Columns(width, np.arange(PIXELS) + has_labels, 0 if has_labels else None, named=False)


def _parsed(lines: Sequence[str], columns: Columns, whole: bool) -> Numbers | None:
    """Return the numbers by NumPy's reader; None where a row has another width. Raises ValueError."""
    if any(text.count(",") != columns.width - 1 for text in lines):
        return None
    columns_used = None if columns.used == list(range(columns.width)) else columns.used
    parse = partial(np.loadtxt, lines, comments=None, delimiter=",", usecols=columns_used, quotechar='"', ndmin=2)
    return np.asarray(parse(dtype=np.uint8), np.uint8) if whole else np.asarray(parse(dtype=np.float32), np.float32)


def _is_sound(table: Numbers, columns: Columns) -> bool:
    if columns.label is not None and (table[:, PIXELS] > 9).any():
        return False
    return table.dtype == np.uint8 or bool(((table >= 0) & (table <= BRIGHTEST)).all())


def _row_by_row(block: bytes, columns: Columns, name: str, line: int) -> NDArray[np.float32]:
    """Return the numbers (n, 784 or 785) of lines in unusual notation. Raises DigitPadError for the first bad one."""
    texts = block.decode("utf-8", "replace").split("\n")
    rows = [_row(text, columns, name, line + index) for index, text in enumerate(texts) if text.strip()]
    return np.array(rows, np.float32).reshape(-1, len(columns.used))


def _row(text: str, columns: Columns, name: str, line: int) -> list[float]:
    fields = next(csv.reader([text], skipinitialspace=True))
    if len(fields) != columns.width:
        has_labels = columns.label is not None
        raise refusal(name, line, f"{len(fields) - has_labels} pixels instead of {columns.width - has_labels}")
    row = [_number(fields[place].strip(), name, line) for place in columns.used]
    if columns.label is not None and row[PIXELS] not in range(10):
        raise refusal(name, line, f"the label {row[PIXELS]:g} is not a digit 0 to 9")
    return row


def _number(field: str, name: str, line: int) -> float:
    if not NUMBER.fullmatch(field) and field.lower() not in NO_NUMBERS:
        raise refusal(name, line, f'"{field[:20]}" is not a number')
    value = float(field)
    if not 0 <= value <= BRIGHTEST:  # nor is NaN
        raise refusal(name, line, f"{field[:20]} is not a whole number 0 to {BRIGHTEST}")
    return value
