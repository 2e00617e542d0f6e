"""The foot of a picture that comes from a file: the slider of a video, or the strip of a folder."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk
from typing import Protocol

from digitpad.ui.playback.film_bar import FilmBar
from digitpad.ui.playback.folder_strip import FolderStrip, Listen
from digitpad.ui.playback.speeds import next_speed
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.capture.folders import OpenPicture
from digitpad.vision.capture.positions import Position
from digitpad.vision.capture.sources import Source

SKIP_S = 5.0


class Plays(Protocol):
    """A running source, as far as it is gone through."""

    speed: float

    @property
    def position(self) -> Position | None: ...
    def step(self, by: int) -> None: ...
    def seek(self, number: int) -> None: ...
    def play_at(self, speed: float) -> None: ...


class PictureFoot(ttk.Frame):
    """Nothing of it is shown for a live source, nor for a video that does not tell its length.

    `on_change` is called when the user has gone elsewhere, or changed the speed.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        plays: Plays,
        listen: Listen,
        open_picture: OpenPicture,
        on_change: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._plays, self._on_change = plays, on_change
        self.columnconfigure(0, weight=1)
        self.film = FilmBar(self, theme=theme, icons=icons, actions=self)
        self.strip = FolderStrip(self, theme=theme, actions=self, open_picture=open_picture, listen=listen)

    def open(self, source: Source) -> None:
        """Show nothing until this one gives a picture."""
        self.film.grid_remove()
        self.strip.grid_remove()
        self.strip.stop()
        if source.kind == "pictures" and Path(source.address).is_dir():
            self.strip.open(Path(source.address))

    def close(self, timeout_s: float) -> None:
        """Leave no thread, for the window closes."""
        self.strip.close(timeout_s)

    def show(self) -> None:
        """Show where the picture in sight is; for every frame."""
        position = self._plays.position
        if position is None or position.count < 2:
            return
        part: FilmBar | FolderStrip = self.film if position.fps else self.strip
        if not part.winfo_manager():
            part.grid(row=0, column=0, sticky="ew")
        if part is self.film:
            self.film.show(position, self._plays.speed)
        else:
            self.strip.show(position)

    def step(self, by: int) -> None:
        """Hold the frame or picture so many places on."""
        self._plays.step(by)
        self._on_change()

    def skip(self, by: int) -> None:
        """Go on in a video, or back, by so many times five seconds; in a folder, by so many pictures."""
        position = self._plays.position
        if position is not None:
            self.seek(position.number + by * (round(SKIP_S * position.fps) or 1))

    def seek(self, number: int) -> None:
        self._plays.seek(number)
        self._on_change()

    def play_at(self, speed: float) -> None:
        self._plays.play_at(speed)
        self.show()
        self._on_change()

    def faster(self, by: int) -> None:
        """Play so many steps faster, or slower."""
        self.play_at(next_speed(self._plays.speed, by))
