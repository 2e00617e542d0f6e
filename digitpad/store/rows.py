"""A sample as a row of the database, and back."""

from __future__ import annotations

import io
import json
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from digitpad.errors import DigitPadError
from digitpad.formats.stroke_json import stroke_values, strokes_from_text
from digitpad.languages import _
from digitpad.records import SIDE, Floats, Glyph, Rgb, RowString, Sample, Stroke, locked
from digitpad.store.filters import microseconds, moment_of
from digitpad.store.row_strings import digest_of, png, row_string, strip_from

READ = "predicted, confidence, probabilities, model"
COLUMNS = f"id, label, source, {READ}, created_at, slip, suggested, confirmed, writer"
CONTENTS = "glyph, strokes, crop, strip, row_text, row_place, row_said_at"
LIGHT = "glyph, NULL, NULL, NULL, NULL, NULL, NULL"  # the glyph alone: the others take longer to decode than to find
TABLES = "samples JOIN contents ON sample = id LEFT JOIN strips ON number = row_strip"


class SampleRow(NamedTuple):
    """A value for each of COLUMNS, then of CONTENTS, of any type where the database is damaged."""

    id: Any
    label: Any
    source: Any
    predicted: Any
    confidence: Any
    probabilities: Any  # 10 float32
    model: Any
    created_at: Any  # microseconds
    slip: Any  # 1 for a suspected label error
    suggested: Any  # the label of its neighbours, of the newest time that it was suspected
    confirmed: Any  # 1 where the user said that the label is right
    writer: Any
    glyph: Any  # 784 bytes
    strokes: Any  # JSON
    crop: Any  # PNG
    strip: Any  # PNG
    row_text: Any
    row_place: Any
    row_said_at: Any  # microseconds


def digest(glyph: Glyph) -> bytes:
    """Return the digest of a glyph, 16 bytes."""
    return digest_of(_checked(glyph))


def values_of(sample: Sample) -> dict[str, object]:
    """Return the columns of the table `samples` for a new sample."""
    return {
        "digest": digest(sample.glyph),
        "label": sample.label,
        "source": sample.source,
        "predicted": sample.predicted,
        "confidence": float(sample.confidence),
        "probabilities": None if sample.probabilities is None else sample.probabilities.astype("<f4").tobytes(),
        "model": sample.model,
        "writer": sample.writer,
        "created_at": microseconds(sample.created_at),
        "labelled_at": microseconds(sample.created_at),
    }


def contents_of(sample: Sample) -> dict[str, object]:
    """Return the columns of the table `contents` for a new sample, except `sample`."""
    strokes = json.dumps([stroke_values(stroke) for stroke in sample.strokes], separators=(",", ":"))
    return {
        "glyph": _checked(sample.glyph).tobytes(),
        "strokes": strokes if sample.strokes else None,
        "crop": None if sample.crop is None else png(sample.crop),
    }


def sample_of(row: tuple[Any, ...]) -> Sample:
    """Return the sample of COLUMNS, then CONTENTS (strokes and crop None where they were not asked for).

    Raises DigitPadError where the row holds what no DigitPad writes.
    """
    try:
        return _sample_of(SampleRow(*row))
    except (ValueError, TypeError, OverflowError, OSError, AttributeError) as error:
        raise DigitPadError(
            _("Sample {row} is damaged ({kind}); `digitpad samples delete {row}` takes it away.").format(
                row=row[0], kind=type(error).__name__
            )
        ) from error


def _sample_of(row: SampleRow) -> Sample:
    return Sample(
        glyph=np.frombuffer(row.glyph, np.uint8).reshape(SIDE, SIDE),
        label=row.label,
        source=row.source,
        predicted=row.predicted,
        confidence=row.confidence,
        probabilities=_floats(row.probabilities),
        strokes=_strokes(row.strokes, row.id),
        crop=None if row.crop is None else _pixels(row.crop),
        model=row.model,
        created_at=moment_of(row.created_at),
        id=row.id,
        label_error=bool(row.slip),
        suggested=row.suggested if row.slip else None,
        confirmed=bool(row.confirmed),
        writer=row.writer,
        row=None if row.strip is None else _row_of(row),
    )


def _row_of(row: SampleRow) -> RowString:
    return row_string(strip_from(row.strip), str(row.row_text), int(row.row_place), moment_of(row.row_said_at))


def _checked(glyph: Glyph) -> Glyph:
    if glyph.shape != (SIDE, SIDE) or glyph.dtype != np.uint8:
        raise ValueError(f"a glyph is (28, 28) uint8, not {glyph.shape} {glyph.dtype}")
    return np.ascontiguousarray(glyph)


def _floats(value: bytes | None) -> Floats | None:
    return None if value is None else locked(np.frombuffer(value, "<f4").astype(np.float32))


def _strokes(value: str | None, number: int) -> tuple[Stroke, ...]:
    return () if value is None else tuple(strokes_from_text(value, f"Sample {number}"))


def _pixels(value: bytes) -> Rgb:
    with Image.open(io.BytesIO(value), formats=("PNG",)) as picture:
        return locked(np.array(picture.convert("RGB")))
