"""Readings as values for JSON, as lines of a CSV and as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digitpad.commands.reading.pieces import Piece, readings_of
from digitpad.records import Box, Digit, Mark, Reading, RowTrust

if TYPE_CHECKING:
    from digitpad.recognizer import Recognizer

Values = Mapping[str, object]  # of one picture or drawing, as `digitpad read --json` prints them
COLUMNS = ("path", "part", "row", "number", "confidence", "sure")


@dataclass(frozen=True)
class FileAnswer:
    """All that could be read of one file, and a sentence about everything else in it."""

    results: tuple[Values, ...]
    rejected: tuple[str, ...]


def answer_of(piped: bytes, file: str, recognizer: Recognizer) -> FileAnswer:
    """Read all that can be read of a file, "-" being `piped`."""
    rejected: list[str] = []
    results = tuple(values_of(piece, reading) for piece, reading in readings_of(file, piped, recognizer, rejected))
    return FileAnswer(results, tuple(rejected))


def values_of(piece: Piece, reading: Reading) -> dict[str, object]:
    """Return path, page where there are several, text, hint and turn where there are any, rows, digits and marks."""
    return {
        "path": piece.path,
        **({} if piece.part is None else {"part": piece.part}),
        "text": reading.text,
        "confidence": round(reading.confidence, 4),
        "sure": reading.sure,
        **({"hint": reading.hint} if reading.hint else {}),
        **({"turned": reading.turned} if reading.turned else {}),
        "rows": list(reading.lines),
        "numbers": _number_values(reading),
        "digits": [_digit_values(digit, row) for row, digits in enumerate(reading.rows) for digit in digits],
        "marks": [_mark_values(mark) for mark in reading.marks],
    }


def _number_values(reading: Reading) -> list[dict[str, object]]:
    """Return each row as a number, and the trust in it; none where only one reader read it."""
    trusts = reading.trusts or (RowTrust(0.0, agreed=False),) * len(reading.rows)
    return [
        {
            "text": line,
            "confidence": round(trust.confidence, 4),
            "sure": trust.sure,
        }
        for line, trust in zip(reading.lines, trusts, strict=True)
    ]


def _digit_values(digit: Digit, row: int) -> dict[str, object]:
    return {
        "row": row,
        "box": _box_values(digit.box),
        "label": digit.label,
        "confidence": round(digit.confidence, 4),
        "probabilities": [round(value, 5) for value in digit.probabilities.tolist()],
    }


def _mark_values(mark: Mark) -> dict[str, object]:
    """Return a mark; `before`: the number of the row's digits on its left."""
    return {
        "row": mark.row,
        "before": mark.before,
        "box": _box_values(mark.box),
        "symbol": mark.symbol,
        "confidence": round(mark.confidence, 4),
    }


def _box_values(box: Box) -> list[int]:
    return [box.left, box.top, box.width, box.height]


def text_of(values: Mapping[str, object], alone: bool) -> str:
    """Return a line for a reading; `alone`: without its file's name."""
    text, part = str(values["text"]), values.get("part")
    if alone and part is None:
        return text
    name = values["path"] if part is None else f"{values['path']}, {part}"
    return f"{name}: {text.replace(chr(10), ' ')}"


def csv_lines(piece: Piece, reading: Reading) -> Iterator[str]:
    """Yield a line of COLUMNS for each number."""
    part = "" if piece.part is None else piece.part
    for row, number in enumerate(_number_values(reading)):
        yield csv_line((piece.path, part, row, *number.values()))


def csv_line(fields: Iterable[object]) -> str:
    """Return fields as a line without its end."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(fields)
    return line.getvalue()


def doubt_of(piece: Piece, reading: Reading) -> str:
    """Return the sentence for what is left for review."""
    text = reading.text.replace("\n", " ") or "nothing"
    return f"{piece.name} is left for review: it may be {text} ({reading.confidence:.0%} sure)."
