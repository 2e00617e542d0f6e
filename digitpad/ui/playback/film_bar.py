"""The foot of a video: where it is, a slider through it, and its speed."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Protocol

from digitpad.languages import _
from digitpad.ui.playback.slider import Slider
from digitpad.ui.playback.speeds import SPEEDS, speed_words
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.menu import PopupMenu
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.tooltip import Tooltip
from digitpad.vision.capture.positions import Position

GAP = 8  # px at scale 1
SPEED_WIDTH = 4  # letters


class PlaybackActions(Protocol):
    """The page around a video or a folder."""

    def seek(self, number: int) -> None: ...  # to this frame or picture
    def play_at(self, speed: float) -> None: ...


class FilmBar(ttk.Frame):
    def __init__(self, parent: tk.Misc, *, theme: Theme, icons: Icons, actions: PlaybackActions) -> None:
        super().__init__(parent)
        self._actions = actions
        self._said = ""
        self.columnconfigure(0, weight=1)
        self.slider = Slider(self, theme=theme, icons=icons, on_move=actions.seek)
        Tooltip(self.slider, _("Go to another place  (Shift+Left, Shift+Right)"), theme=theme)
        self._time = QuietLabel(self, theme=theme)
        self._variable = tk.StringVar(self, speed_words(1))
        self._speed = ttk.Menubutton(self, textvariable=self._variable, width=SPEED_WIDTH)
        Tooltip(self._speed, _("Speed  ([ slower, ] faster)"), theme=theme)
        self._speed.configure(menu=self._menu())
        self.slider.grid(row=0, column=0, sticky="ew")
        self._time.grid(row=0, column=1, padx=theme.px(GAP))
        self._speed.grid(row=0, column=2)

    def show(self, position: Position, speed: float) -> None:
        """Show the place of the frame in sight; cheap where nothing has changed."""
        self.slider.show(position.number, position.count - 1, step=round(position.fps))
        if (words := time_words(position)) != self._said:
            self._said = words
            self._time.configure(text=words)
        if self._variable.get() != speed_words(speed):
            self._variable.set(speed_words(speed))

    def _menu(self) -> PopupMenu:
        menu = PopupMenu(self._speed)
        for speed in SPEEDS:
            menu.add_radiobutton(
                label=speed_words(speed),
                value=speed_words(speed),
                variable=self._variable,
                command=lambda speed=speed: self._actions.play_at(speed),  # type: ignore[misc]
            )
        return menu


def time_words(position: Position) -> str:
    """Return the place of a frame and the length of its video: "0:03.2 / 1:20"."""
    length = position.count / position.fps if position.fps else 0.0
    return f"{_clock(position.seconds)}.{int(position.seconds * 10) % 10} / {_clock(length)}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"
