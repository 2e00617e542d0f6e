"""Samples as lines of JSON, one drawing each: the form that DigitPad trains, evaluates and reads from."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from digitpad.errors import DigitPadError
from digitpad.formats.stroke_json import stroke_values, strokes_from_text
from digitpad.languages import _
from digitpad.records import Sample, Stroke
from digitpad.store.archive import MOST_FILES, Report
from digitpad.store.details import Makers, fields_of, row_fields_of, sample_from
from digitpad.store.refusals import Refusals
from digitpad.store.row_strings import png

LINE_BYTES = 8 << 20
MOST_BYTES = 256 << 20


def write_lines(path: Path, samples: Iterable[Sample]) -> int:
    """Write a line for each sample that has strokes; return their number."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for sample in samples:
            if sample.strokes:
                file.write(json.dumps(_line(sample), ensure_ascii=False) + "\n")
                count += 1
    return count


def read_lines(path: Path, makers: Makers, report: Report) -> list[Sample]:
    """Return a sample for each line. Raises DigitPadError naming the lines that are no labelled drawing."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise DigitPadError(
            _("{path} is larger than {most} MB; split it into several files.").format(path=path, most=MOST_BYTES >> 20)
        )
    samples: list[Sample] = []
    refusals, count = Refusals(path), 0
    with path.open("rb") as file:
        for count, (number, line) in enumerate(_lines(file, path), 1):
            if count > MOST_FILES:
                raise DigitPadError(
                    _("{path} has more than {most:,} lines; split it into several files.").format(
                        path=path, most=MOST_FILES
                    )
                )
            with refusals.collecting():
                samples.append(_sample(line, f"Line {number}", makers))
            report(file.tell(), size)
    refusals.tell(count)
    return samples


def _line(sample: Sample) -> dict[str, Any]:
    """Return a sample as JSON: `strokes` as plain lists of [x, y], like other pen data; times and widths beside."""
    strokes = [stroke_values(stroke) for stroke in sample.strokes]
    return {
        **fields_of(sample),
        "strokes": [stroke["points"] for stroke in strokes],
        "times": [stroke.get("times") for stroke in strokes],
        "widths": [stroke.get("width") for stroke in strokes],
        "glyph": base64.b64encode(png(sample.glyph)).decode(),
        **_row_of(sample),
    }


def _row_of(sample: Sample) -> dict[str, Any]:
    if sample.row is None:
        return {}
    return {**row_fields_of(sample.row), "row": base64.b64encode(png(sample.row.strip)).decode()}


def _lines(file: IO[bytes], path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, with their numbers from 1."""
    try:
        for number, line in enumerate(iter(lambda: file.readline(LINE_BYTES), b""), 1):
            if len(line) == LINE_BYTES:
                raise DigitPadError(
                    _("{path} has a line longer than {most} MB; this is no list of drawings.").format(
                        path=path, most=LINE_BYTES >> 20
                    )
                )
            if line.strip():
                yield number, line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DigitPadError(_("{path} is not a text file; strokes are read from JSON.").format(path=path)) from None


def _sample(line: str, where: str, makers: Makers) -> Sample:
    pen_strokes = tuple(strokes_from_text(line, where))
    values = json.loads(line)
    if not pen_strokes or not isinstance(values, dict):
        raise DigitPadError(_("{where} holds no labelled drawing; correct or remove it.").format(where=where))
    strokes = _completed(pen_strokes, values) if len(values["strokes"]) == len(pen_strokes) else pen_strokes
    glyph_text = values.get("glyph")
    glyph = makers.of_strokes(strokes) if glyph_text is None else makers.of_picture(_bytes(glyph_text, where), where)
    row = values.get("row")
    return sample_from(values, glyph, where, strokes, None if row is None else _bytes(row, where))


def _completed(strokes: tuple[Stroke, ...], values: dict[str, Any]) -> tuple[Stroke, ...]:
    """Return strokes with their times and widths, where `values` has them for each stroke."""
    points = [stroke_values(stroke)["points"] for stroke in strokes]
    times, widths = values.get("times"), values.get("widths")
    if not all(isinstance(beside, list) and len(beside) == len(strokes) for beside in (times, widths)):
        return strokes
    whole = [{"points": p, "times": t, "width": w} for p, t, w in zip(points, times or (), widths or (), strict=True)]
    return tuple(
        replace(stroke, times=full.times, width=full.width)
        for stroke, full in zip(strokes, strokes_from_text(json.dumps(whole), "The strokes"), strict=True)
    )


def _bytes(values: object, where: str) -> bytes:
    try:
        return base64.b64decode(str(values), validate=True)
    except ValueError as error:
        raise DigitPadError(
            _("{where} has a glyph that is no picture; correct or remove it.").format(where=where)
        ) from error
