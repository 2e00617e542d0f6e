"""Rows in which samples were corrected: strips with their texts, each strip stored once."""

from __future__ import annotations

import hashlib
import io
import sqlite3
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitpad.records import DIGITS, RowString, Strip, locked
from digitpad.store.filters import microseconds

NOT_A_DIGIT = "x"  # as a label in files, and in a row's text
STRIP_HEIGHT, WIDEST_STRIP = 32, 4_096  # px
LONGEST_TEXT = 200  # digits of a row
KNOWN = "SELECT number FROM strips WHERE strip_digest = ?"
NEW = "INSERT INTO strips (strip_digest, strip) VALUES (?, ?)"
KEPT = """
    UPDATE contents SET row_strip = ?1, row_text = ?2, row_place = ?3, row_said_at = ?4
    WHERE sample = ?5 AND (row_said_at IS NULL OR row_said_at <= ?4)
"""
UNUSED = "DELETE FROM strips WHERE number NOT IN (SELECT row_strip FROM contents WHERE row_strip IS NOT NULL)"


def keep_row(connection: sqlite3.Connection, sample: int, row: RowString | None) -> None:
    """Store the row of a sample, by id, unless a newer one is stored of it."""
    if row is None:
        return
    pixels = _checked(row.strip)
    row_of_strip = connection.execute(KNOWN, (digest_of(pixels),)).fetchone()
    number = row_of_strip[0] if row_of_strip else connection.execute(NEW, (digest_of(pixels), png(pixels))).lastrowid
    connection.execute(KEPT, (number, row.text, row.place, microseconds(row.said_at), sample))


def forget_unused(connection: sqlite3.Connection) -> None:
    """Remove the strips of which no sample is left."""
    connection.execute(UNUSED)


def row_string(strip: Strip, text: str, place: int, said_at: datetime) -> RowString:
    """Return a row. Raises ValueError where the text holds other letters than digits and x, or has no such place."""
    if not text or len(text) > LONGEST_TEXT or not set(text) <= set(DIGITS + NOT_A_DIGIT):
        raise ValueError(f'the row "{text[:20]}" is not made of digits and {NOT_A_DIGIT}')
    if not 0 <= place < len(text):
        raise ValueError(f"the row {text[:20]} has no place {place}")
    return RowString(strip, text, place, said_at)


def strip_from(content: bytes) -> Strip:
    """Return the strip in a PNG file. Raises ValueError or OSError where there is none."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
            if picture.height == STRIP_HEIGHT and 0 < picture.width <= WIDEST_STRIP:
                return locked(np.array(picture.convert("L")))
    except (Image.DecompressionBombError, SyntaxError) as error:  # the latter of broken chunks
        raise ValueError("the picture of a row is damaged") from error
    raise ValueError(f"a row is not {STRIP_HEIGHT} px high and at most {WIDEST_STRIP:,} px wide")


def digest_of(pixels: NDArray[np.uint8]) -> bytes:
    """Return the BLAKE2b digest, 16 bytes, of pixels (H, W) or (H, W, 3); it does not cover their shape."""
    return hashlib.blake2b(np.ascontiguousarray(pixels).tobytes(), digest_size=16).digest()


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Return pixels (H, W) or (H, W, 3) as the bytes of a PNG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=1)  # a third of the time for a tenth more bytes
    return file.getvalue()


def _checked(strip: Strip) -> Strip:
    if strip.ndim != 2 or strip.shape[0] != STRIP_HEIGHT or strip.dtype != np.uint8:
        raise ValueError(f"a strip is ({STRIP_HEIGHT}, W) uint8, not {strip.shape} {strip.dtype}")
    return strip
