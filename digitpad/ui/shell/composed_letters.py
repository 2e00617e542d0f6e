"""Keeps what Xlib makes of the tables of composed letters (accents, dead keys): each start read them three times."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE, FOLDER = "XCOMPOSECACHE", "compose-cache"  # see Compose(5)


@contextmanager
def composed_letters_kept(folder: Path) -> Iterator[None]:
    """Have windows that are opened meanwhile keep them in a folder of `folder`, half a megabyte, if they use X11.

    Where the user has named a place or none can be made, all stays as it is. Xlib keeps nothing for root.
    """
    if sys.platform != "linux" or "DISPLAY" not in os.environ or VARIABLE in os.environ:
        yield
        return
    place = folder / FOLDER
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        yield
        return
    os.environ[VARIABLE] = str(place)
    try:
        yield
    finally:
        os.environ.pop(VARIABLE, None)  # not for the programs that DigitPad starts
