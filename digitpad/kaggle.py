"""Digits as Kaggle's CSV: rows of 784 pixels in, read block by block so that no file is too large; labels out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.records import Labels

SIDE = 28
PIXELS = SIDE * SIDE
BLOCK_BYTES = 1 << 19  # larger ones cost more in fresh memory than they save
LINE_BYTES = 1 << 16  # 784 numbers and their names need less than 10 kB
MOST_ROWS = 1_000_000  # held in memory at once: 784 MB
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
NO_NUMBERS = {"nan", "inf", "-inf"}  # as others write what is no number
COMMA, NEWLINE, ZERO = ord(","), ord("\n"), ord("0")


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, eq=False)
class Rows:
    glyphs: NDArray[np.uint8]  # (n, 28, 28)
    labels: Labels | None  # (n,) 0..9; None where the file has no label column


@dataclass(frozen=True, eq=False)
class Columns:
    width: int
    pixels: NDArray[np.intp]  # (784,) where each pixel stands in a row
    label: int | None
    named: bool  # the first line holds names

    @cached_property
    def used(self) -> list[int]:
        """Those that count; others may hold anything."""
        return sorted({*self.pixels.tolist(), *([] if self.label is None else [self.label])})


def read(path: Path) -> Rows:
    """All rows of a file. Raises DigitPadError naming file and line, also where it has over a million rows."""
    parts: list[Rows] = []
    count = 0
    try:
        with path.open("rb") as stream:
            for part in blocks(stream, str(path)):
                count += len(part.glyphs)
                if count > MOST_ROWS:
                    raise DigitPadError(f"{path} has more than {MOST_ROWS:,} rows; split it into smaller files.")
                parts.append(part)
    except OSError as error:
        raise DigitPadError(f"{path} cannot be read ({error.strerror}); check the name and its permissions.") from error
    labels = [part.labels for part in parts if part.labels is not None]
    return Rows(np.concatenate([part.glyphs for part in parts]), np.concatenate(labels) if labels else None)


def blocks(stream: Readable, name: str) -> Iterator[Rows]:
    """The rows of a CSV, some thousands at a time; at least one row.

    The columns are `pixel0` to `pixel783` or `1x1` to `28x28` in any order and case, with or without `label`; others
    do not count. A file without names has the pixels in order, after the label where a row has 785 numbers.
    Raises DigitPadError naming the line where a row is not like that.
    """
    line, columns, count = 1, None, 0
    for block in _whole_lines(stream, name):
        if columns is None:
            first = block[: block.index(b"\n")]
            columns = _columns(first.decode("utf-8-sig", "replace"), name)
            if columns.named:
                block, line = block[len(first) + 1 :], 2
            else:
                block = block.removeprefix(b"\xef\xbb\xbf")
        table = _table(block, columns, name, line)
        line += block.count(b"\n")
        count += len(table)
        if len(table):
            yield _rows(table, columns)
    if columns is None:
        raise DigitPadError(f"{name} is empty; it should hold rows of {PIXELS} pixels.")
    if not count:
        raise DigitPadError(f"{name} has no rows; it should hold rows of {PIXELS} pixels.")


def answer(labels: Labels) -> str:
    """Kaggle's `ImageId,Label` for labels (n,), counted from 1."""
    return "ImageId,Label\n" + "".join(f"{number},{label}\n" for number, label in enumerate(labels.tolist(), 1))


