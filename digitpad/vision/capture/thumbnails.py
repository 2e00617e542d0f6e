"""The thread that makes thumbnails of a folder's pictures: those that are in sight, and no others."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.faults import outcome_of
from digitpad.paths import pictures_in
from digitpad.records import Rgb, locked
from digitpad.vision.capture.folders import OpenPicture
from digitpad.vision.render.display import fitting_factor, resized


@dataclass(frozen=True, eq=False)
class Thumbnail:
    place: int  # of the picture in its folder, in the order of names
    picture: Rgb | None  # (h, w, 3) within the room; None: it cannot be read


class Thumbnails:
    """Thumbnails of a folder; `deliver` gets one for each place in the newest wish.

    `room`: width and height that each lies within, px.
    """

    def __init__(
        self, folder: Path, room: tuple[int, int], *, open_picture: OpenPicture, deliver: Callable[[Thumbnail], None]
    ) -> None:
        self._folder, self._room, self._open, self._deliver = folder, room, open_picture, deliver
        self._wished = threading.Condition()
        self._places: list[int] = []
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="thumbnails", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wish(self, places: Sequence[int]) -> None:
        """Make these next, in this order, and no others."""
        with self._wished:
            self._places = list(places)
            self._wished.notify()

    def stop(self, timeout_s: float) -> bool:
        """End after the picture that is being opened; False where that still runs when the time is over."""
        with self._wished:
            self._stopped = True
            self._wished.notify()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        outcome_of(self._make_all)  # without thumbnails the pictures are there all the same

    def _make_all(self) -> None:
        paths = pictures_in(self._folder) if self._folder.is_dir() else [self._folder]
        while (place := self._next()) is not None:
            if place < len(paths):
                self._deliver(Thumbnail(place, self._thumbnail(paths[place])))

    def _next(self) -> int | None:
        """Wait for a place that is wished for; None once it is to end."""
        with self._wished:
            self._wished.wait_for(lambda: self._stopped or self._places)
            return None if self._stopped else self._places.pop(0)

    def _thumbnail(self, path: Path) -> Rgb | None:
        try:
            picture = self._open(path)
        except DigitPadError:
            return None
        return locked(resized(picture, fitting_factor(picture.shape[1], picture.shape[0], *self._room)))
