"""Pages of a PDF as pictures, by PDFium.

PDFium may be used by one thread at a time, whatever the documents (https://pypdfium2.readthedocs.io): hence a lock.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.records import Rgb

if TYPE_CHECKING:
    import pypdfium2

MARK = b"%PDF-"
HEAD_BYTES = 1024  # the mark may stand after a few bytes of something else (ISO 32000, note 13 of annex H)
DPI = 200  # digits of 3 mm are 24 px high, and an A4 page has 4 megapixels
POINTS = 72  # to the inch: the unit of PDF
LEAST_SIDE = 1.0  # points
_one_thread = threading.Lock()


def is_pdf(head: bytes) -> bool:
    """Tell by the first HEAD_BYTES of a file whether it is a PDF."""
    return MARK in head[:HEAD_BYTES]


class Pdf:
    """An open PDF; its pages are drawn one at a time, and only one is in memory."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        """Raise DigitPadError about `name` where it is damaged or asks for a password."""
        import pypdfium2

        self._name, self._error = name, pypdfium2.PdfiumError
        try:
            with _one_thread:
                self._document: Any = pypdfium2.PdfDocument(file)
                self.pages = len(self._document)
                with suppress(pypdfium2.PdfiumError):  # what is filled in is then left out
                    self._document.init_forms()
        except pypdfium2.PdfiumError as error:
            raise DigitPadError(_reason(error, name)) from error

    def picture(self, number: int, most_pixels: int) -> Rgb:
        """Draw page `number`, 0 .., at 200 dpi or as large as `most_pixels` allow, (H, W, 3).

        Raises DigitPadError where the page is damaged.
        """
        try:
            with _one_thread:
                return self._drawn(number, most_pixels)
        except (self._error, ValueError, MemoryError) as error:
            where = f"{self._name}, page {number + 1}," if self.pages > 1 else self._name
            raise DigitPadError(
                _("{where} is damaged or has no size; save or print it again.").format(where=where)
            ) from error

    def close(self) -> None:
        with _one_thread:
            self._document.close()

    def _drawn(self, number: int, most_pixels: int) -> Rgb:
        page: pypdfium2.PdfPage = self._document[number]
        try:
            width, height = page.get_size()
            if min(width, height) < LEAST_SIDE:
                raise ValueError("no size")
            scale = min(DPI / POINTS, (most_pixels / (width * height)) ** 0.5)
            bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
            try:
                return np.array(bitmap.to_numpy()[..., :3], np.uint8)
            finally:
                bitmap.close()
        finally:
            page.close()


def _reason(error: Exception, name: str) -> str:
    if "password" in str(error).lower():
        return f"{name} is locked by a password; save a copy without one and open that."
    return f"{name} is a PDF that is damaged or cut short; save or print it again."