def looks_like_csv(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a table of pixels."""
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0][:200]
    return re.match(rb'"?(label|pixel\d+|\d+x\d+|[\d.]+(e[+-]\d+)?)"?\s*,', first, re.IGNORECASE) is not None


def _whole_lines(stream: Readable, name: str) -> Iterator[bytes]:
    """Blocks that end at the end of a line; the last line need not."""
    rest, line = b"", 1
    while read := stream.read(BLOCK_BYTES):
        block = (rest + read).replace(b"\r\n", b"\n")
        end = block.rfind(b"\n") + 1
        whole, rest = block[:end], block[end:]
        line += whole.count(b"\n")
        if len(rest) > LINE_BYTES:
            raise _refusal(name, line, f"longer than any row of {PIXELS} pixels; this is no table of digits")
        if whole:
            yield whole
    if rest:
        yield rest + b"\n"


def _columns(first: str, name: str) -> Columns:
    names = [field.strip().strip('"').lower() for field in first.strip().split(",")]
    if NUMBER.fullmatch(names[0]):
        return _columns_without_names(len(names), name)
    places = {field: place for place, field in enumerate(names)}
    wanted = [f"pixel{number}" for number in range(PIXELS)]
    if "1x1" in places:
        wanted = [f"{row}x{column}" for row in range(1, SIDE + 1) for column in range(1, SIDE + 1)]
    missing = [field for field in wanted if field not in places]
    if len(missing) == PIXELS:
        raise _refusal(name, 1, "no column is called pixel0 to pixel783; this is no table of digits")
    if missing:
        others = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise _refusal(name, 1, f"the column {missing[0]}{others} is missing")
    return Columns(len(names), np.array([places[field] for field in wanted]), places.get("label"), named=True)


def _columns_without_names(width: int, name: str) -> Columns:
    if width not in (PIXELS, PIXELS + 1):
        raise _refusal(name, 1, f"{width} numbers instead of {PIXELS} pixels, or a label and {PIXELS} pixels")
    labelled = width == PIXELS + 1
    return Columns(width, np.arange(PIXELS) + labelled, 0 if labelled else None, named=False)


def _table(block: bytes, columns: Columns, name: str, line: int) -> NDArray[np.uint8]:
    """The numbers (n, width) of whole lines."""
    table = _plain_table(np.frombuffer(block, np.uint8), columns)
    if table is not None and (columns.label is None or (table[:, columns.label] <= 9).all()):
        return table
    lines = block.decode("utf-8", "replace").split("\n")[:-1]
    slow = [_row(text, columns, name, line + index) for index, text in enumerate(lines) if text.strip()]
    return np.array(slow, np.uint8).reshape(-1, columns.width)


def _plain_table(text: NDArray[np.uint8], columns: Columns) -> NDArray[np.uint8] | None:
    """The numbers (n, width), or None where a line is not just as many numbers 0..255 between commas."""
    width = columns.width
    digits = text - ZERO  # wraps around: all but digits are above 9
    ends = np.flatnonzero(digits > 9)
    if len(ends) == 0 or len(ends) % width:
        return None
    separators = text[ends].reshape(-1, width)
    lengths = np.diff(ends, prepend=-1) - 1
    if (separators[:, -1] != NEWLINE).any() or (separators[:, :-1] != COMMA).any():
        return None
    used = slice(None) if len(columns.used) == width else columns.used
    told = lengths.reshape(-1, width)[:, used]
    if told.min() < 1 or told.max() > 3:
        return None
    values = digits[ends - 1].astype(np.uint16)
    tens, hundreds = np.flatnonzero(lengths >= 2), np.flatnonzero(lengths >= 3)
    values[tens] += digits[ends[tens] - 2].astype(np.uint16) * 10
    values[hundreds] += digits[ends[hundreds] - 3].astype(np.uint16) * 100
    table = values.reshape(-1, width)
    return table.astype(np.uint8) if table[:, used].max() <= 255 else None


def _row(text: str, columns: Columns, name: str, line: int) -> list[int]:
    fields = text.strip().split(",")
    if len(fields) != columns.width:
        labelled = columns.label is not None
        raise _refusal(name, line, f"{len(fields) - labelled} pixels instead of {columns.width - labelled}")
    row = [0] * len(fields)
    for place in columns.used:
        row[place] = _whole(fields[place].strip().strip('"'), name, line)
    if columns.label is not None and row[columns.label] > 9:
        raise _refusal(name, line, f"the label {row[columns.label]} is not a digit 0 to 9")
    return row


def _whole(field: str, name: str, line: int) -> int:
    if not NUMBER.fullmatch(field) and field.lower() not in NO_NUMBERS:
        raise _refusal(name, line, f'"{field[:20]}" is not a number')
    value = float(field)
    if not (value.is_integer() and 0 <= value <= 255):  # NaN and infinity are not integers either
        raise _refusal(name, line, f"{field[:20]} is not a whole number 0 to 255")
    return int(value)


def _rows(table: NDArray[np.uint8], columns: Columns) -> Rows:
    first = int(columns.pixels[0])
    in_order = bool((np.diff(columns.pixels) == 1).all())
    pixels = table[:, first : first + PIXELS] if in_order else table[:, columns.pixels]
    labels = None if columns.label is None else table[:, columns.label].astype(np.int64)
    return Rows(np.ascontiguousarray(pixels).reshape(-1, SIDE, SIDE), labels)


def _refusal(name: str, line: int, what: str) -> DigitPadError:
    return DigitPadError(f"{name}, line {line}: {what}.")
