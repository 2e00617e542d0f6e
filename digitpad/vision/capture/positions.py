"""Places in files and folders: the picture that was read last among all of them, and devices that can go to others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Position:
    """The place of a frame in its video, or of a picture in its folder."""

    number: int  # from 0
    count: int  # of all; 0: not known
    fps: float = 0.0  # frames for each second of a video; 0: a folder of pictures
    name: str = ""  # of the picture's own file in a folder

    @property
    def seconds(self) -> float:
        """The time in the video; 0 in a folder."""
        return self.number / self.fps if self.fps else 0.0

    def within(self, number: int) -> int:
        """Return the nearest number that the file or folder has."""
        return max(0, min(number, self.count - 1)) if self.count else max(0, number)


@runtime_checkable
class Seekable(Protocol):
    """A device whose pictures have an order, and can be gone to. For the thread that opened it."""

    @property
    def position(self) -> Position:
        """The position of the picture that was read last."""
        ...

    def seek(self, number: int) -> None:
        """Go to this picture with the next read, or to the nearest that there is."""
        ...

    def play_at(self, speed: float) -> None:
        """Give pictures at `speed` times the source's own speed from now on."""
        ...
