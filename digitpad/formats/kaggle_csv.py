"""Digits as Kaggle's CSV: rows of 784 pixels in, read block by block so that no file is too large; labels out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.formats.packed import Readable, unpacked
from digitpad.formats.table_numbers import BRIGHTEST, Columns, Numbers, columns_of, numbers_in, refusal
from digitpad.formats.table_text import PIXELS, whole_lines
from digitpad.languages import _
from digitpad.records import SIDE, Labels

MOST_ROWS = 1_000_000  # held in memory at once: 784 MB
DARK_ROWS = 5_000  # all of pixels 0 or 1: after so many, the file is taken for one of pixels in 0..1
Report = Callable[[int, int], None]  # bytes of the file that were read, of how many


@dataclass(frozen=True, eq=False)
class Rows:
    glyphs: NDArray[np.uint8]  # (n, 28, 28)
    labels: Labels | None  # (n,) 0..9; None where the file has no label column


@dataclass(frozen=True, eq=False)
class Block:
    """Some rows as they stand in the file."""

    line: int  # of the first one
    numbers: Numbers  # (n, 784 or 785) 0..255, the label last

    @property
    def pixels(self) -> Numbers:
        return self.numbers[:, :PIXELS]


def read(path: Path) -> Rows:
    """Return all rows of a file. Raises DigitPadError naming file and line, also where it has over a million rows."""
    parts: list[Rows] = []
    count = 0
    for part in rows_of(path):
        count += len(part.glyphs)
        if count > MOST_ROWS:
            raise DigitPadError(
                _("{path} has more than {most:,} rows; split it into smaller files.").format(path=path, most=MOST_ROWS)
            )
        parts.append(part)
    labels = [part.labels for part in parts if part.labels is not None]
    return Rows(np.concatenate([part.glyphs for part in parts]), np.concatenate(labels) if labels else None)


def rows_of(path: Path, report: Report = lambda done, size: None) -> Iterator[Rows]:
    """Yield the rows of a file, packed or not, as `blocks` does. Raises DigitPadError naming it."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file, unpacked(file, str(path)) as stream:
            for rows in blocks(stream, str(path)):
                yield rows
                report(file.tell(), size)
    except OSError as error:
        raise DigitPadError(
            _("{path} cannot be read ({reason}); check the name and its permissions.").format(
                path=path, reason=error.strerror
            )
        ) from error


def blocks(stream: Readable, name: str) -> Iterator[Rows]:
    """Yield the rows of a CSV, some hundred at a time; at least one row.

    The columns are `pixel0` to `pixel783` or `1x1` to `28x28` in any order and case, with or without `label`; others
    do not count. A file without names has the pixels in order, after the label where a row has 785 numbers. Fields end
    at commas, semicolons or tabs, in UTF-8 or UTF-16. Pixels are 0..255, or in the whole file 0..1.
    Raises DigitPadError naming the line where a row is not like that.
    """
    count = 0
    for block, columns, scale in _scaled(_numbered(stream, name), name):
        count += len(block.numbers)
        if len(block.numbers):
            yield _rows(block, columns, scale)
    if not count:
        raise DigitPadError(
            _("{name} has no rows; it should hold rows of {pixels} pixels.").format(name=name, pixels=PIXELS)
        )


def answer(labels: Labels) -> str:
    """Return Kaggle's `ImageId,Label` for labels (n,), counted from 1."""
    return "ImageId,Label\n" + "".join(f"{number},{label}\n" for number, label in enumerate(labels.tolist(), 1))


def _numbered(stream: Readable, name: str) -> Iterator[tuple[Block, Columns]]:
    line, columns = 1, None
    for lines in whole_lines(stream, name):
        text = lines
        if columns is None:
            first, rest = lines.partition(b"\n")[::2]
            columns = columns_of(first.decode("utf-8", "replace"), name)
            if columns.named:
                text, line = rest, 2
        yield Block(line, numbers_in(text, columns, name, line)), columns
        line += text.count(b"\n")
    if columns is None:
        raise DigitPadError(
            _("{name} is empty; it should hold rows of {pixels} pixels.").format(name=name, pixels=PIXELS)
        )


def _scaled(blocks_and_columns: Iterable[tuple[Block, Columns]], name: str) -> Iterator[tuple[Block, Columns, int]]:
    """Yield the blocks with the factor of their pixels: 255 where all pixels of the file lie in 0..1, else 1.

    Raises DigitPadError where a row is of the other kind.
    """
    undecided: list[tuple[Block, Columns]] = []  # a table of 0..255 may begin with blank rows
    count, scale = 0, 0
    for block, columns in blocks_and_columns:
        if not scale and _is_bright(block):
            scale = 1
        elif not scale and (_has_fractions(block) or count > DARK_ROWS):
            scale = BRIGHTEST
        if not scale:
            undecided.append((block, columns))
            count += len(block.numbers)
            continue
        for early, its in (*undecided, (block, columns)):
            _check(early, scale, name)
            yield early, its, scale
        undecided.clear()
    for block, columns in undecided:
        yield block, columns, BRIGHTEST


def _is_bright(block: Block) -> bool:
    return bool((block.pixels > 1).any())


def _has_fractions(block: Block) -> bool:
    return block.numbers.dtype != np.uint8 and bool((block.pixels % 1 != 0).any())


def _check(block: Block, scale: int, name: str) -> None:
    """Raise DigitPadError for a fraction among pixels of 0..255, and for a pixel above 1 among those of 0..1."""
    if scale == 1 and _has_fractions(block):
        row, column = np.argwhere(block.pixels % 1 != 0)[0].tolist()
        fault = f"{block.pixels[row, column]:g} is not a whole number 0 to {BRIGHTEST}"
        raise refusal(name, block.line + row, fault)
    if scale != 1 and _is_bright(block):
        row, column = np.argwhere(block.pixels > 1)[0].tolist()
        fault = f"{block.pixels[row, column]:g} is not between 0 and 1, as the pixels of the rows before are"
        raise refusal(name, block.line + row, fault)


def _rows(block: Block, columns: Columns, scale: int) -> Rows:
    pixels = block.pixels if scale == 1 else np.round(block.pixels * np.float32(scale))
    labels = None if columns.label is None else block.numbers[:, PIXELS].astype(np.int64)
    return Rows(np.ascontiguousarray(pixels, np.uint8).reshape(-1, SIDE, SIDE), labels)
