"""Any picture file, array or PIL image -> an RGB array, or one sentence saying why not."""

from __future__ import annotations

import io
import math
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from digitpad.errors import DigitPadError
from digitpad.records import Rgb

Pixels = NDArray[Any]  # any number type

KEPT_PIXELS = 12_000_000  # larger pictures are shrunk to this
LARGEST_JPEG = 170_000_000  # px; a JPEG is shrunk while it is decoded
LARGEST_OTHER = 50_000_000  # px; other formats must be decoded whole
MOST_PAGES = 500
FULL_SCALES = (255, 1023, 4095, 16383, 65535)  # white, by the bits a sensor or scanner uses
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error)


class OddPicture(DigitPadError):
    """Decoded, but not what a picture holds."""


@dataclass(frozen=True)
class Page:
    number: int | None  # 1 .. of a file with several; None: the only one
    open: Callable[[], Rgb]  # (H, W, 3); raises DigitPadError naming the file, and the page where there are several


def open_picture(path: Path) -> Rgb:
    """The picture in `path`, upright, (H, W, 3); the first frame or page where there are several.

    Above 12 megapixels it is shrunk. Raises DigitPadError naming the file where it cannot be read.
    """
    pages = picture_pages(path)
    return next(pages).open()


def picture_pages(path: Path) -> Iterator[Page]:
    """Each page of a TIFF, or the one picture of any other file; a page is opened before the next one is asked for.

    Raises DigitPadError naming the file where it cannot be read, or has more than MOST_PAGES, after these.
    """
    try:
        with path.open("rb") as file:
            yield from pages_of(file, str(path))
    except IsADirectoryError as error:
        raise _folder(path) from error
    except FileNotFoundError as error:
        raise DigitPadError(f"{path} does not exist; check the name.") from error
    except OSError as error:
        if isinstance(error, PermissionError) and path.is_dir():  # as Windows puts it
            raise _folder(path) from error
        reason = error.strerror or error
        raise DigitPadError(f"{path} cannot be opened ({reason}); check its name and permissions.") from error


def picture_from_bytes(data: bytes, name: str) -> Rgb:
    """The picture in `data`, upright, (H, W, 3). Raises DigitPadError, calling it `name`, where it cannot be read."""
    return next(pages_of(io.BytesIO(data), name)).open()


def as_rgb(image: object) -> Rgb:
    """An (H, W, 3) uint8 picture from a PIL image, turned upright, or an array (H, W), (H, W, 1), (H, W, 3|4).

    Arrays may be bool, 8-bit or 16-bit integers, or floats in 0..1 or 0..255. Raises DigitPadError otherwise.
    """
    if isinstance(image, Image.Image):
        try:
            return _rgb_of_pil(image, math.inf)
        except BROKEN as error:
            raise DigitPadError("The picture cannot be decoded; save or copy it again.") from error
    if not isinstance(image, np.ndarray):
        raise DigitPadError(f"A picture is an array or a PIL image, not {type(image).__name__}.")
    layers = image.shape[2] if image.ndim == 3 else 1
    if image.ndim not in (2, 3) or layers not in (1, 3, 4) or image.size == 0:
        raise DigitPadError(f"A picture has the shape (H, W), (H, W, 3) or (H, W, 4), not {image.shape}.")
    pixels = _eight_bits(image).reshape(*image.shape[:2], layers)
    if layers == 4:
        return _without_alpha(pixels)
    return np.ascontiguousarray(np.broadcast_to(pixels, (*pixels.shape[:2], 3)))


def pages_of(file: IO[bytes], name: str) -> Iterator[Page]:
    """As picture_pages, of an open file that is called `name`."""
    image = _opened(file, name)
    if image.format != "TIFF" or not _has_page(image, 1):
        yield Page(None, partial(_page, image, 0, name))
        return
    number = 0
    while _has_page(image, number):
        if number == MOST_PAGES:
            raise DigitPadError(f"{name} has more than {MOST_PAGES} pages; split it to read the others.")
        yield Page(number + 1, partial(_page, image, number, f"{name}, page {number + 1},"))
        number += 1


