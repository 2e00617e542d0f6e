"""A sample as a row of the database, and back."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitpad.records import Floats, Glyph, Rgb, Sample, Stroke, locked
from digitpad.store.filters import microseconds, moment_of
from digitpad.strokes_file import stroke_values, strokes_from_text

COLUMNS = "id, label, source, predicted, confidence, probabilities, model, created_at, slip"
CONTENTS = "glyph, strokes, crop"
SIDE = 28  # px


def digest(glyph: Glyph) -> bytes:
    """16 bytes that tell glyphs apart."""
    return hashlib.blake2b(_checked(glyph).tobytes(), digest_size=16).digest()


def values_of(sample: Sample) -> dict[str, object]:
    """The columns of the table `samples` except id, deleted_at and slip."""
    return {
        "digest": digest(sample.glyph),
        "label": sample.label,
        "source": sample.source,
        "predicted": sample.predicted,
        "confidence": float(sample.confidence),
        "probabilities": None if sample.probabilities is None else sample.probabilities.astype("<f4").tobytes(),
        "model": sample.model,
        "created_at": microseconds(sample.created_at),
        "labelled_at": microseconds(sample.created_at),
    }


def contents_of(sample: Sample) -> dict[str, object]:
    """The columns of the table `contents` except sample."""
    strokes = json.dumps([stroke_values(stroke) for stroke in sample.strokes], separators=(",", ":"))
    return {
        "glyph": _checked(sample.glyph).tobytes(),
        "strokes": strokes if sample.strokes else None,
        "crop": None if sample.crop is None else png(sample.crop),
    }


def sample_of(row: tuple[Any, ...]) -> Sample:
    """From COLUMNS, then CONTENTS (strokes and crop None where they were not asked for)."""
    number, label, source, predicted, confidence, probabilities, model, created_at, slip, glyph, strokes, crop = row
    return Sample(
        glyph=np.frombuffer(glyph, np.uint8).reshape(SIDE, SIDE),
        label=label,
        source=source,
        predicted=predicted,
        confidence=confidence,
        probabilities=_floats(probabilities),
        strokes=_strokes(strokes, number),
        crop=None if crop is None else _pixels(crop),
        model=model,
        created_at=moment_of(created_at),
        id=number,
        slip=bool(slip),
    )


def png(pixels: NDArray[np.uint8]) -> bytes:
    """(H, W) or (H, W, 3) as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=1)  # a third of the time for a tenth more bytes
    return file.getvalue()


def _checked(glyph: Glyph) -> Glyph:
    if glyph.shape != (SIDE, SIDE) or glyph.dtype != np.uint8:
        raise ValueError(f"a glyph is (28, 28) uint8, not {glyph.shape} {glyph.dtype}")
    return np.ascontiguousarray(glyph)


def _floats(held: bytes | None) -> Floats | None:
    return None if held is None else locked(np.frombuffer(held, "<f4").astype(np.float32))


def _strokes(held: str | None, number: int) -> tuple[Stroke, ...]:
    return () if held is None else tuple(strokes_from_text(held, f"Sample {number}"))


def _pixels(held: bytes) -> Rgb:
    with Image.open(io.BytesIO(held)) as picture:
        return locked(np.array(picture.convert("RGB")))
