"""Keeps the memory of a window that is open all day from growing by gaps in it."""

from __future__ import annotations

import ctypes
import sys

TRIM, MAP = -1, -3  # names of two parameters of glibc's mallopt
MAPPED = 64 * 1024  # bytes; what is larger goes back to the system at once instead of leaving a gap
TRIMMED = 128 * 1024  # bytes that may lie free at the heap's end


def hold_heap() -> None:
    """Give large pieces of memory places of their own, always: glibc stops doing so once one was given back.

    Pictures of the pad come and go with each stroke, and what is kept would settle in the gaps that they leave.
    """
    if sys.platform == "linux":
        option = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
        if option is not None:
            option(MAP, MAPPED)
            option(TRIM, TRIMMED)
