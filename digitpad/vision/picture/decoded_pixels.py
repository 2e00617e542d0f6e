"""Pixels of a picture opened by Pillow: turned upright by its EXIF tag, and shrunk to a largest number of px."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import IO, Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitpad.records import Rgb
from digitpad.vision.render.arrays import array_as_rgb

Pixels = NDArray[Any]  # any number type

BAND_ROWS = 256  # decoded pixels are taken over in bands of so many, for Pillow hands out copies of copies
ORIENTATION = 0x0112  # tag of EXIF, 1 to 8
UPRIGHT: dict[int, Callable[[Pixels], Pixels]] = {
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: pixels[::-1].swapaxes(0, 1),
    7: lambda pixels: pixels[::-1, ::-1].swapaxes(0, 1),
    8: lambda pixels: pixels[:, ::-1].swapaxes(0, 1),
}


def rgb_of_pil(image: Image.Image, most: float) -> Rgb:
    """Return the picture, decoded now, upright, (H, W, 3), of at most `most` px. Raises what Pillow raises."""
    if 0 in image.size:
        raise ValueError("no pixels")
    clear = {"A", "a"} & set(image.getbands()) or "transparency" in image.info
    deep = image.mode.startswith(("I", "F"))
    mode = "RGBA" if clear else "L" if image.mode in ("1", "L") else "RGB"
    return _rgb_of(_pixels_of(image, image.mode if deep else mode, most), image)


def rgb_of_large_webp(image: Image.Image, file: IO[bytes], most: float) -> Rgb:
    """Return a WebP's first frame as rgb_of_pil does, decoded by OpenCV, which takes a third of Pillow's memory."""
    file.seek(0)
    pixels = cv2.imdecode(np.frombuffer(file.read(), np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise ValueError("not decoded")
    small = _averaged(pixels, _size_within(pixels.shape[1], pixels.shape[0], most))
    return _rgb_of(cv2.cvtColor(small, cv2.COLOR_BGRA2RGBA if small.shape[2] == 4 else cv2.COLOR_BGR2RGB), image)


def _rgb_of(pixels: Pixels, image: Image.Image) -> Rgb:
    """Return the pixels of an image as (H, W, 3), turned upright by its EXIF tag."""
    turn = UPRIGHT.get(image.getexif().get(ORIENTATION, 1))
    return array_as_rgb(pixels if turn is None else turn(pixels))


def _pixels_of(image: Image.Image, mode: str, most: float) -> Pixels:
    """Return pixels (H, W), or (H, W, 3|4), in one of Pillow's modes, shrunk to at most `most` pixels."""
    width, height = _size_within(*image.size, most)
    pixels: Pixels | None = None
    for top in range(0, height, BAND_ROWS):
        bottom = min(top + BAND_ROWS, height)
        first, last = (round(row * image.height / height) for row in (top, bottom))
        band = image.crop((0, first, image.width, last))
        part = _averaged(np.asarray(band if band.mode == mode else band.convert(mode)), (width, bottom - top))
        if pixels is None:
            pixels = np.empty((height, *part.shape[1:]), part.dtype)
        pixels[top:bottom] = part
    assert pixels is not None
    return pixels


def _averaged(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Return pixels (H, W, ...) shrunk to a size, (width, height), by averaging."""
    if size == (pixels.shape[1], pixels.shape[0]):
        return pixels
    resizable = pixels if pixels.dtype in (np.uint8, np.uint16) else pixels.astype(np.float32)
    return cv2.resize(resizable, size, interpolation=cv2.INTER_AREA)


def _size_within(width: int, height: int, most: float) -> tuple[int, int]:
    """Return the width and height of a picture shrunk to at most `most` pixels."""
    factor = math.sqrt(most / (width * height))
    return (width, height) if factor >= 1 else (max(1, int(width * factor)), max(1, int(height * factor)))