def _opened(file: IO[bytes], name: str) -> Image.Image:
    start = file.read(1)
    file.seek(0)
    if not start:
        raise DigitPadError(f"{name} is empty; choose another picture.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow, about large or odd files: judged here
            return Image.open(file)
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except BROKEN as error:
        raise DigitPadError(f"{name} is not a picture that can be read; try PNG or JPEG.") from error


def _has_page(image: Image.Image, number: int) -> bool:
    """Whether there is such a page, be it damaged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image.seek(number)
    except EOFError:
        return False
    except BROKEN:
        return True
    return True


def _page(image: Image.Image, number: int, name: str) -> Rgb:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image.seek(number)
            _shrink_while_decoding(image, name)
            image.load()
            return _rgb_of_pil(image, KEPT_PIXELS)
    except (*BROKEN, MemoryError) as error:
        raise DigitPadError(f"{name} is damaged or cut short; save or copy it again.") from error
    except OddPicture as error:
        raise DigitPadError(f"{name} cannot be read: {error}") from error


def _shrink_while_decoding(image: Image.Image, name: str) -> None:
    """Ask the JPEG decoder for a smaller picture where it would be large; refuse what is far too large."""
    pixels = image.width * image.height
    if pixels > (LARGEST_JPEG if image.format in ("JPEG", "MPO") else LARGEST_OTHER):
        raise _too_large(name)
    if pixels > KEPT_PIXELS:
        factor = math.sqrt(KEPT_PIXELS / pixels)
        image.draft(None, (int(image.width * factor), int(image.height * factor)))


def _folder(path: Path) -> DigitPadError:
    return DigitPadError(f"{path} is a folder, not a picture; name the pictures in it.")


def _too_large(name: str) -> DigitPadError:
    return DigitPadError(f"{name} has too many pixels; shrink it below {LARGEST_OTHER // 1_000_000} megapixels.")


def _rgb_of_pil(image: Image.Image, most: float) -> Rgb:
    """(H, W, 3), upright, of at most `most` pixels."""
    if 0 in image.size:
        raise ValueError("no pixels")
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith(("I", "F")):
        return as_rgb(_shrunk(np.asarray(upright), most))
    if {"A", "a"} & set(upright.getbands()) or "transparency" in upright.info:
        return _without_alpha(_shrunk(np.asarray(upright.convert("RGBA")), most))
    return np.ascontiguousarray(_shrunk(np.asarray(upright.convert("RGB")), most))


def _shrunk(pixels: Pixels, most: float) -> Pixels:
    """(H, W, ...) with at most `most` pixels, area-averaged."""
    factor = math.sqrt(most / (pixels.shape[0] * pixels.shape[1]))
    if factor >= 1:
        return pixels
    size = (max(1, int(pixels.shape[1] * factor)), max(1, int(pixels.shape[0] * factor)))
    averaged = pixels if pixels.dtype == np.uint8 else pixels.astype(np.float32)
    return cv2.resize(averaged, size, interpolation=cv2.INTER_AREA)


def _eight_bits(pixels: Pixels) -> NDArray[np.uint8]:
    """Any number type to 0..255, by the full scale that the largest value points to."""
    if pixels.dtype == np.uint8:
        return pixels.astype(np.uint8, copy=False)
    if pixels.dtype == np.bool_:
        return pixels.astype(np.uint8) * 255
    if pixels.dtype.kind not in "iuf":
        raise OddPicture(f"A picture holds whole numbers, floats or booleans, not {pixels.dtype}.")
    values = pixels.astype(np.float32)
    low, high = float(values.min()), float(values.max())
    if not (math.isfinite(low) and math.isfinite(high)) or low < 0 or high > FULL_SCALES[-1]:
        raise OddPicture("A picture's values lie in 0..1, 0..255 or 0..65535; this one has others.")
    white = 1.0 if pixels.dtype.kind == "f" and high <= 1 else next(full for full in FULL_SCALES if high <= full)
    eight_bits: NDArray[np.uint8] = np.rint(values * (255 / white)).astype(np.uint8)
    return eight_bits


def _without_alpha(rgba: Pixels) -> Rgb:
    """(H, W, 4) laid on white, or on black where what can be seen is light writing on nothing."""
    alpha = rgba[..., 3:].astype(np.float32) / 255
    seen = float(alpha.mean())
    lightness = float((rgba[..., :3].mean(axis=2, keepdims=True) * alpha).mean()) / max(seen, 1e-6)
    ground = 0.0 if 0 < seen < 0.5 and lightness > 160 else 255.0
    laid: Rgb = np.rint(rgba[..., :3] * alpha + ground * (1 - alpha)).astype(np.uint8)
    return laid
