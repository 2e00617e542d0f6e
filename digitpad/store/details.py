"""All that is known of a sample besides its pixels, as the fields of a CSV or a JSON line, and back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args

import numpy as np

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.records import Floats, Glyph, Origin, RowString, Sample, Stroke, locked
from digitpad.store.row_strings import NOT_A_DIGIT, row_string, strip_from

FIELDS = ("label", "source", "predicted", "confidence", "probabilities", "model", "created_at", "writer")
ROW_FIELDS = ("row_text", "row_place", "row_said_at")  # of a sample whose row is known; its strip stands beside
LONGEST_NAME = 200  # letters of the name of a model or a writer

GlyphOfPicture = Callable[[bytes, str], Glyph]  # a picture file and its name; raises DigitPadError: no digit in it
GlyphOfStrokes = Callable[[Sequence[Stroke]], Glyph]
Confidence = Callable[[np.ndarray], Floats]  # glyphs (N, 28, 28) -> 0..1 (N,) that each is a digit
GlyphsOfTable = Callable[[np.ndarray], np.ndarray]  # imported (N, 28, 28) -> the same, on black and centred


@dataclass(frozen=True)
class Makers:
    """Functions of the caller that make glyphs of imported content, for the store knows no vision."""

    of_picture: GlyphOfPicture
    of_strokes: GlyphOfStrokes
    of_table: GlyphsOfTable
    confidence: Confidence


def fields_of(sample: Sample) -> dict[str, Any]:
    """Return FIELDS of a sample with the types of JSON; unknown ones are None."""
    has_reading = sample.probabilities is not None
    return {
        "label": label_text(sample.label),
        "source": sample.source,
        "predicted": sample.predicted,
        "confidence": round(sample.confidence, 6) if has_reading else None,
        "probabilities": [float(f"{p:.6g}") for p in sample.probabilities]
        if sample.probabilities is not None
        else None,
        "model": sample.model,
        "created_at": sample.created_at.astimezone(UTC).isoformat(),
        "writer": sample.writer,
    }


def row_fields_of(row: RowString | None) -> dict[str, Any]:
    """Return ROW_FIELDS with the types of JSON; all are None without a row."""
    values = (row.text, row.place, row.said_at.astimezone(UTC).isoformat()) if row is not None else (None,) * 3
    return dict(zip(ROW_FIELDS, values, strict=True))


def sample_from(
    fields: Mapping[str, Any],
    glyph: Glyph,
    where: str,
    strokes: tuple[Stroke, ...] = (),
    strip: bytes | None = None,
) -> Sample:
    """Return a sample from FIELDS, as texts or JSON; only `label` is needed. `strip`: a PNG, read with ROW_FIELDS.

    Raises DigitPadError naming `where` for a value that is none of its field.
    """
    try:
        return Sample(
            glyph=locked(glyph),
            label=label_of(_text(fields.get("label"))),
            source=_origin(fields.get("source")),
            predicted=_digit(fields.get("predicted")),
            confidence=_share(fields.get("confidence")),
            probabilities=_probabilities(fields.get("probabilities")),
            strokes=strokes,
            model=_text(fields.get("model"))[:LONGEST_NAME],
            created_at=_moment(fields.get("created_at")),
            writer=writer_of(_text(fields.get("writer"))),
            row=None if strip is None else _row(fields, strip),
        )
    except (ValueError, TypeError, OverflowError, OSError) as error:
        raise DigitPadError(_("{where}: {error}; correct or remove it.").format(where=where, error=error)) from error


def label_text(label: int | None) -> str:
    """Return a label as files have it: 0 to 9, or x for what is no digit."""
    return NOT_A_DIGIT if label is None else str(label)


def label_of(text: str) -> int | None:
    """Return 0..9, or None (not a digit) for x and every other single letter. Raises ValueError for other texts."""
    text = text.strip()
    if len(text) == 1 and text in "0123456789":
        return int(text)
    if len(text) == 1 and text.isalpha():
        return None
    raise ValueError(f'the label "{text[:20]}" is neither a digit 0 to 9 nor {NOT_A_DIGIT} for what is no digit')


def writer_of(name: str) -> str:
    """Return a writer's name on one line and no longer than LONGEST_NAME, with "?" for what is no character."""
    return " ".join(name.encode(errors="replace").decode().split())[:LONGEST_NAME]


def _row(fields: Mapping[str, Any], strip: bytes) -> RowString:
    text, place, said_at = (fields.get(name) for name in ROW_FIELDS)
    return row_string(strip_from(strip), _text(text), int(_text(place)), _moment(said_at))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _origin(value: object) -> Origin:
    return next((origin for origin in get_args(Origin) if origin == value), "import")


def _digit(value: object) -> int | None:
    if value in (None, ""):
        return None
    if str(value) not in tuple("0123456789"):
        raise ValueError(f'"{str(value)[:20]}" was not read as a digit 0 to 9')
    return int(str(value))


def _share(value: Any) -> float:
    share = 0.0 if value in (None, "") else float(value)
    if not 0 <= share <= 1:
        raise ValueError("the confidence is not between 0 and 1")
    return share


def _probabilities(value: Any) -> Floats | None:
    if value in (None, ""):
        return None
    values = np.array(value.split() if isinstance(value, str) else value, np.float32)
    if values.shape != (10,) or not np.isfinite(values).all() or not math.isclose(values.sum(), 1, abs_tol=0.01):
        raise ValueError("the probabilities are not ten numbers that sum to 1")
    return locked(values)


def _moment(value: Any) -> datetime:
    return datetime.now(UTC) if value in (None, "") else datetime.fromisoformat(str(value)).astimezone(UTC)
