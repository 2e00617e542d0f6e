"""Folders of pictures as a source of frames: looked through like a slow video, back and forth."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.paths import pictures_in
from digitpad.records import Rgb
from digitpad.vision.capture.parameters import DEVICE, DeviceParams
from digitpad.vision.capture.positions import Position
from digitpad.vision.capture.sources import Source
from digitpad.vision.capture.states import Trouble

NO_MORE = "{name} has no more pictures; P goes back."
Rest = Callable[[float], object]  # waits some seconds, less where it is to end
OpenPicture = Callable[[Path], Rgb]  # raises DigitPadError where it cannot be read


class PicturesDevice:
    """A folder of pictures, or one picture, shown one after the other; what cannot be read is left out."""

    def __init__(self, source: Source, rest: Rest, open_picture: OpenPicture, params: DeviceParams = DEVICE) -> None:
        self._source, self._rest, self._open, self._params = source, rest, open_picture, params
        path = Path(source.address)
        if not path.exists():
            raise Trouble.of("not found", source.name, final=True)
        try:
            self._paths = pictures_in(path) if path.is_dir() else [path]
        except OSError as error:
            raise Trouble.of("unreadable", source.name, final=True) from error
        if not self._paths:
            raise Trouble("not found", f"{source.name} holds no picture; choose another folder.", final=True)
        self._shown: Rgb | None = None
        self._place = -1  # of the shown picture among the paths
        self._turn = 1  # places to go with the next read
        self._until_s = 0.0
        self._speed = 1.0

    def read(self) -> Rgb:
        if self._shown is not None and not self._turn:
            left_s = self._until_s - time.monotonic()
            self._rest(max(0.0, min(left_s, self._params.repeated_s)))
            if left_s > self._params.repeated_s:
                return self._shown
            self._turn = 1
        return self._turned()

    def close(self) -> None:
        self._shown = None

    @property
    def position(self) -> Position:
        place = max(0, self._place)
        return Position(place, len(self._paths), name=self._paths[place].name)

    def step(self, by: int) -> None:
        """Turn to the picture so many places on with the next read; where there is none, stay."""
        self._turn = by

    def seek(self, number: int) -> None:
        self._turn = self.position.within(number) - self._place

    def play_at(self, speed: float) -> None:
        self._speed = speed

    def _turned(self) -> Rgb:
        """Show the next picture that can be read in the direction of the turn. Raises Trouble at the end."""
        turn, self._turn = self._turn, 0
        picture = self._opened(turn)
        if picture is None and self._shown is None:
            raise Trouble.of("unreadable", self._source.name, final=True)
        if picture is None and turn > 0:
            raise Trouble("ended", NO_MORE.format(name=self._source.name))
        self._shown = picture if picture is not None else self._shown
        assert self._shown is not None
        self._until_s = time.monotonic() + self._params.shown_s / self._speed
        return self._shown

    def _opened(self, turn: int) -> Rgb | None:
        """Open the picture `turn` places on, or the nearest one behind it; None where there is none."""
        place = self._place + turn
        while 0 <= place < len(self._paths):
            try:
                picture = self._open(self._paths[place])
            except DigitPadError:
                place += 1 if turn > 0 else -1
            else:
                self._place = place
                return picture
        return None
