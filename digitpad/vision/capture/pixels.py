"""Pictures as OpenCV gives them, converted to those of the program."""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike

from digitpad.errors import DigitPadError
from digitpad.records import Rgb, locked
from digitpad.vision.capture.states import Trouble
from digitpad.vision.render.arrays import array_as_rgb


def frame_of(picture: MatLike, name: str) -> Rgb:
    """Return (H, W, 3) uint8, write-locked, of RGB, grey, four layers, or 16 bits. Raises Trouble for anything else."""
    try:
        rgb = (
            picture
            if picture.dtype == np.uint8 and picture.ndim == 3 and picture.shape[2] == 3
            else array_as_rgb(picture)
        )
    except DigitPadError as error:
        raise Trouble.of("unreadable", name) from error
    return locked(np.ascontiguousarray(rgb))


def in_rgb(picture: MatLike) -> MatLike:
    """Return a picture in RGB from OpenCV's BGR or BGRA; grey stays as it is."""
    if picture.ndim == 3 and picture.shape[2] == 3:
        return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    if picture.ndim == 3 and picture.shape[2] == 4:
        return cv2.cvtColor(picture, cv2.COLOR_BGRA2RGB)
    return picture


def decoded(packet: MatLike) -> MatLike | None:
    """Return a packet of Motion JPEG as (H, W, 3) RGB; None where it is none."""
    try:
        return cv2.imdecode(packet, cv2.IMREAD_COLOR_RGB)
    except cv2.error:
        return None
