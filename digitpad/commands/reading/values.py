"""Readings as values for JSON, as lines of a CSV and as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digitpad.commands.reading.pieces import Piece, readings_of
from digitpad.records import Box, Digit, Mark, Reading, RowTrust
from digitpad.rules import Rule, RuledNumber

if TYPE_CHECKING:
    from digitpad.recognizer import Recognizer

Values = Mapping[str, Any]  # of one picture or drawing, as `digitpad read --json` prints them
COLUMNS = ("path", "part", "row", "number", "confidence", "sure")
RULED = ("obeying", "probability")  # further columns, of the likeliest number that obeys a rule
NONE = "none"  # in place of a number, where none that is likely enough obeys


@dataclass(frozen=True)
class FileAnswer:
    """All that could be read of one file, and a sentence about everything else in it."""

    results: tuple[Values, ...]
    rejected: tuple[str, ...]


def answer_of(standard_input: bytes, file: str, recognizer: Recognizer, rule: Rule | None = None) -> FileAnswer:
    """Read all that can be read of a file, "-" being `piped`; with the numbers that obey a rule."""
    rejected: list[str] = []
    readings = readings_of(file, standard_input, recognizer, rejected)
    results = tuple(values_of(piece, reading, rule) for piece, reading in readings)
    return FileAnswer(results, tuple(rejected))


def values_of(piece: Piece, reading: Reading, rule: Rule | None = None) -> dict[str, object]:
    """Return a reading as JSON can hold it; part, hint, turn and rule only where there are any."""
    return {
        "path": piece.path,
        **({} if piece.part is None else {"part": piece.part}),
        "text": reading.text,
        "confidence": round(reading.confidence, 4),
        "sure": reading.sure,
        **({"hint": reading.hint} if reading.hint else {}),
        **({"turned": reading.turned} if reading.turned else {}),
        **({"rule": rule.text} if rule else {}),
        "rows": list(reading.lines),
        "numbers": _number_values(reading, rule),
        "digits": [_digit_values(digit, row) for row, digits in enumerate(reading.rows) for digit in digits],
        "marks": [_mark_values(mark) for mark in reading.marks],
    }


def _number_values(reading: Reading, rule: Rule | None) -> list[dict[str, object]]:
    """Return the number of each row with the trust in it, 0 where one reader alone read it, and what obeys the rule."""
    trusts = reading.trusts or (RowTrust(0.0, agreed=False),) * len(reading.rows)
    of_rule = [_ruled_values(number) for number in rule.numbers_of(reading)] if rule else [{}] * len(reading.rows)
    return [
        {
            "text": line,
            "confidence": round(trust.confidence, 4),
            "sure": trust.sure,
            **obeying,
        }
        for line, trust, obeying in zip(reading.lines, trusts, of_rule, strict=True)
    ]


def _ruled_values(number: RuledNumber | None) -> dict[str, object]:
    fields_of_rule = (None, None) if number is None else (number.text, round(number.probability, 5))
    return dict(zip(RULED, fields_of_rule, strict=True))


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


def text_of(values: Mapping[str, Any], alone: bool) -> str:
    """Return a line for a reading; `alone`: without its file's name. With a rule, the numbers that obey it."""
    text, part = "\n".join(obeying_lines(values)) if "rule" in values else str(values["text"]), values.get("part")
    if alone and part is None:
        return text
    name = values["path"] if part is None else f"{values['path']}, {part}"
    return f"{name}: {text.replace(chr(10), ' ')}"


def obeying_lines(values: Mapping[str, Any]) -> list[str]:
    """Return each number that obeys the rule, and in brackets what was read, where that is another one."""
    return [
        number["text"]
        if number["obeying"] == number["text"]
        else f"{number['obeying'] or NONE} (read {number['text']})"
        for number in values["numbers"]
        if number["text"]
    ]


def csv_lines(piece: Piece, reading: Reading, rule: Rule | None = None) -> Iterator[str]:
    """Yield a line of COLUMNS for each number, and of RULED where there is a rule."""
    part = "" if piece.part is None else piece.part
    for row, number in enumerate(_number_values(reading, rule)):
        yield csv_line((piece.path, part, row, *number.values()))


def csv_line(fields: Iterable[object]) -> str:
    """Return fields as a line without its end."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(fields)
    return line.getvalue()


def is_sure(reading: Reading, rule: Rule | None) -> bool:
    """Return True where all numbers are sure, and obey the rule as they were read."""
    return reading.sure and (rule is None or all(rule.obeys(line) for line in reading.lines))


def doubt_of(piece: Piece, reading: Reading, rule: Rule | None) -> str:
    """Return the sentence for what is left for review."""
    text = reading.text.replace("\n", " ") or "nothing"
    if rule and reading.sure:
        return f"{piece.name} is left for review: {text} does not obey {rule.text}."
    return f"{piece.name} is left for review: it may be {text} ({reading.confidence:.0%} sure)."
