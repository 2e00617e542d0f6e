"""RGB arrays of any picture file, array or PIL image; one sentence for each that cannot be read."""

from __future__ import annotations

import io
import math
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

import cv2
import numpy as np
from PIL import EpsImagePlugin, Image

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.records import Rgb
from digitpad.vision.picture import heic
from digitpad.vision.picture.decoded_pixels import rgb_of_large_webp, rgb_of_pil
from digitpad.vision.picture.pdf import HEAD_BYTES, Pdf, is_pdf
from digitpad.vision.render.arrays import OddPicture, array_as_rgb

KEPT_PIXELS = 12_000_000  # larger pictures are shrunk to this
LARGEST_JPEG = 170_000_000  # px; a JPEG is shrunk while it is decoded
LARGEST_OTHER = 50_000_000  # px; other formats must be decoded whole
MOST_PAGES = 500
FORMATS = (
    "PNG",
    "JPEG",
    "BMP",
    "GIF",
    "WEBP",
    "TIFF",
    "PPM",
    heic.FORMAT,
)  # Pillow knows 40 more, and goes by content, not by name
BROKEN = (
    *(OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
    *(RuntimeError, AssertionError, MemoryError, Image.DecompressionBombError, struct.error, zlib.error, cv2.error),
)  # as Pillow's decoders raise for what is damaged
EpsImagePlugin.gs_binary = False  # Ghostscript is never started, whoever else in this process opens a picture


@dataclass(frozen=True)
class PicturePage:
    """A page of a file that can be opened."""

    number: int | None  # 1 .. of a file with several; None: the only one
    open: Callable[[], Rgb]  # (H, W, 3); raises DigitPadError naming the file, and the page where there are several


@dataclass(frozen=True, eq=False)
class OpenedPage:
    """The pixels of a page, (H, W, 3)."""

    pixels: Rgb
    number: int | None  # 1 .. of a file with several; None: the only one
    is_last: bool


def open_picture(path: Path) -> Rgb:
    """Return the picture in `path`, upright, (H, W, 3); the first frame or page where there are several.

    Above 12 megapixels it is shrunk. Raises DigitPadError naming the file where it cannot be read.
    """
    pages = picture_pages(path)  # by its name: the file is closed with the last use of it
    return next(pages).open()


def open_page(path: Path, number: int) -> OpenedPage:
    """Return page `number`, 1 .., of the picture or document in `path`; 1 of what has but one page.

    Raises DigitPadError naming the file where it cannot be read or has no such page.
    """
    pages = islice(picture_pages(path), number - 1, None)
    page = next(pages, None)
    if page is None:
        raise DigitPadError(_("{path} has no page {number}; choose an earlier one.").format(path=path, number=number))
    return OpenedPage(page.open(), page.number, is_last=page.number is None or next(pages, None) is None)


def picture_pages(path: Path) -> Iterator[PicturePage]:
    """Yield each page of a PDF or TIFF, or the one picture of any other file; open a page before asking for the next.

    Raises DigitPadError naming the file where it cannot be read, or has more than MOST_PAGES, after these.
    """
    try:
        with path.open("rb") as file:
            yield from pages_of(file, str(path))
    except IsADirectoryError as error:
        raise _folder(path) from error
    except FileNotFoundError as error:
        raise DigitPadError(_("{path} does not exist; check the name.").format(path=path)) from error
    except OSError as error:
        if isinstance(error, PermissionError) and path.is_dir():  # as Windows puts it
            raise _folder(path) from error
        reason = error.strerror or error
        raise DigitPadError(
            _("{path} cannot be opened ({reason}); check its name and permissions.").format(path=path, reason=reason)
        ) from error


def picture_from_bytes(data: bytes, name: str) -> Rgb:
    """Return the picture in `data`, upright, (H, W, 3). Raises DigitPadError about `name` where it cannot be read."""
    return next(pages_of(io.BytesIO(data), name)).open()


def as_rgb(image: object) -> Rgb:
    """Return an (H, W, 3) uint8 picture of a PIL image, turned upright, or an array (H, W), (H, W, 1), (H, W, 3|4).

    Arrays may be bool, 8-bit or 16-bit integers, or floats in 0..1 or 0..255. Raises DigitPadError otherwise.
    """
    if isinstance(image, Image.Image):
        try:
            return rgb_of_pil(image, math.inf)
        except BROKEN as error:
            raise DigitPadError(_("The picture cannot be decoded; save or copy it again.")) from error
    if not isinstance(image, np.ndarray):
        raise DigitPadError(_("A picture is an array or a PIL image, not {kind}.").format(kind=type(image).__name__))
    return array_as_rgb(image)


def opened(file: IO[bytes], formats: tuple[str, ...] = FORMATS) -> Image.Image:
    """Return the picture in `file`, not decoded yet: the only door to Pillow, open to few formats alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Pillow, about large or odd files: judged here
        return Image.open(file, formats=formats)


def pages_of(file: IO[bytes], name: str) -> Iterator[PicturePage]:
    """Yield the pages of an open file, called `name`, as `picture_pages` does."""
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if is_pdf(head):
        yield from _pages_of_pdf(file, name)
        return
    image = _opened(file, name, heic.formats_for(name) if heic.is_heic(head) else FORMATS)
    if image.format != "TIFF" or not _has_page(image, 1):
        yield PicturePage(None, partial(_page, image, file, 0, name))
        return
    number = 0
    while _has_page(image, number):
        if number == MOST_PAGES:
            raise _too_many_pages(name)
        yield PicturePage(number + 1, partial(_page, image, file, number, f"{name}, page {number + 1},"))
        number += 1


def _pages_of_pdf(file: IO[bytes], name: str) -> Iterator[PicturePage]:
    with closing(Pdf(file, name)) as document:
        if not document.pages:
            raise DigitPadError(_("{name} has no pages; choose another file.").format(name=name))
        for number in range(min(document.pages, MOST_PAGES)):
            page = number + 1 if document.pages > 1 else None
            yield PicturePage(page, partial(document.picture, number, KEPT_PIXELS))
        if document.pages > MOST_PAGES:
            raise _too_many_pages(name)


def _opened(file: IO[bytes], name: str, formats: tuple[str, ...]) -> Image.Image:
    start = file.read(1)
    file.seek(0)
    if not start:
        raise DigitPadError(_("{name} is empty; choose another picture.").format(name=name))
    try:
        return opened(file, formats)
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except BROKEN as error:
        raise DigitPadError(
            _("{name} is not a picture that can be read; try PNG or JPEG.").format(name=name)
        ) from error


def _has_page(image: Image.Image, number: int) -> bool:
    """Return True where the page exists, even if it is damaged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image.seek(number)
    except EOFError:
        return False
    except BROKEN:
        return True
    return True


def _page(image: Image.Image, file: IO[bytes], number: int, name: str) -> Rgb:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image.seek(number)
            _shrink_while_decoding(image, name)
            if image.format == "WEBP" and image.width * image.height > KEPT_PIXELS:
                return rgb_of_large_webp(image, file, KEPT_PIXELS)
            image.load()
            return rgb_of_pil(image, KEPT_PIXELS)
    except BROKEN as error:
        raise DigitPadError(_("{name} is damaged or cut short; save or copy it again.").format(name=name)) from error
    except OddPicture as error:
        raise DigitPadError(_("{name} cannot be read: {error}").format(name=name, error=error)) from error


def _shrink_while_decoding(image: Image.Image, name: str) -> None:
    """Ask the JPEG decoder for a smaller picture where it would be large; refuse what is far too large."""
    pixels = image.width * image.height
    if pixels > (LARGEST_JPEG if image.format in ("JPEG", "MPO") else LARGEST_OTHER):
        raise _too_large(name)
    if pixels > KEPT_PIXELS:
        factor = math.sqrt(KEPT_PIXELS / pixels)
        image.draft(None, (int(image.width * factor), int(image.height * factor)))


def _folder(path: Path) -> DigitPadError:
    return DigitPadError(_("{path} is a folder, not a picture; name the pictures in it.").format(path=path))


def _too_many_pages(name: str) -> DigitPadError:
    words = _("{name} has more than {most} pages; split it to read the others.")
    return DigitPadError(words.format(name=name, most=MOST_PAGES))


def _too_large(name: str) -> DigitPadError:
    return DigitPadError(
        _("{name} has too many pixels; shrink it below {most} megapixels.").format(
            name=name, most=LARGEST_OTHER // 1000000
        )
    )
